import { describe, expect, test } from 'vitest'
import type { Footer, LedgerFinding } from '../../../src/core/ledger/schema.js'
import { codeQualityReport } from '../../../src/report/code-quality.js'
import { ocsfReport } from '../../../src/report/ocsf.js'
import { sarifReport } from '../../../src/report/sarif.js'
import { entryWith, ledgerOf, rendered } from './hostile.js'

const finding = (code: string, more: Partial<LedgerFinding> = {}): LedgerFinding => ({
  code,
  severity: 'error',
  ...more,
})
const ledger = (findings: readonly LedgerFinding[], footer: Partial<Footer> = {}) =>
  ledgerOf([entryWith('x', 1, { findings: [...findings] })], { verdict: 'pass', ...footer })

type Result = { partialFingerprints: Record<string, string>; ruleId: string; message: { text: string } }

const resultsOf = async (lines: ReturnType<typeof ledger>): Promise<Result[]> =>
  JSON.parse(await rendered(sarifReport, lines)).runs[0].results

const eventsOf = async (lines: ReturnType<typeof ledger>) =>
  (await rendered(ocsfReport, lines))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

/** What each format calls the findings, in their order. */
const identities = async (findings: readonly LedgerFinding[]) => {
  const lines = ledger(findings)
  const prints = (await resultsOf(lines)).map(({ partialFingerprints }) => partialFingerprints)
  const issues = JSON.parse(await rendered(codeQualityReport, lines)) as { fingerprint: string }[]
  const events = (await eventsOf(lines)).slice(0, -1)
  return prints.map((print, index) => [
    print['primaryLocationLineHash'],
    print['commitFinding/v1'],
    issues[index]?.fingerprint,
    events[index].finding_info.uid,
  ])
}

describe('a finding’s identity', () => {
  const signature = finding('signature-required', { args: { reason: 'unsigned' } })
  const paths = ['a', 'b', 'b'].map((path) => finding('paths-forbidden', { path, args: { more: 1 } }))
  const tools = ['x', 'y'].map((tool) => finding('tool-approved', { args: { tool, reason: 'unregistered' } }))

  test('stays where others that stood before it are mended', async () => {
    const all = [finding('record-required'), ...paths, ...tools, signature]
    const before = await identities(all)
    expect(new Set(before.flat()).size).toBe(2 * all.length)
    expect(await identities(all.slice(2))).toEqual(before.slice(2))
    expect(await identities(all.slice(-2))).toEqual(before.slice(-2))
  })

  test('stays where more is known of it', async () => {
    const untrusted = finding('signature-required', { args: { reason: 'untrusted' } })
    expect(await identities([untrusted])).toEqual(await identities([signature]))
  })

  test('has the one name that code scanning reads', async () => {
    const [result] = await resultsOf(ledger([signature]))
    expect(result?.partialFingerprints['primaryLocationLineHash']).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('sarif: a message', () => {
  const textsOf = async (...paths: string[]) =>
    (await resultsOf(ledger(paths.map((path) => finding('paths-forbidden', { path }))))).map(
      ({ message }) => message.text,
    )

  test('has no placeholder and no link in it, whatever a commit says', async () => {
    const [brace, link, plain] = await textsOf('a {0} b', '[see \\ here](https://x.example/{0})', 'src/[id]/p.ts')
    expect(brace).toContain('path=a {{0}} b ')
    expect(link).toContain('path=\\[see \\\\ here\\](https://x.example/{{0}}) ')
    expect(plain).toContain('path=src/[id]/p.ts ')
  })
})

describe('ocsf: a status', () => {
  const statusesOf = async (findings: readonly LedgerFinding[], verdict: Footer['verdict']) =>
    (await eventsOf(ledger(findings, { verdict }))).map(({ compliance, severity_id }) => [
      compliance.status_id,
      compliance.status,
      severity_id,
    ])

  test('is a failure for what the policy objects to, be it an error or a warning', async () => {
    expect(
      await statusesOf([finding('tool-approved'), finding('tool-approved', { severity: 'warn' })], 'fail'),
    ).toEqual([
      [3, 'Fail', 4],
      [3, 'Fail', 3],
      [3, 'Fail', 4],
    ])
  })

  test('is that there was no result only where something is missing', async () => {
    expect(await statusesOf([finding('shallow')], 'incomplete')).toEqual([
      [2, 'Warning', 4],
      [2, 'Warning', 4],
    ])
    expect(await statusesOf([], 'pass')).toEqual([[1, 'Pass', 1]])
  })
})
