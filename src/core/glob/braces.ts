/** As many texts as one glob may stand for. */
export const maxAlternatives = 100

/**
 * The globs that one with braces stands for, as in bash(1), Brace Expansion: `a{b,c}` is `ab` and `ac`, `{1..3}` counts, and
 * what has neither a comma nor a range in it is no brace. Null for more than `maxAlternatives`.
 */
export const expandBraces = (glob: string): readonly string[] | null => {
  const brace = firstBrace(glob)
  if (brace === null) return [glob]
  const { before, choices, after } = brace
  const ends = expandBraces(after)
  const middles = choices.map(expandBraces)
  if (ends === null || middles.includes(null)) return null
  const heads = middles.flatMap((middle) => middle ?? [])
  if (heads.length * ends.length > maxAlternatives) return null
  return heads.flatMap((head) => ends.map((end) => before + head + end))
}

type Brace = { readonly before: string; readonly choices: readonly string[]; readonly after: string }

const firstBrace = (glob: string): Brace | null => {
  for (let at = 0; at < glob.length; at += 1) {
    if (glob[at] === '\\') at += 1
    else if (glob[at] === '{') {
      const { end, commas } = closing(glob, at)
      const inside = glob.slice(at + 1, end)
      const choices = commas.length > 0 ? cutAt(glob, [at, ...commas, end]) : range(inside)
      if (end > 0 && choices !== null) return { before: glob.slice(0, at), choices, after: glob.slice(end + 1) }
    }
  }
  return null
}

/** Where a brace closes, -1 where it does not, and the commas that are its own. */
const closing = (glob: string, open: number): { readonly end: number; readonly commas: readonly number[] } => {
  const commas: number[] = []
  let depth = 0
  for (let at = open; at < glob.length; at += 1) {
    const char = glob[at]
    if (char === '\\') at += 1
    else if (char === '{') depth += 1
    else if (char === ',' && depth === 1) commas.push(at)
    else if (char === '}') depth -= 1
    if (depth === 0) return { end: at, commas }
  }
  return { end: -1, commas }
}

const cutAt = (text: string, places: readonly number[]): readonly string[] =>
  places.slice(1).map((place, index) => text.slice((places[index] ?? 0) + 1, place))

/** What `1..3`, `01..12` or `a..c` counts, cut where it is too much in any case; null for what is no range. */
const range = (inside: string): readonly string[] | null => {
  const [, first = '', last = ''] = /^(\d{1,6}|[a-zA-Z])\.\.(\d{1,6}|[a-zA-Z])$/.exec(inside) ?? []
  const numbers = /\d/.test(first)
  if (first === '' || numbers !== /\d/.test(last)) return null
  const [from, to] = [first, last].map((text) => (numbers ? Number(text) : text.charCodeAt(0))) as [number, number]
  const isPadded = [first, last].some((text) => /^0\d/.test(text))
  const width = isPadded ? Math.max(first.length, last.length) : 0
  const length = Math.min(Math.abs(to - from), maxAlternatives) + 1
  const values = Array.from({ length }, (_, index) => (from <= to ? from + index : from - index))
  return values.map((value) => (numbers ? String(value).padStart(width, '0') : String.fromCharCode(value)))
}
