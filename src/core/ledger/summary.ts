import { byName } from '../by-name.js'
import { canonicalModel } from '../marks/models.js'
import { hasAi, toolsIn } from '../policy/tools-in.js'
import { remember } from '../remember.js'
import { mostFirst } from '../tally.js'
import { rankOf, type Weight, weightOf } from './gravity.js'
import type { ClassCounts, CommitCounts, Entry, LedgerFinding } from './schema.js'

/** As many findings as a summary holds whole, and a terminal shows; the rest are counted. */
export const maxShown = 20
/** As many names are told apart: a commit can claim any. */
const maxNames = 2_000
const otherNames = '(others)'
const maxSpellings = 50

/** A finding with the commit it was made on. */
export type ShownFinding = LedgerFinding & { readonly oid: string }

/** What a ledger's entries come to. Of fixed size, whatever their number; plain JSON. */
export type Summary = {
  readonly counts: CommitCounts
  /** Those of them that are from before adoption. */
  readonly before: ClassCounts
  /** How often each finding code occurs. */
  readonly findings: Record<string, number>
  /** How many findings each thing that weighs on the verdict has. */
  readonly weights: Record<Weight, number>
  /** The gravest findings; of those that weigh as much, the first. */
  readonly shown: ShownFinding[]
  /** How many commits each tool and model took part in, `TOOL MODEL`. */
  readonly names: Record<string, number>
  /** How often each of these stands in the ledger in which spelling. */
  readonly spellings: Record<string, Record<string, number>>
  /** Commits with AI in them, and those of them that somebody approved who had no part in them, by how that is known best. */
  readonly review: Record<'withAi' | How, number>
}

/** How an approval reached us. */
type How = Entry['reviews'][number]['how']

const noClasses = (): ClassCounts => ({
  total: 0,
  attested: 0,
  recorded: 0,
  marked: 0,
  none: 0,
  unknown: 0,
  contradicted: 0,
})

export const emptySummary = (): Summary => ({
  counts: { ...noClasses(), preAdoption: 0, merges: 0, bots: 0, stale: 0 },
  before: noClasses(),
  findings: byName(),
  weights: { integrity: 0, incomplete: 0, error: 0, warn: 0 },
  shown: [],
  names: byName(),
  spellings: byName(),
  review: { withAi: 0, signed: 0, forge: 0, trailer: 0 },
})

/** True where somebody approved who had no part in it, and nobody like that rejected it. */
export const isApproved = ({ reviews }: Pick<Entry, 'reviews'>): boolean =>
  reviews.some(({ statement }) => statement === 'approved') &&
  !reviews.some(({ statement }) => statement === 'rejected')

/** Adds one entry to a summary. */
export const addEntry = (summary: Summary, entry: Entry): void => {
  const { counts } = summary
  counts.total += 1
  counts[entry.class] += 1
  if (entry.parents.length > 1) counts.merges += 1
  if (entry.preAdoption) {
    counts.preAdoption += 1
    summary.before.total += 1
    summary.before[entry.class] += 1
  }
  if (entry.bot) counts.bots += 1
  if (entry.binding === 'stale') counts.stale += 1
  for (const finding of entry.findings) {
    countFinding(summary, finding)
    show(summary.shown, finding, entry.oid)
  }
  if (entry.record.length + entry.marks.length === 0) return
  countNames(summary, entry)
  if (!hasAi(entry)) return
  summary.review.withAi += 1
  if (isApproved(entry)) summary.review[approvedHow(entry)] += 1
}

/** The best known of a commit's approvals: a signature is verified here, a forge saw it, a trailer anybody can write. */
const approvedHow = ({ reviews }: Entry): How => {
  const ways = new Set(reviews.filter(({ statement }) => statement === 'approved').map(({ how }) => how))
  return (['signed', 'forge'] as const).find((how) => ways.has(how)) ?? 'trailer'
}

