import { bare, linesOf } from '../attribution/lines.js'
import { tallyOf } from '../tally.js'

/** A text with the path it stands at. */
export type At = { readonly path: string; readonly text: string }

/** As git's own rename detection has it: at least half in common (git-diff(1), -M). */
const threshold = 0.5

/** A line that stands in more of the new files says nothing of where one came from: it keeps the work in proportion to the texts. */
const maxHolders = 10

/**
 * For each text that went from its path the path among the new ones where it now stands: first where the very same text
 * stands, as git has it, then the most alike. A new file takes one of them only.
 */
export const renamed = (gone: readonly At[], fresh: readonly At[]): ReadonlyMap<string, string> => {
  const found = unchanged(gone, fresh)
  const taken = new Set(found.values())
  const pairs = alike(
    gone.filter(({ path }) => !found.has(path)),
    fresh.filter(({ path }) => !taken.has(path)),
  )
  for (const { from, to } of pairs) {
    if (found.has(from) || taken.has(to)) continue
    found.set(from, to)
    taken.add(to)
  }
  return found
}

/** Where the very same text stands; one without words is nobody's. */
const unchanged = (gone: readonly At[], fresh: readonly At[]): Map<string, string> => {
  const places = grouped(fresh.map(({ path, text }) => [text, path]))
  const moves = gone.flatMap(({ path, text }): readonly (readonly [string, string])[] => {
    const to = text.trim() === '' ? undefined : places.get(text)?.shift()
    return to === undefined ? [] : [[path, to]]
  })
  return new Map(moves)
}

type Pair = { readonly from: string; readonly to: string; readonly share: number }

/** Pairs that have enough in common, the most alike first. */
const alike = (gone: readonly At[], fresh: readonly At[]): readonly Pair[] => {
  const counted = fresh.map(({ text }) => tallyOf(linesIn(text)))
  const holders = grouped(counted.flatMap((counts, index) => [...counts.keys()].map((line) => [line, index] as const)))
  const pairs = gone.flatMap(({ path, text }): readonly Pair[] => {
    const counts = tallyOf(linesIn(text))
    return nearest(counts, holders).map((index) => ({
      from: path,
      to: fresh[index]?.path ?? '',
      share: likeness(counts, counted[index] ?? new Map()),
    }))
  })
  return pairs.filter(({ share }) => share >= threshold).sort((a, b) => b.share - a.share)
}

/** The new files, by their places, that hold the most of the lines that few hold. */
const nearest = (lines: Counted, holders: ReadonlyMap<string, readonly number[]>): readonly number[] => {
  const telling = [...lines.keys()].flatMap((line) => {
    const some = holders.get(line) ?? []
    return some.length > maxHolders ? [] : some
  })
  return [...tallyOf(telling)]
    .sort(([, a], [, b]) => b - a)
    .slice(0, maxHolders)
    .map(([index]) => index)
}

type Counted = ReadonlyMap<string, number>

/** The share of the lines of the longer text that stand in both. */
const likeness = (one: Counted, other: Counted): number => {
  const common = [...one].reduce((sum, [line, count]) => sum + Math.min(count, other.get(line) ?? 0), 0)
  return common / Math.max(sizeOf(one), sizeOf(other), 1)
}

const sizeOf = (counts: Counted): number => [...counts.values()].reduce((sum, count) => sum + count, 0)

const grouped = <Key, Value>(pairs: Iterable<readonly [Key, Value]>): ReadonlyMap<Key, Value[]> => {
  const groups = new Map<Key, Value[]>()
  for (const [key, value] of pairs) {
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [value])
    else group.push(value)
  }
  return groups
}

/** White space aside, blank lines too. */
const linesIn = (text: string): readonly string[] =>
  linesOf(text)
    .map(bare)
    .filter((line) => line !== '')
