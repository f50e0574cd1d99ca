import { existsSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { canonicalJson } from '../../core/canonical.js'
import { ProvenanceError } from '../../core/errors.js'
import { unwritableFile } from '../../core/file-errors.js'
import type { Footer, Header } from '../../core/ledger/schema.js'
import { parseAllowedSigners } from '../../core/signature/allowed-signers.js'
import type { Trust } from '../../core/signature/commit-signature.js'
import { Envelope, payloadType, preAuthEncoding, Statement, statementOf } from '../../core/signature/statement.js'
import { ed25519Signer, ed25519Verifier } from '../../sign/ed25519.js'
import type { Signer, Verifier } from '../../sign/signer.js'
import { sshSigner, sshVerifier } from '../../sign/ssh.js'
import { writeAtomically } from '../../store/atomic.js'
import { readGivenFile } from './given-file.js'
import { readPrevious } from './previous-ledger.js'

/** Where a ledger's envelope lies: beside it. */
export const envelopeOf = (ledger: string): string => `${ledger}.dsse.json`

const readText = (file: string): string => readGivenFile(file, 'a readable file')

/** A signer by a key file: Ed25519 in PEM signs in process, any key of SSH's through ssh-keygen. */
const signerFor = (keyFile: string): Signer => {
  const text = readText(keyFile)
  return text.includes('-----BEGIN PRIVATE KEY-----') ? ed25519Signer(text, keyFile) : sshSigner(keyFile)
}

/** Readies the signing of a ledger that may be still to be written: its key, and that it is or will be a file. Throws USAGE, FILE_UNREADABLE, SIGNING_FAILED. */
export const ledgerSigner = (ledger: string, keyFile: string): Signer => {
  const isOpen = /^\/(?:dev|proc)\//.test(ledger)
  if (isOpen || (existsSync(ledger) && !statSync(ledger).isFile()))
    throw new ProvenanceError(
      'USAGE',
      `${ledger}: expected a file, beside which its signature can lie, got ${isOpen ? 'what is open already' : 'something else'}`,
    )
  return signerFor(keyFile)
}

/**
 * Writes an in-toto Statement about a ledger, in a DSSE envelope, beside it; returns its path and the key's fingerprint.
 * Throws LEDGER_BROKEN for a ledger whose chain does not hold, FILE_UNREADABLE, FILE_UNWRITABLE, SIGNING_FAILED.
 */
export const signLedger = async (
  ledger: string,
  signer: Signer,
  dryRun = false,
): Promise<{ readonly file: string; readonly keyid: string }> => {
  const { digest, header, footer } = await readPrevious(ledger)
  const payload = Buffer.from(canonicalJson(statementOf({ name: basename(ledger), digest, header, footer })))
  const sig = signer.sign(preAuthEncoding(payloadType, payload)).toString('base64')
  const envelope: Envelope = {
    payloadType,
    payload: payload.toString('base64'),
    signatures: [{ keyid: signer.keyid, sig }],
  }
  const file = envelopeOf(ledger)
  if (!dryRun) writeEnvelope(file, `${canonicalJson(envelope)}\n`)
  return { file, keyid: signer.keyid }
}

const writeEnvelope = (file: string, text: string): void => {
  try {
    writeAtomically(file, text, 0o644)
  } catch (cause) {
    throw unwritableFile(file, 'a file that can be written', cause)
  }
}

/** A ledger that a statement is held against: the SHA-256 of its bytes, its first and its last line; null where it has none. */
export type SignedLedger = {
  readonly digest: string
  readonly header: Header | null
  readonly footer: Footer | null
}

/** Whose signature of a ledger counts: a public key, or allowed signers of SSH and the time at which their keys must be valid. */
export type LedgerTrust = { readonly publicKey: string | null; readonly signers: Trust | null }

/** What is wrong with a ledger's signature, null for nothing; `needed` is what was not given, so that it was not looked at. */
export type SignatureCheck = { readonly wrong: string | null; readonly needed: readonly ('key' | 'valid-at')[] }

type Check = { readonly needed: SignatureCheck['needed']; readonly verifier: Verifier | null }

/** A verifier by a file of one public key: Ed25519 in PEM, or of SSH as its `.pub` has it (sshd(8), AUTHORIZED_KEYS), which then stands for anybody. */
const verifierFor = (file: string): Verifier => {
  const text = readText(file)
  return /^(?:ssh-|ecdsa-|sk-)/.test(text)
    ? sshVerifier(parseAllowedSigners(`* ${text}`, file), null, 'and not made by this key')
    : ed25519Verifier(text, file)
}

/** The checks to be tried, the one that leaves nothing open first: a key counts without its dates only where none asked for a time. */
const checksFor = ({ publicKey, signers }: LedgerTrust): readonly Check[] => {
  if (publicKey !== null) return [{ needed: [], verifier: verifierFor(publicKey) }]
  if (signers === null) return [{ needed: ['key'], verifier: null }]
  const { signers: lines, at } = signers
  if (at !== null) return [{ needed: [], verifier: sshVerifier(lines, at) }]
  const undated = lines.filter(({ validAfter, validBefore }) => validAfter === null && validBefore === null)
  return [
    { needed: [], verifier: sshVerifier(undated, null) },
    { needed: ['valid-at'], verifier: sshVerifier(lines, null) },
  ]
}

/**
 * Holds a ledger against an envelope: some signature must count, where keys are given, and the statement be about these bytes
 * and say of them what they say themselves. Throws FILE_UNREADABLE where a file cannot be read.
 */
export const checkLedgerSignature = (
  ledger: SignedLedger,
  envelopeFile: string,
  trust: LedgerTrust,
): SignatureCheck => {
  const checks = checksFor(trust)
  const envelope = Envelope.safeParse(jsonOf(readText(envelopeFile)))
  if (!envelope.success) return broken(`${envelopeFile}: expected a DSSE envelope, got something else`)
  const tried = checks.map(({ needed, verifier }) => ({ needed, wrong: untrusted(envelope.data, verifier) }))
  const held = tried.find(({ wrong }) => wrong === null)
  if (held === undefined)
    return broken(`${envelopeFile}: expected a signature that counts, got one ${tried.at(-1)?.wrong}`)
  const wrong = misstated(envelope.data, ledger)
  return { wrong: wrong === null ? null : `${envelopeFile}: ${wrong}`, needed: held.needed }
}

const broken = (wrong: string): SignatureCheck => ({ wrong, needed: [] })

/** Why no signature of an envelope counts, null where one does, and where nobody said whose must. */
const untrusted = ({ payload, payloadType: type, signatures }: Envelope, verifier: Verifier | null): string | null => {
  if (verifier === null) return null
  const signed = preAuthEncoding(type, Buffer.from(payload, 'base64'))
  const wrong = signatures.map(({ sig }) => verifier.verify(signed, Buffer.from(sig, 'base64')))
  return wrong.includes(null) ? null : wrong.join('; ')
}

/** What an envelope says that is no statement about these bytes; this needs no key to see. */
const misstated = (envelope: Envelope, ledger: SignedLedger): string | null => {
  if (envelope.payloadType !== payloadType) return `expected ${payloadType}`
  const payload = Buffer.from(envelope.payload, 'base64')
  const statement = Statement.safeParse(jsonOf(payload.toString('utf8')))
  if (!statement.success) return 'expected a statement about a ledger, got something else'
  const [subject] = statement.data.subject
  const said = subject?.digest.sha256
  if (said !== ledger.digest) return `expected the bytes with SHA-256 ${said}, got ${ledger.digest}`
  const { header, footer, digest } = ledger
  // Without these it is no whole ledger, which is told of the ledger.
  if (header === null || footer === null) return null
  // A file may be renamed: subjects are matched by their digests alone (in-toto Attestation Framework v1, Statement).
  const expected = statementOf({ name: subject?.name ?? '', digest, header, footer })
  return otherPart(expected.predicate, statement.data.predicate) ?? otherForm(expected, payload)
}

/** What readers of statements, who never see the ledger, would be told that the ledger does not say. */
const otherPart = (expected: Statement['predicate'], got: Statement['predicate']): string | null => {
  const fields = Object.keys(expected) as (keyof typeof expected)[]
  const [field] = fields.filter((one) => canonicalJson(expected[one]) !== canonicalJson(got[one]))
  if (field === undefined) return null
  const [should, is] = [expected, got].map((one) => canonicalJson(one[field]))
  return `predicate.${field}: expected what the ledger says, ${should}, got ${is}`
}

/** Of a field that stands twice each reader takes the one or the other. */
const otherForm = (expected: Statement, payload: Buffer): string | null =>
  payload.equals(Buffer.from(canonicalJson(expected)))
    ? null
    : 'expected a statement in canonical JSON, got another form of it'

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
