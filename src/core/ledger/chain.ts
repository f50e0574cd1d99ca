import { canonicalJson, sha256 } from '../canonical.js'
import type { Footer, Header, LedgerLine } from './schema.js'

/** What stands in a line's `prev` until it is chained: as many bytes as the digest that takes its place. */
export const unchained = '0'.repeat(64)

const prevStart = Buffer.from(',"prev":"')
const newline = 0x0a

/**
 * Chains ledger lines: each carries the SHA-256 of the bytes of the one before, without its newline, in `prev`. A header or
 * footer is given as a value; entries, of which there may be a million, as bytes: canonical JSON, a newline after each,
 * `prev` unchained, which are changed in place.
 */
export const createChain = () => {
  let prev = unchained
  const add = (line: Header | Footer): Buffer => {
    const text = canonicalJson(line.type === 'footer' ? { ...line, prev } : line)
    prev = sha256(text)
    return Buffer.from(`${text}\n`)
  }
  const seal = (entries: Buffer): Buffer => {
    for (let at = 0; at < entries.length; ) {
      const end = entries.indexOf(newline, at)
      // A quote within a string is escaped in JSON, so the first match is the field.
      entries.write(prev, entries.indexOf(prevStart, at) + prevStart.length, 'latin1')
      prev = sha256(entries.subarray(at, end))
      at = end + 1
    }
    return entries
  }
  return { add, seal }
}

/** The lines in a stretch of a ledger that this program just made. */
export const ledgerLines = (bytes: Buffer): readonly LedgerLine[] =>
  bytes
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text) as LedgerLine)
