/** A pure function of a text, made to remember its last answers: the same few people, say, stand in every commit of a history. */
export const remember = <Answer>(answer: (text: string) => Answer): ((text: string) => Answer) => {
  const known = new Map<string, Answer>()
  let last: readonly [string, Answer] | null = null
  return (text) => {
    // Compared in less time than a text that was just cut out is looked up.
    if (last !== null && last[0] === text) return last[1]
    const before = known.get(text)
    if (before !== undefined) {
      last = [text, before]
      return before
    }
    // A text cut from a commit keeps the whole commit in memory; a copy does not.
    const own = Buffer.from(text, 'utf16le').toString('utf16le')
    const found = answer(own)
    if (known.size >= maxKnown) known.clear()
    known.set(own, found)
    return found
  }
}

/** So many that a large project's people fit, so few that a hostile history cannot fill memory. */
const maxKnown = 5_000

/** The same for a function of two texts. */
export const rememberPair = <Answer>(
  answer: (one: string, other: string) => Answer,
): ((one: string, other: string) => Answer) => {
  const first = remember((one) => remember((other) => answer(one, other)))
  return (one, other) => first(one)(other)
}
