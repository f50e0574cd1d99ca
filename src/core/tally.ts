/** How often each thing is there: two equal lines are two, and one that is taken away leaves the other. */
type Tally<Key> = Map<Key, number>

/** Counts things, as lines without their white space. */
export const tallyOf = <Key>(things: Iterable<Key>): Tally<Key> => {
  const tally: Tally<Key> = new Map()
  for (const thing of things) tally.set(thing, (tally.get(thing) ?? 0) + 1)
  return tally
}

/** Names with their counts, the most first; of names that are there as often, by the alphabet. */
export const mostFirst = (counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] =>
  Object.entries(counts).sort(([a, few], [b, many]) => many - few || (a < b ? -1 : 1))

/** Takes one such thing away; false where none was left. */
export const takeFrom = <Key>(tally: Tally<Key>, thing: Key): boolean => {
  const left = tally.get(thing) ?? 0
  if (left > 0) tally.set(thing, left - 1)
  return left > 0
}
