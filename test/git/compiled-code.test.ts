import { readdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const folderOf = (bench: Workbench) => join(bench.top, '.git', 'provenance')
const kept = (bench: Workbench, hook = 'prepare-commit-msg') =>
  readdirSync(folderOf(bench)).filter((name) => name.startsWith('code-') && name.endsWith(`-${hook}`))

let lines = 0
/** A commit with a record, by the clone's hooks; what git said beside it. */
const commits = (bench: Workbench): string => {
  lines += 1
  agentWrites(bench, 'start.txt', `one\ntwo\nthree\nconst number = ${lines}\n`)
  const { status, stderr } = bench.tryGit(['commit', '-qam', 'Message'])
  expect([status, bench.trailer('AI-Tool').length]).toEqual([0, 1])
  return stderr
}

/** A commit after which the code is as it was: it was taken, since code that is not is made anew. */
const isTaken = (bench: Workbench, file: string): boolean => {
  utimesSync(file, 1, 1)
  expect(commits(bench)).toBe('')
  return statSync(file).mtimeMs === 1_000
}

test('the first hook that needs node keeps the compiled program, for its owner alone; the next ones take it', ({
  bench,
}) => {
  bench.agent.hook('SessionStart', { source: 'startup', model: 'claude-opus-4-6' })
  commits(bench)
  const [name = '', ...others] = kept(bench)
  expect([others, kept(bench, 'record').length]).toEqual([[], 1])
  const file = join(folderOf(bench), name)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(isTaken(bench, file)).toBe(true)
})

test('damaged code is never run: the commit has its record, and the code is made anew', ({ bench }) => {
  commits(bench)
  const file = join(folderOf(bench), kept(bench)[0] ?? '')
  const whole = readFileSync(file)
  const damages: readonly (() => void)[] = [
    () => truncateSync(file, 0),
    () => truncateSync(file, 40),
    () => truncateSync(file, whole.length - 1),
    ...[0, 40, 200, whole.length >> 1, whole.length - 1].map((at) => () => {
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] ?? 0) ^ 0xff
      writeFileSync(file, bytes)
    }),
  ]
  for (const damage of damages) {
    damage()
    expect(isTaken(bench, file)).toBe(false)
    expect(isTaken(bench, file)).toBe(true)
  }
})

test('code of another program is not taken, and goes', ({ bench }) => {
  commits(bench)
  const [name = ''] = kept(bench)
  const other = name.replace(/^code-[0-9a-f]+/, 'code-0123456789abcdef')
  writeFileSync(join(folderOf(bench), other), readFileSync(join(folderOf(bench), name)))
  truncateSync(join(folderOf(bench), name), 0)
  commits(bench)
  expect(kept(bench)).toEqual([name])
})

test('it is for its owner alone, whatever the umask; where nothing can be kept, hooks work as before, in silence', ({
  bench,
}) => {
  const [node = '', entry = ''] = readFileSync(join(folderOf(bench), 'runtime'), 'utf8').split('\n')
  const start = (folder: string) => bench.run(node, [entry, 'nothing'], { env: { PROVENANCE_CODE: folder } })
  for (const folder of [bench.home, '/nonexistent/folder'])
    expect(start(folder)).toEqual({ status: 0, stdout: '', stderr: '' })
  const names = readdirSync(bench.home).filter((name) => name.startsWith('code-'))
  expect(names.map((name) => statSync(join(bench.home, name)).mode & 0o777)).toEqual([0o600])
})

test('a node that is too old is told of in one line: the commit goes through, and claims nothing', ({ bench }) => {
  const old = join(bench.home, 'old')
  writeFileSync(`${old}.cjs`, "Object.defineProperty(process, 'versions', { value: { node: '18.20.8' } })\n")
  writeFileSync(old, `#!/bin/sh\nexec '${process.execPath}' --require '${old}.cjs' "$@"\n`, { mode: 0o755 })
  const runtime = join(folderOf(bench), 'runtime')
  const [, entry = ''] = readFileSync(runtime, 'utf8').split('\n')
  // No syntax of later years: the node of ten years ago, too, must be able to tell (https://node.green).
  expect(readFileSync(entry, 'utf8')).not.toMatch(/\?\?|\?\.[a-z[(]|catch\s*\{|\basync\b|\d+n\b/)
  agentWrites(bench)
  writeFileSync(runtime, `${old}\n${entry}\n`)
  const { status, stderr } = bench.tryGit(['commit', '-qam', 'Message'])
  expect([status, stderr]).toEqual([
    0,
    expect.stringMatching(/^provenance: expected Node 20\.5 or newer, got 18\.20\.8 \(.+\); prepare-commit-msg .+\n$/),
  ])
  expect(bench.trailer('AI-Tool')).toEqual([])
})
