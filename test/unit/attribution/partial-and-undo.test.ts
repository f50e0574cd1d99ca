import { diffArrays } from 'diff'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { carry, measure, replay, startState } from '../../../src/core/attribution/index.js'
import { humanEdited, sumCounts } from '../../../src/core/attribution/ratio.js'
import type { Edit } from '../../../src/core/attribution/replay.js'

const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('')
const parent = text('first line', 'const limit = 1', 'last line')
const made = text('first line', 'const limit = 2', 'const other = derive(limit)', 'last line')
const edit: Edit = { contribution: 'ai', before: parent, after: made }
const none = { kept: 0, edited: 0, dropped: 0, pending: 0 }
const moment = (staged: string | null, work: string | null, edits: readonly Edit[] = [edit]) => {
  const from = edits[0]?.before ?? null
  return { state: replay(startState(from), edits), parent: from, staged, work }
}

describe('a part of the change is staged', () => {
  const onlyOther = made.replace('limit = 2', 'limit = 1')

  test('the parent’s line staged in place of the agent’s is no edit of it: the agent’s line waits', () => {
    expect(measure(moment(onlyOther, made)).contributions['ai']).toEqual({ ...none, kept: 1, pending: 1 })
  })

  test('the line that waited is counted by the next commit', () => {
    const state = carry(moment(onlyOther, made))
    if (state === null) throw new Error('nothing carried')
    expect(measure({ state, parent: onlyOther, staged: made, work: made }).contributions['ai']).toEqual({
      ...none,
      kept: 1,
    })
  })

  test('an older form that is staged is kept, the newer one waits', () => {
    const newer = made.replace('derive(limit)', 'somethingElse()')
    const edits = [edit, { contribution: 'other', before: made, after: newer }]
    expect(measure(moment(made, newer, edits)).contributions).toEqual({
      ai: { ...none, kept: 2 },
      other: { ...none, pending: 1 },
    })
  })

  test('an edited line that is not staged waits too', () => {
    const edited = made.replace('derive(limit)', 'derive(limit, 2)')
    expect(measure(moment(parent, edited)).contributions['ai']).toEqual({ ...none, pending: 2 })
  })

  test('a line dropped in one commit is not counted again when it comes back in the next', () => {
    const work = made.replace('const other = derive(limit)\n', '# nothing of the kind\n')
    const edits = [edit, { contribution: 'ai', before: work, after: `${work}const waits = true\n` }]
    const first = moment(work, `${work}const waits = true\n`, edits)
    expect(measure(first).contributions['ai']).toEqual({ ...none, kept: 1, dropped: 1, pending: 1 })
    const state = carry(first)
    if (state === null) throw new Error('nothing carried')
    const back = `${made}const waits = true\n`
    expect(measure({ state, parent: work, staged: back, work: back }).contributions['ai']).toEqual({ ...none, kept: 1 })
  })
})

describe('a person takes back', () => {
  test('the parent’s line put back drops the agent’s, and is no line of a person’s', () => {
    const back = made.replace('limit = 2', 'limit = 1')
    expect(measure(moment(back, back))).toMatchObject({
      contributions: { ai: { ...none, kept: 1, dropped: 1 } },
      person: 0,
    })
  })

  test('an edit undone is kept', () => {
    const edited = made.replace('derive(limit)', 'derive(limit, 2)')
    const edits = [edit, { contribution: 'other', before: edited, after: `${edited}// end of it\n` }]
    expect(measure(moment(`${made}// end of it\n`, `${made}// end of it\n`, edits)).contributions['ai']).toEqual({
      ...none,
      kept: 2,
    })
  })

  test('a line edited twice is one edited line, and dropped once deleted', () => {
    const once = made.replace('derive(limit)', 'derive(limit, 2)')
    const twice = made.replace('derive(limit)', 'derive(limit, 22)')
    const edits = [edit, { contribution: 'other', before: once, after: `${once}// end of it\n` }]
    expect(
      measure(moment(`${twice}// end of it\n`, `${twice}// end of it\n`, edits)).contributions['ai'],
    ).toMatchObject({ edited: 1 })
    const gone = `${parent.replace('limit = 1', 'limit = 2')}// end of it\n`
    expect(measure(moment(gone, gone, edits)).contributions['ai']).toMatchObject({ edited: 0, dropped: 1 })
  })

  test('an agent’s line that a person edited and the agent wrote over counts in its last form', () => {
    const edited = made.replace('derive(limit)', 'derive(limit, 2)')
    const last = made.replace('derive(limit)', 'derive(limit, 3)')
    const edits = [edit, { contribution: 'ai', before: edited, after: last }]
    expect(measure(moment(last, last, edits)).contributions['ai']).toEqual({ ...none, kept: 2 })
  })

  test('two equal drops are not both forgiven when the agent writes one of them again', () => {
    const twice = text('first line', 'return compute(total)', 'middle', 'return compute(total)')
    const once = text('first line', 'return compute(total)')
    const edits = [
      { contribution: 'ai', before: null, after: twice },
      { contribution: 'ai', before: text('first line', 'middle'), after: once },
    ]
    expect(measure(moment(once, once, edits)).contributions['ai']).toEqual({ ...none, kept: 2, dropped: 1 })
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
  )
  const content = fc.array(line, { maxLength: 12 }).map((lines) => text(...lines))
  const files = fc.array(fc.tuple(content, content, content), { minLength: 1, maxLength: 4 })
  const fresh = fc.uniqueArray(fc.integer({ min: 100, max: 9_999 }), { minLength: 1, maxLength: 15 })

  test('the lines counted as added are those of a shortest diff', () => {
    fc.assert(
      fc.property(content, content, content, (before, after, staged) => {
        const edits = [{ contribution: 'ai', before, after }]
        const outcome = measure({ state: replay(startState(before), edits), parent: before, staged, work: staged })
        const { kept = 0, edited = 0 } = outcome.contributions['ai'] ?? {}
        const lines = (value: string) => value.split('\n').slice(0, -1)
        const added = diffArrays(lines(before), lines(staged)).flatMap((one) => (one.added ? one.value : []))
        expect(kept + edited + outcome.person).toBe(added.length)
      }),
      { numRuns: 1_500 },
    )
  })

  test('the order of files does not matter', () => {
    const total = (all: readonly (readonly [string, string, string])[]) =>
      sumCounts(
        all.flatMap(([before, after, staged]) => {
          const state = replay(startState(before), [{ contribution: 'ai', before, after }])
          return Object.values(measure({ state, parent: before, staged, work: staged }).contributions)
        }),
      )
    fc.assert(
      fc.property(files, (all) => {
        expect(total(all.toReversed())).toEqual(total(all))
      }),
    )
  })

  test('over two commits every line of the agent’s is counted once', () => {
    fc.assert(
      fc.property(fresh, fc.infiniteStream(fc.boolean()), (numbers, choices) => {
        const after = text(...numbers.map((number) => `const made${number} = ${number * 7}`))
        const [choice] = [choices[Symbol.iterator]()]
        const half = text(
          ...after
            .split('\n')
            .slice(0, -1)
            .filter(() => choice.next().value),
        )
        const first = { ...moment(half, after, [{ contribution: 'ai', before: null, after }]), parent: null }
        const state = carry(first) ?? startState(half)
        const second = { state, parent: half, staged: after, work: after }
        const both = sumCounts([first, second].flatMap((one) => Object.values(measure(one).contributions)))
        expect(both).toEqual({ kept: numbers.length, edited: 0, dropped: 0 })
        expect(humanEdited(both, 'measured').ratio).toBe(0)
      }),
    )
  })
})
