import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { agentWrites, test } from '../support/commit-flow.js'
import { joins, mergesSquashed, resets } from '../support/joins.js'
import type { Workbench } from '../support/workbench.js'

const [ai, edited] = ['const one = 1\nconst two = 2\n', 'const one = 1\nconst two = 22\n']

const agentCommits = (bench: Workbench, text = ai, options: readonly string[] = ['-m', 'First']): void => {
  agentWrites(bench, 'a.txt', text)
  bench.git('add', '-A')
  bench.git('commit', '-q', ...options)
}

const personCommits = (bench: Workbench, path: string, text: string, options: readonly string[] = ['--fixup=HEAD']) => {
  bench.write(path, text)
  bench.git('add', '-A')
  bench.git('commit', '-q', ...options)
}

/** As in a clone that did not make the commits. */
const forgets = (bench: Workbench): void => {
  rmSync(join(bench.top, '.git/provenance/commits'), { recursive: true, force: true })
}

const entry = (bench: Workbench): { binding: string; lines: string } => {
  const [, line = '{}'] = bench.provenance(['verify', 'HEAD~1..HEAD', '--format', 'jsonl']).stdout.split('\n')
  const { binding } = JSON.parse(line) as { binding: string }
  const [lines = ''] = /kept=\d+; edited=\d+; dropped=\d+/.exec(bench.trailer('AI-Human-Edited-Ratio').join()) ?? []
  return { binding, lines }
}

describe.each([
  ['fixup', joins],
  ['merge --squash', mergesSquashed],
  ['reset --soft', resets],
] as const)('lines of an agent’s that a person changed in a later commit, joined by %s', (_, join) => {
  test('are counted as an amend counts them, where this clone knows whose they were', ({ bench }) => {
    bench.git('checkout', '-qb', 'side')
    agentCommits(bench)
    personCommits(bench, 'a.txt', edited)
    personCommits(bench, 'mine.txt', 'a file of mine\n')
    join(bench)
    expect(entry(bench)).toEqual({ binding: 'bound', lines: 'kept=1; edited=1; dropped=0' })
  })

  test('are a sum that shows as stale, where it does not', ({ bench }) => {
    bench.git('checkout', '-qb', 'side')
    agentCommits(bench)
    personCommits(bench, 'a.txt', edited)
    forgets(bench)
    join(bench)
    expect(entry(bench)).toEqual({ binding: 'stale', lines: 'kept=2; edited=0; dropped=0' })
  })

  test('are a sum that shows as stale, where the commit that changed them is one that no hook saw', ({ bench }) => {
    bench.git('checkout', '-qb', 'side')
    agentCommits(bench, 'a\nb\n')
    bench.write('a.txt', 'a\nmine\n')
    bench.tryGit(['commit', '-qa', '--fixup=HEAD'], { env: { PROVENANCE: '0' } })
    join(bench)
    expect(entry(bench)).toEqual({ binding: 'stale', lines: 'kept=2; edited=0; dropped=0' })
  })

  test('are no matter where all of them stand: the sum is bound, in any clone', ({ bench }) => {
    bench.git('checkout', '-qb', 'side')
    agentCommits(bench)
    personCommits(bench, 'a.txt', `a line of mine above\n${ai}`)
    forgets(bench)
    join(bench)
    expect(entry(bench)).toEqual({ binding: 'bound', lines: 'kept=2; edited=0; dropped=0' })
  })
})

test('a chain of fixups is counted through: the agent’s own rewriting counts for nobody, a person’s is an edit', ({
  bench,
}) => {
  agentCommits(bench)
  agentCommits(bench, 'const one = 1\nconst second = 2\nconst three = 3\n', ['--fixup=HEAD'])
  personCommits(bench, 'a.txt', 'const one = 11\nconst second = 2\nconst three = 3\n', ['--fixup=HEAD~1'])
  personCommits(bench, 'after.txt', 'after\n', ['-m', 'After'])
  joins(bench, 'HEAD~4')
  bench.git('reset', '-q', '--hard', 'HEAD~1')
  expect(entry(bench)).toEqual({ binding: 'bound', lines: 'kept=2; edited=1; dropped=0' })
  expect(bench.trailer('AI-Prompt-Hash').join()).toContain('prompts=2')
  bench.write('a.txt', 'const one = 11\nconst second = 2\n')
  bench.git('commit', '-qa', '--amend', '--no-edit')
  expect(entry(bench)).toEqual({ binding: 'bound', lines: 'kept=1; edited=1; dropped=1' })
})

test('what an agent wrote and took back itself is in nobody’s record', ({ bench }) => {
  personCommits(bench, 'z.txt', 'z\n', ['-m', 'Mine'])
  const before = bench.read('start.txt')
  for (const text of [`${before}${ai}`, before]) {
    agentWrites(bench, 'start.txt', text)
    bench.git('commit', '-qam', 'fixup! Mine')
  }
  joins(bench, 'HEAD~3')
  expect([bench.trailer('AI-Tool'), bench.trailer('AI-Change')]).toEqual([[], []])
})

