import { noFinding, rankOf } from '../core/ledger/gravity.js'
import type { LedgerFinding } from '../core/ledger/schema.js'
import { graveWord } from './entry-words.js'

/** Findings of one code that are as grave as each other. */
type Kind = { readonly code: string; readonly grave: string; readonly rank: number }

/** Counts findings by code and by how grave they are: those that were waived apart from those that count. */
export const tallyFindings = () => {
  const counts = new Map<string, { readonly kind: Kind; count: number }>()
  const add = (findings: readonly LedgerFinding[]): void => {
    for (const finding of findings) {
      const grave = graveWord(finding)
      const key = `${grave} ${finding.code}`
      const known = counts.get(key)
      if (known === undefined) counts.set(key, { kind: { code: finding.code, grave, rank: rankOf(finding) }, count: 1 })
      else known.count += 1
    }
  }
  /** The gravest first, what was waived last; of those as grave as each other, the most. */
  const rows = (): readonly (readonly [Kind, number])[] =>
    [...counts.values()]
      .sort(({ kind: a, count: few }, { kind: b, count: many }) => placeOf(a) - placeOf(b) || many - few)
      .map(({ kind, count }) => [kind, count] as const)
  return { add, rows }
}

const placeOf = ({ grave, rank }: Kind): number => (grave === 'waived' ? noFinding : rank)
