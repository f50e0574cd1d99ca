import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { canonicalJson } from '../core/canonical.js'
import { ProvenanceError } from '../core/errors.js'
import { parseAllowedSigners } from '../core/signature/allowed-signers.js'
import { Envelope, payloadType, preAuthEncoding, Statement, statementOf } from '../core/signature/statement.js'
import { ed25519Signer, ed25519Verifier } from '../sign/ed25519.js'
import type { Signer, Verifier } from '../sign/signer.js'
import { sshSigner, sshVerifier } from '../sign/ssh.js'
import { writeAtomically } from '../store/atomic.js'
import { readPrevious } from './previous-ledger.js'

/** Where a ledger's envelope lies: beside it. */
export const envelopeOf = (ledger: string): string => `${ledger}.dsse.json`

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const said = (cause as Error).message
    throw new ProvenanceError('FILE_UNREADABLE', `${file}: expected a readable file, got ${said}`, { cause })
  }
}

/** A signer by a key file: Ed25519 in PEM signs in process, any key of SSH's through ssh-keygen. */
const signerFor = (keyFile: string): Signer => {
  const text = readText(keyFile)
  return text.includes('-----BEGIN PRIVATE KEY-----') ? ed25519Signer(text, keyFile) : sshSigner(keyFile)
}

/**
 * Writes an in-toto Statement about a ledger, in a DSSE envelope, beside it; returns its path and the key's fingerprint.
 * Throws LEDGER_BROKEN for a ledger whose chain does not hold, FILE_UNREADABLE, SIGNING_FAILED.
 */
export const signLedger = async (
  ledger: string,
  keyFile: string,
  dryRun = false,
): Promise<{ readonly file: string; readonly keyid: string }> => {
  const signer = signerFor(keyFile)
  const { digest, header, footer } = await readPrevious(ledger)
  const payload = Buffer.from(canonicalJson(statementOf({ name: basename(ledger), digest, header, footer })))
  const sig = signer.sign(preAuthEncoding(payloadType, payload)).toString('base64')
  const envelope: Envelope = {
    payloadType,
    payload: payload.toString('base64'),
    signatures: [{ keyid: signer.keyid, sig }],
  }
  const file = envelopeOf(ledger)
  if (!dryRun) writeAtomically(file, `${canonicalJson(envelope)}\n`, 0o644)
  return { file, keyid: signer.keyid }
}

/** Whose signature of a ledger counts: a public key in PEM, or allowed signers of SSH. */
export type LedgerTrust = { readonly publicKey: string | null; readonly allowedSigners: string | null }

const verifierFor = ({ publicKey, allowedSigners }: LedgerTrust): Verifier | null => {
  if (publicKey !== null) return ed25519Verifier(readText(publicKey), publicKey)
  return allowedSigners === null ? null : sshVerifier(parseAllowedSigners(readText(allowedSigners), allowedSigners))
}

/**
 * Holds a ledger against an envelope: null where some signature counts and the statement is about these bytes, else what is
 * wrong. Throws FILE_UNREADABLE where a file cannot be read, LEDGER_BROKEN for a ledger that is none.
 */
export const checkLedgerSignature = async (
  ledger: string,
  envelopeFile: string,
  trust: LedgerTrust,
): Promise<string | null> => {
  const verifier = verifierFor(trust)
  const envelope = Envelope.safeParse(jsonOf(readText(envelopeFile)))
  if (!envelope.success) return `${envelopeFile}: expected a DSSE envelope, got something else`
  const payload = Buffer.from(envelope.data.payload, 'base64')
  const signed = preAuthEncoding(envelope.data.payloadType, payload)
  const wrong = envelope.data.signatures.map(
    ({ sig }) =>
      verifier?.verify(signed, Buffer.from(sig, 'base64')) ?? (verifier === null ? 'no key was given' : null),
  )
  if (!wrong.includes(null)) return `${envelopeFile}: expected a signature that counts, got one ${wrong.join('; ')}`
  if (envelope.data.payloadType !== payloadType) return `${envelopeFile}: expected ${payloadType}`
  const statement = Statement.safeParse(jsonOf(payload.toString('utf8')))
  if (!statement.success) return `${envelopeFile}: expected a statement about a ledger, got something else`
  const { digest } = await readPrevious(ledger)
  const said = statement.data.subject[0]?.digest.sha256
  return said === digest ? null : `${ledger}: expected the bytes with SHA-256 ${said}, got ${digest}`
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
