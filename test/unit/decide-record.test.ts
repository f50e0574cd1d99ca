import { describe, expect, test } from 'vitest'
import type { Author } from '../../src/core/edits/assemble.js'
import { type DecideInput, decideRecord } from '../../src/core/record/decide-record.js'

const author = (tool: string, more: Partial<Author> = {}): Author => ({
  tool,
  toolVersion: null,
  model: 'm',
  leaves: [],
  ...more,
})
const decided = (more: Partial<DecideInput>) =>
  decideRecord({
    counts: new Map(),
    authors: new Map(),
    declared: [],
    declaredNone: false,
    running: [],
    inherited: [],
    noneBefore: null,
    brought: [],
    observing: true,
    isUtf8: () => true,
    ...more,
  })
const measured = (of: Readonly<Record<string, number>>, authors: readonly (readonly [string, Author])[]) => ({
  counts: new Map(Object.entries(of).map(([key, kept]) => [key, { kept, edited: 0, dropped: 0 }])),
  authors: new Map(authors),
})
const tools = (more: Partial<DecideInput>) => decided(more)?.contributions.map(({ tool }) => tool)

describe('what a record says first', () => {
  const all = ['a', 'b', 'c'].map((tool) => [tool, author(tool)] as const)

  test('is what wrote the most lines, and of two with as many the first by name', () => {
    expect(tools(measured({ a: 1, b: 3, c: 2 }, all))).toEqual(['b', 'c', 'a'])
    expect(tools(measured({ c: 2, b: 2, a: 2 }, all))).toEqual(['a', 'b', 'c'])
  })

  test('is measured; what a person declared comes behind, and the environment speaks where nothing else does', () => {
    const running = [{ tool: 'r', toolVersion: null, model: null }]
    const declared = [{ ...author('d'), ratio: 0.5 }]
    expect(tools({ ...measured({ a: 1 }, all), declared, running })).toEqual(['a', 'd'])
    expect(tools({ running, declaredNone: true })).toEqual(['r'])
    expect(decided({ declaredNone: true })?.none).toEqual({ basis: 'declared' })
    expect(decided({})?.none).toEqual({ basis: 'observed' })
    expect(decided({ observing: false })).toBeNull()
  })
})

test.each(['a;b', 'a; basis=declared', 'a\nb', ' a', 'a ', ''])(
  'a model that calls itself %j is unknown, and the record stands',
  (model) => {
    const [part] = decided(measured({ x: 1 }, [['x', author('x', { model, toolVersion: model })]]))?.contributions ?? []
    expect(part).toMatchObject({ tool: 'x', toolVersion: null, model: 'unknown' })
  },
)
