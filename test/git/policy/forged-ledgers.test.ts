import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson } from '../../../src/core/canonical.js'
import type { Entry, Footer, Header, LedgerLine } from '../../../src/core/ledger/schema.js'
import { type PolicyBench, policyBench } from '../../support/policy-bench.js'

const claude = 'Work\n\nCo-authored-by: Claude <noreply@anthropic.com>'

let bench: PolicyBench
beforeAll(() => {
  bench = policyBench()
  bench.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', join(bench.home, 'key')])
  bench.write('../signers', `ann@example.com ${bench.read('../key.pub')}`)
  const waived = bench.commit(claude, ['src/a.ts'])
  const reviewed = bench.commit(claude, ['src/b.ts'])
  bench.write(
    '../approvals',
    canonicalJson([{ reviewer: 'Ann', email: 'ann@example.com', commit: reviewed, state: 'approved' }]),
  )
  const policy = `policyVersion: 3
rules: { record-required: error, review-required: error, paths-forbidden: [error, ["src/**"]] }
waivers: [{ commit: "${waived}", rules: [record-required], reason: x, approver: Ann, expires: "2026-12-31" }]`
  bench.judge(policy, [...given.signers, ...given.approvals, '--output', '../ledger.jsonl'], 'HEAD~2..HEAD')
})
afterAll(() => bench.remove())

const given = {
  policy: ['--policy', '../policy.yaml'],
  signers: ['--allowed-signers', '../signers'],
  approvals: ['--approvals', '../approvals'],
}

type Forge = Partial<{
  header: (line: Header) => object
  commit: (line: Entry) => object
  footer: (line: Footer) => object
}>

/** The ledger with some fields written anew and its chain mended, as anyone can who may write the file. */
const forged = (forge: Forge): string => {
  let prev: string | null = null
  const lines = bench
    .read('../ledger.jsonl')
    .trimEnd()
    .split('\n')
    .map((text) => {
      const line = JSON.parse(text) as LedgerLine
      const change = (forge[line.type] as ((line: LedgerLine) => object) | undefined)?.(line) ?? {}
      const made = canonicalJson({ ...line, ...change, ...(prev === null ? {} : { prev }) })
      prev = createHash('sha256').update(made).digest('hex')
      return `${made}\n`
    })
  bench.write('../forged.jsonl', lines.join(''))
  return '../forged.jsonl'
}

const check = (file: string, ...args: readonly string[]) => {
  const { status, stdout } = bench.provenance(['ledger', 'check', file, '--json', ...args])
  return { status, ...(JSON.parse(stdout) as { checked: string[]; needed: string[]; breaks: { what: string }[] }) }
}

const ofPolicy = (change: object) => ({ header: ({ policy }: Header) => ({ policy: { ...policy, ...change } }) })
const withFindings = (change: (finding: Entry['findings'][number]) => object | null) => ({
  commit: ({ findings }: Entry) => ({ findings: findings.flatMap((one) => change(one) ?? []) }),
})

test('the ledger itself holds, and what was not given is told', () => {
  expect(check('../ledger.jsonl', ...given.policy, ...given.signers, ...given.approvals)).toMatchObject({
    status: 0,
    checked: ['chain', 'counts', 'history', 'policy', 'signatures'],
    needed: [],
  })
  expect(check('../ledger.jsonl')).toMatchObject({
    status: 0,
    checked: ['chain', 'counts', 'history'],
    needed: ['policy', 'signers', 'approvals'],
  })
})

describe.for([
  ['with all', [...given.policy, ...given.signers, ...given.approvals]],
  ['without signers and approvals', given.policy],
  ['without signers', [...given.policy, ...given.approvals]],
  ['without approvals', [...given.policy, ...given.signers]],
] as const)('%s, no forgery holds', ([, args]) => {
  test.for<[string, Forge, string]>([
    ['another policy', ofPolicy({ digest: '0'.repeat(64) }), 'policy:'],
    ['another version of it', ofPolicy({ version: 4 }), 'policy:'],
    ['fewer waivers', ofPolicy({ waivers: [] }), 'policy:'],
    ['another branch', ofPolicy({ branch: 'scratch' }), 'policy:'],
    ['an adoption', { header: () => ({ adoption: 'v1' }) }, 'adoption:'],
    ['another file', withFindings((one) => (one.path === undefined ? one : { ...one, path: 'docs/a' })), 'findings:'],
    [
      'another reason of a waiver',
      withFindings((one) => (one.waiver === undefined ? one : { ...one, waiver: { ...one.waiver, reason: 'y' } })),
      'findings:',
    ],
    [
      'no forbidden files',
      {
        ...withFindings((one) => (one.code === 'paths-forbidden' ? null : one)),
        footer: ({ findings: { 'paths-forbidden': _, ...findings } }) => ({ findings }),
      },
      'findings:',
    ],
  ])('%s', ([, forge, what]) => {
    const { status, breaks } = check(forged(forge), ...args)
    expect([status, breaks.map((one) => one.what.slice(0, what.length))]).toEqual([3, expect.arrayContaining([what])])
  })
})

test('what entries weigh needs neither policy nor history', () => {
  const offline = (forge: Forge) => check(forged(forge), '--offline').breaks.map(({ what }) => what)
  expect(offline({})).toEqual([])
  expect(offline({ footer: () => ({ verdict: 'pass' }) })).toEqual([
    expect.stringContaining('verdict: expected another'),
  ])
  expect(offline({ footer: ({ findings }) => ({ findings: { ...findings, 'paths-forbidden': 1 } }) })).toEqual([
    'findings.paths-forbidden: expected 2, got 1',
  ])
  expect(offline({ footer: ({ findings }) => ({ findings: { ...findings, 'record-bound': 1 } }) })).toEqual([
    'findings.record-bound: expected 0, got 1',
  ])
})
