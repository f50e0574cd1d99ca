import fc from 'fast-check'
import { expect, test } from 'vitest'
import { takeFrom, tallyOf } from '../../src/core/tally.js'

test('a thing can be taken as often as it came, and no more', () => {
  const tally = tallyOf(['a', 'b', 'a'])
  expect(['a', 'a', 'a', 'b', 'b', 'c'].map((thing) => takeFrom(tally, thing))).toEqual([
    true,
    true,
    false,
    true,
    false,
    false,
  ])
})

test('names of what every object has are things like any other', () => {
  const tally = tallyOf(['constructor', '__proto__'])
  expect(takeFrom(tally, 'toString')).toBe(false)
  expect(takeFrom(tally, '__proto__')).toBe(true)
  expect(takeFrom(tally, '__proto__')).toBe(false)
})

test('what is taken of one list from another is what both have, whichever is taken from', () => {
  const things = fc.array(fc.constantFrom('a', 'b', 'c'))
  fc.assert(
    fc.property(things, things, (one, other) => {
      const shared = (from: readonly string[], of: readonly string[]) => {
        const left = tallyOf(of)
        return from.filter((thing) => takeFrom(left, thing)).sort()
      }
      expect(shared(one, other)).toEqual(shared(other, one))
    }),
  )
})
