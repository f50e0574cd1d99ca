import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { carry, measure, replay, startState } from '../../../src/core/attribution/index.js'
import { noLines, sumCounts } from '../../../src/core/attribution/ratio.js'

const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('')
const base = text('first line', 'second line', 'third line')
const made = text('first line', 'const alpha = compute(1)', 'const beta = compute(2)', 'second line', 'third line')

/** The agent turned `before` into `after`; then a person staged `staged`, with `work` in the work tree. */
type Given = {
  readonly before?: string | null
  readonly after?: string | null
  readonly staged?: string | null
  readonly work?: string | null
}

const outcome = (given: Given = {}) => {
  const { before, after, staged } = { before: base, after: made, staged: made, ...given }
  const work = given.work === undefined ? staged : given.work
  const state = replay(startState(before), [{ contribution: 'ai', before, after }])
  const found = measure({ state, parent: before, staged, work })
  return { ...(found.contributions['ai'] ?? { kept: 0, edited: 0, dropped: 0, pending: 0 }), person: found.person }
}

describe('what each situation counts as', () => {
  const cases: Readonly<Record<string, readonly [Given, Partial<ReturnType<typeof outcome>>]>> = {
    'untouched lines are kept': [{}, { kept: 2, edited: 0, dropped: 0, person: 0 }],
    'white space and line ends do not matter': [
      { staged: made.replaceAll('const ', '\tconst   ').replaceAll('\n', '\r\n') },
      { kept: 2, person: 0 },
    ],
    'a line that still resembles the agent’s is edited': [
      { staged: made.replace('compute(1)', 'compute(100)') },
      { kept: 1, edited: 1 },
    ],
    'a line unlike it is a drop and a person’s own': [
      { staged: made.replace('const alpha = compute(1)', '# nothing of the kind') },
      { kept: 1, dropped: 1, person: 1 },
    ],
    'a deleted line is dropped': [
      { staged: made.replace('const alpha = compute(1)\n', '') },
      { kept: 1, dropped: 1, person: 0 },
    ],
    'in a block that a person moved, a line of the parent’s beside it tells whose a brace is': [
      {
        before: text('function one() {', '  return 1', 'alpha = 1', 'beta = 2', 'gamma = 3', 'delta = 4'),
        after: text('function one() {', '  return 1', '}', 'alpha = 1', 'beta = 2', 'gamma = 3', 'delta = 4'),
        staged: text('alpha = 1', 'beta = 2', 'gamma = 3', 'delta = 4', 'function one() {', '  return 1', '}'),
      },
      { kept: 1, edited: 0, dropped: 0 },
    ],
    'in a block that a person moved, a changed line is edited': [
      {
        after: text(
          'const alpha = compute(1)',
          'const beta = compute(2)',
          'const gamma = compute(3)',
          'first line',
          'second line',
          'third line',
        ),
        staged: text(
          'first line',
          'second line',
          'third line',
          'const alpha = compute(1)',
          'const beta = compute(200)',
          'const gamma = compute(3)',
        ),
      },
      { kept: 2, edited: 1, dropped: 0 },
    ],
    'a brace that a person moved alone is written anew': [
      {
        before: text('if (a) {', '  run(a)', 'const last = 9', 'const more = 10'),
        after: text('if (a) {', '  run(a)', '}', 'const last = 9', 'const more = 10'),
        staged: text('if (a) {', '  run(a)', 'const last = 9', 'const more = 10', '}'),
      },
      { kept: 0, dropped: 1 },
    ],
    'a block that a person moved is kept': [
      {
        staged: text('first line', 'second line', 'third line', 'const alpha = compute(1)', 'const beta = compute(2)'),
      },
      { kept: 2, person: 0 },
    ],
    'lines that wait in the work tree are pending': [
      { staged: base, work: made },
      { kept: 0, dropped: 0, pending: 2 },
    ],
    'a file that is gone took all its lines': [{ before: null, after: made, staged: null, work: null }, { dropped: 5 }],
    'lines of the parent that the agent left alone are nobody’s': [
      { after: base, staged: base },
      { kept: 0, person: 0 },
    ],
    'a person’s added line is the person’s': [{ staged: `${made}mine alone\n` }, { kept: 2, person: 1 }],
  }
  for (const [what, [given, expected]] of Object.entries(cases))
    test(what, () => expect(outcome(given)).toMatchObject(expected))

  test('what the agent itself rewrote counts in its last form only', () => {
    const later = made.replace('compute(1)', 'somethingElse()')
    const state = replay(startState(base), [
      { contribution: 'ai', before: base, after: made },
      { contribution: 'ai', before: made, after: later },
    ])
    expect(measure({ state, parent: base, staged: later, work: later }).contributions['ai']).toEqual({
      kept: 2,
      edited: 0,
      dropped: 0,
      pending: 0,
    })
  })

  test('a line goes to the one that last wrote it', () => {
    const later = made.replace('const beta = compute(2)', 'const gamma = derive(3)')
    const state = replay(startState(base), [
      { contribution: 'one', before: base, after: made },
      { contribution: 'two', before: made, after: later },
    ])
    expect(measure({ state, parent: base, staged: later, work: later }).contributions).toMatchObject({
      one: { kept: 1, dropped: 0 },
      two: { kept: 1 },
    })
  })

  test('what a person changed in the approval view is the person’s edit', () => {
    const written = made.replace('compute(1)', 'compute(10)')
    const state = replay(startState(base), [{ contribution: 'ai', before: base, after: written, proposed: made }])
    expect(measure({ state, parent: base, staged: written, work: written }).contributions['ai']).toMatchObject({
      kept: 1,
      edited: 1,
    })
  })

  test('pending lines are counted once, in the commit that takes them', () => {
    const state = replay(startState(base), [{ contribution: 'ai', before: base, after: made }])
    const half = made.replace('const beta = compute(2)\n', '')
    expect(measure({ state, parent: base, staged: half, work: made }).contributions['ai']).toMatchObject({
      kept: 1,
      pending: 1,
    })
    const carried = carry({ state, parent: base, staged: half, work: made })
    if (carried === null) throw new Error('nothing carried')
    const again = JSON.parse(JSON.stringify(carried)) as typeof carried
    expect(measure({ state: again, parent: half, staged: made, work: made }).contributions['ai']).toEqual({
      kept: 1,
      edited: 0,
      dropped: 0,
      pending: 0,
    })
  })
})

