import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressesIn, addressKey, hostOfLogin } from '../../../src/core/review/address.js'
import { jsonValues } from '../../../src/core/review/json-values.js'

test('addresses in a text are its words with a sign inside', () => {
  const oracle = (text: string) => [...(text.match(/[^\s<>,;()"']+@[^\s<>,;()"']+/g) ?? [])]
  const piece = fc.constantFrom('a', '@', 'jo@example.com', ' ', '<', '>', ',', '"', '\u00a0', '+', 'é')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (all) => {
      expect(addressesIn(all.join(''))).toEqual(oracle(all.join('')))
    }),
  )
})

test('a forge’s hidden address is that of one login', () => {
  expect(hostOfLogin(addressKey('1+ann@users.noreply.github.com'))).toBe('github.com')
  expect(hostOfLogin(addressKey('ann@b@users.noreply.github.com'))).toBe(null)
})

test.each<readonly [string, (length: number) => unknown]>([
  ['a word without a sign', (length) => addressesIn('a'.repeat(length))],
  ['signs alone', (length) => addressesIn('@'.repeat(length))],
  ['hosts after hosts', (length) => hostOfLogin(`${'@users.noreply.a'.repeat(length / 16)}\u2028`)],
  ['a string that never ends', (length) => jsonValues('"\\'.repeat(length / 2))],
])('time grows with the text, and not with its square: %s', (_, read) => {
  const start = performance.now()
  read(1_000_000)
  expect(performance.now() - start).toBeLessThan(2_000)
})
