import { rangeWords } from '../core/ledger/asked-range.js'
import { evidenceClasses, type Footer, type Header } from '../core/ledger/schema.js'
import { addEntry, emptySummary, maxShown, namesIn, type ShownFinding, type Summary } from '../core/ledger/summary.js'
import { mostFirst } from '../core/tally.js'
import { detailsOf, wordingOf } from '../core/wording.js'
import { besideClasses, graveWord } from './entry-words.js'
import { visible } from './escape.js'
import { findingsOnRange } from './findings.js'
import { adoptionWords, fromWords, waiversIn } from './header-words.js'
import type { Report } from './report.js'

/** As many tools and models as are named; the rest are counted. */
const maxNames = 12

/** The terminal answer. Holds no more than it shows. */
export const textReport: Report = async function* (lines) {
  let header: Header | null = null
  const summary = emptySummary()
  for await (const line of lines) {
    if (line.type === 'header') header = line
    else if (line.type === 'commit') addEntry(summary, line)
    else if (header !== null) yield summaryText(header, summary, line, inLedger)
  }
}

/** Where the findings are that a page has no room for, when there is a ledger; else the command that writes it. */
export const inLedger = 'the ledger has them all'
export const inLedgerToBe = 'provenance verify … --output ledger.jsonl'

/** A short table, the verdict, then findings with the command that mends each; `rest` tells where more of them are. */
export const summaryText = (header: Header, summary: Summary, footer: Footer, rest: string): string =>
  [
    headText(header, footer),
    countText(footer, summary),
    nameText(summary),
    `verdict  ${footer.verdict}\n`,
    findingText(shownFindings(header, summary, footer), footer, rest),
  ].join('')

/** What a person is told of: what was found on the range, then the gravest findings on commits. */
export const shownFindings = (
  { range }: Header,
  { shown, weights }: Summary,
  footer: Footer,
): readonly ShownFinding[] =>
  [
    ...findingsOnRange(footer, weights.incomplete > 0).map((finding) => ({ ...finding, oid: range.to })),
    ...shown,
  ].slice(0, maxShown)

const headText = (header: Header, footer: Footer) => {
  const { range, population, policy, flags } = header
  const adopted = adoptionWords(header)
  const waivers = waiversIn(header)
  return [
    `range    ${visible(rangeWords(header))}`,
    `from     ${range.from ?? `(${fromWords(header, footer)})`}`,
    `to       ${range.to}`,
    `policy   ${visible(policy.source)} ${policy.digest.slice(0, 12)}`,
    ...(adopted === null ? [] : [`adopted  ${visible(adopted)}`]),
    ...(waivers === null ? [] : [`waivers  ${waivers}`]),
    ...(flags.length === 0 ? [] : [`flags    ${flags.join(', ')}`]),
    `commits  ${population.count}`,
    '',
    '',
  ].join('\n')
}

const share = (part: number, whole: number) => (whole === 0 ? '' : `${((100 * part) / whole).toFixed(1).padStart(6)} %`)

const countText = ({ counts }: Footer, { review }: Summary) => {
  const rows = evidenceClasses.map(
    (name) => `  ${name.padEnd(13)}${String(counts[name]).padStart(8)} ${share(counts[name], counts.total)}`,
  )
  const more = besideClasses(counts, review).map(([words, count]) => `  of these, ${words}: ${count}`)
  return `${[...rows, ...more].join('\n')}\n\n`
}

const nameText = (summary: Summary) => {
  const rows = namesIn(summary)
  if (rows.length === 0) return ''
  const rest = rows.length > maxNames ? `  … and ${rows.length - maxNames} more\n` : ''
  return `tools and models\n${rows
    .slice(0, maxNames)
    .map(([name, count]) => `  ${String(count).padStart(7)}  ${visible(name)}\n`)
    .join('')}${rest}\n`
}

const findingText = (shown: readonly ShownFinding[], { findings }: Footer, rest: string): string => {
  if (shown.length === 0) return ''
  const counts = { ...findings, ...Object.fromEntries(shown.map(({ code }) => [code, findings[code] ?? 1])) }
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const told = mostFirst(counts).map(([code, count]) => `${code} ${count}`)
  const rows = shown.map(({ oid, code, severity, ...finding }) => {
    const { sentence, mend } = wordingOf(code, oid)
    const detail = visible(detailsOf({ code, severity, ...finding }).join(' '))
    const grave = graveWord({ severity, ...finding })
    return `  ${grave.padEnd(6)} ${oid.slice(0, 12)} ${sentence} [${code}]${detail === '' ? '' : ` ${detail}`}\n        ${mend}\n`
  })
  const more = total > shown.length ? `  … and ${total - shown.length} more: ${rest}\n` : ''
  return `\nfindings ${total}: ${told.join(', ')}\n${rows.join('')}${more}`
}
