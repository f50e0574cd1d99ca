import { describe, expect } from 'vitest'
import { agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const ai = 'const one = 1\nconst two = 2\n'

const agentCommits = (bench: Workbench): void => {
  agentWrites(bench, 'a.txt', ai)
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'First')
}

const joins = (bench: Workbench): void => {
  const env = { GIT_SEQUENCE_EDITOR: 'true', GIT_EDITOR: 'true' }
  expect(bench.tryGit(['rebase', '-q', '-i', '--autosquash', 'main'], { env }).status).toBe(0)
}

const mergesSquashed = (bench: Workbench): void => {
  bench.git('checkout', '-q', 'main')
  bench.git('merge', '-q', '--squash', 'side')
  bench.git('commit', '-qm', 'Squashed')
}

const resets = (bench: Workbench): void => {
  bench.git('reset', '-q', '--soft', 'main')
  bench.git('commit', '-qm', 'Anew')
}

const binding = (bench: Workbench): string => JSON.parse(bench.provenance(['show', '--json']).stdout).binding

/** A commit that no hook saw. */
const unseen = (bench: Workbench, path: string, more: Unseen = {}): void => {
  bench.write(path, 'by nobody knows whom\n')
  bench.git('add', '-A')
  const { message = 'fixup! First', options = [], env = {} } = more
  bench.tryGit(['commit', '-q', ...options, '-m', message], { env: { PROVENANCE: '0', ...env } })
}
type Unseen = {
  readonly message?: string
  readonly options?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}
const nothing = `patch-id:${'0'.repeat(40)}`
const robot = { GIT_AUTHOR_NAME: 'dependabot[bot]', GIT_AUTHOR_EMAIL: 'support@github.com' }

describe.each([
  ['fixup', joins],
  ['merge --squash', mergesSquashed],
  ['reset --soft', resets],
] as const)('an agent’s commit and one without a record, joined by %s', (_, join) => {
  test('are of no change: the rest would pass for a person’s, in an amend as well', ({ bench }) => {
    bench.git('checkout', '-qb', 'side')
    agentCommits(bench)
    unseen(bench, 'b.txt')
    join(bench)
    expect([binding(bench), bench.trailer('AI-Change')]).toEqual(['stale', [nothing]])
    bench.git('commit', '-q', '--amend', '--no-edit')
    expect(bench.trailer('AI-Change')).toEqual([nothing])
  })

  test('are bound where that one changes nothing, or is of a program that is no AI', ({ bench }) => {
    bench.git('checkout', '-qb', 'side')
    agentCommits(bench)
    unseen(bench, 'a.txt', { env: robot, message: 'fixup! First' })
    bench.tryGit(['commit', '-q', '--allow-empty', '-m', 'fixup! First'], { env: { PROVENANCE: '0' } })
    join(bench)
    expect(binding(bench)).not.toBe('unbound')
    expect(bench.trailer('AI-Change')).not.toEqual([nothing])
  })
})

test('what an agent amends into a commit without a record is of no change, and what is declared of one is of it', ({
  bench,
}) => {
  unseen(bench, 'b.txt', { message: 'Unseen' })
  agentWrites(bench, 'a.txt', ai)
  bench.git('add', '-A')
  bench.git('commit', '-q', '--amend', '--no-edit')
  expect([binding(bench), bench.trailer('AI-Change')]).toEqual(['stale', [nothing]])
  unseen(bench, 'c.txt', { message: 'Unseen' })
  bench.provenance(['declare', '--tool', 'chatgpt', '--model', 'gpt-5.2'])
  bench.git('commit', '-q', '--amend', '--no-edit')
  expect(binding(bench)).toBe('bound')
})

test('a squash of an agent’s commit and one without a record is of no change, and a forged one is found', ({
  bench,
}) => {
  bench.git('checkout', '-qb', 'side')
  agentCommits(bench)
  unseen(bench, 'b.txt', { message: 'Second' })
  const second = bench.git('rev-parse', 'HEAD').slice(0, 12)
  const told = bench.provenance(['squash-message', 'main..side', '--subject', 'All'])
  expect(told.stdout).toContain(`AI-Change: ${nothing}\n`)
  expect(told.stderr).toContain(`  ${second} Second\nso the record is bound to no change`)
  bench.git('checkout', '-q', 'main')
  bench.git('merge', '-q', '--squash', 'side')
  const judged = (message: string) => {
    bench.tryGit(['commit', '-q', '--allow-empty', '-F', '-', ...(message === told.stdout ? [] : ['--amend'])], {
      input: message,
      env: { PROVENANCE: '0' },
    })
    const words = ['--pull-request', 'main~1..side', '--squashed', 'main', '--format', 'jsonl']
    const [, line = '{}'] = bench.provenance(['verify', ...words]).stdout.split('\n')
    return JSON.parse(line) as { binding: string; findings: readonly { code: string; severity: string }[] }
  }
  const untold = { code: 'squash-untold', severity: 'warn', args: { count: 1, commits: second } }
  expect(judged(told.stdout)).toMatchObject({ binding: 'stale', findings: [untold, { code: 'record-bound' }] })
  const change = bench.run('sh', ['-c', 'git show HEAD | git patch-id --stable']).stdout.slice(0, 40)
  const forged = told.stdout.replace(nothing, `patch-id:${change}`)
  expect(judged(forged)).toMatchObject({ binding: 'bound', findings: [{ code: 'squash-untold' }] })
})
