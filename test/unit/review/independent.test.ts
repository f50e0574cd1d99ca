import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressKey } from '../../../src/core/review/address.js'
import { independentReviews } from '../../../src/core/review/independent.js'
import type { Review } from '../../../src/core/review/review.js'
import { trailerReviews } from '../../../src/core/review/trailer-reviews.js'
import { identityOf, jane } from '../marks/commit-of.js'

const commitOf = (message: string, author = jane, committer = author) => ({
  author,
  committer,
  message,
  oid: 'a'.repeat(40),
  tree: 'b'.repeat(40),
  parents: [],
})
const said = (message: string) =>
  trailerReviews(commitOf(message)).map(({ reviewer, statement, person }) => [
    reviewer.name,
    reviewer.email,
    statement,
    person,
  ])

const review = (email: string, more: Partial<Review> = {}): Review => ({
  reviewer: { name: 'Ann', email },
  addresses: [addressKey(email)].filter(Boolean),
  addressed: true,
  person: true,
  statement: 'approved',
  how: 'signed',
  known: 'recomputed',
  on: 'commit',
  key: null,
  at: null,
  raw: '',
  ...more,
})

describe('reviews in trailers', () => {
  test('are those of the block that git reads, in its words', () => {
    const message = `Subject

Reviewed-by: Quoted <quoted@example.com>

prose

Reviewed-by: Ann Reviewer <ann@example.com>
Approved-By: "Ben, the other" <ben@example.com> # v2
acked-by: cy@example.com
Tested-by: Dee
 Folded <dee@example.com>
Nacked-by: Eve <eve@example.com>
Review-by: Not <not@example.com>
Reviewed-by: Claude <noreply@anthropic.com>
Reviewed-by: renovate[bot] <bot@renovateapp.com>
Reviewed-by:
`
    expect(said(message)).toEqual([
      ['Ann Reviewer', 'ann@example.com', 'approved', true],
      ['Ben, the other', 'ben@example.com', 'approved', true],
      ['', 'cy@example.com', 'approved', true],
      ['Dee Folded', 'dee@example.com', 'tests', true],
      ['Eve', 'eve@example.com', 'rejected', true],
      ['Claude', 'noreply@anthropic.com', 'approved', false],
      ['renovate[bot]', 'bot@renovateapp.com', 'approved', false],
    ])
  })

  test('are their writer’s word, and cost nothing without such a line', () => {
    expect(trailerReviews(commitOf('s\n\nReviewed-by: Ann <ann@example.com>'))).toMatchObject([
      { how: 'trailer', known: 'declared', on: 'commit', key: null, at: null },
    ])
    expect(trailerReviews(commitOf('s\n\nReviewed: by nobody'))).toEqual([])
    expect(trailerReviews(commitOf(`s\n\n${'Reviewed-by: Ann <ann@example.com>\n'.repeat(5_000)}`))).toHaveLength(200)
  })
})

describe('addresses of one person', () => {
  const same: readonly (readonly [string, string])[] = [
    ['Jane@Example.COM', 'jane@example.com'],
    ['jane+claude@example.com', 'jane@example.com'],
    ['123+Jane@users.noreply.github.com', 'jane@users.noreply.github.com'],
    ['7-jane@users.noreply.gitlab.com', 'jane@users.noreply.gitlab.com'],
    ['9-jane@users.noreply.git.example.org', 'jane@users.noreply.git.example.org'],
    ['5+jane@users.noreply.ghe.example.org', 'jane@users.noreply.ghe.example.org'],
    [' jane@example.com ', 'jane@example.com'],
  ]
  test.each(same)('%s is %s', (one, other) => expect(addressKey(one)).toBe(addressKey(other)))

  test.each([
    ['jane@example.com', 'jane@example.org'],
    ['1-jane@users.noreply.github.com', 'jane@users.noreply.github.com'],
    ['jane@users.noreply.github.com', 'jane@users.noreply.gitlab.com'],
    ['+jane@example.com', '@example.com'],
  ])('%s is not %s', (one, other) => expect(addressKey(one)).not.toBe(addressKey(other)))

  test('no address has no key, and a key is its own', () => {
    for (const text of ['', 'jane', '@example.com', 'jane@', ' ']) expect(addressKey(text)).toBe('')
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.emailAddress()), (text) => {
        expect(addressKey(addressKey(text))).toBe(addressKey(text))
      }),
    )
  })
})

