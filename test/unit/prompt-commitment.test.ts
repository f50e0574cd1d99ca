import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { commitPrompt, joinCommitments, keyId, merkleRoot } from '../../src/core/record/prompt-commitment.js'
import { commitsTo } from '../../src/core/record/prompt-shapes.js'

const key = Buffer.alloc(32, 7)
const hash = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest()

test('one prompt is committed to as the specification writes it', () => {
  const leaf = createHmac('sha256', key).update('commit-provenance/prompt/1\0grüße').digest('base64url')
  expect(commitPrompt('grüße', key)).toBe(`hmac-sha256:${keyId(key)}:${leaf}`)
  expect(keyId(key)).toBe(hash(key).toString('hex').slice(0, 8))
})

describe('several prompts have a root as RFC 6962 defines it', () => {
  // The test tree of certificate-transparency's own reference: entries and the roots of its first n of them.
  const entries = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ].map((hex) => Buffer.from(hex, 'hex'))
  const roots = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ]
  roots.forEach((root, index) => {
    test(`of ${index + 1}`, () => expect(merkleRoot(entries.slice(0, index + 1)).toString('hex')).toBe(root))
  })
})

test('one commitment stands for itself, none for none, several for their root', () => {
  const leaves = ['a', 'b'].map((prompt) => commitPrompt(prompt, key))
  expect(joinCommitments([])).toEqual({ value: 'none', count: 0 })
  expect(joinCommitments(leaves.slice(0, 1))).toEqual({ value: leaves[0], count: 1 })
  expect(joinCommitments(leaves)).toMatchObject({
    count: 2,
    value: expect.stringMatching(/^hmac-sha256:[0-9a-f]{8}:[\w-]{43}$/),
  })
})

describe('what a value commits to', () => {
  const leaves = ['a', 'b', 'c', 'd', 'e'].map((prompt) => commitPrompt(prompt, key))
  const joined = (...groups: readonly (readonly string[])[]) =>
    joinCommitments(groups.map((group) => joinCommitments(group).value)).value

  test('its own prompts, and those of commits that became one, wherever they were cut', () => {
    const [a = '', b = '', c = '', d = '', e = ''] = leaves
    for (const value of [
      joined(leaves),
      joined([a, b], [c], [d, e]),
      joined([a], [b], [c], [d], [e]),
      joined([a, b, c, d], [e]),
    ])
      expect(commitsTo(value, leaves)).toBe('proven')
  })

  test('no others: one more, one less, another order', () => {
    const [a = '', b = '', c = '', d = '', e = ''] = leaves
    const value = joined([a, b], [c], [d, e])
    for (const others of [leaves.slice(1), [...leaves, a], [b, a, c, d, e], [a]])
      expect(commitsTo(value, others)).toBe('refuted')
  })

  const many = (count: number) => Array.from({ length: count }, (_, index) => commitPrompt(`prompt ${index}`, key))

  test('a commit fixed up again and again, a squash of squashes, and a squash of such', () => {
    const [a = '', b = '', c = '', d = '', e = ''] = leaves
    for (const value of [
      joined([joined([a, b], [c])], [d, e]),
      joined([joined([joined([a, b], [c])], [d])], [e]),
      joined([a], [joined([b, c], [d])], [e]),
      joined([a, joined([b, c], [d, e])]),
    ])
      expect(commitsTo(value, leaves)).toBe('proven')
    const folded = many(12).reduce((value, leaf) => joined([value], [leaf]))
    expect(commitsTo(folded, many(12))).toBe('proven')
    const nine = many(9)
    const deep = joined(
      [joined([joined(nine.slice(0, 3), nine.slice(3, 5))], nine.slice(5, 7))],
      [joined(nine.slice(7))],
    )
    expect(commitsTo(deep, nine)).toBe('proven')
  })

  test('sixteen of two commits', () => {
    const all = many(16)
    expect(commitsTo(joined(all.slice(0, 8), all.slice(8)), all)).toBe('proven')
    expect(commitsTo(joined(all.slice(0, 1), all.slice(1, 6), all.slice(6)), all)).toBe('proven')
    expect(commitsTo(joined(all), all)).toBe('proven')
  })

  test('what was not tried is not refuted', () => {
    for (const count of [10, 17, 400])
      expect(commitsTo(joined(many(count)), [...many(count).slice(1), 'hmac-sha256:00000000:x'])).toBe('untold')
    expect(commitsTo(joined(many(9)), many(9).reverse())).toBe('refuted')
    expect(commitsTo(joined(many(400)), many(400))).toBe('proven')
  })
})
