import { rangeWords } from '../core/ledger/asked-range.js'
import {
  type ClassCounts,
  type EvidenceClass,
  evidenceClasses,
  type Footer,
  type Header,
} from '../core/ledger/schema.js'
import {
  addEntry,
  emptySummary,
  maxShown,
  namesIn,
  type ShownFinding,
  type Summary,
  sinceAdoption,
} from '../core/ledger/summary.js'
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
    else if (header !== null) yield summaryText({ header, summary, footer: line }, inLedger)
  }
}

/** What a ledger comes to, between its first line and its last. */
type Summed = { readonly header: Header; readonly summary: Summary; readonly footer: Footer }

/**
 * What an answer names beside its findings: where those are that it has no room for, be it the command that writes the ledger, and
 * a finding's own command as it is to be run here.
 */
export type Beside = { readonly rest: string; readonly fitted: (command: string) => string }

/** Of a ledger that is there, whichever repository it is of. */
export const inLedger: Beside = { rest: 'the ledger has them all', fitted: (command) => command }

/** A short table, the verdict, then findings with the command that mends each. */
export const summaryText = ({ header, summary, footer }: Summed, beside: Beside): string =>
  [
    headText(header, footer),
    countText(footer, summary),
    nameText(summary),
    `verdict  ${footer.verdict}\n`,
    findingText(shownFindings(header, summary, footer), footer, beside),
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

const countText = ({ counts }: Footer, summary: Summary) => {
  const since = sinceAdoption(summary)
  const cell = (of: ClassCounts, name: EvidenceClass) => `${String(of[name]).padStart(8)} ${share(of[name], of.total)}`
  const rows = evidenceClasses.map((name) => {
    const all = `  ${name.padEnd(13)}${cell(counts, name)}`
    return since === null ? all : `${all.padEnd(width)}${cell(since, name)}`
  })
  const head = since === null ? [] : [`${'all'.padStart(23).padEnd(width)}since adoption (${since.total})`]
  const more = besideClasses(counts, summary.review).map(([words, count]) => `  of these, ${words}: ${count}`)
  return `${[...head, ...rows, ...more].join('\n')}\n\n`
}

/** Where the second column of classes begins. */
const width = 36

const nameText = (summary: Summary) => {
  const rows = namesIn(summary)
  if (rows.length === 0) return ''
  const rest = rows.length > maxNames ? `  … and ${rows.length - maxNames} more\n` : ''
  return `tools and models\n${rows
    .slice(0, maxNames)
    .map(([name, count]) => `  ${String(count).padStart(7)}  ${visible(name)}\n`)
    .join('')}${rest}\n`
}

const findingText = (shown: readonly ShownFinding[], { findings }: Footer, beside: Beside): string => {
  if (shown.length === 0) return ''
  const counts = { ...findings, ...Object.fromEntries(shown.map(({ code }) => [code, findings[code] ?? 1])) }
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const told = mostFirst(counts).map(([code, count]) => `${code} ${count}`)
  const rows = shown.map(({ oid, code, severity, ...finding }) => {
    const { sentence, mend } = wordingOf(code, oid, finding.args)
    const detail = visible(detailsOf({ code, severity, ...finding }).join(' '))
    const grave = graveWord({ severity, ...finding })
    return `  ${grave.padEnd(6)} ${oid.slice(0, 12)} ${sentence} [${code}]${detail === '' ? '' : ` ${detail}`}\n        ${visible(beside.fitted(mend))}\n`
  })
  const more = total > shown.length ? `  … and ${total - shown.length} more: ${visible(beside.rest)}\n` : ''
  return `\nfindings ${total}: ${told.join(', ')}\n${rows.join('')}${more}`
}
