import { type SignatureKind, signatureKind } from '../commit/signature-kind.js'
import { addressKey } from '../review/address.js'
import {
  type AllowedSigner,
  fitsPatterns,
  isForNamespace,
  isTakenAway,
  isValidAt,
  linesFor,
} from './allowed-signers.js'
import type { SshKey } from './ssh-key.js'
import { checkSshsig, dearmor, readSshsig } from './sshsig.js'

/** What became of a commit's signature; `key` is the fingerprint of the key that made it. */
export type SignatureVerdict = {
  readonly kind: SignatureKind
  readonly status: 'good' | 'bad' | 'untrusted' | 'expired' | 'unsupported' | 'not-checked'
  readonly signer: string | null
  readonly key: string | null
}

/** Signers from outside the repository; `at` is the time at which a key must be valid, null for the commit's own date. */
export type Trust = { readonly signers: readonly AllowedSigner[]; readonly at: number | null }

/** git signs commits under this namespace (gpg-interface.c, sign_buffer_ssh). */
const namespace = 'git'

/** The signature in a commit's bytes, and what it was made over: the bytes without any signature header (commit.c, parse_buffer_signed_by_header). */
export const signedParts = (bytes: Buffer): { readonly payload: Buffer; readonly armors: readonly string[] } => {
  const kept: Buffer[] = []
  const armors: string[] = []
  const sha256 = /^tree [0-9a-f]{64}\n/.test(bytes.toString('latin1', 0, 70))
  let [at, within]: [number, 'ours' | 'other' | null] = [0, null]
  while (at < bytes.length && bytes[at] !== 0x0a) {
    const next = bytes.indexOf(0x0a, at) + 1 || bytes.length
    const line = bytes.toString('latin1', at, next)
    if (!(within !== null && line.startsWith(' '))) within = null
    const header = /^gpgsig(-sha256)? /.exec(line)
    if (header !== null) within = (header[1] !== undefined) === sha256 ? 'ours' : 'other'
    if (within === null) kept.push(bytes.subarray(at, next))
    else if (within === 'ours' && header !== null) armors.push(line.slice(header[0].length))
    else if (within === 'ours') armors.push(`${armors.pop() ?? ''}${line.slice(1)}`)
    at = next
  }
  return { payload: Buffer.concat([...kept, bytes.subarray(at)]), armors }
}

/** Who made a commit, and when, in seconds since the epoch. */
export type Committer = { readonly email: string; readonly date: number }

/** Judges a commit's signature over its raw bytes; null where it has none. Never throws. */
export const judgeSignature = (bytes: Buffer, committer: Committer, trust: Trust | null): SignatureVerdict | null => {
  if (!bytes.includes('\ngpgsig')) return null
  const { payload, armors } = signedParts(bytes)
  const [armor] = armors
  if (armor === undefined) return null
  const kind = signatureKind(armor)
  const unchecked: SignatureVerdict = { kind, status: 'not-checked', signer: null, key: null }
  if (kind !== 'ssh' || trust === null) return unchecked
  const inside = dearmor(armor)
  const sig = inside === null ? null : readSshsig(inside)
  if (sig === null || sig.namespace !== namespace || armors.length > 1) return { ...unchecked, status: 'bad' }
  const verdict = { ...unchecked, key: sig.key.fingerprint }
  const checked = checkSshsig(sig, payload)
  if (checked !== 'good') return { ...verdict, status: checked }
  return { ...verdict, ...signerOf(trust, sig.key, committer) }
}

/** Of several lines with that key the one that names the committer. */
const signerOf = (trust: Trust, key: SshKey, committer: Committer): Pick<SignatureVerdict, 'status' | 'signer'> => {
  const known = linesFor(trust.signers, key).filter((line) => isForNamespace(line, namespace))
  const lines = known.filter((line) => isValidAt(line, trust.at ?? committer.date))
  const valid = lines.find(({ principals }) => isNamed(principals, committer.email)) ?? lines[0]
  const signer = (valid ?? known[0])?.principals.join(',') ?? null
  if (valid !== undefined) return { status: 'good', signer }
  return known.length > 0 ? { status: 'expired', signer } : { status: 'untrusted', signer: null }
}

/**
 * False where a signer's principals are addresses, of which none is this one; other names say nothing of an address. Two
 * addresses of one person are one, but for what a negated pattern takes away, as ssh-keygen has it.
 */
export const isNamed = (principals: readonly string[], email: string): boolean => {
  const patterns = principals.filter((one) => /[@*?]/.test(one)).map((one) => one.toLowerCase())
  if (isTakenAway(email.toLowerCase(), patterns)) return false
  const addresses = patterns.filter((one) => !one.startsWith('!'))
  const key = addressKey(email)
  return (
    addresses.length === 0 ||
    fitsPatterns(email.toLowerCase(), addresses) ||
    (key !== '' && addresses.some((one) => addressKey(one) === key))
  )
}
