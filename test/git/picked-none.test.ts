import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const none = ['none; basis=observed']
const start = 'one\ntwo\nthree\n'
const ai = 'const first = 1\nconst second = 2\n'

/** On `side` an agent’s commit, and a person’s upon it in the same place; `main` has neither. */
const lays = (bench: Workbench): void => {
  bench.git('checkout', '-qb', 'side')
  agentWrites(bench, 'start.txt', `${start}${ai}`)
  bench.git('commit', '-qam', 'By the agent')
  bench.write('start.txt', `${start}${ai}by hand\n`)
  bench.git('commit', '-qam', 'By hand')
  expect(bench.trailer('AI-Tool')).toEqual(none)
}
const picks = (bench: Workbench, ...args: string[]) => {
  bench.git('checkout', '-q', 'main')
  return bench.tryGit(['cherry-pick', ...args, 'side']).status
}
const rebases = (bench: Workbench, ...args: string[]) =>
  bench.tryGit(['rebase', '-q', ...args, '--onto', 'main', 'HEAD~1']).status
const settles = (bench: Workbench, text: string, ...finish: string[]): void => {
  bench.write('start.txt', text)
  bench.git('add', 'start.txt')
  expect(bench.tryGit(finish, { env: { GIT_EDITOR: 'true' } }).status).toBe(0)
}

describe('a person’s commit that brings an agent’s lines, which another commit added, says nothing of AI', () => {
  test('where its conflict is settled with its text, and in an amend of that', ({ bench }) => {
    lays(bench)
    for (const finish of [
      ['cherry-pick', '--continue'],
      ['commit', '-q'],
    ]) {
      expect(picks(bench)).toBe(1)
      settles(bench, `${start}${ai}by hand\n`, ...finish)
      expect(bench.message().trim()).toBe('By hand')
      bench.git('commit', '-q', '--amend', '--no-edit')
      expect(bench.message().trim()).toBe('By hand')
      bench.git('reset', '-q', '--hard', 'HEAD~1')
    }
    bench.git('checkout', '-q', 'side')
    expect(rebases(bench)).toBe(1)
    bench.agent.edit('waits.txt', 'const waits = 1\n')
    settles(bench, `${start}${ai}by hand\n`, 'rebase', '--continue')
    expect(bench.message().trim()).toBe('By hand')
  })

  test('where a strategy settles it, and an agent’s lines wait elsewhere', ({ bench }) => {
    lays(bench)
    bench.agent.edit('waits.txt', 'const waits = 1\n')
    expect(picks(bench, '-X', 'theirs')).toBe(0)
    expect(bench.message().trim()).toBe('By hand')
    bench.git('checkout', '-q', 'side')
    expect(rebases(bench, '-X', 'theirs')).toBe(0)
    expect(bench.message().trim()).toBe('By hand')
  })

  test('where it is a fixup of another one of a person’s', ({ bench }) => {
    lays(bench)
    bench.git('checkout', '-q', 'main')
    bench.write('mine.txt', 'mine\n')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Mine')
    bench.git('checkout', '-q', 'side')
    const env = { GIT_EDITOR: 'true', GIT_SEQUENCE_EDITOR: 'f() { printf "pick main\\nfixup side\\n" >"$1"; }; f' }
    expect(bench.tryGit(['rebase', '-i', '-q', '-X', 'theirs', 'main~1'], { env }).status).toBe(0)
    expect(bench.read('start.txt')).toContain(ai)
    expect(bench.message().trim()).toBe('Mine')
  })
})

describe('a person’s commit still says that no agent was seen', () => {
  test('where its conflict is settled with its own lines and new ones', ({ bench }) => {
    lays(bench)
    expect(picks(bench)).toBe(1)
    settles(bench, `${start}by hand\nand more\n`, 'cherry-pick', '--continue')
    expect(bench.trailer('AI-Tool')).toEqual(none)
    bench.git('checkout', '-q', 'side')
    expect(rebases(bench)).toBe(1)
    settles(bench, `${start}by hand\n`, 'rebase', '--continue')
    expect(bench.trailer('AI-Tool')).toEqual(none)
  })

  test('where it is picked or rebased without a conflict, which starts no node', ({ bench }) => {
    bench.git('checkout', '-qb', 'side')
    bench.write('mine.txt', 'mine\n')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Mine')
    const log = join(bench.home, 'node')
    bench.write('.git/provenance/runtime', `${log}\n${log}\n`)
    bench.git('checkout', '-q', 'main')
    bench.git('commit', '-q', '--allow-empty', '-m', 'Elsewhere')
    for (const args of [
      ['cherry-pick', 'side'],
      ['rebase', 'main', 'side'],
    ]) {
      const { status, stderr } = bench.tryGit(args)
      expect([status, stderr]).toEqual([0, expect.not.stringContaining('provenance')])
      expect(bench.trailer('AI-Tool')).toEqual(none)
      bench.git('reset', '-q', '--hard', 'main~1')
    }
  })

  test('but no one says so of a rebased commit that said nothing', ({ bench }) => {
    bench.git('checkout', '-qb', 'side')
    bench.write('start.txt', `${start}side\n`)
    bench.tryGit(['commit', '-qam', 'Unknown'], { env: { PROVENANCE: '0' } })
    bench.git('checkout', '-q', 'main')
    bench.write('start.txt', `${start}main\n`)
    bench.git('commit', '-qam', 'Mine')
    bench.git('checkout', '-q', 'side')
    expect(bench.tryGit(['rebase', '-q', 'main']).status).toBe(1)
    settles(bench, `${start}main\nside\n`, 'rebase', '--continue')
    expect(bench.message().trim()).toBe('Unknown')
  })
})
