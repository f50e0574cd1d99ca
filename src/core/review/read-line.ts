import { type AllowedSigner, isForNamespace, isTakenAway, isValidAt, linesFor } from '../signature/allowed-signers.js'
import type { Trust } from '../signature/commit-signature.js'
import { checkSshsig, readSshsig, type Sshsig } from '../signature/sshsig.js'
import { Envelope, payloadType, preAuthEncoding } from '../signature/statement.js'
import { addressKey } from './address.js'
import { isPerson } from './person.js'
import { type Review, reviewNamespace } from './review.js'
import { ReviewStatement } from './statement.js'

/**
 * What became of a line of a review note. `untrusted`: no allowed signer has that key, for that name, at that time;
 * `not-checked`: nobody was named whose signature counts.
 */
export type ReadReview =
  | { readonly outcome: 'good'; readonly statement: ReviewStatement; readonly review: Omit<Review, 'on'> }
  | { readonly outcome: 'bad' | 'untrusted' | 'malformed' | 'not-checked'; readonly why: string }

/** A line longer than this is not read: a signature of RSA-4096 and the longest comment fit three times. */
const maxLine = 24_000

/** What a line claims to be about, unverified; null where it is no review. Never throws. */
export const subjectOf = (line: string): ReviewStatement | null => {
  const read = statementIn(line)
  return typeof read === 'string' ? null : read.statement
}

/**
 * Reads one line of a review note and verifies it against allowed signers from outside the repository, in process. A key must
 * be valid at the review's own date, or at the time that trust names. The reviewer is who the signers say
 * holds the key, and never merely who the statement names. Never throws.
 */
export const readReviewLine = (line: string, trust: Trust | null): ReadReview => {
  const read = statementIn(line)
  if (typeof read === 'string') return { outcome: 'malformed', why: read }
  const { statement, signed, signature } = read
  const sig = readSshsig(signature)
  if (sig === null) return { outcome: 'malformed', why: 'not a signature of SSH' }
  if (sig.namespace !== reviewNamespace)
    return { outcome: 'bad', why: `made for ${JSON.stringify(sig.namespace.slice(0, 80))}` }
  const checked = checkSshsig(sig, signed)
  if (checked !== 'good')
    return { outcome: 'bad', why: checked === 'bad' ? 'not over these bytes' : `by a key of type ${sig.key.type}` }
  if (trust === null) return { outcome: 'not-checked', why: 'no allowed signers were given' }
  const at = Date.parse(statement.predicate.date) / 1000
  if (Number.isNaN(at)) return { outcome: 'malformed', why: 'a date that no calendar has' }
  const holder = holderOf(trust.signers, sig, { at: trust.at ?? at, claimed: statement.predicate.reviewer.email })
  if (typeof holder === 'string') return { outcome: 'untrusted', why: holder }
  return { outcome: 'good', statement, review: reviewOf(statement, { key: sig.key.fingerprint, at, ...holder }) }
}

type Within = { readonly statement: ReviewStatement; readonly signed: Buffer; readonly signature: Buffer }

const statementIn = (line: string): Within | string => {
  if (line.length > maxLine) return 'too long a line'
  const envelope = Envelope.safeParse(parsed(line))
  if (!envelope.success) return 'not a DSSE envelope'
  const { signatures, payloadType: type } = envelope.data
  const [signature, ...more] = signatures
  if (signature === undefined || more.length > 0) return 'expected one signature'
  if (type !== payloadType) return 'a payload of another type'
  const payload = Buffer.from(envelope.data.payload, 'base64')
  const statement = ReviewStatement.safeParse(parsed(payload.toString('utf8')))
  if (!statement.success) return 'not a statement about a review'
  const signed = preAuthEncoding(type, payload)
  return { statement: statement.data, signed, signature: Buffer.from(signature.sig, 'base64') }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** A principal that is a pattern names no one person. */
const namesIn = (principals: readonly string[]): readonly string[] =>
  principals.filter((one) => !/[*?!]/.test(one)).map(addressKey)

/** True where a line takes an address away that another of its names would stand for. */
const isRefused = (principals: readonly string[], address: string): boolean =>
  isTakenAway(
    address.trim().toLowerCase(),
    principals.map((one) => one.toLowerCase()),
  )

/** Every name that allowed signers give the holder of a key; in words, why they do not vouch for it. */
const holderOf = (
  signers: readonly AllowedSigner[],
  sig: Sshsig,
  { at, claimed }: { readonly at: number; readonly claimed: string },
): { readonly addresses: readonly string[] } | string => {
  const held = linesFor(signers, sig.key)
  const fits = held.filter((line) => isForNamespace(line, sig.namespace))
  if (fits.length === 0) return `made by ${sig.key.fingerprint}, whom the allowed signers do not name for reviews`
  const valid = fits.filter((line) => isValidAt(line, at))
  if (valid.length === 0) return `made by ${sig.key.fingerprint}, which was not valid then`
  const own = valid.flatMap(({ principals }) => (isRefused(principals, claimed) ? [] : namesIn(principals)))
  const address = addressKey(claimed)
  if (address === '' || !own.includes(address))
    return `made by ${sig.key.fingerprint}, which is not ${JSON.stringify(claimed.slice(0, 80))}'s`
  // Whoever holds a key is every one whom any line gives it to: as its author they cannot be its reviewer.
  const all = held.flatMap(({ principals }) => namesIn(principals))
  return { addresses: [...new Set(all)].filter((one) => one !== '') }
}

const reviewOf = (
  { predicate: { statement, reviewer } }: ReviewStatement,
  { key, at, addresses }: { readonly key: string; readonly at: number; readonly addresses: readonly string[] },
): Omit<Review, 'on'> => ({
  reviewer: { name: reviewer.name, email: reviewer.email },
  addresses,
  addressed: true,
  person: isPerson(reviewer.name, reviewer.email),
  statement,
  how: 'signed',
  known: 'recomputed',
  key,
  at,
  raw: `${statement} by ${reviewer.email}`,
})
