import { parse as parseCsv } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import type { LedgerFinding, LedgerLine } from '../../../src/core/ledger/schema.js'
import { csvReport } from '../../../src/report/csv.js'
import { htmlReport } from '../../../src/report/html.js'
import { reportFormats, reports } from '../../../src/report/index.js'
import { markdownReport } from '../../../src/report/markdown.js'
import { entryWith, ledgerOf, rendered } from './hostile.js'

const waiver = { approver: 'Lead', expires: '2027-06-30', reason: 'hotfix by phone', severity: 'error' } as const
const waived: LedgerFinding = { code: 'record-required', severity: 'warn', waiver }
const error: LedgerFinding = { code: 'signature-required', severity: 'error' }
const warning: LedgerFinding = { code: 'record-required', severity: 'warn' }
const entryOf = (number: number, ...findings: LedgerFinding[]) => entryWith('x', number, { findings })

const underWaivers = (lines: readonly LedgerLine[]): readonly LedgerLine[] =>
  lines.map((line) => {
    if (line.type !== 'header') return line
    const { approver, expires, reason } = waiver
    return {
      ...line,
      policy: { ...line.policy, waivers: [{ commit: 'a'.repeat(40), approver, expires, reason }] },
    }
  })

describe('a waived finding', () => {
  for (const format of reportFormats)
    test(`${format}: stands with who decided it, until when and why`, async () => {
      const text = await rendered(await reports[format](), ledgerOf([entryOf(1, waived)]))
      for (const word of ['Lead', '2027-06-30', 'hotfix by phone']) expect(text).toContain(word)
    })

  for (const format of ['text', 'markdown', 'comment', 'html'] as const)
    test(`${format}: how many waivers the policy holds is told`, async () => {
      const plain = ledgerOf([entryOf(1, waived)])
      expect(await rendered(await reports[format](), underWaivers(plain))).toMatch(/waivers.*\b1 in the policy/i)
      expect(await rendered(await reports[format](), plain)).not.toContain('in the policy')
    })

  test('csv: has a column of its own', async () => {
    const text = await rendered(csvReport, ledgerOf([entryOf(1, waived, error), entryOf(2, error)]))
    const rows = parseCsv(text, { columns: true }) as Record<string, string>[]
    expect(rows.map(({ findings, waivers }) => [findings, waivers])).toEqual([
      ['waived:record-required error:signature-required', 'record-required by Lead until 2027-06-30: hotfix by phone'],
      ['error:signature-required', ''],
    ])
  })
})

describe('how grave a finding is', () => {
  test('html: stands in the list, the gravest first, what was waived apart, and in each row', async () => {
    const broken: LedgerFinding = { code: 'hash-mismatch', severity: 'error' }
    const lines = ledgerOf([entryOf(1, warning, error), entryOf(2, waived, warning), entryOf(3, broken)])
    const page = await rendered(htmlReport, lines)
    const list = /<h2>Findings<\/h2><ul>(.*)<\/ul>/.exec(page)?.[1] ?? ''
    expect(
      [...list.matchAll(/<li>(\w+: \d+) ×[^<]*<code>([^<]*)/g)].map(([, told, code]) => `${told} ${code}`),
    ).toEqual([
      'error: 1 hash-mismatch',
      'error: 1 signature-required',
      'warn: 2 record-required',
      'waived: 1 record-required',
    ])
    expect(page).toContain('<td>error signature-required; warn record-required</td>')
    expect(page).toContain('waived record-required by Lead until 2027-06-30: hotfix by phone')
  })

  test('markdown: stands before what was found, and what has no room is counted', async () => {
    const text = await rendered(markdownReport, ledgerOf([entryOf(1, warning, error)]))
    expect(text).toMatch(/\| error&#58; is not signed [^|]*; warn&#58; carries no record of AI use \|/)
    const many = [
      'record-bound',
      'tool-approved',
      'model-approved',
      'author-authorized',
      'human-edited-minimum',
    ].concat(...['ai-share-maximum', 'paths-forbidden', 'review-required', 'tests-independent', 'squash-kept-records'])
    const all = many.map((code): LedgerFinding => ({ code, severity: 'error' }))
    const cell = /\| 0{12} .*\| ([^|]*) \|\n/.exec(await rendered(markdownReport, ledgerOf([entryOf(1, ...all)])))?.[1]
    const told = cell?.match(/error&#58;/g)?.length ?? 0
    expect(cell).toMatch(new RegExp(`; … and ${many.length - told} more$`))
  })
})
