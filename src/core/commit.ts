import { isUtf8 } from 'node:buffer'
import type { Fault } from './fault.js'
import type { Identity } from './identity.js'

/** A signature as the commit carries it; `kind` by its first line. */
export type Signature = { readonly kind: 'ssh' | 'openpgp' | 'x509' | 'unknown'; readonly armor: string }

/** A commit object read from its own bytes. `message` is decoded by the commit's encoding header, UTF-8 without one. */
export type Commit = {
  readonly oid: string
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: Identity
  readonly committer: Identity
  readonly encoding: string | null
  readonly message: string
  readonly signature: Signature | null
  readonly faults: readonly Fault[]
}

const nobody: Identity = { name: '', email: '', date: 0, zone: '+0000' }

/** Header lines that may stand once only (git's fsck.c: multipleAuthors and its like). */
const singles = ['tree', 'author', 'committer', 'encoding']

/**
 * Reads a raw commit object (`git cat-file commit`). Never throws: what is wrong becomes a fault (`nul-in-commit`,
 * `header-duplicated`, `header-malformed`, `encoding-unknown`, `encoding-invalid`).
 */
export const parseCommit = (oid: string, bytes: Buffer): Commit => {
  const faults: Fault[] = []
  const end = bytes.indexOf('\n\n')
  const head = bytes.toString('latin1', 0, end < 0 ? bytes.length : end)
  const headers = headersOf(head)
  const body = end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 2)
  if (bytes.includes(0)) faults.push({ code: 'nul-in-commit', args: {} })
  for (const key of singles) {
    if (headers.filter(([name]) => name === key).length > 1)
      faults.push({ code: 'header-duplicated', args: { header: key } })
  }
  const value = (key: string) => headers.find(([name]) => name === key)?.[1] ?? null
  const encoding = value('encoding')
  const decode = decoderFor(encoding, faults)
  const tree = value('tree') ?? ''
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(tree)) faults.push({ code: 'header-malformed', args: { header: 'tree' } })
  const identity = (key: 'author' | 'committer') => {
    const text = value(key) ?? ''
    return identityOf(ascii.test(text) ? text : decode(Buffer.from(text, 'latin1')), key, faults)
  }
  return {
    ...{ oid, tree, encoding },
    parents: headers.flatMap(([name, text]) => (name === 'parent' ? [text] : [])),
    author: identity('author'),
    committer: identity('committer'),
    message: decode(body),
    signature: signatureOf(value('gpgsig') ?? value('gpgsig-sha256')),
    faults,
  }
}

/** Header lines as key and value; a line that begins with a blank continues the one before. */
const headersOf = (head: string): readonly (readonly [string, string])[] => {
  const headers: [string, string][] = []
  for (const line of head.split('\n')) {
    const last = headers.at(-1)
    if (line.startsWith(' ') && last !== undefined) last[1] += `\n${line.slice(1)}`
    else {
      const blank = line.indexOf(' ')
      headers.push(blank < 0 ? [line, ''] : [line.slice(0, blank), line.slice(blank + 1)])
    }
  }
  return headers
}

/** Most headers hold nothing else, and then need no decoding. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what is meant
const ascii = /^[\x00-\x7f]*$/

/** Decodes by the commit's own encoding; bytes that do not fit are a fault, and are then read with replacement characters. */
const decoderFor = (encoding: string | null, faults: Fault[]): ((bytes: Buffer) => string) => {
  const invalid = (bytes: Buffer): string => {
    if (!faults.some(({ code }) => code === 'encoding-invalid')) faults.push({ code: 'encoding-invalid', args: {} })
    return bytes.toString('utf8')
  }
  if (encoding === null || /^utf-?8$/i.test(encoding))
    return (bytes) => (isUtf8(bytes) ? bytes.toString('utf8') : invalid(bytes))
  try {
    const decoder = new TextDecoder(encoding, { fatal: true })
    return (bytes) => {
      try {
        return decoder.decode(bytes)
      } catch {
        return invalid(bytes)
      }
    }
  } catch {
    faults.push({ code: 'encoding-unknown', args: { encoding: encoding.slice(0, 40) } })
    return (bytes) => bytes.toString('latin1')
  }
}

/** `name <email> seconds zone`, found from the end as git does (ident.c, split_ident_line). */
const identityOf = (text: string, header: string, faults: Fault[]): Identity => {
  const close = text.lastIndexOf('>')
  const open = text.indexOf('<')
  const time = /^ (-?\d{1,15}) ([+-]\d{4})$/.exec(text.slice(close + 1))
  if (open < 0 || close < open || time === null) faults.push({ code: 'header-malformed', args: { header } })
  if (open < 0 || close < open) return { ...nobody, name: text.slice(0, 200) }
  const inner = text.slice(open + 1, close)
  return { name: text.slice(0, open).trim(), email: inner, date: Number(time?.[1] ?? 0), zone: time?.[2] ?? '+0000' }
}

const signatureOf = (armor: string | null): Signature | null => {
  if (armor === null) return null
  const kinds = { 'BEGIN SSH': 'ssh', 'BEGIN PGP': 'openpgp', 'BEGIN SIGNED': 'x509' } as const
  const found = Object.entries(kinds).find(([words]) => armor.startsWith(`-----${words}`))
  return { kind: found?.[1] ?? 'unknown', armor }
}
