import { sha256 } from '../core/canonical.js'
import { incompleteFaults } from '../core/ledger/gravity.js'
import { rangeFindings } from '../core/ledger/range-findings.js'
import type { Entry, Footer, LedgerFinding, LedgerLine } from '../core/ledger/schema.js'

/** A finding and the commit it is at: its own, or, for one on the range as a whole, the one that the range ends with. */
export type PlacedFinding = {
  readonly finding: LedgerFinding
  readonly oid: string
  /** Null for a finding on the range. */
  readonly entry: Entry | null
  /** Tells findings of one code at one commit apart, and is the same whatever else was found there. */
  readonly key: string
}

/** The name by which two runs mean the same finding: other findings that come or go beside it do not change it. */
export const identityOf = ({ finding, oid, key }: PlacedFinding): string => `${oid}:${finding.code}:${key}`

/** Follows a ledger line by line and gives what was found in each: in an entry on its commit, in the footer on the range. */
export const findingsByLine = (): ((line: LedgerLine) => readonly PlacedFinding[]) => {
  let to = ''
  let explained = false
  return (line) => {
    if (line.type === 'header') to = line.range.to
    if (line.type === 'header') return []
    if (line.type === 'footer')
      return keyed(findingsOnRange(line, explained)).map(([finding, key]) => ({
        finding,
        oid: to,
        entry: null,
        key: `range-${key}`,
      }))
    const { findings, oid } = line
    explained ||= findings.some(({ code }) => incompleteFaults.has(code))
    return keyed(findings).map(([finding, key]) => ({ finding, oid, entry: line, key }))
  }
}

/** Each finding with its place among those of its code that are about the same file, tool and model: what else it says changes with what is known. */
const keyed = (findings: readonly LedgerFinding[]): readonly (readonly [LedgerFinding, string])[] => {
  const places = new Map<string, number>()
  return findings.map((finding) => {
    const { code, path, args = {} } = finding
    const { tool, model } = args
    const about = path === undefined && tool === undefined && model === undefined ? '' : subjectOf([path, tool, model])
    const place = places.get(`${code} ${about}`) ?? 0
    places.set(`${code} ${about}`, place + 1)
    return [finding, `${about}${place}`]
  })
}

const subjectOf = (about: readonly unknown[]): string => `${sha256(JSON.stringify(about)).slice(0, 16)}-`

/** What was found on the range; that parts of it could not be read, too, where no finding of its commits has explained that. */
export const findingsOnRange = (footer: Footer, explained: boolean): readonly LedgerFinding[] => {
  const told = rangeFindings(footer)
  return footer.verdict !== 'incomplete' || explained || told.some(({ code }) => incompleteFaults.has(code))
    ? told
    : [...told, { code: 'missing-object', severity: 'error' }]
}

/** What stands for a finding's commit where people read: its subject, or that it is about the range. */
export const titleOf = ({ entry }: PlacedFinding): string => entry?.subject ?? 'the range as a whole'
