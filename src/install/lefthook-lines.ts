import { isMap, isScalar, type Pair, parseDocument, stringify, type YAMLMap } from 'yaml'

/** The names that lead to an entry, and what stands there. */
export type Entry = { readonly place: readonly string[]; readonly value: unknown }

/** The text with an entry put in as lines of its own, and no other byte changed: meant for block style, to be read again by whoever asks. */
export const withLines = (text: string, { place, value }: Entry): string => {
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const { map, left } = deepest(topOf(text), place)
  const lines = stringify(nested(left, value), { lineWidth: 0 }).trimEnd().split('\n')
  const first = map?.items[0]
  if (first === undefined || left.length === place.length) {
    const whole = text === '' || text.endsWith('\n') ? text : text + eol
    return `${whole}${lines.join(eol)}${eol}`
  }
  const offset = startOf(first)
  const indent = ' '.repeat(offset - lineStart(text, offset))
  return text.slice(0, offset) + lines.map((line) => `${line}${eol}${indent}`).join('') + text.slice(offset)
}

/** The text without the lines of an entry, and of what holds nothing else. */
export const withoutLines = (text: string, place: readonly string[]): string => {
  const pairs = pairsTo(topOf(text), place)
  if (pairs.length < place.length) return text
  const isAlone = ({ value }: Pair): boolean => isMap(value) && value.items.length === 1
  const from = pairs.find((_, at) => pairs.slice(at, -1).every(isAlone))
  if (from === undefined) return text
  const end = text.indexOf('\n', endOf(from) - 1)
  return text.slice(0, lineStart(text, startOf(from))) + (end < 0 ? '' : text.slice(end + 1))
}

const topOf = (text: string): unknown => parseDocument(text).contents

const nested = (names: readonly string[], value: unknown): unknown =>
  names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value)

const pairIn = (map: unknown, name: string): Pair | undefined =>
  isMap(map) ? map.items.find(({ key }) => isScalar(key) && key.value === name) : undefined

/** The pairs that lead to a place, as far as they are there. */
const pairsTo = (map: unknown, [name, ...rest]: readonly string[]): readonly Pair[] => {
  const pair = name === undefined ? undefined : pairIn(map, name)
  return pair === undefined ? [] : [pair, ...pairsTo(pair.value, rest)]
}

/** The last map on the way to a place, and the names from there on. */
const deepest = (
  map: unknown,
  place: readonly string[],
): { readonly map: YAMLMap | undefined; readonly left: readonly string[] } => {
  const pair = pairIn(map, place[0] ?? '')
  return isMap(pair?.value) ? deepest(pair.value, place.slice(1)) : { map: isMap(map) ? map : undefined, left: place }
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1

const startOf = ({ key }: Pair): number => (isScalar(key) ? (key.range?.[0] ?? 0) : 0)

/** Where the last word of a pair ends; a map itself reaches to the comments behind it. */
const endOf = ({ key, value }: Pair): number => {
  const last = isMap(value) ? value.items.at(-1) : undefined
  if (last !== undefined) return endOf(last)
  const node = isScalar(value) ? value : key
  return isScalar(node) ? (node.range?.[1] ?? 0) : 0
}
