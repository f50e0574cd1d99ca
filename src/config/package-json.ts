import { type Node, parseTree } from 'jsonc-parser'
import { seeProblems, seeText } from '../core/file-hints.js'
import { invalidConfig } from './invalid.js'
import { unparsed, wholeText } from './parse.js'

/**
 * What a package.json says under `provenance`; undefined where it says nothing. Throws CONFIG_INVALID for one that cannot be read
 * and has that word as a key: a comma too many must not take a policy away; nor must a key said twice, of which JSON.parse takes
 * the last in silence.
 */
export const packageConfig = (text: string): unknown => {
  const own = text.replace(/^\uFEFF/, '')
  let value: { readonly provenance?: unknown } | null
  try {
    value = JSON.parse(own) as typeof value
  } catch (cause) {
    if (/"provenance"\s*:/.test(text)) throw unparsed('package.json', cause)
    return undefined
  }
  // As cosmiconfig has it, null says nothing.
  if (value?.provenance == null) return undefined
  const twice = repeatedKey(own)
  if (twice === null) return wholeText('package.json', own, asPolicy(value.provenance))
  throw invalidConfig(`package.json: expected each key once, got ${twice} twice`, seeText('package.json'))
}

const asPolicy = (own: unknown): unknown => {
  if (typeof own === 'object' && !Array.isArray(own)) return own
  const got = JSON.stringify(own).slice(0, 40)
  throw invalidConfig(`package.json: provenance: expected a policy, got ${got}`, seeProblems('package.json'))
}

/** A key that stands twice in what a package.json says under `provenance`, with its place; null for none. */
const repeatedKey = (text: string): string | null => {
  const properties = (parseTree(text)?.children ?? []).filter(({ children }) => children?.[0]?.value === 'provenance')
  return properties.length > 1 ? 'provenance' : repeatedIn(properties[0]?.children?.[1], 'provenance')
}

const repeatedIn = (node: Node | undefined, path: string): string | null => {
  const seen = new Set<unknown>()
  for (const part of node?.children ?? []) {
    const [key, value] = part.type === 'property' ? (part.children ?? []) : [undefined, part]
    const place = key === undefined ? path : `${path}.${String(key.value)}`
    if (key !== undefined && seen.has(key.value)) return place
    seen.add(key?.value)
    const inside = repeatedIn(value, place)
    if (inside !== null) return inside
  }
  return null
}
