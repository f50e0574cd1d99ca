import { describe, expect } from 'vitest'
import { agentWrites, test } from '../support/commit-flow.js'
import { joins, mergesSquashed, resets } from '../support/joins.js'
import type { Workbench } from '../support/workbench.js'

const agentCommits = (bench: Workbench): void => {
  agentWrites(bench, 'a.txt', 'const one = 1\nconst two = 2\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'First')
}

/** A commit that no hook saw. */
const unseen = (bench: Workbench, path: string, message: string, env: Readonly<Record<string, string>> = {}): void => {
  bench.write(path, 'by nobody knows whom\n')
  bench.git('add', '-A')
  bench.tryGit(['commit', '-qm', message], { env: { PROVENANCE: '0', ...env } })
}

describe.each([
  ['fixup', joins],
  ['merge --squash', mergesSquashed],
  ['reset --soft', resets],
] as const)('an agent’s commit and one without a record, joined by %s', (_, join) => {
  test('have the record of the one that has one', ({ bench }) => {
    bench.git('checkout', '-qb', 'side')
    agentCommits(bench)
    unseen(bench, 'b.txt', 'fixup! First')
    join(bench)
    expect(bench.trailer('AI-Human-Edited-Ratio')).toEqual([expect.stringMatching(/^0\.000; kept=2;/)])
    expect(JSON.parse(bench.provenance(['show', '--json']).stdout).binding).toBe('bound')
  })
})

describe('a squash of an agent’s commit and one without a record', () => {
  const robot = { GIT_AUTHOR_NAME: 'dependabot[bot]', GIT_AUTHOR_EMAIL: 'support@github.com' }
  const untold = (count: number, commit: string, severity: string) => ({
    code: 'squash-untold',
    severity,
    args: { count, commits: commit },
  })

  /** What is found of it beside its branch, by a policy. */
  const judged = (bench: Workbench, policy: string): readonly { readonly code: string }[] => {
    bench.write('../policy.yaml', policy)
    const words = ['--pull-request', 'main~1..side', '--squashed', 'main', '--policy', '../policy.yaml']
    const [, line = '{}'] = bench.provenance(['verify', ...words, '--format', 'jsonl']).stdout.split('\n')
    return JSON.parse(line).findings
  }

  test('names the one of which nothing is known, as grave as a commit without a record is, and no program’s', ({
    bench,
  }) => {
    bench.git('checkout', '-qb', 'side')
    agentCommits(bench)
    unseen(bench, 'b.txt', 'Second')
    const second = bench.git('rev-parse', 'HEAD').slice(0, 12)
    unseen(bench, 'c.txt', 'Bump', robot)
    const told = bench.provenance(['squash-message', 'main..side', '--subject', 'All'])
    expect(told.stderr).toContain(`  ${second} Second\n`)
    bench.git('checkout', '-q', 'main')
    bench.git('merge', '-q', '--squash', 'side')
    bench.tryGit(['commit', '-q', '-F', '-'], { input: told.stdout, env: { PROVENANCE: '0' } })
    expect(judged(bench, 'rules: {}')).toEqual([untold(1, second, 'warn')])
    expect(judged(bench, 'rules: { record-required: error }')).toEqual([untold(1, second, 'error')])
  })
})
