import { parse as parseCsv } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import type { Footer, LedgerFinding } from '../../../src/core/ledger/schema.js'
import { csvReport } from '../../../src/report/csv.js'
import { reportFormats, reports } from '../../../src/report/index.js'
import { markdownReport } from '../../../src/report/markdown.js'
import { entryWith, ledgerOf, rendered } from './hostile.js'

const quiet = [1, 2].map((number) => entryWith('x', number, { class: 'unknown', findings: [], marks: [] }))
const args = { expected: 'e'.repeat(40), got: 'a'.repeat(40) }
const rewritten: LedgerFinding = { code: 'history-rewritten', severity: 'error', args }
const gap: LedgerFinding = { code: 'ledger-gap', severity: 'warn', args: { ...args, commits: 3 } }

const told = 'ends a range that leaves out commits'

const footerOf = (...found: readonly LedgerFinding[]): Partial<Footer> => ({
  findings: Object.fromEntries(found.map(({ code }) => [code, 1])),
  rangeFindings: [...found],
})

const formats = reportFormats.filter((name) => name !== 'json' && name !== 'jsonl')
const render = async (format: (typeof formats)[number], footer: Partial<Footer>, entries = quiet) =>
  rendered(await reports[format](), ledgerOf(entries, footer))

describe('what was found on the range as a whole', () => {
  for (const format of formats) {
    test(`${format}: is told, be it an error or a warning, of a range with commits and of one without`, async () => {
      for (const { code } of [rewritten, gap]) {
        const finding = code === gap.code ? gap : rewritten
        expect(await render(format, footerOf(finding))).toContain(code)
        expect(await render(format, footerOf(finding), [])).toContain(code)
      }
    })

    test(`${format}: is told of a ledger that only counts it, as older ones do`, async () => {
      expect(await render(format, { findings: { 'history-rolled-back': 1 } })).toContain('history-rolled-back')
    })

    test(`${format}: is not hidden by what was found on commits`, async () => {
      const noisy = Array.from({ length: 60 }, (_, number) => entryWith('x', number + 1))
      const noise = { 'record-wellformed': 60, 'no-contradiction': 60 }
      const footer = { findings: { ...noise, 'ledger-gap': 1 }, rangeFindings: [gap] }
      const text = await render(format, footer, noisy)
      expect(
        text.includes({ csv: 'warn:ledger-gap', html: '<h2>The range as a whole' }[format as string] ?? told),
      ).toBe(true)
    })

    test(`${format}: that it could not be read to its end is told, and once`, async () => {
      const incomplete = { findings: {}, verdict: 'incomplete' } as const
      expect(await render(format, incomplete)).toContain('missing-object')
      expect(await render(format, { ...incomplete, verdict: 'pass' })).not.toContain('missing-object')
      const shallow = quiet.map((entry) => ({ ...entry, findings: [{ code: 'shallow', severity: 'error' as const }] }))
      expect(await render(format, { findings: { shallow: 2 }, verdict: 'incomplete' }, shallow)).not.toContain(
        'missing-object',
      )
    })
  }

  for (const format of ['text', 'markdown', 'html', 'sarif', 'code-quality', 'junit', 'ocsf'] as const)
    test(`${format}: is told with what was expected`, async () => {
      expect(await render(format, footerOf(rewritten))).toContain(args.expected)
    })

  test('csv: stands in the row of the commit that the range ends with, or has one of its own', async () => {
    const cells = async (entries: typeof quiet) =>
      (
        parseCsv(await rendered(csvReport, ledgerOf(entries, footerOf(rewritten))), { columns: true }) as Record<
          string,
          string
        >[]
      ).map(({ oid, class: evidence, findings }) => [oid?.at(-1), evidence, findings])
    const error = 'error:history-rewritten'
    expect(await cells(quiet)).toEqual([
      ['1', 'unknown', ''],
      ['2', 'unknown', error],
    ])
    expect(await cells([])).toEqual([['1', '', error]])
  })

  test('markdown: is an exception of the controls that ask for the population, before those of commits', async () => {
    const text = await rendered(markdownReport, ledgerOf(quiet, footerOf(rewritten)))
    expect(text).not.toContain('No exceptions')
    const cells = text.split('\n').filter((line) => line.includes('(000000000000 history-rewritten)'))
    expect(cells.map((line) => line.split(' | ')[0])).toEqual([
      '| SOC 2 PI1',
      '| HIPAA 164.312(b)',
      '| HIPAA 164.312(c)(1)',
      '| GDPR 32',
    ])
  })
})
