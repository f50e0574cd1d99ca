import { expect, test } from 'vitest'
import { fitting, shortened } from '../../src/core/shortened.js'

test('a text is cut between whole characters, and says that it was', () => {
  expect(shortened('a👍', 3)).toBe('a👍')
  expect(shortened('👍👍👍', 3)).toBe('👍👍👍')
  expect(shortened('aa👍 long', 3)).toBe('aa…')
  expect(shortened('a👍 long', 3)).toBe('a👍…')
  expect(shortened(`${'a'.repeat(79)}👍 long`, 81)).toBe(`${'a'.repeat(79)}👍…`)
})

test('of a list as many stand as fit, and the others are counted', () => {
  expect(fitting([], ', ', 9)).toBe('')
  expect(fitting(['one', 'two'], ', ', 9)).toBe('one, two')
  expect(fitting(['one', 'two', 'three'], ', ', 9)).toBe('one, two, … and 1 more')
  expect(fitting(['a long one', 'two', 'three'], ', ', 5)).toBe('a lo…, … and 2 more')
})
