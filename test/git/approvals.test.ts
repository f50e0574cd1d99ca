import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { independentReviews } from '../../src/core/review/independent.js'
import { untrusted } from '../../src/git/read-only.js'
import { readApprovals } from '../../src/workflows/verify/approvals.js'
import { openReviews, reviewsOf } from '../../src/workflows/verify/reviews.js'
import { readTrust } from '../../src/workflows/verify/trust.js'
import { type Desk, desk, ref } from '../support/review-desk.js'

let d: Desk
const oid = (name: string) => d.bench.git('rev-parse', name).trim()
const github = (login: string, commit: string, state = 'APPROVED') => ({
  user: { login, type: 'User', html_url: `https://github.com/${login}` },
  state,
  commit_id: oid(commit),
  submitted_at: '2026-01-03T00:00:00Z',
})
const logins = { ann: 'ann@example.com', jo: 'jo@example.com' }

/** Who approved each commit of a range, and who of them is independent, by the subject of the commit. */
const approved = async (range: string, file: unknown) => {
  writeFileSync(d.at('approvals.json'), JSON.stringify(file))
  const commits = await d.commitsOf(range)
  const sources = { trust: null, approvals: readApprovals(d.at('approvals.json')) }
  const found = await reviewsOf(untrusted(d.bench.top), commits, sources)
  return Object.fromEntries(
    commits.map((commit) => {
      const reviews = found.get(commit.oid) ?? []
      const names = new Set(independentReviews(commit, reviews))
      return [
        commit.message.trim(),
        reviews.map((one) => `${one.reviewer.name} ${one.known} ${one.on}${names.has(one) ? '' : ' not independent'}`),
      ]
    }),
  )
}

beforeAll(() => {
  d = desk()
  d.commit('main.txt', '1\n', 'direct')
  d.bench.git('checkout', '-qb', 'feature')
  for (const name of ['one', 'two', 'three']) d.commit(`${name}.txt`, `${name}\n`, name)
})
afterAll(() => d.bench.remove())

describe('approvals of a pull request', () => {
  test('are of the commits from its base to the head that was approved, and of none later or before', async () => {
    const file = { base: oid('main'), logins, approvals: [github('ann', 'feature~1')] }
    expect(await approved('feature', file)).toEqual({
      start: [],
      direct: [],
      one: ['ann witnessed commit'],
      two: ['ann witnessed commit'],
      three: [],
    })
  })

  test('without a base are of the head alone: what is behind it may be anybody’s', async () => {
    const found = await approved('feature', { logins, approvals: [github('ann', 'feature')] })
    expect(found).toMatchObject({ direct: [], one: [], two: [], three: ['ann witnessed commit'] })
    const plain = await approved('feature', [github('ann', 'feature')])
    expect(plain).toMatchObject({ three: ['ann witnessed commit not independent'] })
  })

  test('by the author are not independent, nor by a login that may be the author', async () => {
    const file = { base: oid('main'), approvals: [github('jo', 'feature'), github('somebody', 'feature')] }
    const expected = ['jo witnessed commit not independent', 'somebody witnessed commit not independent']
    expect(await approved('main..feature', file)).toMatchObject({ three: expected })
    expect(await approved('main..feature', { ...file, logins: { jo: logins.jo } })).toMatchObject({ three: expected })
    expect(await approved('main..feature', { ...file, logins: { somebody: 's@example.com' } })).toMatchObject({
      three: ['jo witnessed commit not independent', 'somebody witnessed commit'],
    })
  })

  test('hold for the squash with the same tree, and for no squash of something else', async () => {
    const file = { base: oid('main'), logins, approvals: [github('ann', 'feature')] }
    d.bench.git('checkout', '-qB', 'landed', 'main')
    d.bench.git('merge', '-q', '--squash', 'feature')
    d.bench.git('commit', '-qm', 'squashed')
    expect(await approved('main..landed', file)).toEqual({ squashed: ['ann witnessed tree'] })
    expect(await approved('main..landed', { ...file, base: undefined })).toEqual({ squashed: [] })
    d.commit('more.txt', 'more\n', 'more')
    d.bench.git('reset', '-q', '--soft', 'main')
    d.bench.git('commit', '-qm', 'squashed with more')
    expect(await approved('main..landed', file)).toEqual({ 'squashed with more': [] })
  })

  test('do not hold for a commit that brings the approved files back', async () => {
    const file = { base: oid('main'), logins, approvals: [github('ann', 'feature')] }
    d.bench.git('checkout', '-qB', 'reverting', 'feature')
    d.commit('fix.txt', 'fix\n', 'fix')
    d.bench.git('revert', '--no-edit', 'HEAD')
    d.bench.git('commit', '-q', '--amend', '-m', 'back')
    expect(oid('HEAD^{tree}')).toBe(oid('feature^{tree}'))
    expect(await approved('feature..reverting', file)).toEqual({ fix: [], back: [] })
  })

  test('of commits that are not here are of nothing here', async () => {
    const gone = { ...github('ann', 'feature'), commit_id: 'd'.repeat(40) }
    const found = await approved('feature', {
      base: 'e'.repeat(40),
      logins,
      approvals: [gone, github('ann', 'feature')],
    })
    expect(found).toMatchObject({ two: [], three: ['ann witnessed commit'] })
  })

  test('that cannot be read are named', () => {
    expect(() => readApprovals(d.at('none.json'))).toThrow(/none\.json: expected a file of approvals/)
  })
})

test('where nothing is noted and nobody was asked, a batch starts no git process', async () => {
  const commits = await d.commitsOf('feature')
  const reader = await openReviews(untrusted(d.bench.top), { trust: readTrust(d.everybody(), null), approvals: null })
  expect(reader).toMatchObject({ tip: null, complete: true })
  const { PATH } = process.env
  process.env['PATH'] = '/nonexistent'
  try {
    expect((await reader.of(commits)).size).toBe(0)
  } finally {
    process.env['PATH'] = PATH
  }
})

test('trailers, signatures and approvals come together, in one batch', async () => {
  d.bench.git('checkout', '-q', 'feature')
  const reviewed = d.commit('last.txt', 'last\n', 'last\n\nReviewed-by: Cy <cy@example.com>')
  d.review('ben', ['--statement', 'approved'])
  writeFileSync(d.at('approvals.json'), JSON.stringify({ logins, approvals: [github('ann', 'feature')] }))
  const sources = { trust: readTrust(d.everybody(), null), approvals: readApprovals(d.at('approvals.json')) }
  const found = await reviewsOf(untrusted(d.bench.top), await d.commitsOf('feature'), sources)
  expect([...found.keys()]).toEqual([reviewed])
  expect(found.get(reviewed)?.map(({ how, known }) => [how, known])).toEqual([
    ['trailer', 'declared'],
    ['signed', 'recomputed'],
    ['forge', 'witnessed'],
  ])
})

test('a notes tree that cannot be read is said to be so', async () => {
  const tree = oid(`${ref}^{tree}`)
  const { unlinkSync } = await import('node:fs')
  unlinkSync(`${d.bench.top}/.git/objects/${tree.slice(0, 2)}/${tree.slice(2)}`)
  const reader = await openReviews(untrusted(d.bench.top), { trust: null, approvals: null })
  expect([reader.complete, (await reader.of(await d.commitsOf('main'))).size]).toEqual([false, 0])
})
