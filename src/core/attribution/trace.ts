import { takeFrom, tallyOf } from '../tally.js'
import { bare, isTelling } from './lines.js'

/** A file at one moment: null for no file. */
export type Version = { readonly path: string; readonly text: string | null }

/** What a change of one file took away and put in, as lines with their white space; each as often as it did. Plain JSON. */
export type Trace = { readonly gone: readonly string[]; readonly came: readonly string[] }

/** Set before what is no line: a file at all under its path, and line ends of another kind. No text has it. */
const mark = '\0'

/** How one version of a file became another. Lines that only moved are in neither list: who wrote them is for the replay to say. */
export const changeBetween = (from: Version, to: Version): Trace => {
  const [old, fresh] = [partsOf(from), partsOf(to)]
  return { gone: without(old, fresh), came: without(fresh, old) }
}

/**
 * What one edit of an agent's leaves to be recognised by in a later change: lines that tell something, where it has any,
 * for a brace of the agent's is in every change of a person's.
 */
export const traceOf = (from: Version, to: Version): Trace => {
  const { gone, came } = changeBetween(from, to)
  const tells = (part: string) => isTelling(bare(part.replace(mark, '')))
  if (![...gone, ...came].some((part) => !part.startsWith(mark) && tells(part))) return { gone, came }
  const passes = (part: string) => part.startsWith(fileMark) || (!part.startsWith(mark) && tells(part))
  return { gone: gone.filter(passes), came: came.filter(passes) }
}

/** What two changes have in common. */
export const inCommon = (one: Trace, other: Trace): Trace => ({
  gone: shared(one.gone, other.gone),
  came: shared(one.came, other.came),
})

/** What of the first change is not in the second. */
export const leftOf = (one: Trace, other: Trace): Trace => ({
  gone: without(one.gone, other.gone),
  came: without(one.came, other.came),
})

export const joinTraces = (one: Trace | undefined, other: Trace): Trace =>
  one === undefined ? other : { gone: [...one.gone, ...other.gone], came: [...one.came, ...other.came] }

export const isEmpty = ({ gone, came }: Trace): boolean => gone.length + came.length === 0

/** True where something that the first change put in is what the second took away. */
export const wasReplaced = (first: Trace, second: Trace): boolean => shared(first.came, second.gone).length > 0

const fileMark = `${mark}file `

const partsOf = ({ path, text }: Version): readonly string[] => {
  if (text === null) return []
  const lines = text.split(/\r?\n/)
  // As in git's own diffs, a last line without a line end is another one than the same with it.
  const last = lines.pop() ?? ''
  const rest = last === '' ? [] : [`${last}${mark}`]
  return [`${fileMark}${path}`, ...(text.includes('\r\n') ? [`${mark}crlf`] : []), ...lines, ...rest]
}

const without = (all: readonly string[], taken: readonly string[]): readonly string[] => {
  const left = tallyOf(taken)
  return all.filter((part) => !takeFrom(left, part))
}

const shared = (all: readonly string[], others: readonly string[]): readonly string[] => {
  const left = tallyOf(others)
  return all.filter((part) => takeFrom(left, part))
}
