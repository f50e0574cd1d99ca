import { stringify } from 'csv-stringify/sync'
import { isoTime } from '../core/iso-date.js'
import type { Entry, LedgerFinding } from '../core/ledger/schema.js'
import { waiverWords } from '../core/wording.js'
import { graveWord, knownModels, knownTools, reviewsOf } from './entry-words.js'
import { visible } from './escape.js'
import { findingsByLine, type PlacedFinding } from './findings.js'
import type { Report } from './report.js'

/** A cell with a value for each contribution of a record, in their order; empty where none has one. */
const each =
  (tell: (contribution: Entry['record'][number]) => string | undefined) =>
  ({ record }: Entry): string => {
    const values = record.map((contribution) => tell(contribution) ?? '')
    return values.every((value) => value === '') ? '' : values.join('; ')
  }

const findingWord = (finding: LedgerFinding): string => `${graveWord(finding)}:${finding.code}`

/** A column: its name, and an entry's value in it. */
const columns: readonly (readonly [string, (entry: Entry) => string])[] = [
  ['oid', ({ oid }) => oid],
  ['class', (entry) => entry.class],
  ['binding', ({ binding }) => binding],
  ['committer_date', ({ committer }) => isoTime(committer.date)],
  ['author_name', ({ author }) => author.name],
  ['author_email', ({ author }) => author.email],
  ['committer_name', ({ committer }) => committer.name],
  ['committer_email', ({ committer }) => committer.email],
  ['subject', ({ subject }) => subject],
  ['tools', (entry) => knownTools(entry).join(' ')],
  ['models', (entry) => knownModels(entry).join('; ')],
  ['prompt_hashes', ({ record }) => record.map(({ promptHash }) => promptHash ?? '').join(' ')],
  ['prompts', each(({ prompts }) => prompts?.toString())],
  ['human_edited_ratio', each(({ humanEdited }) => humanEdited?.ratio?.toFixed(3))],
  ['lines_kept', each(({ humanEdited }) => humanEdited?.kept?.toString())],
  ['lines_edited', each(({ humanEdited }) => humanEdited?.edited?.toString())],
  ['lines_dropped', each(({ humanEdited }) => humanEdited?.dropped?.toString())],
  ['ratio_basis', each(({ humanEdited }) => humanEdited?.basis)],
  ['marks', ({ marks }) => marks.map(({ raw, where }) => `${where}: ${raw}`).join(' | ')],
  ['signature', ({ signature }) => signature?.status ?? ''],
  ['signer', ({ signature }) => signature?.signer ?? ''],
  ['reviews', (entry) => reviewsOf(entry).join(' | ')],
  ['findings', ({ findings }) => findings.map(findingWord).join(' ')],
  ['parents', ({ parents }) => String(parents.length)],
  ['bot', ({ bot }) => String(bot)],
  ['pre_adoption', ({ preAdoption }) => String(preAdoption)],
  [
    'waivers',
    ({ findings }) =>
      findings
        .flatMap(({ code, waiver }) => (waiver === undefined ? [] : [`${code} ${waiverWords(waiver)}`]))
        .join(' | '),
  ],
]

/**
 * One row a commit (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV Injection),
 * and so does what stands behind a semicolon: where the decimal sign is a comma, spreadsheets begin a cell there.
 */
export const csvReport: Report = async function* (lines) {
  yield row(columns.map(([name]) => name))
  const foundIn = findingsByLine()
  // The last entry is the commit that the range ends with, where what was found on the range has its row.
  let last: Entry | null = null
  for await (const line of lines) {
    const found = foundIn(line)
    if (line.type === 'header') continue
    if (last !== null) yield rowOf(last, line.type === 'footer' ? found.filter(({ oid }) => oid === last?.oid) : [])
    if (line.type === 'footer') yield ownRow(found.filter(({ oid }) => oid !== last?.oid))
    last = line.type === 'commit' ? line : null
  }
}

const rowOf = (entry: Entry, ofRange: readonly PlacedFinding[]): string => {
  const findings = [...entry.findings, ...ofRange.map(({ finding }) => finding)]
  return row(columns.map(([, value]) => value({ ...entry, findings })))
}

/** A row for what was found on a range of no commits, or of several ends. */
const ownRow = (found: readonly PlacedFinding[]): string => {
  const [first] = found
  if (first === undefined) return ''
  const cells: Readonly<Record<string, string>> = {
    oid: first.oid,
    findings: found.map(({ finding }) => findingWord(finding)).join(' '),
  }
  return row(columns.map(([name]) => cells[name] ?? ''))
}

/** What is a formula once a reader that splits at semicolons has begun a cell there; doubled quotes are none to it. */
const laterFormula = /;[\s"]*(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g

/** As many characters, of UTF-16, as a cell of Excel holds (Microsoft, "Excel specifications and limits": 32,767), less the apostrophe. */
const maxCell = 32_766

const safe = (cell: string): string => {
  const plain = visible(cell).replace(laterFormula, "$&'")
  return plain.length <= maxCell ? plain : `${plain.slice(0, maxCell - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

const row = (cells: readonly string[]): string =>
  stringify([cells.map(safe)], { escape_formulas: true, record_delimiter: '\r\n' })
