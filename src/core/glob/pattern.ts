/** Any number of what stands in its place: characters in a name, folders in a path. */
const many = Symbol('any number')

/** True for a character that stands for itself, or is in a class. */
type Takes = (char: string) => boolean

/** A name with its wildcards, character by character. */
type Name = readonly (Takes | typeof many)[]

/** A glob made ready: its names from the top down, and the text before its first and after its last wildcard, which tell most others apart at once. */
export type Pattern = {
  readonly names: readonly (Name | typeof many)[]
  readonly begins: string
  readonly ends: string
}

/** `slashes`: `*`, `?` and `[…]` take in slashes, as in names; `nocase`: capitals count as small letters. */
export type Style = { readonly slashes: boolean; readonly nocase: boolean }

const wildcard = /[*?[\\]/

/**
 * Reads a glob without braces, by gitignore(5): `*` takes any number of characters but slashes, `?` one, `[a-z]` and `[!a-z]`
 * one of a class, `\x` is an x, and `**` alone between slashes any number of folders.
 */
export const patternOf = (glob: string, style: Style): Pattern => {
  if (style.slashes) return { names: [nameOf(glob, style)], begins: '', ends: '' }
  const names = glob.split('/').map((name) => (/^\*\*+$/.test(name) ? many : nameOf(name, style)))
  // What is in `a/**` begins with `a/`, what stands in its place does not.
  const [begins = ''] = glob.replace(/(?:\/\*\*+)+$/, '*').split(wildcard)
  const last = glob.slice(glob.search(/[^*?[\]\\]*$/))
  // With `**` before it the slash may be missing.
  return { names, begins, ends: last.replace(/^\//, '') }
}

/** True where all of the text is what the glob says. Takes time by the length of both, whatever stands in them. */
export const fits = ({ names, begins, ends }: Pattern, text: string, { slashes }: Style): boolean =>
  text.startsWith(begins) &&
  text.endsWith(ends) &&
  wild(names, slashes ? [text] : text.split('/'), (name, part) => wild(name, Array.from(part), isTaken))

const isTaken = (takes: Takes, char: string): boolean => takes(char)

/**
 * True where the parts are those that the items take, one by one, with any number of parts for `many`. Where it fails, it is
 * enough to let the last `many` take one more: what those before it took does not matter any longer.
 */
const wild = <Item, Part>(
  items: readonly (Item | typeof many)[],
  parts: readonly Part[],
  takes: (item: Item, part: Part) => boolean,
): boolean => {
  let [item, part] = [0, 0]
  let [again, from] = [-1, 0]
  while (part < parts.length) {
    const next = items[item]
    if (next === many) {
      again = item += 1
      from = part
    } else if (next !== undefined && takes(next, parts[part] as Part)) {
      item += 1
      part += 1
    } else if (again >= 0) {
      item = again
      part = from += 1
    } else return false
  }
  return items.slice(item).every((left) => left === many)
}

const nameOf = (text: string, style: Style): Name => {
  const pieces: (Takes | typeof many)[] = []
  for (let rest = text; rest !== ''; ) {
    const { length, takes } = classAt(rest, style) ?? charAt(rest, style)
    if (takes !== many || pieces.at(-1) !== many) pieces.push(takes)
    rest = rest.slice(length)
  }
  return pieces
}

type Piece = { readonly length: number; readonly takes: Takes | typeof many }

const charAt = (rest: string, { nocase }: Style): Piece => {
  if (rest[0] === '*') return { length: 1, takes: many }
  if (rest[0] === '?') return { length: 1, takes: () => true }
  const escaped = rest[0] === '\\' && rest.length > 1 ? 1 : 0
  const wanted = String.fromCodePoint(rest.codePointAt(escaped) ?? 0)
  const takes: Takes = nocase ? (char) => small(char) === small(wanted) : (char) => char === wanted
  return { length: escaped + wanted.length, takes }
}

/** `[…]`, with a `]` that comes first standing for itself; null for a bracket that is not closed. */
const classAt = (rest: string, { nocase }: Style): Piece | null => {
  const [whole, not, members = ''] = /^\[([!^]?)(\]?(?:\\.|[^\]\\])*)\]/su.exec(rest) ?? []
  if (whole === undefined) return null
  const ranges = [...members.matchAll(/(?:\\(.)|(.))(?:-(?:\\(.)|([^\\])))?/gsu)].map(
    ([, a, b, c, d]) => [pointOf(a ?? b ?? ''), pointOf(c ?? d ?? a ?? b ?? '')] as const,
  )
  const has = (char: string) => ranges.some(([first, last]) => first <= pointOf(char) && pointOf(char) <= last)
  const hasEither: Takes = nocase ? (char) => has(small(char)) || has(small(char).toUpperCase()) : has
  return { length: whole.length, takes: not === '' ? hasEither : (char) => !hasEither(char) }
}

const pointOf = (char: string): number => char.codePointAt(0) ?? 0

/** A sign that only looks like an ASCII letter, as the Kelvin sign does, is not made one: addresses are compared so. */
const small = (char: string): string => {
  const lower = char.toLowerCase()
  return isAscii(lower) === isAscii(char) ? lower : char
}

const isAscii = (text: string): boolean => pointOf(text) < 128
