import { defaultLoaders } from 'cosmiconfig'
import { canonicalJson } from '../core/canonical.js'
import type { ProvenanceError } from '../core/errors.js'
import { seeText } from '../core/file-hints.js'
import { invalidConfig } from './invalid.js'

/** YAML (and so JSON) text as a value, through cosmiconfig's own loader, which runs nothing. Throws CONFIG_INVALID with the place. */
export const parseYaml = (name: string, text: string): unknown => {
  let value: unknown
  try {
    value = defaultLoaders['.yaml'](name, text)
  } catch (cause) {
    throw unparsed(name, cause)
  }
  return wholeText(name, text, value)
}

/** The value of a text that escapes no half of a surrogate pair: such a policy has no digest by which a ledger could name it (RFC 8785, 3.2.2.2). Throws CONFIG_INVALID. */
export const wholeText = <Value>(name: string, text: string, value: Value): Value => {
  const [half] = /\\u[dD][89a-fA-F][\da-fA-F]{2}/.exec(text) ?? []
  if (half === undefined) return value
  try {
    canonicalJson(value)
    return value
  } catch (cause) {
    throw invalidConfig(`${name}: expected whole characters, got half of one, ${half}`, seeText(name), cause)
  }
}

/** What the parser says, without the file's name, which it knows, and the lines around, which may hold anything. */
type Said = { readonly reason?: string; readonly mark?: { readonly line: number; readonly column: number } }

/** The error for a text that is neither JSON nor YAML: where it stops being so, and why. */
export const unparsed = (name: string, cause: unknown): ProvenanceError => {
  const { reason, mark } = cause as Said
  const place = mark === undefined ? '' : `:${mark.line + 1}:${mark.column + 1}`
  const sentence = reason ?? (cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause))
  return invalidConfig(`${name}${place}: expected JSON or YAML, got ${sentence}`, seeText(name), cause)
}
