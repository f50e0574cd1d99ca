import { takeFrom, tallyOf } from '../tally.js'
import { bare, isTelling, linesOf } from './lines.js'
import type { Removed } from './state.js'

/**
 * The removed lines that a person put aside: a stash adds them to the file. `stashes` has the added lines of each stash. A brace
 * stands in every stash, so it counts only beside a line that tells something, where such a line was removed.
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
  const left = tallyOf(linesOf(before).map(bare))
  return linesOf(after).filter((line) => !takeFrom(left, bare(line)))
}

const foundIn = (removed: readonly Removed[], stash: readonly string[]): readonly Removed[] => {
  const left = tallyOf(stash.map(bare))
  const found = removed.filter(({ text }) => takeFrom(left, bare(text)))
  const tells = ({ text }: Removed) => isTelling(bare(text))
  return found.some(tells) || !removed.some(tells) ? found : []
}
