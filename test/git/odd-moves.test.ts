import { rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const commit = (bench: Workbench, message: string): string | undefined => {
  bench.git('add', '-A')
  const ran = bench.tryGit(['commit', '-qm', message])
  expect([ran.status, ran.stderr]).toEqual([0, ''])
  return bench.trailer('AI-Tool')[0]
}
const verified = (bench: Workbench): string => bench.provenance(['verify', 'HEAD^!', '--format', 'jsonl']).stdout
const agent = 'claude-code/2.1.329'
const none = 'none; basis=observed'

describe('a folder that is none any more', () => {
  test('that an agent made a file of: recorded, and so are the commits after it', ({ bench }) => {
    bench.agent.start()
    bench.agent.prompt('do it')
    bench.write('d/b', 'b\n')
    commit(bench, 'Start')
    bench.agent.shell("rm -r d; printf 'agent one\\n' >d")
    expect(commit(bench, 'Folder to file')).toBe(agent)
    bench.write('p', 'person\n')
    expect(commit(bench, 'Elsewhere')).toBe(none)
  })

  test('that a person made a file of, or a link to itself, where an agent had written', ({ bench }) => {
    const replaced = (make: () => void) => {
      agentWrites(bench, 'd/b')
      rmSync(join(bench.top, 'd'), { recursive: true })
      make()
      commit(bench, 'A person’s')
      rmSync(join(bench.top, 'd'))
      agentWrites(bench, 'q')
      expect(commit(bench, 'Elsewhere')).toBe(agent)
      rmSync(join(bench.top, 'q'))
      commit(bench, 'Away')
    }
    replaced(() => bench.write('d', 'person\n'))
    replaced(() => symlinkSync('d', join(bench.top, 'd')))
  })
})

describe('what an agent’s commit did, committed again', () => {
  test('as the first commit of another branch: nobody claims that no agent was seen', ({ bench }) => {
    agentWrites(bench)
    expect(commit(bench, 'Work')).toBe(agent)
    bench.git('checkout', '-q', '--orphan', 'fresh')
    expect(commit(bench, 'All of it')).toBe(undefined)
    bench.write('mine.txt', 'mine\n')
    expect(commit(bench, 'Mine')).toBe(none)
  })

  test('after a program took it back by update-ref, without a reason', ({ bench }) => {
    agentWrites(bench)
    expect(commit(bench, 'Work')).toBe(agent)
    bench.git('update-ref', 'HEAD', 'HEAD~')
    expect(commit(bench, 'Again')).toBe(agent)
    bench.write('mine.txt', 'mine\n')
    expect(commit(bench, 'Mine')).toBe(none)
  })

  test('of more files than are read at once: the commits after it are what they are', ({ bench }) => {
    for (let at = 0; at <= 200; at += 1) bench.write(`many/${at}.txt`, `person ${at}\n`)
    agentWrites(bench)
    expect(commit(bench, 'Big')).toBe(agent)
    bench.git('reset', '-q', '--soft', 'HEAD~')
    expect(commit(bench, 'Big, again')).toBe(agent)
    agentWrites(bench, 'small.txt', 'agent\n')
    expect(commit(bench, 'Small')).toBe(agent)
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toContain('kept=1;')
    expect(verified(bench)).toContain(',"binding":"bound",')
    for (let at = 0; at <= 200; at += 1) bench.write(`many/${at}.txt`, `person ${at}\nanew\n`)
    expect(commit(bench, 'Mine')).toBe(none)
  })

  test('of more commits than are read: nobody claims that no agent was seen', ({ bench }) => {
    agentWrites(bench)
    expect(commit(bench, 'Work')).toBe(agent)
    const made = Array.from({ length: 201 }, (_, at) => {
      const from = at === 0 ? 'from refs/heads/main^0\n' : ''
      return `commit refs/heads/far\ncommitter A <a@b> 1700000000 +0000\ndata 1\n${at % 10}\n${from}M 100644 inline far.txt\ndata 4\n${1000 + at}\n`
    })
    bench.tryGit(['fast-import', '--quiet'], { input: made.join('') })
    bench.git('switch', '-q', 'far')
    bench.git('reset', '-q', '--soft', 'main~')
    expect(commit(bench, 'All of it')).toBe(undefined)
    bench.write('mine.txt', 'mine\n')
    expect(commit(bench, 'Mine')).toBe(none)
  })

  test('where the branch’s ref is packed: a person’s commit is what it is', ({ bench }) => {
    bench.git('pack-refs', '--all')
    bench.write('mine.txt', 'mine\n')
    expect(commit(bench, 'Mine')).toBe(none)
  })
})
