import crypto from 'node:crypto'
import canonicalize from 'canonicalize'

/** RFC 8785 canonical JSON: one text for one value, on any machine. Throws for what JSON cannot say. */
export const canonicalJson = (value: unknown): string => {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('expected a value that JSON can hold')
  return text
}

/** The lower-case hex SHA-256 of text (as UTF-8) or bytes. */
export const sha256 = (data: string | Buffer): string => digest('sha256', data)

/** The name git gives an object, from `<type> <size>` NUL and its bytes (gitformat-loose(5)); `length` of the name tells SHA-1 from SHA-256. */
export const hashedName = (object: Buffer, length: number): string => digest(length === 64 ? 'sha256' : 'sha1', object)

/** In one call, half the time, since Node 20.12. */
const digest: (algorithm: string, data: string | Buffer) => string =
  crypto.hash ?? ((algorithm, data) => crypto.createHash(algorithm).update(data).digest('hex'))
