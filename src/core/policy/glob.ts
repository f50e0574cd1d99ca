import picomatch from 'picomatch'

/** Without extended globs, whose expressions can be made to run for ever. */
const plain = { dot: true, noextglob: true }

type Matcher = (text: string) => boolean

/**
 * A matcher of whole texts. Parentheses, bars and plus signs stand for themselves: to picomatch they are an expression, and one
 * can be written that never ends. The flag `s` has `**` take in line breaks, which git allows in a name.
 */
const matcherOf = (patterns: readonly string[], options: picomatch.PicomatchOptions): Matcher => {
  const literal = new Set(patterns)
  const globs = patterns.map((pattern) => pattern.replace(/(?<!\\)[()|+]/g, '\\$&'))
  const matches = picomatch(globs, { ...plain, ...options })
  return (text) => literal.has(text) || matches(text)
}

const remembered = (make: (patterns: readonly string[]) => Matcher) => {
  const made = new WeakMap<readonly string[], Matcher>()
  return (patterns: readonly string[], text: string): boolean => {
    const known = made.get(patterns) ?? make(patterns)
    made.set(patterns, known)
    return known(text)
  }
}

const hasWildcard = /[*?[\]{}\\]/

/** True for a path that one of the globs matches (picomatch), dot files as any other; what has no wildcard names a folder with all in it, too. */
export const matchesPath = remembered((patterns) =>
  matcherOf(
    patterns.flatMap((one) => (hasWildcard.test(one) ? [one] : [one, `${one}/**`])),
    { flags: 's' },
  ),
)

/** True for a name or address that one of the globs matches, without case; `*` takes in slashes, and `[bot]` is how forges call one. */
export const matchesName = remembered((patterns) =>
  matcherOf(
    patterns.map((one) => one.replace(/(?<!\\)\[bot\]/gi, '\\[bot\\]')),
    { nocase: true, bash: true, flags: 'is' },
  ),
)
