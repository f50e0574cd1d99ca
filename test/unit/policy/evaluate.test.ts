import { describe, expect, test } from 'vitest'
import type { Commit } from '../../../src/core/commit/commit.js'
import type { LedgerFinding } from '../../../src/core/ledger/schema.js'
import { evaluate, policyOf } from '../../../src/core/policy/evaluate.js'
import { pathObjection, Registry } from '../../../src/core/policy/registry.js'
import type { CommitFacts } from '../../../src/core/policy/rule.js'
import { reviewRequired } from '../../../src/core/policy/rules/review-required.js'
import { Override, Settings } from '../../../src/core/policy/setting.js'
import { Waiver, waive } from '../../../src/core/policy/waiver.js'
import type { Review } from '../../../src/core/review/review.js'
import { identityOf, jane } from '../marks/commit-of.js'

const oid = 'a'.repeat(40)
const commitBy = (author: Commit['author']): Commit => ({
  oid,
  tree: 'b'.repeat(40),
  parents: [],
  author,
  committer: author,
  encoding: null,
  message: 's\n',
  ascii: true,
  signature: null,
  faults: [],
})

/** A commit with an agent's mark that changes these files. */
const factsOf = (paths: readonly string[], more: Partial<CommitFacts> = {}): CommitFacts => ({
  commit: commitBy(jane),
  reading: { record: null, faults: [], foreign: [] },
  marks: [{ tool: 'claude-code', model: null, kind: 'coauthor', raw: '', where: 'trailers', ai: true }],
  loose: [],
  class: 'marked',
  contradictions: [],
  binding: 'unbound',
  bot: false,
  preAdoption: false,
  signature: null,
  changes: paths.map((path) => ({ path, added: 1 })),
  reviews: [],
  registry: null,
  ...more,
})

const codes = (facts: CommitFacts, branch: string | null, rules: object, overrides: readonly object[] = []) =>
  evaluate(
    facts,
    policyOf({
      rules: Settings.parse(rules),
      overrides: overrides.map((one) => Override.parse(one)),
      waivers: [],
      registry: null,
      branch,
      asOf: 0,
    }),
  ).map(({ code, severity }) => `${severity} ${code}`)

describe('what an assessment must have found', () => {
  const objection = (assessment: object | undefined, requires: readonly string[]) => {
    const tools = { aider: assessment === undefined ? {} : { assessment } }
    const registry = Registry.parse({ tools, paths: [{ paths: ['src/**'], requires }] })
    return pathObjection(registry, registry.tools['aider'] ?? { models: [] }, 'src/a.ts')
  }

  test.each([
    [undefined, 'no-training'],
    [{}, 'no-training'],
    [{ training: true }, 'no-training'],
    [{ training: false }, null],
  ] as const)('of training: %j is answered by %s', (assessment, expected) =>
    expect(objection(assessment, ['no-training'])).toBe(expected),
  )

  test.each(['baa', 'dpa', 'soc2'])('%s is not met by what nobody found out', (one) => {
    expect([undefined, {}, { training: false }].map((assessment) => objection(assessment, [one]))).toEqual([
      one,
      one,
      one,
    ])
    expect(objection({ [one]: one === 'soc2' ? 'type II, 2026' : true }, [one])).toBeNull()
  })
})

test('files that are free on some branches are not free on one that nobody knows', () => {
  const facts = factsOf(['src/a.ts', 'test/a.test.ts'])
  const rules = { 'tests-independent': 'error' }
  const scratch = { branches: 'scratch/**', paths: 'src/**', rules: { 'tests-independent': 'off' } }
  expect(codes(facts, 'scratch/x', rules, [scratch])).toEqual([])
  expect(codes(facts, 'main', rules, [scratch])).toEqual(['error tests-independent'])
  expect(codes(facts, null, rules, [scratch])).toEqual(['error tests-independent'])
})

describe('how many people approved', () => {
  const by = (...addresses: string[]): Review => ({
    reviewer: { name: '', email: addresses[0] ?? '' },
    addresses,
    addressed: true,
    person: true,
    statement: 'approved',
    how: 'forge',
    known: 'witnessed',
    on: 'commit',
    key: null,
    at: null,
    raw: '',
  })
  const got = (reviews: readonly Review[]) => {
    const option = reviewRequired.option.parse({ count: 20 })
    return reviewRequired.check(factsOf([], { reviews }), option, [])[0]?.args?.['got']
  }

  // A chain of addresses is one person, by whichever of its ends a later review is.
  test.each([
    [2, ['a', 'b']],
    [1, ['a b', 'b']],
    [1, ['a', 'b', 'a b']],
    [1, ['a b', 'b c', 'c']],
    [1, ['a b', 'b c', 'a']],
    [2, ['a b', 'b c', 'd', 'a']],
  ])('%i, of reviews under the addresses %j', (people, reviews) =>
    expect(got(reviews.map((addresses) => by(...addresses.split(' '))))).toBe(people),
  )
})

describe('waivers', () => {
  const found: LedgerFinding = { code: 'record-required', severity: 'error' }
  const waiver = (more: object): Waiver =>
    Waiver.parse({ commit: oid, reason: 'x', approver: 'Ann <ann@example.com>', expires: '2026-06-30', ...more })
  const waived = (waivers: readonly Waiver[], author = jane) =>
    waive([found], { commit: commitBy(author), waivers, asOf: 0 })

  test('of two that cover a finding the first counts, and says how grave the finding was', () => {
    const [one, ...more] = waived([waiver({}), waiver({ approver: 'Ben <ben@example.com>', reason: 'y' })])
    expect(more).toEqual([])
    expect(one).toMatchObject({ severity: 'warn', waiver: { approver: 'Ann <ann@example.com>', severity: 'error' } })
  })

  // An address need not be one: git takes what user.email says.
  test.each(['jo', 'Jo', 'Jo Dev', 'Jo Dev <jo>', 'jo dev (jo)'])(
    '%s is who made a commit as Jo Dev <jo>',
    (approver) =>
      expect(waived([waiver({ approver })], identityOf('Jo Dev <jo>'))).toEqual([
        found,
        expect.objectContaining({ code: 'waiver-by-author' }),
      ]),
  )
})
