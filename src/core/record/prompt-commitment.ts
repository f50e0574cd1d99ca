import { createHash, createHmac } from 'node:crypto'

/** Set before a prompt's bytes, so that a leaf is never the hash of anything else. */
const domain = Buffer.from('commit-provenance/prompt/1\0', 'utf8')

/** The id of a key: the first 8 hex of its SHA-256. */
export const keyId = (key: Buffer): string => createHash('sha256').update(key).digest('hex').slice(0, 8)

/**
 * The commitment to one prompt (spec, section 2): `hmac-sha256:<key id>:<base64url>` under a key, or
 * `sha256:<base64url>` without one, where a short prompt can be guessed.
 */
export const commitPrompt = (prompt: string, key: Buffer | null): string => {
  const text = Buffer.from(prompt, 'utf8')
  if (key === null) return `sha256:${createHash('sha256').update(domain).update(text).digest('base64url')}`
  return `hmac-sha256:${keyId(key)}:${createHmac('sha256', key).update(domain).update(text).digest('base64url')}`
}

/** What is told wherever `prompts.hash: plain` is set or a hash of that kind is made (spec, section 2). */
export const plainHashWarning =
  'prompts.hash is plain, and whoever guesses a short prompt can prove it; hash: keyed keeps that to you'

/** True for a commitment without a key. */
export const isPlainHash = (hash: string | null): boolean => hash?.startsWith('sha256:') ?? false

/**
 * The value that stands for several commitments: the only one itself, else the RFC 6962 Merkle root over their bytes
 * under the scheme of the last; `none` for none. Leaves of another scheme or key than the last cannot be joined with
 * it under one key id and are left out; `count` says how many were joined.
 */
export const joinCommitments = (leaves: readonly string[]): { readonly value: string; readonly count: number } => {
  const last = leaves.at(-1)
  if (last === undefined) return { value: 'none', count: 0 }
  const scheme = last.slice(0, last.lastIndexOf(':'))
  const same = leaves.filter((leaf) => leaf.slice(0, leaf.lastIndexOf(':')) === scheme)
  if (same.length === 1) return { value: last, count: 1 }
  const root = merkleRoot(same.map((leaf) => Buffer.from(leaf.slice(scheme.length + 1), 'base64url')))
  return { value: `${scheme}:${root.toString('base64url')}`, count: same.length }
}

/** The Merkle tree hash of a list of entries (RFC 6962, section 2.1): leaves under 0x00, nodes under 0x01, split at the largest power of two below the count. */
export const merkleRoot = (entries: readonly Buffer[]): Buffer => {
  if (entries.length === 0) return createHash('sha256').digest()
  const first = entries[0]
  if (entries.length === 1 && first !== undefined)
    return createHash('sha256').update(Buffer.of(0)).update(first).digest()
  let split = 1
  while (split * 2 < entries.length) split *= 2
  return createHash('sha256')
    .update(Buffer.of(1))
    .update(merkleRoot(entries.slice(0, split)))
    .update(merkleRoot(entries.slice(split)))
    .digest()
}
