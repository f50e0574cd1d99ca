import type { Counts, Entry, LedgerFinding } from './schema.js'

/** As many findings as a summary holds whole; the rest are counted. */
const maxShown = 20
/** As many names are told apart: a commit can claim any. */
const maxNames = 2_000
const otherNames = '(others)'

/** A finding with the commit it was made on. */
export type ShownFinding = LedgerFinding & { readonly oid: string }

/** What a ledger's entries come to. Of fixed size, whatever their number; plain JSON. */
export type Summary = {
  readonly counts: Counts
  /** How often each finding code occurs. */
  readonly findings: Record<string, number>
  /** How many findings each thing that weighs on the verdict has. */
  readonly weights: Record<Weight, number>
  /** The first findings. */
  readonly shown: ShownFinding[]
  /** How many commits each tool and model took part in, `TOOL MODEL`. */
  readonly names: Record<string, number>
}

export type Weight = 'integrity' | 'incomplete' | 'error' | 'warn'

/** Faults by which history is not what it claims to be, and those by which it is not all there. */
const integrityFaults = new Set(['hash-mismatch', 'signature-bad', 'history-rewritten', 'history-rolled-back'])
export const incompleteFaults: ReadonlySet<string> = new Set(['shallow', 'missing-object', 'change-too-large'])

export const emptySummary = (): Summary => ({
  counts: {
    ...{ total: 0, attested: 0, recorded: 0, marked: 0, none: 0, unknown: 0, contradicted: 0 },
    ...{ preAdoption: 0, merges: 0, bots: 0, stale: 0 },
  },
  findings: {},
  weights: { integrity: 0, incomplete: 0, error: 0, warn: 0 },
  shown: [],
  names: {},
})

/** Adds one entry to a summary. */
export const addEntry = (summary: Summary, entry: Entry): void => {
  const { counts } = summary
  counts.total += 1
  counts[entry.class] += 1
  if (entry.parents.length > 1) counts.merges += 1
  if (entry.preAdoption) counts.preAdoption += 1
  if (entry.bot) counts.bots += 1
  if (entry.binding === 'stale') counts.stale += 1
  for (const finding of entry.findings) addFinding(summary, finding, entry.oid)
  if (entry.record.length + entry.marks.length > 0) countNames(summary.names, entry)
}

/** Adds a finding on a commit, or on the range that ends there. */
export const addFinding = ({ findings, weights, shown }: Summary, finding: LedgerFinding, oid: string): void => {
  findings[finding.code] = (findings[finding.code] ?? 0) + 1
  weights[weightOf(finding)] += 1
  if (shown.length < maxShown) shown.push({ ...finding, oid })
}

/** Adds a later stretch of the same ledger to a summary. */
export const addSummary = (summary: Summary, later: Summary): void => {
  addCounts(summary.counts, later.counts)
  addCounts(summary.findings, later.findings)
  addCounts(summary.weights, later.weights)
  for (const [name, count] of Object.entries(later.names)) addName(summary.names, name, count)
  summary.shown.push(...later.shown.slice(0, maxShown - summary.shown.length))
}

const addCounts = <Name extends string>(sum: Record<Name, number>, more: Readonly<Record<Name, number>>): void => {
  for (const name of Object.keys(more) as Name[]) sum[name] = (sum[name] ?? 0) + more[name]
}

const weightOf = ({ code, severity }: LedgerFinding): Weight => {
  if (integrityFaults.has(code)) return 'integrity'
  return incompleteFaults.has(code) ? 'incomplete' : severity
}

const countNames = (names: Record<string, number>, { record, marks }: Entry): void => {
  const told =
    record.length > 0
      ? record.map(({ tool, model }) => `${tool} ${model === 'unknown' ? '(model unknown)' : model}`)
      : marks
          .filter(({ ai }) => ai)
          .map(({ tool, model }) => `${tool ?? '(tool unknown)'} ${model ?? '(model unknown)'}`)
  for (const name of new Set(told)) addName(names, name, 1)
}

const addName = (names: Record<string, number>, name: string, count: number): void => {
  const key = names[name] !== undefined || Object.keys(names).length < maxNames ? name : otherNames
  names[key] = (names[key] ?? 0) + count
}
