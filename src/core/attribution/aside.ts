import { bare, isTelling, linesOf } from './lines.js'
import type { Removed } from './state.js'

/**
 * Those of the removed lines that a person put aside: they stand among the lines that a stash adds to the file, `stashes` being
 * those lines for each. A brace stands in every stash, and goes with a line that tells something, where any went.
 */
export const putAside = (
  removed: readonly Removed[],
  stashes: readonly (readonly string[])[],
): ReadonlySet<Removed> => {
  const aside = new Set<Removed>()
  for (const stash of stashes) for (const one of foundIn(removed, stash)) aside.add(one)
  return aside
}

/** The lines of a text that an earlier one has not, white space aside; each as often as it came. */
export const linesAdded = (before: string | null, after: string | null): readonly string[] => {
  const left = counted(linesOf(before))
  return linesOf(after).filter((line) => !takeOne(left, line))
}

const counted = (lines: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const line of lines) counts.set(bare(line), (counts.get(bare(line)) ?? 0) + 1)
  return counts
}

const takeOne = (left: Map<string, number>, line: string): boolean => {
  const count = left.get(bare(line)) ?? 0
  if (count > 0) left.set(bare(line), count - 1)
  return count > 0
}

const foundIn = (removed: readonly Removed[], stash: readonly string[]): readonly Removed[] => {
  const left = counted(stash)
  const found = removed.filter(({ text }) => takeOne(left, text))
  const tells = ({ text }: Removed) => isTelling(bare(text))
  return found.some(tells) || !removed.some(tells) ? found : []
}
