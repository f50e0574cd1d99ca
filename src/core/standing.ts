import { bare, isTelling } from './attribution/lines.js'
import type { Contribution } from './record.js'

/** A commit's contributions, and the lines that it adds. */
export type Adding = {
  readonly contributions: readonly {
    readonly humanEdited: Pick<NonNullable<Contribution['humanEdited']>, 'kept' | 'edited'> | null
  }[]
  readonly added: readonly string[]
}

/**
 * True where the counts of several commits can be those of the one they become: of each as many lines stand as it says to have
 * kept and edited. `added` are the lines that the one commit adds. Braces and their like stand anywhere, and prove nothing.
 */
export const canStand = (commits: readonly Adding[], added: readonly string[]): boolean => {
  const left = new Map<string, number>()
  for (const line of added) left.set(bare(line), (left.get(bare(line)) ?? 0) + 1)
  const stands = (line: string) => {
    if (!isTelling(line)) return true
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count > 0
  }
  return commits.every(({ contributions, added: lines }) => {
    const counted = contributions.reduce((sum, { humanEdited: one }) => sum + (one?.kept ?? 0) + (one?.edited ?? 0), 0)
    return counted === 0 || lines.map(bare).filter(stands).length >= Math.min(counted, lines.length)
  })
}
