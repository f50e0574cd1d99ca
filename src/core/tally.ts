/** How often each thing is there: two equal lines are two, and one that is taken away leaves the other. */
type Tally<Key> = Map<Key, number>

/** Counts things, as lines without their white space. */
export const tallyOf = <Key>(things: Iterable<Key>): Tally<Key> => {
  const tally: Tally<Key> = new Map()
  for (const thing of things) tally.set(thing, (tally.get(thing) ?? 0) + 1)
  return tally
}

/** Names with their counts, the most first; of names that are there as often, the first by code point. */
export const mostFirst = (counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] =>
  Object.entries(counts).sort(([a, few], [b, many]) => many - few || byCodePoint(a, b))

/** UTF-8 sorts as code points do (RFC 3629, section 1), UTF-16 does not. */
const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** Takes one such thing away; false where none was left. */
export const takeFrom = <Key>(tally: Tally<Key>, thing: Key): boolean => {
  const left = tally.get(thing) ?? 0
  if (left > 0) tally.set(thing, left - 1)
  return left > 0
}
