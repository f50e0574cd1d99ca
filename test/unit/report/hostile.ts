import { missingEntry } from '../../../src/core/ledger/entry.js'
import { type Entry, type Footer, type Header, type LedgerLine, ledgerSchema } from '../../../src/core/ledger/schema.js'
import { addEntry, emptySummary } from '../../../src/core/ledger/summary.js'
import type { Report } from '../../../src/report/report.js'

const oid = (number: number): string => number.toString(16).padStart(40, '0')

/** Text that means something to a terminal, a spreadsheet, a browser, a forge, an XML reader or a CI's log. */
export const hostileTexts: readonly string[] = [
  '<script>alert(1)</script>',
  '</title></style><img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  '--><!--',
  ']]><![CDATA[',
  '</script><script>',
  '=HYPERLINK("https://evil.example","x")',
  '+1+cmd|calc',
  '@SUM(1)',
  '-2+3',
  '\t=1',
  '\u001b]0;title\u0007\u001b[2J',
  '\u202Egnp.exe\u2066',
  'zero\u200bwidth\ufeff',
  '::error file=x::forged',
  '##vso[task.complete]',
  '| cell | `code` | **bold** | [link](https://evil.example) | ![](x)',
  '@everyone fixes #1 https://evil.example www.evil.example',
  'lone \ud800 surrogate',
  'NUL \u0000 and \u0008 and \ufffe',
  'quotes " and \' and , and ;',
  'line\nbreak\r\nand\rmore',
  '&lt;already&gt; &#60;',
  '${jndi:ldap://x} {{7*7}} %s %n',
  'x'.repeat(100_000),
]

/** An entry in which a text stands wherever a commit can put one. */
export const entryWith = (text: string, number: number, more: Partial<Entry> = {}): Entry => {
  const well = text.toWellFormed()
  const person = { name: well, email: well, date: 1_767_225_600 + number * 86_400, zone: '+0000' }
  return {
    ...missingEntry(oid(number)),
    author: person,
    committer: person,
    subject: well.slice(0, 200),
    tree: oid(7),
    class: 'marked',
    binding: 'unbound',
    marks: [{ tool: 'cursor', model: well, kind: 'coauthor', raw: well.slice(0, 512), where: 'trailers', ai: true }],
    findings: [
      { code: 'record-wellformed', severity: 'error', args: { field: well } },
      { code: 'no-contradiction', severity: 'warn' },
    ],
    reviews: [
      {
        statement: 'approved',
        reviewer: `${well} <${well}>`,
        how: 'trailer',
        known: 'declared',
        key: null,
        on: 'commit',
      },
    ],
    ...more,
  }
}

/** A whole ledger of such entries, with another footer where one is given. */
export const ledgerOf = (entries: readonly Entry[], more: Partial<Footer> = {}): readonly LedgerLine[] => {
  const summary = emptySummary()
  for (const entry of entries) addEntry(summary, entry)
  const last = entries.at(-1)?.oid ?? oid(1)
  const header: Header = {
    type: 'header',
    schema: ledgerSchema,
    adoption: null,
    git: '2.39.5',
    tool: 'commit-provenance/0.1.0',
    range: { query: '<b>HEAD</b>', from: null, to: last, revisions: [last] },
    population: { command: 'git rev-list', count: entries.length, recompute: [] },
    flags: ['shallow'],
    policy: { source: 'file <i>', digest: 'a'.repeat(64) },
  }
  const footer: Footer = {
    type: 'footer',
    counts: summary.counts,
    findings: summary.findings,
    verdict: 'fail',
    prev: '0'.repeat(64),
    ...more,
  }
  return [header, ...entries, footer]
}

export const rendered = async (report: Report, lines: readonly LedgerLine[]): Promise<string> => {
  async function* each() {
    yield* lines
  }
  const pieces: string[] = []
  for await (const piece of report(each())) pieces.push(piece)
  return pieces.join('')
}
