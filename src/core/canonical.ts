import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** RFC 8785 canonical JSON: one text for one value, on any machine. Throws for what JSON cannot say. */
export const canonicalJson = (value: unknown): string => {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('expected a value that JSON can hold')
  return text
}

/** The lower-case hex SHA-256 of text (as UTF-8) or bytes. */
export const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
