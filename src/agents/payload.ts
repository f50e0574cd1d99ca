/** A hook payload after JSON.parse: hostile, and richer with every release of the agent, so read field by field. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The value as an object, or an empty one. */
export const object = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}

/** The value as a non-empty string, or null. */
export const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** The first of several keys that holds a string; an empty string counts. */
export const firstString = (source: JsonObject, ...keys: string[]): string | null => {
  for (const key of keys) {
    const value = source[key]
    if (typeof value === 'string') return value
  }
  return null
}

/** The value as an array, or an empty one. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/**
 * The object in a payload's bytes. Tolerates a byte order mark and UTF-16LE (Cursor on Windows sends both).
 * Throws SyntaxError where there is no JSON object.
 */
export const parsePayload = (bytes: Buffer): JsonObject => {
  const marked = bytes.length > 1 && bytes[0] === 0xff && bytes[1] === 0xfe
  // A shell that held the payload in a variable dropped its zero bytes: what is left is one byte a letter.
  const utf16 = marked && bytes.includes(0)
  const text = marked && !utf16 ? bytes.subarray(2) : bytes
  const decoded = text.toString(utf16 ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '')
  const value: unknown = JSON.parse(decoded)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SyntaxError('expected a JSON object')
  }
  return value as JsonObject
}
