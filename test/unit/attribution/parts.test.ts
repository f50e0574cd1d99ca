import { describe, expect, test } from 'vitest'
import { joinTouches, partsOf, type Touch } from '../../../src/core/attribution/parts.js'
import { changeBetween, traceOf } from '../../../src/core/attribution/trace.js'

const at = (text: string | null, path = 'a.js') => ({ path, text })
const touch = (contribution: string, before: string | null, after: string | null): Touch => ({
  contribution,
  trace: traceOf(at(before), at(after)),
})

const base = 'const one = 1\nconst two = 2\n'
const parts = (
  touched: readonly Touch[],
  texts: { readonly parent: string | null; readonly staged: string | null; readonly work?: string | null },
) => {
  const { parent, staged, work = staged } = texts
  const { here, later } = partsOf({
    touched,
    counted: [],
    pending: [],
    committed: parent === staged ? null : changeBetween(at(parent), at(staged)),
    unstaged: staged === work ? null : changeBetween(at(staged), at(work)),
  })
  return { here, later: later.map(({ contribution }) => contribution) }
}

describe('whose work is in a change, besides the lines that are counted', () => {
  const deletes = touch('ai', base, 'const one = 1\n')

  test('a deletion is in the change that takes it, and waits until then', () => {
    expect(parts([deletes], { parent: base, staged: 'const one = 1\n' })).toEqual({ here: ['ai'], later: [] })
    const mine = { parent: base, staged: `${base}mine\n`, work: 'const one = 1\nmine\n' }
    expect(parts([deletes], mine)).toEqual({ here: [], later: ['ai'] })
  })

  test('what was undone, or committed before, is in no change', () => {
    expect(parts([deletes], { parent: base, staged: `${base}mine\n` })).toEqual({ here: [], later: [] })
    const done = { parent: 'const one = 1\n', staged: 'const one = 1\nmine\n', work: 'const one = 1\nmine\nmore\n' }
    expect(parts([deletes], done)).toEqual({ here: [], later: [] })
  })

  test('a person’s brace is not the agent’s because the agent wrote braces too', () => {
    const wrote = touch('ai', base, `${base}if (one) {\n  run(two)\n}\n`)
    const after = `${base}if (one) {\n  run(two)\n}\n`
    expect(parts([wrote], { parent: after, staged: `{\n}\n${after}` })).toEqual({ here: [], later: [] })
  })

  test('one whose lines another wrote over goes with that one', () => {
    const [first, over] = [`${base}const three = 3\n`, `${base}let other = 'text'\n`]
    const both = [touch('one', base, first), touch('two', first, over)]
    expect(parts(both, { parent: base, staged: over })).toEqual({ here: ['one', 'two'], later: [] })
    expect(parts(both, { parent: base, staged: base, work: over })).toEqual({ here: [], later: ['one', 'two'] })
  })

  test('of whom nothing is known goes with the file', () => {
    const unknown = joinTouches([deletes, { contribution: 'ai', trace: null }])
    expect(parts(unknown, { parent: base, staged: `${base}mine\n` })).toEqual({ here: ['ai'], later: [] })
  })
})

describe('what a change takes away and puts in', () => {
  const cases: Readonly<Record<string, readonly [string | null, string | null, boolean]>> = {
    'an empty file': [null, '', true],
    'the newline at the end': ['a\n', 'a', true],
    'line ends': ['a\nb\n', 'a\r\nb\r\n', true],
    indentation: ['  a\n', 'a\n', true],
    'lines that only moved': ['a\nb\n', 'b\na\n', false],
    nothing: ['a\n', 'a\n', false],
  }
  for (const [what, [before, after, leaves]] of Object.entries(cases))
    test(what, () => {
      const { gone, came } = traceOf(at(before), at(after))
      expect(gone.length + came.length > 0).toBe(leaves)
    })

  test('the place of a file', () => {
    expect(traceOf(at('a\n', 'old.js'), at('a\n', 'new.js'))).toEqual({
      gone: ['\0file old.js'],
      came: ['\0file new.js'],
    })
  })
})
