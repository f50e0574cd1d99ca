import { incompleteFaults } from '../core/ledger/gravity.js'
import { rangeFindings } from '../core/ledger/range-findings.js'
import type { Entry, Footer, LedgerFinding, LedgerLine } from '../core/ledger/schema.js'

/** A finding and the commit it is at: its own, or, for one on the range as a whole, the one that the range ends with. */
export type PlacedFinding = {
  readonly finding: LedgerFinding
  readonly oid: string
  /** Null for a finding on the range. */
  readonly entry: Entry | null
  /** Tells findings of one code at one commit apart. */
  readonly key: string
}

/** Follows a ledger line by line and gives what was found in each: in an entry on its commit, in the footer on the range. */
export const findingsByLine = (): ((line: LedgerLine) => readonly PlacedFinding[]) => {
  let to = ''
  let explained = false
  return (line) => {
    if (line.type === 'header') to = line.range.to
    if (line.type === 'header') return []
    if (line.type === 'footer')
      return findingsOnRange(line, explained).map((finding, index) => ({
        finding,
        oid: to,
        entry: null,
        key: `range-${index}`,
      }))
    const { findings, oid } = line
    explained ||= findings.some(({ code }) => incompleteFaults.has(code))
    return findings.map((finding, index) => ({ finding, oid, entry: line, key: String(index) }))
  }
}

/** What was found on the range; that parts of it could not be read, too, where no finding of its commits has explained that. */
export const findingsOnRange = (footer: Footer, explained: boolean): readonly LedgerFinding[] => {
  const told = rangeFindings(footer)
  return footer.verdict !== 'incomplete' || explained || told.some(({ code }) => incompleteFaults.has(code))
    ? told
    : [...told, { code: 'missing-object', severity: 'error' }]
}

/** What stands for a finding's commit where people read: its subject, or that it is about the range. */
export const titleOf = ({ entry }: PlacedFinding): string => entry?.subject ?? 'the range as a whole'
