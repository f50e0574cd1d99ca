import { describe, expect, test } from 'vitest'
import { followedBy } from '../../../src/core/attribution/follow.js'
import { measure, movedBetween, replay, startState } from '../../../src/core/attribution/index.js'
import { humanEdited } from '../../../src/core/attribution/ratio.js'
import type { Edit } from '../../../src/core/attribution/replay.js'
import { pairUp, resembles } from '../../../src/core/attribution/resemble.js'
import { bounded, type Removed } from '../../../src/core/attribution/state.js'
import { canStand, linesGone } from '../../../src/core/record/lines-gone.js'

const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('')
const none = { kept: 0, edited: 0, dropped: 0, pending: 0 }
const counts = (edits: readonly Edit[], staged: string, work = staged) => {
  const parent = edits[0]?.before ?? null
  const { contributions, person } = measure({ state: replay(startState(parent), edits), parent, staged, work })
  return { ...(contributions['ai'] ?? none), person }
}
const edit = (before: string | null, after: string): Edit => ({ contribution: 'ai', before, after })

describe('the ratio is rounded to the nearest thousandth', () => {
  test.each([
    [1, 2, 0, 0.667],
    [2, 1, 0, 0.333],
    [7, 0, 1, 0.125],
    [1995, 2, 3, 0.003],
    [1999, 1, 0, 0.001],
    [2001, 1, 0, 0],
    [0, 1, 1, 1],
    [0, 0, 0, null],
  ])('%i kept, %i edited, %i dropped: %s', (kept, edited, dropped, ratio) =>
    expect(humanEdited({ kept, edited, dropped }, 'measured').ratio).toBe(ratio),
  )
})

describe('a line still resembles another with half of their letter pairs in common', () => {
  test.each([
    ['abcde', 'abcxy', true],
    ['abcde', 'abxyz', false],
    // All pairs of the shorter one, which is a third as long: exactly half.
    ['abc', 'abcdefg', true],
    ['abc', 'abcdefgh', false],
    ['a', 'a', false],
  ])('%s and %s: %s', (one, other, alike) => {
    expect([resembles(one, other), resembles(other, one)]).toEqual([alike, alike])
    expect(pairUp([one], [other])).toEqual([alike ? 0 : -1])
  })

  test('and is edited then, else dropped', () => {
    const made = edit(null, text('abcde'))
    expect(counts([made], text('abcxy'))).toEqual({ ...none, edited: 1, person: 0 })
    expect(counts([made], text('abxyz'))).toEqual({ ...none, dropped: 1, person: 1 })
  })
})

test('beyond the bound the oldest lines are forgotten, and no drop of a person’s', () => {
  const others = Array.from({ length: 15_000 }, (_, at): Removed => ({ text: `${at}`, edited: false, by: 'agent' }))
  const drops = Array.from({ length: 10_000 }, (_, id): Removed => {
    const proposal = { id, owner: 'ai', text: `dropped ${id}` }
    return { text: proposal.text, proposal, edited: false, by: 'person' }
  })
  const told = (all: readonly Removed[]) => {
    const rest = all.filter(({ proposal }) => proposal === undefined)
    return [all.length - rest.length, rest.length, rest[0]?.text, rest.at(-1)?.text]
  }
  expect(told(bounded([...drops, ...others]))).toEqual([10_000, 10_000, '5000', '14999'])
  expect(told(bounded([...others, ...drops]))).toEqual([10_000, 10_000, '5000', '14999'])
  expect(bounded(drops)).toBe(drops)
})

describe('an edit that gives the parent’s line back', () => {
  const [one, two] = ['const limit = compute(1)', 'const limit = compute(2)']
  const made = edit(
    text('first line', 'second line', one, 'last line'),
    text('first line', 'second line', two, 'last line'),
  )
  // The parent’s own came back at the top, so that the one below is an edit of the agent’s.
  const twice = text(one, 'first line', 'second line', one, 'last line')

  test('leaves nothing of the agent’s', () => expect(counts([made], twice)).toEqual({ ...none, dropped: 1, person: 1 }))

  test('waits where the file is not committed', () => {
    expect(counts([made], made.before ?? '', twice)).toEqual({ ...none, pending: 1, person: 0 })
  })
})

test('a brace that the agent writes takes back no brace that a person deleted, and a line that tells something does', () => {
  const whole = text('if (alpha) {', '  run(alpha)', '}')
  const [braceGone, lineGone] = [text('if (alpha) {', '  run(alpha)'), text('if (alpha) {', '}')]
  const more = text('while (beta) {', '  walk(beta)', '}')
  const again = [edit(null, whole), edit(braceGone, more + braceGone)]
  expect(counts(again, more + braceGone)).toEqual({ ...none, kept: 5, dropped: 1, person: 0 })
  const told = [edit(null, whole), edit(lineGone, `run(alpha)\n${lineGone}`)]
  expect(counts(told, `run(alpha)\n${lineGone}`)).toEqual({ ...none, kept: 3, person: 0 })
})

describe('lines that a person moved to another file', () => {
  const found = (dropped: readonly string[], own: readonly string[]) =>
    movedBetween([
      { dropped: dropped.map((line, id) => ({ id, owner: 'ai', text: line })), own: [], taken: [] },
      { dropped: [], own, taken: [] },
    ]).map(({ edited, place }) => `${edited ? 'edited' : 'kept'} ${place}`)

  test('are found by themselves from twenty characters on', () => {
    expect(found(['return twenty(1, 2000)'], ['return twenty(1, 2000)'])).toEqual(['kept 0'])
    expect(found(['return twenty(1, 200)'], ['return twenty(1, 200)'])).toEqual([])
  })

  test('take three edited ones in a row with them, and no fourth', () => {
    const lines = ['const alpha = compute(1)', ...[1, 2, 3, 4].map((at) => `line ${at} of the same block`)]
    const edited = (count: number) => lines.map((line, at) => (at === 0 || at > count ? line : `${line}!`))
    expect(found(lines, edited(3))).toEqual(['kept 0', 'edited 1', 'edited 2', 'edited 3', 'kept 4'])
    expect(found(lines, edited(4))).toEqual(['kept 0', 'edited 1', 'edited 2', 'edited 3'])
  })
})

describe('two states of one file as one', () => {
  const made = replay(startState('first line\n'), [edit('first line\n', text('first line', 'const waits = true'))])

  test('a line that waited and was dropped since is dropped once', () => {
    const later = replay(made, [edit('first line\n', text('first line', 'const other = false'))])
    const { removed } = followedBy(made, later)
    expect(removed.map(({ text: line, by }) => [line, by])).toEqual([['const waits = true', 'person']])
  })
})

describe('what the commits that became one had', () => {
  const added = ['const alpha = 1', '}']
  const part = { contributions: [{ humanEdited: { kept: 2, edited: 0 } }], added }

  test('is gone where a line with a word in it is; a brace proves nothing', () => {
    expect(linesGone([added, ['const beta = 2', '}']], ['const alpha = 1'])).toEqual([0, 1])
    expect(canStand([part], ['const alpha = 1'])).toBe(true)
    expect(canStand([part], ['}'])).toBe(false)
    expect(linesGone([['x', 'fi', ');']], ['x'])).toEqual([1])
  })
})
