import { isAscii, isUtf8 } from 'node:buffer'
import type { Fault } from '../fault.js'
import { decode, isUtf8Name } from './commit-encoding.js'
import { type Headers, headersOf, identityOf } from './commit-header.js'
import type { Identity } from './identity.js'
import { type SignatureKind, signatureKind } from './signature-kind.js'

/** A signature as the commit carries it; `kind` by its first line. */
export type Signature = { readonly kind: SignatureKind; readonly armor: string }

/** A commit object read from its own bytes. `message` is decoded by the commit's encoding header, UTF-8 without one. */
export type Commit = {
  readonly oid: string
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: Identity
  readonly committer: Identity
  readonly encoding: string | null
  readonly message: string
  /** True where all of it is ASCII, as most are: then no letter is of another script. */
  readonly ascii: boolean
  readonly signature: Signature | null
  readonly faults: readonly Fault[]
}

/**
 * Reads a raw commit object (`git cat-file commit`). Never throws: what is wrong becomes a fault (`nul-in-commit`,
 * `header-duplicated`, `header-malformed`, `encoding-unknown`, `encoding-invalid`).
 */
export const parseCommit = (oid: string, bytes: Buffer): Commit => {
  const { headers, message, ...text } = textOf(bytes)
  const author = identityOf(text.author, 'author')
  const committer = identityOf(text.committer, 'committer')
  const nul: readonly Fault[] = bytes.includes(0) ? [{ code: 'nul-in-commit', args: {} }] : []
  return {
    oid,
    tree: headers.tree,
    parents: headers.parents,
    author: author.identity,
    committer: committer.identity,
    encoding: headers.encoding,
    message,
    ascii: text.ascii,
    signature: signatureOf(headers.signature),
    faults: nul.concat(headers.faults, text.faults, author.faults, committer.faults),
  }
}

type Text = {
  readonly ascii: boolean
  readonly headers: Headers
  readonly author: string
  readonly committer: string
  readonly message: string
  readonly faults: readonly Fault[]
}

/** Nearly every commit is valid UTF-8 and says nothing else: it is decoded at once, and its parts cut from that. */
const textOf = (bytes: Buffer): Text => {
  if (isUtf8(bytes)) {
    const ascii = isAscii(bytes)
    const { head, message } = split(bytes.toString(ascii ? 'latin1' : 'utf8'))
    const headers = headersOf(head)
    const { author, committer } = headers
    if (isUtf8Name(headers.encoding)) return { ascii, headers, author, committer, message, faults: [] }
  }
  const { head, message } = split(bytes.toString('latin1'))
  const headers = headersOf(head)
  const { encoding } = headers
  const author = decode(Buffer.from(headers.author, 'latin1'), encoding)
  const committer = decode(Buffer.from(headers.committer, 'latin1'), encoding)
  const body = decode(Buffer.from(message, 'latin1'), encoding)
  const fault = author.fault ?? committer.fault ?? body.fault
  const faults =
    fault === null ? [] : [{ code: fault, args: encoding === null ? {} : { encoding: encoding.slice(0, 40) } }]
  return { ascii: false, headers, author: author.text, committer: committer.text, message: body.text, faults }
}

/** Header and message; the first empty line is between them. */
const split = (text: string): { readonly head: string; readonly message: string } => {
  const end = text.indexOf('\n\n')
  return end < 0 ? { head: text, message: '' } : { head: text.slice(0, end), message: text.slice(end + 2) }
}

const signatureOf = (armor: string | null): Signature | null =>
  armor === null ? null : { kind: signatureKind(armor), armor }