describe('properties', () => {
  const line = fc.constantFrom(
    '',
    '}',
    'return total',
    'const a = 1',
    'const b = 2',
    'call(one, two)',
    'call(one, three)',
    '// why',
    'x',
  )
  const content = fc.array(line, { maxLength: 12 }).map((lines) => text(...lines))
  const edits = fc.array(fc.tuple(fc.constantFrom('one', 'two'), content, content), { maxLength: 4 })
  const session = fc.record({ parent: content, edits, staged: content, work: content })
  const played = (one: {
    parent: string
    edits: readonly (readonly [string, string, string])[]
    staged: string
    work: string
  }) => {
    const state = replay(
      startState(one.parent),
      one.edits.map(([contribution, before, after]) => ({ contribution, before, after })),
    )
    return { state, result: measure({ state, parent: one.parent, staged: one.staged, work: one.work }) }
  }

  test('no line that an agent wrote is counted twice, nor any that it did not write', () => {
    fc.assert(
      fc.property(session, (one) => {
        const { state, result } = played(one)
        // By the state alone: what stands as a proposal, and what was taken away of one (staged in an older form, it stands again).
        const ids = [...state.lines, ...state.removed].flatMap(({ proposal }) => proposal ?? [])
        for (const [owner, { kept, edited, dropped, pending }] of Object.entries(result.contributions))
          expect(kept + edited + dropped + pending).toBeLessThanOrEqual(ids.filter((id) => id.owner === owner).length)
        expect(new Set(ids.map(({ id }) => id)).size).toBe(ids.length)
      }),
      { numRuns: 2_000 },
    )
  })

  test('kept, edited and a person’s lines are all the added lines, and never fewer than none', () => {
    fc.assert(
      fc.property(session, (one) => {
        const { result } = played(one)
        const standing = Object.values(result.contributions).reduce((sum, { kept, edited }) => sum + kept + edited, 0)
        const lines = (value: string) => value.split('\n').length - 1
        expect(result.person).toBeGreaterThanOrEqual(0)
        expect(standing + result.person).toBeGreaterThanOrEqual(lines(one.staged) - lines(one.parent))
        expect(standing + result.person).toBeLessThanOrEqual(lines(one.staged))
      }),
      { numRuns: 2_000 },
    )
  })

  test('text that a person did not touch has ratio 0; text deleted whole has ratio 1', () => {
    fc.assert(
      fc.property(content, content, (parent, after) => {
        const state = replay(startState(parent), [{ contribution: 'ai', before: parent, after }])
        const untouched = measure({ state, parent, staged: after, work: after }).contributions['ai'] ?? noLines
        expect(untouched.edited + untouched.dropped).toBe(0)
        const fresh = replay(startState(null), [{ contribution: 'ai', before: null, after }])
        const deleted = measure({ state: fresh, parent: null, staged: null, work: null }).contributions['ai'] ?? noLines
        expect(deleted.dropped).toBe(after.split('\n').length - 1)
        expect(deleted.kept + deleted.edited).toBe(0)
      }),
      { numRuns: 1_000 },
    )
  })

  test('the state survives JSON, and ratios are combined by summing', () => {
    fc.assert(
      fc.property(session, (one) => {
        const { state, result } = played(one)
        const again = JSON.parse(JSON.stringify(state)) as typeof state
        expect(measure({ state: again, parent: one.parent, staged: one.staged, work: one.work })).toEqual(result)
      }),
    )
    expect(
      sumCounts([
        { kept: 1, edited: 2, dropped: 3 },
        { kept: 10, edited: 20, dropped: 30 },
      ]),
    ).toEqual({ kept: 11, edited: 22, dropped: 33 })
  })
})
