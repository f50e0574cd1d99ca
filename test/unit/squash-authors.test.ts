import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readMarks } from '../../src/core/marks/read-marks.js'
import { coauthorLines } from '../../src/core/record/squash-authors.js'
import { addressKey } from '../../src/core/review/address.js'
import { authorsOf, makersOf } from '../../src/core/review/independent.js'
import { parseTrailers } from '../../src/core/trailer/parse.js'

const nobody = { name: '', email: '', date: 0, zone: '+0000' }
const ann = { name: 'Ann', email: 'ann@example.com' }
const bob = { name: 'Bob', email: 'bob@example.com' }
const messageOf = (lines: readonly string[]) => `Squash\n\n* One\n\n${lines.map((line) => `${line}\n`).join('')}`
const linesOf = (...people: readonly { name: string; email: string }[]) => coauthorLines(people, null).lines

describe('who wrote what a squash is made from', () => {
  test('stands in it once, by the first name, in the order in which they come', () => {
    const again = [{ name: 'Robert', email: 'BOB+x@example.com' }, ann]
    expect(linesOf(bob, ann, ...again)).toEqual([
      'Co-authored-by: Bob <bob@example.com>',
      'Co-authored-by: Ann <ann@example.com>',
    ])
  })

  test('but for who squashes, where the branch is theirs', () => {
    expect(coauthorLines([ann, bob], 'Ann@example.com').lines).toEqual(['Co-authored-by: Bob <bob@example.com>'])
    // On a forge the squash would be Ann’s, and Bob gone from it.
    expect(coauthorLines([ann, bob], 'bob@example.com').lines).toHaveLength(2)
    expect(coauthorLines([{ name: 'Cy', email: '' }], '').lines).toEqual(['Co-authored-by: Cy'])
  })

  test('is never more than a hundred people, and the rest are counted', () => {
    const many = Array.from({ length: 150 }, (_, index) => ({ name: `P${index}`, email: `p${index}@example.com` }))
    expect(coauthorLines(many, null)).toMatchObject({ lines: { length: 100 }, unnamed: 50 })
  })

  test('stands there as plain text of one line that names one person', () => {
    const hostile = [
      { name: 'Eve\nSigned-off-by: Ann <ann@example.com>', email: 'eve@example.com' },
      { name: 'dee@example.com', email: "d'ee@example.com" },
      { name: '\u202eesreveR', email: 'r@example.com' },
      { name: 'x'.repeat(5_000), email: 'long@example.com' },
      // Without what hides in it, an agent’s name.
      { name: 'Cla\u200eude Code', email: 'me@example.com' },
      { name: 'No Address', email: 'not one' },
      { name: 'y'.repeat(5_000), email: '' },
      { name: '<>', email: '' },
    ]
    expect(coauthorLines(hostile, null)).toEqual({
      lines: [
        'Co-authored-by: <eve@example.com>',
        "Co-authored-by: <d'ee@example.com>",
        'Co-authored-by: esreveR <r@example.com>',
        'Co-authored-by: <long@example.com>',
        'Co-authored-by: <me@example.com>',
        'Co-authored-by: No Address',
      ],
      unnamed: 2,
    })
  })

  test('in no more than 255 bytes, a name without what it takes else', () => {
    const named = (count: number) => ({ name: 'é'.repeat(count), email: 'e@example.com' })
    // With the address and its blank, 16 bytes.
    expect(linesOf(named(119))).toEqual([`Co-authored-by: ${'é'.repeat(119)} <e@example.com>`])
    expect(linesOf(named(120))).toEqual(['Co-authored-by: <e@example.com>'])
  })

  test('reads back as the same people and as no mark, whatever they are called', () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 })
    const local = fc.stringMatching(/^[a-z0-9.!#$%&'*/=?^_`{|}~-]{1,12}$/)
    const person = fc.record({
      name: text,
      email: fc.oneof(
        text,
        local.map((one) => `${one}@example.com`),
      ),
    })
    fc.assert(
      fc.property(fc.array(person, { maxLength: 6 }), (people) => {
        const authors = people.flatMap((one) => authorsOf({ author: { ...nobody, ...one }, message: '' }))
        const { lines, unnamed } = coauthorLines(authors, null)
        const message = messageOf(lines)
        expect(parseTrailers(message)).toHaveLength(lines.length)
        expect(readMarks({ author: nobody, committer: nobody, message }, parseTrailers(message))).toEqual([])
        const { addresses, names } = makersOf({ author: nobody, committer: nobody, message })
        expect(addresses.size + names.size).toBeLessThanOrEqual(lines.length)
        const known = authors.map(({ email }) => addressKey(email)).filter((key) => /^[^\s<>\p{C}]+$/u.test(key))
        if (unnamed === 0) expect([...addresses]).toEqual(expect.arrayContaining(known))
      }),
      { numRuns: 2_000 },
    )
  })
})