/** The classes of the commits since adoption: where a project stands now; null where none is from before. */
export const sinceAdoption = ({ counts, before }: Pick<Summary, 'counts' | 'before'>): ClassCounts | null => {
  if (before.total === 0) return null
  const names = Object.keys(before) as (keyof ClassCounts)[]
  return Object.fromEntries(names.map((name) => [name, counts[name] - before[name]])) as ClassCounts
}

/** Counts a finding without a place: one on the range as a whole. */
export const countFinding = ({ findings, weights }: Summary, finding: LedgerFinding): void => {
  findings[finding.code] = (findings[finding.code] ?? 0) + 1
  weights[weightOf(finding)] += 1
}

/** Adds a later stretch of the same ledger to a summary. */
export const addSummary = (summary: Summary, later: Summary): void => {
  addCounts(summary.counts, later.counts)
  addCounts(summary.before, later.before)
  addCounts(summary.findings, later.findings)
  addCounts(summary.weights, later.weights)
  addCounts(summary.review, later.review)
  for (const [name, count] of Object.entries(later.names)) addName(summary.names, name, count)
  for (const [name, spellings] of Object.entries(later.spellings))
    for (const [spelling, count] of Object.entries(spellings)) addSpelling(summary, { name, spelling, count })
  for (const { oid, ...finding } of later.shown) show(summary.shown, finding, oid)
}

const addCounts = <Name extends string>(sum: Record<Name, number>, more: Readonly<Record<Name, number>>): void => {
  for (const name of Object.keys(more) as Name[]) sum[name] = (sum[name] ?? 0) + more[name]
}

/** Puts a finding behind those as grave as it is, where it is among the gravest: warnings, however many, hide no error. */
const show = (shown: ShownFinding[], finding: LedgerFinding, oid: string): void => {
  const rank = rankOf(finding)
  const before = shown.findLastIndex((one) => rankOf(one) <= rank) + 1
  if (before >= maxShown) return
  shown.splice(before, 0, { ...finding, oid })
  shown.length = Math.min(shown.length, maxShown)
}

/** The same uses as an inventory has; without a mark those are the record's, which most commits of this kind have alone. */
const countNames = (summary: Summary, entry: Entry): void => {
  const uses = entry.marks.length === 0 ? entry.record : toolsIn(entry)
  const told = new Set<string>()
  for (const { tool, model } of uses) {
    const name = nameOf(tool, canonical(model))
    if (!told.has(name)) addName(summary.names, name, 1)
    told.add(name)
    addSpelling(summary, { name, spelling: nameOf(tool, model), count: 1 })
  }
}

const nameOf = (tool: string, model: string): string => `${named(tool, 'tool')} ${named(model, 'model')}`

type Spelling = { readonly name: string; readonly spelling: string; readonly count: number }

/** Only of names that are told apart, and as many spellings as anybody would use. */
const addSpelling = ({ names, spellings }: Summary, { name, spelling, count }: Spelling): void => {
  if (names[name] === undefined) return
  const known = spellings[name] ?? byName<number>()
  spellings[name] = known
  if (known[spelling] === undefined && Object.keys(known).length >= maxSpellings) return
  known[spelling] = (known[spelling] ?? 0) + count
}

/** How many commits each tool and model took part in, the most first, each as the ledger spells it most often: so it can be found there. */
export const namesIn = ({ names, spellings }: Pick<Summary, 'names' | 'spellings'>): ReturnType<typeof mostFirst> =>
  mostFirst(names).map(([name, count]) => [mostFirst(spellings[name] ?? {})[0]?.[0] ?? name, count])

const named = (name: string, what: string): string => (name === 'unknown' ? `(${what} unknown)` : name)

/** Spellings of one model are counted as one. */
const canonical = remember(canonicalModel)

const addName = (names: Record<string, number>, name: string, count: number): void => {
  const key = names[name] !== undefined || Object.keys(names).length < maxNames ? name : otherNames
  names[key] = (names[key] ?? 0) + count
}
