import { align } from './align.js'
import { bare, linesOf } from './lines.js'
import type { Line } from './state.js'

/**
 * Which lines the diff from the parent adds, white space aside; as few as may be. Where the same diff can be read in two
 * ways, lines that are nobody's proposal are the parent's, and of two equal lines the agent's is the added one.
 */
export const addedLines = (lines: readonly Line[], parent: string | null): readonly boolean[] => {
  const old = linesOf(parent).map(bare)
  const fresh = lines.map(({ text }) => bare(text))
  if (old.length === 0) return fresh.map(() => true)
  const shortest = unmatched(old, fresh)
  if (!lines.some(({ proposal }) => proposal !== undefined)) return shortest
  const fair = othersFirst(old, lines, fresh)
  return fair !== null && count(fair) <= count(shortest) ? fair : shortest
}

const count = (added: readonly boolean[]): number => added.filter(Boolean).length

const unmatched = (old: readonly string[], fresh: readonly string[]): boolean[] => {
  const added = fresh.map(() => true)
  for (const { same, newStart, newEnd } of align(old, fresh)) if (same) added.fill(false, newStart, newEnd)
  return added
}

/** The parent matched with lines that are nobody's proposal first, then what is left between these; null where none of them is the parent's. */
const othersFirst = (old: readonly string[], lines: readonly Line[], fresh: readonly string[]): boolean[] | null => {
  const own = lines.flatMap(({ proposal }, at) => (proposal === undefined ? [at] : []))
  const stretches = align(
    old,
    own.map((at) => fresh[at] ?? ''),
  )
  if (!stretches.some(({ same }) => same)) return null
  const added: boolean[] = []
  let [oldFrom, newFrom] = [0, 0]
  const upTo = (oldAt: number, newAt: number) => {
    const between = newAt > newFrom ? unmatched(old.slice(oldFrom, oldAt), fresh.slice(newFrom, newAt)) : []
    for (const one of between) added.push(one)
    oldFrom = oldAt + 1
    newFrom = newAt + 1
  }
  for (const { same, oldStart, oldEnd, newStart } of stretches) {
    for (let step = 0; same && step < oldEnd - oldStart; step += 1) {
      upTo(oldStart + step, own[newStart + step] ?? 0)
      added.push(false)
    }
  }
  upTo(old.length, lines.length)
  return added
}
