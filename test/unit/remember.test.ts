import fc from 'fast-check'
import { expect, test } from 'vitest'
import { remember, rememberPair } from '../../src/core/remember.js'

test('a remembered answer is the answer, asked again and after forgetting', () => {
  let asked = 0
  const length = remember((text) => {
    asked += 1
    return text.length
  })
  expect([length('abc'), length('abc')]).toEqual([3, 3])
  expect(asked).toBe(1)
  for (let number = 0; number < 12_000; number += 1) expect(length(`${number}`)).toBe(`${number}`.length)
  expect(length('abc')).toBe(3)
})

test('two texts are told apart from two others with the same letters, lone surrogates too', () => {
  const joined = rememberPair((one, other) => `${one}|${other}`)
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.string({ unit: 'binary', maxLength: 6 }),
      (one, other) => {
        expect(joined(one, other)).toBe(`${one}|${other}`)
        expect(joined(`${one}a`, other)).toBe(`${one}a|${other}`)
      },
    ),
  )
  expect(joined('\ud800', 'x')).toBe('\ud800|x')
})