test('a branch on which an agent rewrote its own lines loses nothing in a squash that counts them once', ({
  bench,
}) => {
  bench.git('checkout', '-qb', 'side')
  agentCommits(bench)
  agentCommits(bench, 'const second = 2\nconst third = 3\n', ['-m', 'Second'])
  const body = bench.provenance(['squash-message', 'main..side']).stdout
  expect(body).toContain('kept=4; edited=0; dropped=0')
  expect(body).toContain(`AI-Change: ${bench.trailer('AI-Change', 'side~1').join()}\n`)
  mergesSquashed(bench)
  expect(entry(bench)).toEqual({ binding: 'bound', lines: 'kept=2; edited=0; dropped=0' })
  const judged = bench.provenance(['verify', '--pull-request', 'main~1..side', '--squashed', 'main'])
  expect([judged.status, judged.stdout]).toEqual([0, expect.not.stringContaining('squash-lost-records')])
})

describe('what an agent does in the same file while a fixup of another one is committed', () => {
  const five = 'const one = 1\nconst two = 2\nconst three = 3\nconst four = 4\nconst five = 5\n'
  const three = 'const one = 1\nconst two = 2\nconst three = 3\n'
  const fixes = (bench: Workbench) => {
    bench.write('mine.txt', 'mine\n')
    bench.git('add', 'mine.txt')
    bench.git('commit', '-q', '--fixup=HEAD')
  }
  const squashes = (bench: Workbench, upstream: string) => {
    const env = { GIT_SEQUENCE_EDITOR: 'true', GIT_EDITOR: 'true' }
    expect(bench.tryGit(['rebase', '-q', '-i', '--autosquash', '--autostash', upstream], { env }).status).toBe(0)
  }
  const whole = { binding: 'bound', lines: 'kept=5; edited=0; dropped=0' }

  test.for([
    ['takes lines out', (bench: Workbench): void => bench.agent.edit('a.txt', three)],
    ['removes it', (bench: Workbench): void => void bench.agent.shell('rm a.txt')],
    [
      'is another model, and writes it anew',
      (bench: Workbench): void => {
        bench.agent.start('claude-sonnet-4-6')
        bench.agent.edit('a.txt', 'quartz and more\nxylophone\n')
      },
    ],
  ] as const)('is of a later commit: it %s', ([, does], { bench }) => {
    agentCommits(bench, five)
    does(bench)
    fixes(bench)
    squashes(bench, 'HEAD~2')
    expect(entry(bench)).toEqual(whole)
    expect(bench.trailer('AI-Model')).toEqual(['claude-opus-4-6'])
  })

  test('so, too, where that is committed before the rebase, or some of the file goes into the fixup', ({ bench }) => {
    agentCommits(bench, five)
    bench.agent.edit('a.txt', three)
    fixes(bench)
    bench.git('commit', '-qam', 'Fewer')
    squashes(bench, 'HEAD~3')
    bench.git('checkout', '-q', 'HEAD~1')
    expect(entry(bench)).toEqual(whole)
    agentCommits(bench, five.replace(/one|two/g, 'n$&'))
    bench.agent.edit('a.txt', 'const mine = 0\nconst none = 1\n')
    bench.write('.git/part', `${five.replace(/one|two/g, 'n$&')}by hand\n`)
    const blob = bench.git('hash-object', '-w', '.git/part').trim()
    bench.git('update-index', '--cacheinfo', `100644,${blob},a.txt`)
    bench.git('commit', '-q', '--fixup=HEAD')
    squashes(bench, 'HEAD~2')
    expect(entry(bench)).toEqual({ binding: 'bound', lines: 'kept=2; edited=0; dropped=0' })
  })
})

describe('one line of another model’s beside what nobody can tell apart', () => {
  const more = (bench: Workbench, ...options: string[]) => {
    bench.agent.start('claude-sonnet-4-6')
    bench.agent.edit('g.txt', 'const more = 1\n')
    bench.git('add', '-A')
    bench.git('commit', '-q', ...options)
    return [bench.trailer('AI-Model'), entry(bench).binding]
  }
  const stale = [['claude-sonnet-4-6'], 'stale']
  const goes = (bench: Workbench) => {
    agentCommits(bench)
    bench.git('rm', '-q', 'a.txt')
    bench.git('commit', '-qm', 'Away')
  }

  test('makes no bound record of a merge that was undone', ({ bench }) => {
    bench.git('checkout', '-qb', 'side')
    agentCommits(bench)
    bench.git('checkout', '-q', 'main')
    personCommits(bench, 'mine.txt', 'mine\n', ['-m', 'Mine'])
    bench.git('merge', '-q', '--no-edit', 'side')
    bench.git('reset', '-q', '--soft', 'HEAD~1')
    expect(more(bench, '-m', 'Flat')).toEqual(stale)
    expect(more(bench, '--amend', '--no-edit')).toEqual(stale)
  })

  test('nor of a revert that was laid out, or is amended', ({ bench }) => {
    goes(bench)
    bench.git('revert', '-n', 'HEAD')
    expect(more(bench, '-m', 'Back')).toEqual(stale)
    bench.git('reset', '-q', '--hard', 'HEAD~1')
    bench.git('revert', '--no-edit', 'HEAD')
    expect(more(bench, '--amend', '--no-edit')).toEqual(stale)
  })
})
