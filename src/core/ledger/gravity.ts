import type { LedgerFinding } from './schema.js'

/** What weighs on the verdict, the gravest first. */
const weighed = ['integrity', 'incomplete', 'error', 'warn'] as const
export type Weight = (typeof weighed)[number]

/** Faults by which history is not what it claims to be, and those by which it is not all there. */
export const integrityFaults: ReadonlySet<string> = new Set([
  'hash-mismatch',
  'signature-bad',
  'history-rewritten',
  'history-rolled-back',
])
export const incompleteFaults: ReadonlySet<string> = new Set([
  'shallow',
  'missing-object',
  'change-too-large',
  'commit-too-large',
])

/** How grave a finding is, 0 for what weighs most. */
export const rankOf = (finding: Pick<LedgerFinding, 'code' | 'severity'>): number => weighed.indexOf(weightOf(finding))

/** A rank behind that of every finding. */
export const noFinding = weighed.length

/** What a finding weighs: a fault of history itself as such, whatever its severity. */
export const weightOf = ({ code, severity }: Pick<LedgerFinding, 'code' | 'severity'>): Weight => {
  if (integrityFaults.has(code)) return 'integrity'
  return incompleteFaults.has(code) ? 'incomplete' : severity
}