describe('who is independent', () => {
  const counts = (message: string, reviews: readonly Review[], author = jane, committer = author) =>
    independentReviews(commitOf(message, author, committer), reviews).map(({ reviewer }) => reviewer.email)

  test('not the author, committer or a co-author, wherever in the message that stands, under any spelling', () => {
    const committer = identityOf('Cy <cy@example.com>')
    const message =
      's\n\n* one\n\nCo-authored-by: Ann <Ann+x@Example.com>\n\n* two\n\nCo-developed-by: Dee <dee@example.com>\nReviewed-by: x <x@example.com>\n'
    const reviews = [
      'JANE@example.com',
      'cy@example.com',
      'ann@example.com',
      'dee+git@example.com',
      'ben@example.com',
    ].map((one) => review(one))
    expect(counts(message, reviews, jane, committer)).toEqual(['ben@example.com'])
  })

  test('a sign-off is no authorship, but of a program’s commit it is the operator’s', () => {
    const message = 's\n\nSigned-off-by: Ann <ann@example.com>\n'
    expect(counts(message, [review('ann@example.com')])).toEqual(['ann@example.com'])
    expect(counts(message, [review('ann@example.com')], identityOf('Claude <noreply@anthropic.com>'))).toEqual([])
    expect(counts(message, [review('ben@example.com')], identityOf('Claude <noreply@anthropic.com>'))).toEqual([
      'ben@example.com',
    ])
  })

  test('not an operator, nor the key that signed the commit, nor a program, nor who has no address', () => {
    const commit = commitOf('s')
    const involved = { addresses: ['Op@example.com'], keys: ['SHA256:x'] }
    const reviews = [
      review('op@example.com'),
      review('ann@example.com', { key: 'SHA256:x' }),
      review('cy@example.com', { person: false }),
      review(''),
    ]
    expect(independentReviews(commit, reviews, involved)).toEqual([])
    expect(independentReviews(commit, reviews)).toHaveLength(2)
  })

  test('not who bears the name of a co-author without an address', () => {
    expect(
      counts('s\n\nCo-authored-by: ANN', [
        review('ann@example.com'),
        review('ben@example.com', { reviewer: { name: 'Ben', email: 'ben@example.com' } }),
      ]),
    ).toEqual(['ben@example.com'])
  })

  test('not one of several co-authors on a line, nor one whose line is folded or quoted; an empty line is nobody', () => {
    const message = `s\n\nCo-authored-by: Ann <ann@example.com>, Ben <ben@example.com>\nCo-authored-by: Cy\n  <cy@example.com>\n> Co-authored by: Dee <dee@example.com>\nCo-authored-by:\n\nCo-authored-by:\n`
    const reviewer = { name: '', email: 'eve@example.com' }
    const reviews = ['ann', 'ben', 'cy', 'dee'].map((one) => review(`${one}@example.com`))
    expect(counts(message, [...reviews, review('eve@example.com', { reviewer })])).toEqual(['eve@example.com'])
  })

  test('in time that grows with the message only', () => {
    const message = `s\n\n${'Co-authored-by: \n '.repeat(20_000)}${' \t'.repeat(100_000)}${'>'.repeat(100_000)}${'Co-authored-by: a@'.repeat(20_000)}`
    expect(
      counts(message, [review('ben@example.com', { reviewer: { name: 'Ben', email: 'ben@example.com' } })]),
    ).toEqual(['ben@example.com'])
  }, 5_000)

  test('a login counts only where each of the makers is known by a login of the same forge', () => {
    const login = review('ann@users.noreply.github.com', { addressed: false, how: 'forge' })
    const hidden = identityOf('Jane <12+jane@users.noreply.github.com>')
    expect(counts('s', [login])).toEqual([])
    expect(counts('s', [login], hidden)).toEqual(['ann@users.noreply.github.com'])
    expect(counts('s', [login], hidden, identityOf('GitHub <noreply@github.com>'))).toHaveLength(1)
    expect(counts('s\n\nCo-authored-by: Bob <bob@example.com>', [login], hidden)).toEqual([])
    expect(counts('s\n\nCo-authored-by: Bob', [login], hidden)).toEqual([])
    expect(counts('s', [login], identityOf('Ann <9+Ann@users.noreply.github.com>'))).toEqual([])
    expect(counts('s', [login], identityOf('Jane <1-jane@users.noreply.gitlab.com>'))).toEqual([])
  })
})

