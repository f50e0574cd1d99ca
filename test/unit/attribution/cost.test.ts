import { describe, expect, test } from 'vitest'
import { carry, type Loose, measure, movedBetween, replay, startState } from '../../../src/core/attribution/index.js'
import { pairUp } from '../../../src/core/attribution/resemble.js'
import { stepsIn } from '../../support/steps.js'

const text = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => `${line(at)}\n`).join('')

/** An agent's edit of a file, what was staged of it, and the file as it is, in texts that `line` makes with a seed for each. */
const measured = (count: number, line: (seed: number) => (at: number) => string) => {
  const [before, after, staged, work] = [5, 7, 11, 13].map((seed) => text(count, line(seed))) as [string, ...string[]]
  const state = replay(startState(before), [{ contribution: 'ai', before, after: after ?? null }])
  measure({ state, parent: before, staged: staged ?? null, work: work ?? null })
}

/** How many times as much is done for twice as many lines. */
const growth = (work: (count: number) => unknown, count: number): number =>
  stepsIn(() => work(2 * count)) / stepsIn(() => work(count))

describe('twice as many lines cost about twice as much', () => {
  const mess = (seed: number) => (at: number) => ['}', '', `x${(at * seed) % 97}`][(at * seed) % 3] ?? ''
  test.each<readonly [string, number, (seed: number) => (at: number) => string]>([
    ['all lines are others', 1_000, (seed) => (at) => `line ${at * seed} of ${seed}`],
    ['a few lines are others', 10_000, (seed) => (at) => `line ${at % 2_000 === seed ? -seed : at}`],
    ['braces without end', 1_500, mess],
  ])('in a file where %s', (_, count, line) => {
    expect(growth((size) => measured(size, line), count)).toBeLessThan(3)
  })

  test('compared with each other', () => {
    const lines = (count: number, seed: number) => text(count, (at) => `line ${at * seed} of ${seed}`).split('\n')
    expect(growth((count) => pairUp(lines(count, 7), lines(count, 11)), 300)).toBeLessThan(2.5)
  })

  test('what is judged of a file at commit time is judged once, whoever asks', () => {
    const [parent, work] = [text(2_000, (at) => `line ${at}`), text(2_000, (at) => `line ${at}!?`)]
    const edits = [{ contribution: 'ai', before: parent, after: text(2_000, (at) => `line ${at}!`) }]
    const moment = { state: replay(startState(parent), edits), parent, staged: work, work }
    const first = stepsIn(() => measure(moment))
    expect(stepsIn(() => carry(moment))).toBeLessThan(first / 10)
  })

  test('and a line as long again costs no more than one that is long', () => {
    const long = (times: number) => stepsIn(() => measured(1, (seed) => () => `x=${seed};`.repeat(times * 1_000)))
    expect(long(8) / long(4)).toBeLessThan(1.1)
  })

  test.each(['same line', 'the same line, long enough to be found by itself'])('moved to another file: %s', (line) => {
    const loose = (dropped: readonly string[], own: readonly string[]): Loose => ({
      dropped: dropped.map((one, id) => ({ id, owner: 'ai', text: one })),
      own,
      taken: [],
    })
    const some = (count: number, other: string) =>
      Array.from({ length: count }, (_, at) => (at % 2 === 0 ? line : `${other} ${at}`))
    const moved = (count: number) => movedBetween([loose(some(count, 'gone'), []), loose([], some(count, 'typed'))])
    expect(growth(moved, 2_000)).toBeLessThan(2.5)
  })
})
