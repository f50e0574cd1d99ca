import { bare, hasWord } from '../attribution/lines.js'
import { tallyOf } from '../tally.js'

/** The files of a commit that is picked, all as one text each: as staged, in HEAD, in that commit and in its parent. */
export type Sides = {
  readonly staged: string
  readonly head: string
  readonly picked: string
  readonly parent: string
}

const tallied = (text: string) => tallyOf(text.split('\n').map(bare))

/**
 * True where a pick brings lines that the commit did not add, but found in its parent: they come with its text where a conflict is
 * settled by that, and of them it said nothing.
 */
export const cameAlong = (sides: Sides): boolean => {
  const [staged, head, picked, parent] = [sides.staged, sides.head, sides.picked, sides.parent].map(tallied)
  return [...(parent ?? [])].some(([line, found]) => {
    const added = Math.max(0, (picked?.get(line) ?? 0) - found)
    return hasWord(line) && (staged?.get(line) ?? 0) - (head?.get(line) ?? 0) > added
  })
}
