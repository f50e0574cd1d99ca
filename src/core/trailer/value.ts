import { maxValueBytes } from './keys.js'

/** A trailer's value taken apart: `main *( "; " name "=" token )`. Names are in lower case. */
export type Value = { readonly main: string; readonly parameters: ReadonlyMap<string, string> }

/** Takes a value apart; null where it breaks the grammar, holds a control character or is longer than 255 bytes, or where a parameter is named twice. Unknown parameters are kept. */
export const parseValue = (text: string): Value | null => {
  if (!isSafe(text)) return null
  const [main = '', ...rest] = text.split(';').map((part) => part.trim())
  if (main === '') return null
  const parameters = new Map<string, string>()
  for (const part of rest) {
    const match = /^([A-Za-z][A-Za-z0-9-]*)=([^\s;]+)$/.exec(part)
    if (match?.[1] === undefined || match[2] === undefined) return null
    const name = match[1].toLowerCase()
    if (parameters.has(name)) return null
    parameters.set(name, match[2])
  }
  return { main, parameters }
}

/** The parameters of a value whose names are not among the known ones; none of a value that breaks the grammar. */
export const unknownIn = (text: string, known: readonly string[]): Readonly<Record<string, string>> => {
  if (!text.includes(';')) return {}
  const parameters = parseValue(text)?.parameters ?? []
  return Object.fromEntries([...parameters].filter(([name]) => !known.includes(name)))
}

/** True for a value that a line can hold: not empty, no control or line-breaking character, at most 255 bytes. */
export const isSafe = (text: string): boolean =>
  text !== '' &&
  !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text) &&
  text.isWellFormed() &&
  Buffer.byteLength(text, 'utf8') <= maxValueBytes

/**
 * True for an identifier that can be written as a value just as it is: nothing of it is taken for a parameter or trimmed, and it
 * shows what it is (no bidi or other format characters, Unicode's Cf).
 */
export const isIdentifier = (text: string): boolean => parseValue(text)?.main === text && !/\p{Cf}/u.test(text)

/** Puts a value together; parameters that are null are left out. */
export const formatValue = (main: string, parameters: Readonly<Record<string, string | number | null>> = {}): string =>
  [main, ...Object.entries(parameters).flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]))].join(
    '; ',
  )
