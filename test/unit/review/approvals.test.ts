import { describe, expect, test } from 'vitest'
import { ProvenanceError } from '../../../src/core/errors.js'
import { parseApprovals } from '../../../src/core/review/approvals.js'
import { jsonValues } from '../../../src/core/review/json-values.js'

const [head, older] = ['a'.repeat(40), 'b'.repeat(40)]

/** As GitHub's REST documentation shows an entry of "List reviews for a pull request", without what is not read. */
const github = (login: string, state: string, at: string | null, more: object = {}) => ({
  id: 80,
  node_id: 'MDE3',
  user: { login, id: 1, type: 'User', site_admin: false, html_url: `https://github.com/${login}` },
  body: 'Here is the [body] of the "review".',
  state,
  commit_id: head,
  ...(at === null ? {} : { submitted_at: at }),
  author_association: 'COLLABORATOR',
  ...more,
})

const said = (value: unknown) =>
  parseApprovals(typeof value === 'string' ? value : JSON.stringify(value), 'file').approvals.map(
    ({ review }) => `${review.reviewer.name} ${review.statement}`,
  )
const refusal = (value: unknown): string => {
  try {
    said(value)
  } catch (error) {
    if (error instanceof ProvenanceError) return `${error.code} ${error.message}`
    throw error
  }
  return 'taken'
}

describe('GitHub’s reviews', () => {
  const reviews = [
    github('ann', 'APPROVED', '2026-01-01T00:00:00Z'),
    github('ben', 'CHANGES_REQUESTED', '2026-01-02T00:00:00Z'),
  ]

  test('are witnessed, of the head that each names, by a login', () => {
    const [one] = parseApprovals(JSON.stringify(reviews), 'file').approvals
    expect(one).toEqual({
      head,
      review: {
        reviewer: { name: 'ann', email: 'ann@users.noreply.github.com' },
        addresses: ['ann@users.noreply.github.com'],
        addressed: false,
        person: true,
        statement: 'approved',
        how: 'forge',
        known: 'witnessed',
        key: null,
        at: 1_767_225_600,
        raw: 'ann approved',
      },
    })
  })

  test('in one array, in several one after the other, and nested', () => {
    const expected = ['ann approved', 'ben rejected']
    const [one, other] = reviews.map((review) => JSON.stringify([review]))
    for (const text of [
      reviews,
      [reviews],
      `${one}${other}`,
      `${one}\n${other}\n`,
      `[${one},${other}]`,
      { approvals: reviews },
    ])
      expect(said(text)).toEqual(expected)
    expect(said([])).toEqual([])
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    for (const text of [deep, `{"approvals":${deep}}`])
      expect(() => said(text)).toThrow('expected lists at most 20 deep, got more')
  })

  test('the last of each user counts, whatever their order in the file; a comment changes nothing', () => {
    const times = (...states: string[]) =>
      states.map((state, index) => github(index % 2 === 0 ? 'Ann' : 'ann', state, `2026-01-0${index + 1}T00:00:00Z`))
    expect(said(times('APPROVED', 'COMMENTED'))).toEqual(['Ann approved'])
    expect(said(times('APPROVED', 'CHANGES_REQUESTED').reverse())).toEqual(['ann rejected'])
    expect(said(times('APPROVED', 'DISMISSED'))).toEqual([])
    expect(said(times('APPROVED', 'CHANGES_REQUESTED', 'DISMISSED'))).toEqual([])
    expect(said(times('CHANGES_REQUESTED', 'APPROVED'))).toEqual(['ann approved'])
    expect(said([...times('APPROVED'), github('Ann', 'PENDING', null)])).toEqual(['Ann approved'])
  })

  test('a deleted account or a vanished commit approves nothing, and a program is no person', () => {
    expect(
      said([github('x', 'APPROVED', null, { user: null }), github('y', 'APPROVED', null, { commit_id: null })]),
    ).toEqual([])
    const person = (value: unknown) => parseApprovals(JSON.stringify([value]), 'file').approvals[0]?.review.person
    expect(person(github('ann', 'APPROVED', null, { user: { login: 'ann', type: 'Bot' } }))).toBe(false)
    for (const login of ['dependabot[bot]', 'copilot-pull-request-reviewer[bot]'])
      expect(person(github(login, 'APPROVED', null))).toBe(false)
  })
})

