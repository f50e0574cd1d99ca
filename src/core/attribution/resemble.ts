/** Two lines resemble each other from this share of common letter pairs on (Dice's coefficient). */
const threshold = 0.5

/** Longer lines are compared by so many of their first characters. */
const maxLength = 500

/** Letter pairs of a line without white space, each a number, in order: lists of numbers take a fraction of what maps of texts do. */
type Pairs = Uint32Array

const pairsOf = (bareLine: string): Pairs => {
  const text = bareLine.slice(0, maxLength)
  const pairs = new Uint32Array(Math.max(0, text.length - 1))
  for (let at = 0; at < pairs.length; at += 1) pairs[at] = text.charCodeAt(at) * 0x10000 + text.charCodeAt(at + 1)
  return pairs.sort()
}

const likeness = (a: Pairs, b: Pairs): number => {
  const size = a.length + b.length
  if (size === 0) return 0
  // Lines of too different a length cannot share half of their pairs.
  if (4 * Math.min(a.length, b.length) < size) return 0
  let common = 0
  for (let [i, j] = [0, 0]; i < a.length && j < b.length; ) {
    const [left = 0, right = 0] = [a[i], b[j]]
    if (left === right) common += 1
    if (left <= right) i += 1
    if (right <= left) j += 1
  }
  return (2 * common) / size
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
  const candidates = candidatesFor(old, fresh)
  const taken = new Uint8Array(old.length)
  const source = fresh.map(() => -1)
  for (const score of [...candidates.keys()].sort((a, b) => b - a)) {
    for (const place of Float64Array.from(candidates.get(score) ?? []).sort()) {
      const { from, to } = placeIn(place, fresh.length)
      if (taken[from] === 1 || source[to] !== -1) continue
      taken[from] = 1
      source[to] = from
    }
  }
  return source
}

/**
 * Pairs of lines that resemble each other, by how much they do. A pair is one number, so that millions of them can be held and
 * put in order: of those alike the nearest come first, then those of the first new line, then those of the first old one.
 */
const candidatesFor = (old: readonly string[], fresh: readonly string[]): ReadonlyMap<number, readonly number[]> => {
  const reach = Math.max(2, Math.min(window, Math.floor(maxComparisons / (2 * fresh.length + 1))))
  const candidates = new Map<number, number[]>()
  /** Pairs of the old lines from `first` on, as far as they are in reach: those of all lines would be more than the file. */
  let [near, first]: [Pairs[], number] = [[], 0]
  fresh.forEach((line, to) => {
    const pairs = pairsOf(line)
    const middle = Math.round((to * old.length) / fresh.length)
    const start = Math.max(0, middle - reach)
    const end = Math.min(old.length, middle + reach + 1)
    near = near.slice(start - first)
    first = start
    while (first + near.length < end) near.push(pairsOf(old[first + near.length] ?? ''))
    near.forEach((one, index) => {
      const score = likeness(one, pairs)
      if (score < threshold) return
      const place = placeOf(start + index, to, fresh.length)
      const alike = candidates.get(score)
      if (alike === undefined) candidates.set(score, [place])
      else alike.push(place)
    })
  })
  return candidates
}

/** A pair as a whole number, exact for any file that is measured: the distance before the new line before the side on which the old one lies. */
const placeOf = (from: number, to: number, count: number): number =>
  (Math.abs(from - to) * count + to) * 2 + (from > to ? 1 : 0)

const placeIn = (place: number, count: number): { readonly from: number; readonly to: number } => {
  const rest = Math.floor(place / 2)
  const to = rest % count
  const distance = (rest - to) / count
  return { from: place % 2 === 1 ? to + distance : to - distance, to }
}
