import { expandBraces } from './braces.js'
import { fits, type Pattern, patternOf, type Style } from './pattern.js'

type Matcher = (text: string) => boolean

const matcherOf = (globs: readonly string[], style: Style): Matcher => {
  const literal = new Set(globs)
  const alternatives = globs.flatMap((glob) => expandBraces(glob) ?? [])
  const patterns = alternatives.map((one): Pattern => patternOf(one, style))
  return (text) => literal.has(text) || patterns.some((pattern) => fits(pattern, text, style))
}

const remembered = (make: (globs: readonly string[]) => Matcher) => {
  const made = new WeakMap<readonly string[], Matcher>()
  return (globs: readonly string[], text: string): boolean => {
    const known = made.get(globs) ?? make(globs)
    made.set(globs, known)
    return known(text)
  }
}

const hasWildcard = /[*?[\]{}\\]/

/**
 * True for a path that one of the globs matches, dot files as any other; what has no wildcard names a folder with all in it,
 * too. No expression of JavaScript is made of a glob, as libraries do: one can be written that tries for ever.
 */
export const matchesPath = remembered((globs) =>
  matcherOf(
    globs.flatMap((one) => (hasWildcard.test(one) ? [one] : [one, `${one}/**`])),
    { slashes: false, nocase: false },
  ),
)

/** True for a branch that one of the globs matches: its name has case, as paths have (git-check-ref-format(1)), and `*` takes in slashes. */
export const matchesBranch = remembered((globs) => matcherOf(globs, { slashes: true, nocase: false }))

/** True for a name or address that one of the globs matches, without case; `*` takes in slashes, and `[bot]` is how forges call one. */
export const matchesName = remembered((globs) =>
  matcherOf(
    globs.map((one) => one.replace(/(?<!\\)\[bot\]/gi, '\\[bot\\]')),
    { slashes: true, nocase: true },
  ),
)