describe('a rejection', () => {
  const standing = (...reviews: Review[]) =>
    independentReviews(commitOf('s'), reviews).map(({ statement, at }) => `${statement} ${at}`)
  const by = (email: string, statement: Review['statement'], at: number | null, key: string | null = null) =>
    review(email, { statement, at, key })

  test('withdraws what its reviewer said before, at the same time or nobody knows when', () => {
    expect(standing(by('a@x.org', 'approved', 1), by('a@x.org', 'rejected', 2))).toEqual(['rejected 2'])
    expect(standing(by('a@x.org', 'approved', 2), by('a@x.org', 'rejected', 2))).toEqual(['rejected 2'])
    expect(standing(by('a@x.org', 'rejected', 2), by('a@x.org', 'approved', 2))).toEqual(['rejected 2'])
    expect(standing(by('a@x.org', 'tests', 2), by('a@x.org', 'rejected', 2))).toEqual(['rejected 2'])
    expect(standing(by('a@x.org', 'approved', null), by('a@x.org', 'rejected', 2))).toEqual(['rejected 2'])
    expect(standing(by('a@x.org', 'approved', 3), by('a@x.org', 'rejected', null))).toEqual(['rejected null'])
    expect(standing(by('a@x.org', 'approved', 1, 'k'), by('b@x.org', 'rejected', 2, 'k'))).toEqual(['rejected 2'])
  })

  test('leaves what is later, and what others say; a later approval lifts it, and no other word does', () => {
    expect(standing(by('a@x.org', 'rejected', 2), by('a@x.org', 'approved', 3))).toEqual(['approved 3'])
    expect(standing(by('a@x.org', 'rejected', 2), by('a@x.org', 'tests', 3))).toEqual(['rejected 2', 'tests 3'])
    expect(standing(by('a@x.org', 'rejected', null), by('a@x.org', 'approved', 3))).toEqual(['rejected null'])
    const again = [by('a@x.org', 'rejected', 2), by('a@x.org', 'approved', 3), by('a@x.org', 'rejected', 4)]
    expect(standing(...again)).toEqual(['rejected 4'])
    expect(standing(by('b@x.org', 'approved', 3), by('a@x.org', 'rejected', 2))).toEqual(['approved 3', 'rejected 2'])
  })

  test('whatever is said, nobody’s approval stands that the same person rejected later', () => {
    const any = fc.record({
      email: fc.constantFrom('a@x.org', 'b@x.org'),
      at: fc.option(fc.nat(5)),
      statement: fc.constantFrom('approved', 'rejected', 'tests', 'commented'),
    })
    let compared = 0
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), (all) => {
        const reviews = all.map(({ email, at, statement }) => by(email, statement as Review['statement'], at))
        const [said, rejections] = [independentReviews(commitOf('s'), reviews), reviews].map((words, index) =>
          words.filter(({ statement }) => (statement === 'rejected') === (index === 1)),
        )
        for (const one of said ?? [])
          for (const { at } of (rejections ?? []).filter((other) => other.reviewer.email === one.reviewer.email)) {
            expect((one.at ?? -1) > (at ?? 99)).toBe(true)
            compared += 1
          }
      }),
      { seed: 7, numRuns: 1_000 },
    )
    // Of a thousand lists these many hold a word that outlives a rejection of the same person.
    expect(compared).toBeGreaterThan(200)
  })
})
