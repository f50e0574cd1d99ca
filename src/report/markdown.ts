import { counted } from '../core/counted.js'
import { rangeWords } from '../core/ledger/asked-range.js'
import { type Entry, evidenceClasses, type Header, type LedgerFinding } from '../core/ledger/schema.js'
import { addEntry, emptySummary, namesIn, type Summary, sinceAdoption } from '../core/ledger/summary.js'
import { fitting, shortened } from '../core/shortened.js'
import { detailsOf, waiverWords, wordingOf } from '../core/wording.js'
import { type ControlRow, exceptionsNote, tallyControls } from './control-tally.js'
import { besideClasses, byGravity, entryRank, graveWord, isException, knownModels, knownTools } from './entry-words.js'
import { visible } from './escape.js'
import { findingsByLine, type PlacedFinding } from './findings.js'
import { gravestOf } from './gravest.js'
import { adoptionWords, waiversIn } from './header-words.js'
import type { Report } from './report.js'

/** As many exceptions as are shown; a comment on a pull request holds 65,536 characters. */
const maxShown = 50
const maxNames = 20
/** As long as the words on an exception may be. */
const maxWords = 400

/**
 * Text that Markdown and HTML within it leave as it is, on one line: no mark-up, link, mention or reference. Forges look for the last two
 * when Markdown is rendered, and an entity is its sign again (github/cmark-gfm, issue 181): a blank without width stands behind the sign.
 */
export const markdown = (text: string): string =>
  escaped(visible(text.toWellFormed()).replace(/(?<=[@#!$%~&]|\bGH-)(?=[\p{L}\p{N}_])/giu, apart)).replaceAll(
    apart,
    '&#8203;',
  )

/** Zero width space; `visible` has left none in a text. */
const apart = '\u200B'

/** The same between `<code>` and its end, where forges look for no mention or reference: a command stays one that can be copied. */
export const inCode = (text: string): string => escaped(visible(text.toWellFormed()))

const escaped = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]#|~:@^$"'=]/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(/\b(?=www)/gi, '&#8203;')

/** For a release page or a pull request: the summary, what was found on the range, exceptions first, the controls. */
export const markdownReport: Report = async function* (lines) {
  let header: Header | null = null
  const summary = emptySummary()
  const exceptions = gravestOf<Entry>(maxShown)
  const controls = tallyControls()
  const foundIn = findingsByLine()
  for await (const line of lines) {
    const found = foundIn(line)
    if (line.type === 'header') header = line
    else if (line.type === 'commit') {
      addEntry(summary, line)
      controls.add(line)
      if (isException(line)) exceptions.add({ item: line, rank: entryRank(line) })
    } else {
      for (const one of found) controls.addOfRange(one)
      yield headText(header, line.verdict)
      yield rangeList(found)
      yield exceptionTable(exceptions.items(), exceptions.left(), found.length)
      yield classTable(summary)
      yield nameTable(summary)
      yield controlTable(controls.rows(summary, header))
    }
  }
}

/** What was found on the range as a whole. */
const rangeList = (found: readonly PlacedFinding[]): string => {
  const items = found.slice(0, maxShown).map(({ finding, oid }) => {
    const { sentence, mend } = wordingOf(finding.code, oid, finding.args)
    const grave = finding.severity === 'error' ? '**error**' : 'warning'
    const details = [oid.slice(0, 12), sentence, `(${finding.code})`, ...detailsOf(finding)].join(' ')
    return `- ${grave}: ${markdown(details)}. See: <code>${inCode(mend)}</code>\n`
  })
  return items.length === 0 ? '' : `### The range as a whole\n\n${items.join('')}\n`
}

const controlTable = (rows: readonly ControlRow[]): string =>
  [
    '\n### Controls\n\nWhat this ledger supports evidence for, and what it does not show.\n\n',
    table(
      ['control', 'supports evidence for', 'counts', 'exceptions', 'not shown'],
      rows.map(({ id, supports, counts, exceptions, notShown }) => [id, supports, counts, exceptions, notShown]),
    ),
    `\n${exceptionsNote}\n`,
  ].join('')

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows.map((row) => row.map(markdown))]
    .map((row) => `| ${row.join(' | ')} |\n`)
    .join('')

const headText = (header: Header | null, verdict: string): string => {
  const adopted = header === null ? null : adoptionWords(header)
  const waivers = header === null ? null : waiversIn(header)
  return [
    `## AI provenance: ${verdict}\n\n`,
    `Range ${markdown(header === null ? '' : rangeWords(header))}, ${counted(header?.population.count ?? 0, 'commit')}, to ${header?.range.to ?? ''}. `,
    `Policy ${markdown(header?.policy.source ?? '')}${adopted === null ? '' : `, adopted ${markdown(adopted)}`}.`,
    waivers === null ? '' : ` Waivers: ${waivers}.`,
    (header?.flags.length ?? 0) === 0 ? '' : ` Flags: ${markdown((header?.flags ?? []).join(', '))}.`,
    '\n\n',
  ].join('')
}

const exceptionTable = (exceptions: readonly Entry[], left: number, ofRange: number): string => {
  if (exceptions.length === 0) return ofRange === 0 ? 'No exceptions.\n\n' : ''
  const rows = exceptions.map((entry) => [
    entry.oid.slice(0, 12),
    entry.class,
    shortened(entry.subject, 80),
    fitting([...knownTools(entry), ...knownModels(entry)], ' ', 80),
    fitting([...new Set(byGravity(entry.findings).map(sentenceOf))], '; ', maxWords),
  ])
  const more = left === 0 ? '' : `\n… and ${left} more.\n`
  return `### Exceptions\n\n${table(['commit', 'class', 'subject', 'tools', 'what'], rows)}${more}\n`
}

/** How grave it is, what it is, and where it is waived, by whose decision. */
const sentenceOf = (finding: LedgerFinding): string => {
  const { args, code, waiver } = finding
  const decided = waiver === undefined ? '' : ` (${waiverWords(waiver)})`
  return `${graveWord(finding)}: ${wordingOf(code, '', args).sentence}${decided}`
}

const classTable = (summary: Summary): string => {
  const { counts, review } = summary
  const since = sinceAdoption(summary)
  const rows = [...evidenceClasses, 'total' as const].map((name) => [
    name,
    String(counts[name]),
    ...(since === null ? [] : [String(since[name])]),
  ])
  const head = ['class', 'commits', ...(since === null ? [] : ['since adoption'])]
  return `### Commits\n\n${table(head, rows)}${besideList(counts, review)}`
}

const besideList = (counts: Summary['counts'], review: Summary['review']): string => {
  const items = besideClasses(counts, review).map(([words, count]) => `- ${words}: ${count}\n`)
  return items.length === 0 ? '' : `\nOf these:\n\n${items.join('')}`
}

const nameTable = (summary: Summary): string => {
  const rows = namesIn(summary)
  if (rows.length === 0) return '\nNo AI tool is named.\n'
  const more = rows.length > maxNames ? `\n… and ${rows.length - maxNames} more.\n` : ''
  const shown = rows.slice(0, maxNames).map(([name, count]) => [name, String(count)])
  return `\n### Tools and models\n\n${table(['tool and model', 'commits'], shown)}${more}`
}
