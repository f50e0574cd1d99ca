import { stringify } from 'csv-stringify/sync'
import { isoTime } from '../core/iso-date.js'
import type { Entry } from '../core/ledger/schema.js'
import { linesOf, modelsOf, ratioOf, toolsOf } from './entry-words.js'
import { visible } from './escape.js'
import type { Report } from './report.js'

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
  ['tools', (entry) => toolsOf(entry).join(' ')],
  ['models', (entry) => modelsOf(entry).join('; ')],
  ['prompt_hashes', ({ record }) => record.map(({ promptHash }) => promptHash ?? '').join(' ')],
  [
    'prompts',
    ({ record }) => (record.length === 0 ? '' : String(record.reduce((sum, one) => sum + (one.prompts ?? 0), 0))),
  ],
  ['human_edited_ratio', ratioOf],
  ['lines_kept', (entry) => String(linesOf(entry)?.kept ?? '')],
  ['lines_edited', (entry) => String(linesOf(entry)?.edited ?? '')],
  ['lines_dropped', (entry) => String(linesOf(entry)?.dropped ?? '')],
  ['ratio_basis', ({ record }) => [...new Set(record.map(({ humanEdited }) => humanEdited?.basis ?? ''))].join(' ')],
  ['marks', ({ marks }) => marks.map(({ raw, where }) => `${where}: ${raw}`).join(' | ')],
  ['signature', ({ signature }) => signature?.status ?? ''],
  ['signer', ({ signature }) => signature?.signer ?? ''],
  [
    'findings',
    ({ findings }) =>
      findings.map(({ code, severity, waiver }) => `${waiver === undefined ? severity : 'waived'}:${code}`).join(' '),
  ],
  ['parents', ({ parents }) => String(parents.length)],
  ['bot', ({ bot }) => String(bot)],
  ['pre_adoption', ({ preAdoption }) => String(preAdoption)],
]

/** One row a commit (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV Injection). */
export const csvReport: Report = async function* (lines) {
  yield row(columns.map(([name]) => name))
  for await (const line of lines)
    if (line.type === 'commit') yield row(columns.map(([, value]) => visible(value(line))))
}

const row = (cells: readonly string[]): string =>
  stringify([[...cells]], { escape_formulas: true, record_delimiter: '\r\n' })
