import { type Entry, evidenceClasses, type Footer, type Header } from '../core/ledger/schema.js'
import { wordingOf } from '../core/wording.js'
import { visible } from './escape.js'
import type { Report } from './report.js'

/** As many findings as are shown; the rest are counted. */
const maxShown = 20
const maxNames = 12

type Shown = { readonly oid: string; readonly code: string; readonly severity: string; readonly detail: string }

/** The terminal answer: a short table, the verdict, then findings with the command that mends each. Holds no more than it shows. */
export const textReport: Report = async function* (lines) {
  let header: Header | null = null
  const names = new Map<string, number>()
  const shown: Shown[] = []
  for await (const line of lines) {
    if (line.type === 'header') header = line
    else if (line.type === 'commit') {
      countNames(line, names)
      for (const { code, severity, args } of line.findings) {
        if (shown.length < maxShown) shown.push({ oid: line.oid, code, severity, detail: detailOf(args) })
      }
    } else {
      if (header !== null) yield headText(header)
      yield countText(line)
      yield nameText(names)
      yield `verdict  ${line.verdict}\n`
      yield* findingText(shown, line)
    }
  }
}

const detailOf = (args: Readonly<Record<string, string | number>> | undefined) =>
  Object.entries(args ?? {})
    .map(([name, value]) => `${name}=${visible(String(value)).slice(0, 80)}`)
    .join(' ')

const headText = ({ range, population, policy, flags }: Header) =>
  [
    `range    ${visible(range.query)}`,
    `from     ${range.from ?? '(the beginning)'}`,
    `to       ${range.to}`,
    `policy   ${visible(policy.source)} ${policy.digest.slice(0, 12)}`,
    ...(flags.length === 0 ? [] : [`flags    ${flags.join(', ')}`]),
    `commits  ${population.count}`,
    '',
    '',
  ].join('\n')

const share = (part: number, whole: number) => (whole === 0 ? '' : `${((100 * part) / whole).toFixed(1).padStart(6)} %`)

const countText = ({ counts }: Footer) => {
  const rows = evidenceClasses.map(
    (name) => `  ${name.padEnd(13)}${String(counts[name]).padStart(8)} ${share(counts[name], counts.total)}`,
  )
  const more = [
    ...(counts.stale > 0 ? [`  of these, with a record of another change: ${counts.stale}`] : []),
    ...(counts.merges > 0 ? [`  of these, merges: ${counts.merges}`] : []),
    ...(counts.bots > 0 ? [`  of these, by bots that are no AI: ${counts.bots}`] : []),
    ...(counts.preAdoption > 0 ? [`  of these, before adoption: ${counts.preAdoption}`] : []),
  ]
  return `${[...rows, ...more].join('\n')}\n\n`
}

const countNames = (entry: Entry, names: Map<string, number>): void => {
  const told = [
    ...entry.record.map(({ tool, model }) => `${tool} ${model === 'unknown' ? '(model unknown)' : model}`),
    ...(entry.record.length > 0
      ? []
      : entry.marks
          .filter(({ ai }) => ai)
          .map(({ tool, model }) => `${tool ?? '(tool unknown)'} ${model ?? '(model unknown)'}`)),
  ]
  for (const name of new Set(told)) names.set(name, (names.get(name) ?? 0) + 1)
}

const nameText = (names: ReadonlyMap<string, number>) => {
  if (names.size === 0) return ''
  const rows = [...names].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const rest = rows.length > maxNames ? `  … and ${rows.length - maxNames} more\n` : ''
  return `tools and models\n${rows
    .slice(0, maxNames)
    .map(([name, count]) => `  ${String(count).padStart(7)}  ${visible(name)}\n`)
    .join('')}${rest}\n`
}

function* findingText(shown: readonly Shown[], footer: Footer): Generator<string> {
  const total = Object.values(footer.findings).reduce((sum, count) => sum + count, 0)
  if (total === 0) return
  yield `\nfindings ${total}: ${Object.entries(footer.findings)
    .map(([code, count]) => `${code} ${count}`)
    .join(', ')}\n`
  for (const { oid, code, severity, detail } of shown) {
    const { sentence, mend } = wordingOf(code, oid)
    yield `  ${severity.padEnd(5)} ${oid.slice(0, 12)} ${sentence} [${code}]${detail === '' ? '' : ` ${detail}`}\n        ${mend}\n`
  }
  if (total > shown.length) yield `  … and ${total - shown.length} more: provenance verify … --output ledger.jsonl\n`
}
