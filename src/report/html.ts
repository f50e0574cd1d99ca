import { isoDay, isoTime } from '../core/iso-date.js'
import { rangeWords } from '../core/ledger/asked-range.js'
import {
  type ClassCounts,
  type Entry,
  type EvidenceClass,
  evidenceClasses,
  type Footer,
  type Header,
  type LedgerFinding,
} from '../core/ledger/schema.js'
import { addEntry, emptySummary, namesIn, type Summary, sinceAdoption } from '../core/ledger/summary.js'
import { fitting, shortened } from '../core/shortened.js'
import { detailsOf, waiverWords, wordingOf } from '../core/wording.js'
import { exceptionsNote, tallyControls } from './control-tally.js'
import {
  besideClasses,
  byGravity,
  entryRank,
  graveWord,
  knownModels,
  knownTools,
  reviewsOf,
  sharesOf,
} from './entry-words.js'
import { tallyFindings } from './finding-tally.js'
import { findingsByLine, type PlacedFinding } from './findings.js'
import { gravestOf } from './gravest.js'
import { adoptionWords, fromWords, waiversIn } from './header-words.js'
import { barChart, monthChart } from './html-charts.js'
import { html } from './html-escape.js'
import { contentSecurityPolicy, script, style } from './html-page.js'
import type { Report } from './report.js'

/** As many rows as a browser filters without delay, the gravest exceptions before the rest; as many months as are told apart; as many names as are drawn. */
const maxRows = 12_000
const maxMonths = 1_200
const maxNames = 15

/** One self-contained page: summary, charts, exceptions first, a table to filter, controls. Nothing is loaded from anywhere. */
export const htmlReport: Report = async function* (lines) {
  let header: Header | null = null
  const page = collect()
  for await (const line of lines) {
    if (line.type === 'header') header = line
    const found = page.foundIn(line)
    if (line.type === 'commit') page.add(line)
    else if (line.type === 'footer' && header !== null) yield* render(header, { footer: line, found }, page)
  }
}

const collect = () => {
  const summary = emptySummary()
  const controls = tallyControls()
  const tally = tallyFindings()
  const rows = gravestOf<string>(maxRows)
  const months = new Map<string, Partial<Record<EvidenceClass, number>>>()
  const add = (entry: Entry): void => {
    addEntry(summary, entry)
    controls.add(entry)
    tally.add(entry.findings)
    const month = isoDay(entry.committer.date).slice(0, 7)
    if (months.has(month) || months.size < maxMonths) {
      const parts = months.get(month) ?? {}
      months.set(month, { ...parts, [entry.class]: (parts[entry.class] ?? 0) + 1 })
    }
    rows.add({ item: rowOf(entry), rank: entryRank(entry) })
  }
  return { add, foundIn: findingsByLine(), summary, controls, tally, rows, months }
}

type Page = ReturnType<typeof collect>

type End = { readonly footer: Footer; readonly found: readonly PlacedFinding[] }

function* render(header: Header, { footer, found }: End, page: Page): Generator<string> {
  for (const one of found) page.controls.addOfRange(one)
  page.tally.add(found.map(({ finding }) => finding))
  const rows = page.rows.items()
  yield `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">`
  yield `<meta name="viewport" content="width=device-width,initial-scale=1"><title>AI provenance of ${html(rangeWords(header))}</title><style>${style}</style></head><body><main>\n`
  yield summaryPart(header, footer, page.tally)
  yield rangePart(found)
  yield chartPart(page)
  yield controlPart(header, page)
  yield tablePart(rows.length, footer)
  yield* rows
  yield `</tbody></table></div>\n</main><script>${script}</script></body></html>\n`
}

const summaryPart = (header: Header, footer: Footer, tally: Page['tally']): string => {
  const { range, population, policy, flags, tool, git } = header
  const adopted = adoptionWords(header)
  const waivers = waiversIn(header)
  const facts = [
    ['Range', rangeWords(header)],
    ['From', fromWords(header, footer)],
    ['To', range.to],
    ['Commits', String(population.count)],
    ['Policy', `${policy.source} ${policy.digest.slice(0, 12)}`],
    ...(adopted === null ? [] : [['Adopted', adopted] as const]),
    ...(waivers === null ? [] : [['Waivers', waivers] as const]),
    ['Flags', flags.join(', ') || 'none'],
    ['Made by', `${tool}, git ${git}`],
  ] as const
  const found = tally.rows().map(([{ code, grave }, count]) => {
    const { sentence } = wordingOf(code, 'COMMIT')
    return `<li>${grave}: ${count} × ${html(sentence)} <code>${html(code)}</code></li>`
  })
  return `<h1>AI provenance <span class="verdict">${footer.verdict}</span></h1>\n<table><tbody>${facts
    .map(([name, value]) => `<tr><th scope="row">${name}</th><td>${html(value)}</td></tr>`)
    .join(
      '',
    )}</tbody></table>\n<h2>Findings</h2>${found.length === 0 ? '<p>None.</p>' : `<ul>${found.join('')}</ul>`}\n`
}

