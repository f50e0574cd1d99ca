import { bare, isTelling } from '../attribution/lines.js'
import type { HumanEdited } from './record.js'

/**
 * How many of the lines that each of several commits adds are gone in the one commit they become, which adds `added`. Braces and
 * their like stand anywhere, and prove nothing.
 */
export const linesGone = (commits: readonly (readonly string[])[], added: readonly string[]): readonly number[] => {
  const left = new Map<string, number>()
  for (const line of added.map(bare)) left.set(line, (left.get(line) ?? 0) + 1)
  const isGone = (line: string) => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count <= 0
  }
  return commits.map((lines) => lines.map(bare).filter((line) => isTelling(line) && isGone(line)).length)
}

/** A commit's contributions, and the lines that it adds. */
export type Adding = {
  readonly contributions: readonly { readonly humanEdited: Pick<HumanEdited, 'kept' | 'edited'> | null }[]
  readonly added: readonly string[]
}

/** True where the counts of several commits can be those of the one they become: of each as many lines stand as it says to have kept and edited. */
export const canStand = (commits: readonly Adding[], added: readonly string[]): boolean => {
  const gone = linesGone(
    commits.map((commit) => commit.added),
    added,
  )
  return commits.every(({ contributions, added: lines }, at) => {
    const counted = contributions.reduce((sum, { humanEdited: one }) => sum + (one?.kept ?? 0) + (one?.edited ?? 0), 0)
    return Math.min(counted, lines.length) <= lines.length - (gone[at] ?? 0)
  })
}
