import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

/** The repository's git folder on a disk of its own with so many kilobytes free; false where none can be mounted. */
const onDiskWith = (bench: Workbench, free: number): boolean => {
  const script = `
    cp -a .git ../saved && mount -t tmpfs -o size=4m tmpfs .git && cp -a ../saved/. .git && rm .git/provenance/code-*
    left=$(df -k --output=avail .git | tail -n 1)
    head -c $(((left - ${free}) * 1024)) /dev/zero >.git/fill`
  return bench.run('sh', ['-c', script]).status === 0
}

const drafts = (bench: Workbench): readonly string[] =>
  readdirSync(join(bench.top, '.git/provenance')).filter((name) => name.endsWith('.tmp'))

const prepared = (bench: Workbench): string => join(bench.top, '.git/provenance/prepared')

/** True where events are there for a later commit. */
const waiting = (bench: Workbench): boolean => readdirSync(join(bench.top, '.git/provenance/spool')).length > 0

/** With the first, git's own files just find room; with the last, a record would, and the program that is kept compiled would not. */
for (const free of [24, 320, 1200])
  test(`with ${free} KB free on the disk a commit goes through, and nothing of ours is left behind`, ({
    bench,
    skip,
  }) => {
    agentWrites(bench)
    bench.git('add', '-A')
    // What was prepared for a commit that was not made is not the next one's, for which nothing can be prepared.
    expect(bench.tryGit(['commit', '-qm', '']).status).toBe(1)
    expect(existsSync(prepared(bench))).toBe(true)
    if (!onDiskWith(bench, free)) skip('file systems cannot be mounted here')
    try {
      const ran = bench.tryGit(['commit', '-qm', 'Go through'])
      const isRecorded = free > 1024
      expect([ran.status, bench.trailer('AI-Tool').length, drafts(bench)]).toEqual([0, isRecorded ? 1 : 0, []])
      expect([existsSync(prepared(bench)), waiting(bench)]).toEqual([false, !isRecorded])
      if (isRecorded) return expect(ran.stderr).toBe('')
      expect(ran.stderr).toMatch(
        /^provenance: the disk is nearly full: expected 1024 KB free, got \d+ KB; .*doctor\)\n$/,
      )
      expect(bench.provenance(['doctor']).stdout).toContain('WRONG disk: the disk is nearly full')
    } finally {
      bench.run('umount', [join(bench.top, '.git')])
    }
  })