/** What was found on the range as a whole: with its details, for no row of the table has it. */
const rangePart = (found: readonly PlacedFinding[]): string => {
  const items = found.slice(0, maxNames).map(({ finding, oid }) => {
    const { sentence, mend } = wordingOf(finding.code, oid, finding.args)
    const words = [finding.severity, oid.slice(0, 12), sentence, ...detailsOf(finding)].join(' ')
    return `<li>${html(words)} <code>${html(finding.code)}</code>. See: <code>${html(mend)}</code></li>`
  })
  return items.length === 0 ? '' : `<h2>The range as a whole</h2><ul>${items.join('')}</ul>\n`
}

const chartPart = ({ summary, months }: Page): string => {
  const since = sinceAdoption(summary)
  const classes = (of: ClassCounts) => evidenceClasses.map((name) => ({ name, count: of[name], style: name }))
  const now = since === null ? '' : barChart(`By evidence class, since adoption (${since.total})`, classes(since))
  return `<h2>Commits</h2>${barChart('By evidence class', classes(summary.counts))}${now}${besidePart(summary)}${barChart('Tools and models', namesOf(summary))}${moreNames(summary)}${monthChart('By month of the committer’s date', months)}\n`
}

const besidePart = ({ counts, review }: Summary): string => {
  const items = besideClasses(counts, review).map(([words, count]) => `<li>${words}: ${count}</li>`)
  return items.length === 0 ? '' : `<p>Of these:</p><ul>${items.join('')}</ul>`
}

const namesOf = (summary: Summary) =>
  namesIn(summary)
    .slice(0, maxNames)
    .map(([name, count]) => ({ name, count, style: 'name' }))

const moreNames = ({ names }: Summary): string => {
  const more = Object.keys(names).length - maxNames
  return more > 0 ? `<p>… and ${more} more tools and models.</p>` : ''
}

const controlPart = (header: Header, { summary, controls }: Page): string => {
  const rows = controls.rows(summary, header).map(({ id, topic, supports, counts, exceptions, notShown }) => {
    const cells = [topic, supports, counts, exceptions, notShown].map((text) => `<td>${html(text)}</td>`)
    return `<tr><th scope="row">${html(id)}</th>${cells.join('')}</tr>`
  })
  const heads = ['Control', 'Topic', 'Supports evidence for', 'Counts', 'Exceptions', 'Not shown']
  return `<h2>Controls</h2><p>What this ledger supports evidence for. ${exceptionsNote}</p>${wide('Controls')}<table id="controls"><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>\n`
}

/** What a table that is wider than a small screen scrolls in by itself, by keyboard as well (WCAG 2.2, 1.4.10 and 2.1.1). */
const wide = (name: string): string => `<div class="wide" role="region" aria-label="${name}" tabindex="0">`

const columns = [
  'Commit',
  'Class',
  'Date',
  'Author',
  'Subject',
  'Tools and models',
  'Changed by a person',
  'Reviews',
  'Findings',
]

const tablePart = (shown: number, { counts }: Footer): string => {
  const note =
    shown < counts.total
      ? `<p>${shown} of ${counts.total} commits are shown, exceptions first; the ledger has them all.</p>`
      : ''
  const kinds = evidenceClasses.map((name) => `<option>${name}</option>`).join('')
  return `<h2>Every commit, exceptions first</h2>${note}<form hidden><label>Filter <input id="words" type="search"></label><label>Class <select id="kind"><option value="">all</option>${kinds}</select></label><output id="count" role="status"></output></form>\n${wide('Every commit')}<table id="commits"><thead><tr>${columns.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead><tbody>\n`
}

const rowOf = (entry: Entry): string => {
  const findings = [...new Set(byGravity(entry.findings).map(findingWords))].join('; ')
  const stale = entry.binding === 'stale' ? ', of another change' : ''
  const cells = [
    `<code>${entry.oid.slice(0, 12)}</code>`,
    html(`${entry.class}${stale}`),
    `<time datetime="${isoTime(entry.committer.date)}">${isoDay(entry.committer.date)}</time>`,
    html(entry.author.name),
    html(entry.subject),
    html(fitting([...knownTools(entry), ...knownModels(entry)], ' ', 200)),
    html(shortened(sharesOf(entry), 200)),
    html(fitting(reviewsOf(entry), ', ', 300)),
    html(findings),
  ]
  return `<tr data-kind="${entry.class}">${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>\n`
}

const findingWords = (finding: LedgerFinding): string => {
  const { code, waiver } = finding
  return `${graveWord(finding)} ${code}${waiver === undefined ? '' : ` ${waiverWords(waiver)}`}`
}
