/**
 * A line with its identity. `proposal` is the agent's line that it is, or is an edit of; who is right about a line is
 * decided by these identities alone, which the code under test never sees.
 */
export type Piece = {
  readonly id: number /** The same through every change of the line. */
  readonly root: number
  readonly text: string
  readonly proposal?: Proposed
  readonly edited?: true
  readonly edits?: number
}
export type Proposed = {
  readonly owner: string /** Counted in a commit: from then on a line like the others. */
  closed: boolean
  takenBackByAgent: boolean
}
export type Pieces = readonly Piece[] | null

/** The pairs of places that a best alignment joins; `worth` 0 is no pair. Plain dynamic programming, no cleverness. */
export const joined = (
  old: readonly Piece[],
  fresh: readonly Piece[],
  worth: (a: Piece, b: Piece) => number,
): readonly Pair[] => {
  const width = fresh.length + 1
  const best = new Int32Array((old.length + 1) * width)
  const at = (a: number, b: number) => best[a * width + b] ?? 0
  const value = (a: number, b: number) => worth(old[a] as Piece, fresh[b] as Piece)
  for (let a = old.length - 1; a >= 0; a -= 1) {
    for (let b = fresh.length - 1; b >= 0; b -= 1) {
      const pair = value(a, b)
      best[a * width + b] = Math.max(at(a + 1, b), at(a, b + 1), pair > 0 ? pair + at(a + 1, b + 1) : 0)
    }
  }
  const pairs: Pair[] = []
  for (let a = 0, b = 0; a < old.length && b < fresh.length; ) {
    const pair = value(a, b)
    if (pair > 0 && at(a, b) === pair + at(a + 1, b + 1)) pairs.push([a++, b++])
    else if (at(a, b) === at(a + 1, b)) a += 1
    else b += 1
  }
  return pairs
}
type Pair = readonly [number, number]

export const sameVersion = (a: Piece, b: Piece): number => (a.id === b.id ? 1 : 0)

/**
 * The definition's diff: as few added lines as may be, white space aside; among those, lines keep their identity.
 * What it leaves unchanged is nobody's change (an agent's brace where the parent had one).
 */
export const sameLine = (a: Piece, b: Piece): number => {
  if (a.text.replace(/\s+/g, '') !== b.text.replace(/\s+/g, '')) return 0
  return a.root === b.root ? 1001 : 1000
}

export const splice = (list: readonly Piece[], at: number, count: number, put: readonly Piece[]): readonly Piece[] => [
  ...list.slice(0, at),
  ...put,
  ...list.slice(at + count),
]
