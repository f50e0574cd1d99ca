import { expect } from 'vitest'
import { movedCommits } from '../../src/git/moved-commits.js'
import { untrusted } from '../../src/git/read-only.js'
import { test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

/** Makes a history of so many commits, each upon earlier ones by their numbers; the names of the commits. */
const history = (
  bench: Workbench,
  count: number,
  parentsOf: (number: number) => readonly number[],
): readonly string[] => {
  const commits = Array.from({ length: count }, (_, at) => {
    const [first, ...more] = parentsOf(at)
    const on = [...(first === undefined ? [] : [`from :${first + 1}\n`]), ...more.map((one) => `merge :${one + 1}\n`)]
    // Without a ref of its own each would need one.
    const reset = first === undefined ? 'reset refs/heads/made\n' : ''
    return `${reset}commit refs/heads/made\nmark :${at + 1}\ncommitter D <d@e> ${1_700_000_000 + at} +0000\ndata 1\nx\n${on.join('')}`
  })
  const args = ['fast-import', '--quiet', '--force', '--export-marks=.git/marks']
  expect(bench.tryGit(args, { input: commits.join('\n') }).status).toBe(0)
  const names: string[] = []
  for (const line of bench.read('.git/marks').trim().split('\n')) {
    const [mark = '', oid = ''] = line.split(' ')
    names[Number(mark.slice(1)) - 1] = oid
  }
  return names
}

/** What git says of one move. */
const asked = (bench: Workbench, from: string, to: string, held: readonly string[]) => {
  const list = bench.git('rev-list', '--topo-order', '--reverse', to, `^${from}`, ...held.map((oid) => `^${oid}`))
  return { commits: list.split('\n').slice(0, -1), isForward: bench.git('merge-base', from, to).trim() === from }
}

test('what each of many branches brings is what git says of it alone', ({ bench }) => {
  let seed = 7
  const below = (count: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((seed / 2 ** 31) * count)
  }
  const near = (at: number) => Math.max(0, at - 1 - below(5))
  const names = history(bench, 60, (at) =>
    at === 0
      ? []
      : [...new Set([near(at), ...(below(3) === 0 ? [near(at)] : []), ...(below(8) === 0 ? [below(at)] : [])])],
  )
  const any = () => names[below(names.length)] ?? ''
  const moves = Array.from({ length: 60 }, (_, at) => ({ from: any(), to: any(), held: at % 3 === 0 ? [any()] : [] }))
  const found = movedCommits(untrusted(bench.top), moves) ?? []
  expect(found).toHaveLength(moves.length)
  for (const [at, { from, to, held }] of moves.entries()) {
    const { commits, isForward } = asked(bench, from, to, held)
    expect(found[at]?.commits).toEqual(commits)
    if (found[at]?.forward !== null || held.length === 0) expect(found[at]?.forward).toBe(isForward)
  }
})

test('however far back a branch stood, and nothing where git cannot walk', ({ bench }) => {
  const names = history(bench, 2_500, (at) => (at === 0 ? [] : [at - 1]))
  const name = (at: number) => names.at(at) ?? ''
  const moves = [
    { from: name(-2), to: name(-1), held: [] },
    { from: name(3), to: name(-1), held: [] },
    { from: name(-1), to: name(1), held: [] },
  ]
  const repository = untrusted(bench.top)
  const found = movedCommits(repository, moves) ?? []
  expect(found.map(({ commits, forward }) => [commits.length, forward])).toEqual([
    [1, true],
    [2_496, true],
    [0, false],
  ])
  expect(movedCommits(repository, [{ from: name(0), to: 'f'.repeat(40), held: [] }])).toBe(null)
})
