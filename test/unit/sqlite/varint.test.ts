import fc from 'fast-check'
import { expect, test } from 'vitest'
import { varint, viewOf } from '../../../src/sqlite/bytes.js'

/** As SQLite writes it (https://www.sqlite.org/fileformat2.html, 1.6): big-endian, seven bits in a byte, eight in a ninth. */
const written = (value: bigint): Uint8Array => {
  const bits = BigInt.asUintN(64, value)
  const bytes = bits >= 2n ** 56n ? [Number(bits & 0xffn)] : [Number(bits & 0x7fn)]
  for (
    let rest = bits >> (bits >= 2n ** 56n ? 8n : 7n);
    rest > 0n || (bytes.length < 9 && bits >= 2n ** 56n);
    rest >>= 7n
  )
    bytes.unshift(Number(rest & 0x7fn) | 0x80)
  return Uint8Array.from(bytes)
}

test('an integer of each length, and of either sign', () => {
  expect(varint(viewOf(written(-1n)), 0)).toEqual([-1, 9])
  const lengths = new Set<number>()
  const values = fc.oneof(
    ...[7n, 14n, 21n, 28n, 35n, 42n, 49n, 56n, 63n].map((bits) =>
      fc.bigInt({ min: -(2n ** bits), max: 2n ** bits - 1n }),
    ),
  )
  fc.assert(
    fc.property(values, (value) => {
      const bytes = written(value)
      lengths.add(bytes.length)
      expect(varint(viewOf(Uint8Array.from([1, ...bytes, 0xff])), 1)).toEqual([Number(value), 1 + bytes.length])
    }),
    { numRuns: 1000 },
  )
  expect([...lengths].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('one that goes on behind the bytes is none', () => {
  for (const length of [0, 1, 6, 7, 8])
    expect(() => varint(viewOf(new Uint8Array(length).fill(0x81)), 0)).toThrow(RangeError)
})
