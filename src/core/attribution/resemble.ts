/** Two lines resemble each other from this share of common letter pairs on (Dice's coefficient). */
const threshold = 0.5

/** Longer lines are compared by so many of their first characters. */
const maxLength = 500

/** Letter pairs of a line without white space, with how often each occurs. */
type Pairs = { readonly counts: ReadonlyMap<string, number>; readonly size: number }

const pairsOf = (bareLine: string): Pairs => {
  const text = bareLine.slice(0, maxLength)
  const counts = new Map<string, number>()
  for (let at = 0; at + 1 < text.length; at += 1) {
    const pair = text.slice(at, at + 2)
    counts.set(pair, (counts.get(pair) ?? 0) + 1)
  }
  return { counts, size: Math.max(0, text.length - 1) }
}

const likeness = (a: Pairs, b: Pairs): number => {
  if (a.size + b.size === 0) return 0
  // Lines of too different a length cannot share half of their pairs.
  if (4 * Math.min(a.size, b.size) < a.size + b.size) return 0
  let common = 0
  for (const [pair, count] of a.counts) common += Math.min(count, b.counts.get(pair) ?? 0)
  return (2 * common) / (a.size + b.size)
}

/** True where one line (without white space) still resembles the other. */
export const resembles = (a: string, b: string): boolean => likeness(pairsOf(a), pairsOf(b)) >= threshold

/** A line is compared with so many old lines on either side of its place, and at a large place with fewer. */
const window = 40
const maxComparisons = 200_000

/**
 * Which old line each new line at one place of change came from: indices into `old`, or -1. The likest pairs are taken
 * first, each line at most once. Lines come without white space.
 */
export const pairUp = (old: readonly string[], fresh: readonly string[]): readonly number[] => {
  const oldPairs = old.map(pairsOf)
  const reach = Math.max(2, Math.min(window, Math.floor(maxComparisons / (2 * fresh.length + 1))))
  const candidates: { from: number; to: number; score: number }[] = []
  fresh.forEach((line, to) => {
    const pairs = pairsOf(line)
    const middle = Math.round((to * old.length) / fresh.length)
    const start = Math.max(0, middle - reach)
    const end = Math.min(old.length, middle + reach + 1)
    for (let from = start; from < end; from += 1) {
      const score = likeness(oldPairs[from] ?? pairs, pairs)
      if (score >= threshold) candidates.push({ from, to, score })
    }
  })
  candidates.sort((a, b) => b.score - a.score || Math.abs(a.from - a.to) - Math.abs(b.from - b.to) || a.to - b.to)
  const taken = new Set<number>()
  const source = fresh.map(() => -1)
  for (const { from, to } of candidates) {
    if (taken.has(from) || source[to] !== -1) continue
    taken.add(from)
    source[to] = from
  }
  return source
}
