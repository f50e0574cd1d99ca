import { counted } from '../core/counted.js'
import { noFinding, rankOf } from '../core/ledger/gravity.js'
import type { CommitCounts, Entry, LedgerFinding } from '../core/ledger/schema.js'
import type { Summary } from '../core/ledger/summary.js'
import { toolsIn } from '../core/policy/tools-in.js'

/** What a person reads first: an entry whose record does not hold, or on which something was found. */
export const isException = (entry: Entry): boolean =>
  entry.class === 'contradicted' || entry.binding === 'stale' || entry.findings.length > 0

/** How grave what was found on an entry is, 0 for what weighs most; exceptions come before what is none. */
export const entryRank = (entry: Entry): number =>
  entry.findings.reduce((least, finding) => Math.min(least, rankOf(finding)), noFinding + (isException(entry) ? 0 : 1))

/** How grave a finding is, in a word. */
export const graveWord = ({ severity, waiver }: Pick<LedgerFinding, 'severity' | 'waiver'>): string =>
  waiver === undefined ? severity : 'waived'

/** Findings with the gravest first. */
export const byGravity = (findings: readonly LedgerFinding[]): readonly LedgerFinding[] =>
  findings.toSorted((a, b) => rankOf(a) - rankOf(b))

/** The tools an entry names, by its record and by marks beside it; for people, who learn nothing of `unknown`. */
export const knownTools = (entry: Entry): readonly string[] => known(toolsIn(entry).map(({ tool }) => tool))

/** The models it names. */
export const knownModels = (entry: Entry): readonly string[] => known(toolsIn(entry).map(({ model }) => model))

/** What people said of a commit who had no part in it, each with how that is known: `approved by Ann <ann@x> (signed, recomputed)`. */
export const reviewsOf = ({ reviews }: Entry): readonly string[] => [
  ...new Set(
    reviews.map(
      ({ statement, reviewer, how, known }) =>
        `${reviewWords[statement] ?? statement} by ${reviewer} (${how}, ${known})`,
    ),
  ),
]

const reviewWords: Readonly<Record<string, string>> = { tests: 'tests vouched for' }

/** What a ledger's counts say beside its classes, as far as there is anything to say. */
export const besideClasses = (
  { stale, merges, bots, preAdoption }: CommitCounts,
  review: Summary['review'],
): readonly (readonly [words: string, count: string])[] => {
  const rows = [
    ['with a record of another change', stale],
    ['merges', merges],
    ['by bots that are no AI', bots],
    ['before adoption', preAdoption],
    ['with AI in them', review.withAi],
  ] as const
  const told = rows.flatMap(([words, count]) => (count > 0 ? [[words, String(count)] as const] : []))
  if (review.withAi === 0) return told
  const approved = approvedIn(review)
  const known = approved === 0 ? '' : ` (${approvalsKnown(review)})`
  return [...told, ['with AI in them and approved by others', `${approved}${known}`]]
}

/** How many commits with AI in them were approved by somebody who had no part in them. */
export const approvedIn = ({ signed, forge, trailer }: Summary['review']): number => signed + forge + trailer

/** How these approvals are known. */
export const approvalsKnown = ({ signed, forge, trailer }: Summary['review']): string =>
  `${signed} signed, ${forge} by a forge’s word, ${trailer} by a trailer alone`

const known = (names: readonly string[]): readonly string[] => [...new Set(names)].filter((name) => name !== 'unknown')

/**
 * The share a person changed, and how it is known: what was measured from the sums of its lines (spec, section 2), what was
 * declared as it was, and how many contributions say nothing. Empty without a record.
 */
export const sharesOf = ({ record }: Entry): string => {
  const known = record.flatMap(({ humanEdited }) => (humanEdited?.ratio == null ? [] : [humanEdited]))
  const others = known.filter((share) => !isMeasured(share)).map(({ ratio, basis }) => `${ratio?.toFixed(3)} ${basis}`)
  const silent = record.length - known.length
  return [
    ...sumOf(known.filter(isMeasured)),
    ...others,
    ...(silent === 0 ? [] : [record.length === 1 ? 'unknown' : `${silent} unknown`]),
  ].join(', ')
}

type Share = NonNullable<Entry['record'][number]['humanEdited']>

const isMeasured = ({ basis, kept }: Share): boolean => basis === 'measured' && kept !== null

const sumOf = (measured: readonly Share[]): readonly string[] => {
  const changed = measured.reduce((sum, { edited, dropped }) => sum + (edited ?? 0) + (dropped ?? 0), 0)
  const lines = measured.reduce((sum, { kept }) => sum + (kept ?? 0), changed)
  if (measured.length === 0) return []
  return [lines === 0 ? 'unknown' : `${(changed / lines).toFixed(3)} of ${counted(lines, 'line')} measured`]
}
