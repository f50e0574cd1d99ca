import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { patchIdConfig, patchIdDiffOptions } from '../../src/git/patch-id-options.js'
import { diffStaged } from '../../src/git/staged.js'
import { agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const lines = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => `line ${from + at}`)
const text = (...parts: readonly (readonly string[])[]): string => `${parts.flat().join('\n')}\n`
const ai = ['const first = 1', 'const second = 2']

/** On `side` an agent's commit in the middle of a file; on `main` what a person made of the file since. */
const lays = (bench: Workbench, { person, agent = text(lines(1, 5), ai, lines(6, 12)) }: Laid): void => {
  bench.write('file.txt', text(lines(1, 12)))
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Base')
  bench.git('switch', '-qc', 'side')
  agentWrites(bench, 'file.txt', agent)
  bench.git('commit', '-qam', 'By the agent', '-m', 'See-also: patch-id:of another')
  bench.git('switch', '-q', 'main')
  bench.write('file.txt', person)
  bench.git('commit', '-qam', 'By hand')
}
type Laid = { readonly person: string; readonly agent?: string }

/** Line 3, two lines above the agent's, changed. */
const near = text(lines(1, 2), ['a person’s'], lines(4, 12))

const binding = (bench: Workbench): string => JSON.parse(bench.provenance(['show', '--json']).stdout).binding

/** How many git processes a command and the hooks in it start (git's api-trace2). */
const started = (bench: Workbench, args: readonly string[]): number => {
  const trace = join(bench.home, `trace-${args.join('-')}`)
  expect(bench.tryGit(args, { env: { GIT_TRACE2_EVENT: trace } }).status).toBe(0)
  return readFileSync(trace, 'utf8').split('"event":"start"').length - 1
}

describe('a record that is picked beside lines that somebody changed', () => {
  test('is bound to the change as it is there, and all else of it stands', ({ bench }) => {
    lays(bench, { person: near })
    const rest = (revision: string) => bench.message(revision).replace(/(AI-Change: patch-id:).*/, '$1')
    bench.git('cherry-pick', 'side')
    expect([binding(bench), rest('HEAD')]).toEqual(['bound', rest('side')])
    expect(bench.trailer('AI-Change')).not.toEqual(bench.trailer('AI-Change', 'side'))
    bench.git('switch', '-q', 'side')
    bench.git('rebase', '-q', 'main~1', '--force-rebase')
    bench.git('rebase', '-q', '--onto', 'main~1', 'HEAD~1')
    expect(binding(bench)).toBe('bound')
  })

  test('stays as it is where the change is another: part of it was there already', ({ bench }) => {
    lays(bench, { person: text(['uno'], lines(2, 12)), agent: text(['uno'], lines(2, 5), ai, lines(6, 12)) })
    bench.git('cherry-pick', 'side')
    expect(binding(bench)).toBe('stale')
    expect(bench.trailer('AI-Change')).toEqual(bench.trailer('AI-Change', 'side'))
  })

  test('stays as it is where a conflict was settled, by a strategy as well', ({ bench }) => {
    lays(bench, { person: text(lines(1, 5), ['a person’s'], lines(6, 12)) })
    const picked = () => [bench.tryGit(['cherry-pick', 'side']).status, bench.tryGit(['diff', '--quiet']).status]
    expect(picked()).toEqual([1, 1])
    bench.write('file.txt', text(lines(1, 5), ai, ['a person’s'], lines(6, 12)))
    bench.git('add', '-A')
    bench.git('-c', 'core.editor=true', 'cherry-pick', '--continue')
    expect(binding(bench)).toBe('stale')
    bench.git('reset', '-q', '--hard', 'HEAD~1')
    bench.git('cherry-pick', '-X', 'theirs', 'side')
    expect(binding(bench)).toBe('stale')
  })

  test('stays as it is where it was not bound before', ({ bench }) => {
    lays(bench, { person: near })
    bench.git('switch', '-q', 'side')
    bench.write('file.txt', text(lines(1, 5), ai, ['smuggled in'], lines(6, 12)))
    bench.git('-c', 'core.hooksPath=/dev/null', 'commit', '-qa', '--amend', '--no-edit')
    bench.git('switch', '-q', 'main')
    bench.git('cherry-pick', 'side')
    expect(binding(bench)).toBe('stale')
  })
})

describe('the processes of a pick', () => {
  test('are two more where the record fits, and none more where there is none', ({ bench }) => {
    lays(bench, { person: text(lines(1, 12), ['far away']) })
    expect(started(bench, ['cherry-pick', 'side'])).toBe(3)
    expect(binding(bench)).toBe('bound')
    bench.git('reset', '-q', '--hard', 'HEAD~1')
    expect(started(bench, ['cherry-pick', '--allow-empty', '--keep-redundant-commits', 'HEAD'])).toBe(1)
  })

  test('ask for the patch-id as node does', () => {
    const words = readFileSync(join(import.meta.dirname, '../../hooks/parts/change.sh'), 'utf8')
      .replaceAll('\\\n', ' ')
      .replaceAll(/ +/g, ' ')
    expect(words).toContain(
      ['git -c core.fsmonitor=false', ...patchIdConfig, ...diffStaged, ...patchIdDiffOptions, 'HEAD --'].join(' '),
    )
  })
})
