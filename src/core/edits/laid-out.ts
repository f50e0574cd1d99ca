import { bare, isTelling, linesOf } from '../attribution/lines.js'
import { takeFrom, tallyOf } from '../tally.js'

/** A file around a command that moved git; texts are null where there was no such file. */
export type Around = {
  /** As it stood before, and after. */
  readonly before: string | null
  readonly after: string | null
  /** In the commit that HEAD named before, and the one it names now. */
  readonly wasCommitted: string | null
  readonly committed: string | null
  /** All that git could have laid out: the texts of commits, stashes and the index. */
  readonly sources: readonly string[]
  /** Where lines that went may wait now: new stashes, commits made meanwhile. */
  readonly kept: readonly string[]
  /** True where words alone say that git was moved: neither HEAD nor a stash did, and no merge or its like is under way. */
  readonly still: boolean
}

/** One step from a text to the next. */
export type Step = { readonly before: string | null; readonly after: string | null }

/**
 * What of it is the agent's: lines that it took back, then lines that it wrote. What git laid out lies between the two, and is
 * nobody's. `unclear` where something may be the agent's and cannot be told apart.
 */
export type Share = { readonly steps: readonly Step[]; readonly unclear: boolean }

/** Tells what an agent did to a file from what git laid out there. */
export const shareOf = (around: Around): Share => {
  const { before, after, sources, still } = around
  const taken = takenBack(around)
  if (after === null) return { steps: taken, unclear: false }
  const added = addedTo(before, after)
  if (sources.some((text) => isSame(text, after))) return { steps: taken, unclear: false }
  const known = linesIn(sources)
  const laidOut = (line: string) => known.has(bare(line)) || isMarker(line)
  if (still && !added.some(({ line }) => isTelling(bare(line)) && laidOut(line)))
    return { steps: [{ before, after }], unclear: false }
  const written = added.filter(({ line }) => !laidOut(line))
  const unclear = hasLostLines(around) || (written.length > 0 && !written.some(({ line }) => isTelling(bare(line))))
  return { steps: unclear || written.length === 0 ? taken : [...taken, without(after, written)], unclear }
}

/** What an agent wrote into a stash of its own making, the file having been left without it. */
export const shareInStash = (before: string | null, stashed: string, sources: readonly string[]): Share => {
  const known = linesIn(sources)
  const written = addedTo(before, stashed).filter(({ line }) => !known.has(bare(line)))
  return { steps: written.length === 0 ? [] : [without(stashed, written)], unclear: false }
}

type Placed = { readonly line: string; readonly place: number }

/** The lines that `linesAdded` tells of, with their places. */
const addedTo = (before: string | null, after: string | null): readonly Placed[] => {
  const left = tallyOf(linesOf(before).map(bare))
  return linesOf(after).flatMap((line, place) => (takeFrom(left, bare(line)) ? [] : [{ line, place }]))
}

/** The step that put lines into a text. */
const without = (text: string, lines: readonly Placed[]): Step => {
  const places = new Set(lines.map(({ place }) => place))
  const rest = linesOf(text).filter((_, place) => !places.has(place))
  return { before: rest.length === 0 ? null : `${rest.join('\n')}\n`, after: text }
}

/** The step that took out what was in no commit before and waits nowhere now; none where nothing went. */
const takenBack = ({ before, after, wasCommitted, kept }: Around): readonly Step[] => {
  const uncommitted = new Set(addedTo(wasCommitted, before).map(({ line }) => bare(line)))
  const gone = addedTo(after, before).filter(({ line }) => uncommitted.has(bare(line)))
  const waiting = linesIn(kept)
  const tells = ({ line }: Placed) => isTelling(bare(line))
  const missed = gone.filter(({ line }) => !waiting.has(bare(line)))
  // A brace stands everywhere, and goes with a line that tells something.
  const lost = missed.some(tells)
    ? gone.filter((one) => !tells(one) || missed.includes(one))
    : gone.some(tells)
      ? []
      : missed
  if (before === null || lost.length === 0) return []
  const rest = without(before, lost).before
  return [{ before, after: after === null ? rest : (rest ?? '') }]
}

/** True where lines went that stand in HEAD before and after: an agent may have deleted them, or what git laid out. */
const hasLostLines = ({ before, after, wasCommitted, committed }: Around): boolean => {
  const stood = linesIn([wasCommitted ?? ''])
  const stands = linesIn([committed ?? ''])
  return addedTo(after, before).some(({ line }) => stood.has(bare(line)) && stands.has(bare(line)))
}

const linesIn = (texts: readonly string[]): ReadonlySet<string> => new Set(texts.flatMap(linesOf).map(bare))

const isSame = (one: string, other: string): boolean =>
  one === other || linesOf(one).map(bare).join('\n') === linesOf(other).map(bare).join('\n')

/** What git puts around the sides of a conflict (git-merge(1)). */
const isMarker = (line: string): boolean => /^(?:<{7}|\|{7}|={7}|>{7})(?: |$)/.test(line)