describe('GitLab’s approvals', () => {
  const user = (username: string) => ({
    id: 1,
    name: 'Ann Other',
    username,
    state: 'active',
    web_url: `https://git.example.org/${username}`,
  })
  const approvals = {
    id: 5,
    iid: 5,
    approvals_required: 2,
    approvals_left: 1,
    approved_by: [{ user: user('ann'), approved_at: '2026-01-01T00:00:00.123+01:00' }],
  }
  const state = {
    approval_rules_overwritten: true,
    rules: [
      { id: 1, name: 'Ruby', approved_by: [user('ann')], approved: true },
      { id: 2, approved_by: [user('ann'), user('ben')] },
    ],
  }

  test('of both kinds, once for each person; the head is told beside them', () => {
    expect(said({ head, approvals })).toEqual(['Ann Other approved'])
    expect(said({ head, approvals: state })).toEqual(['Ann Other approved', 'Ann Other approved'])
    const [one] = parseApprovals(JSON.stringify({ head, base: older, approvals }), 'file').approvals
    expect(one?.review).toMatchObject({
      addresses: ['ann@users.noreply.git.example.org'],
      addressed: false,
      at: 1_767_222_000,
    })
  })

  test('without a head they are refused, with what is missing', () => {
    for (const value of [approvals, state, { approvals }])
      expect(refusal(value)).toMatch(/FILE_UNREADABLE .*the commit that was approved/)
  })
})

describe('our own form', () => {
  const own = (more: object) => ({
    reviewer: 'Ann',
    email: 'ann@example.com',
    commit: head,
    state: 'approved',
    at: '2026-01-01T00:00:00Z',
    ...more,
  })

  test('names people by address', () => {
    expect(parseApprovals(JSON.stringify([own({})]), 'file').approvals).toMatchObject([
      { head, review: { addresses: ['ann@example.com'], addressed: true } },
    ])
  })

  test('vouching for tests stands beside approving, and falls with a rejection', () => {
    expect(said([own({}), own({ state: 'tests' })])).toEqual(['Ann approved', 'Ann tests'])
    const later = own({ at: '2026-01-02T00:00:00Z' })
    expect(said([own({ state: 'tests' }), later])).toEqual(['Ann tests', 'Ann approved'])
    expect(said([own({ state: 'tests' }), own({ state: 'rejected', at: '2026-01-02T00:00:00Z' })])).toEqual([
      'Ann rejected',
    ])
    expect(said([own({}), own({ state: 'dismissed', at: '2026-01-02T00:00:00Z' })])).toEqual([])
  })
})

test('logins that the file explains are addresses', () => {
  const about = { base: older, logins: { ANN: 'Ann+git@example.com', ben: ['ben@example.com', 'b@example.org'] } }
  const { base, approvals } = parseApprovals(
    JSON.stringify({ ...about, approvals: [github('ann', 'APPROVED', null), github('ben', 'APPROVED', null)] }),
    'file',
  )
  expect(base).toBe(older)
  expect(approvals.map(({ review }) => [review.addressed, review.addresses])).toEqual([
    [true, ['ann@example.com', 'ann@users.noreply.github.com']],
    [true, ['ben@example.com', 'b@example.org', 'ben@users.noreply.github.com']],
  ])
})

test('what is none of these is refused, and the place is said', () => {
  const cases: readonly (readonly [unknown, string])[] = [
    ['', 'expected JSON'],
    ['[1,', 'expected JSON'],
    ['] [', 'expected JSON'],
    [{ message: 'Not Found' }, 'expected GitHub'],
    [[1], 'expected GitHub'],
    [[github('ann', 'SPLENDID', null)], 'state: '],
    [[github('ann', 'APPROVED', 'yesterday')], 'submitted_at: '],
    [[github('ann', 'APPROVED', null, { commit_id: 'HEAD' })], 'commit_id: expected the full name of a commit'],
    [{ base: 'main', approvals: [] }, 'base: expected the full name of a commit'],
    [{ approvals: [], extra: 1 }, 'extra'],
    ['{"approvals":[]}[]', 'expected one object'],
  ]
  for (const [value, words] of cases) expect([value, refusal(value)]).toEqual([value, expect.stringContaining(words)])
})

test('values one after the other are told apart, whatever their strings hold', () => {
  const values = [['[}"\\'], { a: ']{' }, [[]]]
  expect(jsonValues(values.map((value) => JSON.stringify(value)).join('\n '))).toEqual(values)
  expect(jsonValues(`"${'\\"['.repeat(1_000)}"`)).toHaveLength(1)
})
