import { bare, hasWord } from '../attribution/lines.js'
import { takeFrom, tallyOf } from '../tally.js'
import type { HumanEdited } from './record.js'

/**
 * How many of the lines that each of several commits adds are gone in the one commit they become, which adds `added`. Braces and
 * their like stand anywhere, and prove nothing; of any other line, however short, that it is not there proves that it went.
 */
export const linesGone = (commits: readonly (readonly string[])[], added: readonly string[]): readonly number[] => {
  const left = tallyOf(added.map(bare))
  return commits.map((lines) => lines.map(bare).filter((line) => hasWord(line) && !takeFrom(left, line)).length)
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
