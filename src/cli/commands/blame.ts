import { ProvenanceError } from '../../core/errors.js'
import { isoDay } from '../../core/iso-date.js'
import { type Entry, evidenceClasses } from '../../core/ledger/schema.js'
import { toolsIn } from '../../core/policy/tools-in.js'
import { visible } from '../../report/escape.js'
import { type Blame, blameFile, isCutOff } from '../../workflows/verify/blame-file.js'
import { inColumns, padded } from '../columns.js'
import { asJson, type Output } from '../output.js'
import { walkFaultText } from '../walk-fault-text.js'

type Options = {
  readonly repository: string
  readonly revision: string
  readonly lines?: string
  readonly json?: boolean
}

/** `provenance blame`: the commit, tool, model and evidence behind each line of a file. */
export const blame = async (file: string, options: Options, output: Output): Promise<number> => {
  const { repository, revision, lines = null } = options
  if (lines !== null && !/^\d+(?:,[+-]?\d+)?$/.test(lines))
    throw new ProvenanceError('USAGE', `-L: expected START, START,END or START,+COUNT, got ${JSON.stringify(lines)}`)
  const found = await blameFile({ repository, file, revision, lines })
  output.answer(options.json ? asJson(documentOf(found)) : textOf(found))
  return found.exitCode
}

const documentOf = ({ path, commit, lines, entries, faults }: Blame) => ({
  path,
  commit,
  faults,
  summary: countsOf(lines),
  lines,
  commits: Object.fromEntries(entries),
})

const countsOf = (lines: Blame['lines']): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = Object.fromEntries(evidenceClasses.map((name) => [name, 0]))
  for (const line of lines) counts[line.class] = (counts[line.class] ?? 0) + 1
  return counts
}

/** Tools and models of a commit: what its record says, and what marks beside it name that it does not. */
const toolsOf = (entry: Entry): string => {
  const told = toolsIn(entry)
  const names = told.map(({ tool, model }) => (model === 'unknown' && tool !== 'unknown' ? tool : `${tool} ${model}`))
  if (names.length === 0 && entry.marks.some(({ ai }) => !ai)) return '(says no AI)'
  return [...new Set(names)].join(', ')
}

/** A line of a file as it stands there, tabs and all, but for what would move a terminal's cursor; it is never at the start of one of ours, where a CI would take `::` for a command. */
const shownLine = (text: string): string =>
  text
    .replace(/\r$/, '')
    .split('\t')
    .map((part) => visible(`|${part}`).slice(1))
    .join('\t')

/** What stands before each line of a commit: its name, evidence, tools, day and author. */
const headOf = (oid: string, entry: Entry): string => {
  const stale = entry.binding === 'stale' ? ', of another change' : ''
  const evidence = isCutOff(entry) ? 'unknown' : `${entry.class}${stale}`
  const tools = isCutOff(entry) ? '' : toolsOf(entry)
  return [
    oid.slice(0, 12),
    evidence.padEnd(13),
    padded(tools, 32),
    isoDay(entry.author.date),
    inColumns(entry.author.name, 16),
  ].join(' ')
}

const textOf = ({ path, lines, entries, faults }: Blame): string => {
  const heads = new Map([...entries].map(([oid, entry]) => [oid, headOf(oid, entry)]))
  const width = String(lines.at(-1)?.line ?? 0).length
  const rows = lines.map(
    ({ oid, line, text }) => `${heads.get(oid) ?? oid} ${String(line).padStart(width)} ${shownLine(text)}\n`,
  )
  const counts = Object.entries(countsOf(lines)).filter(([, count]) => count > 0)
  const told = counts.map(([name, count]) => `${name} ${count}`).join(', ')
  return `${rows.join('')}\nlines ${lines.length} of ${visible(path)}${told === '' ? '' : `: ${told}`}\n${walkFaultText(faults)}`
}
