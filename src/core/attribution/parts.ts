import { inCommon, isEmpty, joinTraces, type Trace, wasReplaced } from './trace.js'

/** A contribution that edited a file, and what its edits took away and put in; null where that is not known. */
export type Touch = { readonly contribution: string; readonly trace: Trace | null }

export type PartsInput = {
  readonly touched: readonly Touch[]
  /** From the parent to what is staged, and from there to the work tree; null where there is no such change. */
  readonly committed: Trace | null
  readonly unstaged: Trace | null
  /** Those with lines counted in the commit, and with lines that wait. */
  readonly counted: readonly string[]
  readonly pending: readonly string[]
}

/** The contributions with a part in the commit, and those with one in what is left, with what of theirs is left. */
export type Parts = { readonly here: readonly string[]; readonly later: readonly Touch[] }

/**
 * Whose work is in a change of one file, lines or none: deletions, white space and line ends are in no count. A contribution
 * whose lines another one wrote over goes with that one. What is neither committed nor left is done with: it was committed
 * before, or undone, and the next change of the file is no work of the agent's.
 */
export const partsOf = ({ touched, committed, unstaged, counted, pending }: PartsInput): Parts => {
  const isIn = (change: Trace | null, { trace }: Touch) =>
    change !== null && (trace === null || !isEmpty(inCommon(trace, change)))
  const inCommit = touched.filter((one) => counted.includes(one.contribution) || isIn(committed, one))
  const here = withReplaced(touched, inCommit)
  const waiting = touched.filter((one) => pending.includes(one.contribution) || isIn(unstaged, one))
  const replaced = withReplaced(
    touched.filter((one) => waiting.includes(one) || !here.includes(one)),
    waiting,
  )
  const later = replaced.map((one): Touch => {
    if (one.trace === null || unstaged === null || !waiting.includes(one)) return one
    return { ...one, trace: inCommon(one.trace, unstaged) }
  })
  return { here: [...new Set([...counted, ...here.map(({ contribution }) => contribution)])], later }
}

/** Some of those who touched a file, and the others whose lines they wrote over. */
const withReplaced = (touched: readonly Touch[], some: readonly Touch[]): readonly Touch[] =>
  touched.filter(
    (one) =>
      some.includes(one) ||
      some.some(({ trace }) => one.trace !== null && trace !== null && wasReplaced(one.trace, trace)),
  )

/** Who touched a file, each once, with all that is known of it. */
export const joinTouches = (touches: readonly Touch[]): readonly Touch[] => {
  const known = new Map<string, Trace | null>()
  for (const { contribution, trace } of touches) {
    const before = known.get(contribution)
    known.set(contribution, before === null || trace === null ? null : joinTraces(before, trace))
  }
  return [...known].map(([contribution, trace]) => ({ contribution, trace }))
}
