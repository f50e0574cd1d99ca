import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { ProvenanceError } from '../core/errors.js'
import { fingerprintOf } from '../core/signature/ssh-key.js'
import { wireString } from '../core/signature/ssh-wire.js'
import type { Signer, Verifier } from './signer.js'

const refuse = (what: string, cause?: unknown) =>
  new ProvenanceError('FILE_UNREADABLE', `${what}: expected an Ed25519 key in PEM without a passphrase`, { cause })

const fingerprint = (key: KeyObject): string => {
  const point = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url')
  return fingerprintOf(Buffer.concat([wireString('ssh-ed25519'), wireString(point)]))
}

const read = (pem: string, name: string, make: (pem: string) => KeyObject): KeyObject => {
  try {
    const key = make(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch (cause) {
    throw refuse(name, cause)
  }
  throw refuse(name)
}

/** Signs with a private key in PEM (PKCS#8, RFC 8410). Throws FILE_UNREADABLE for any other. */
export const ed25519Signer = (pem: string, name: string): Signer => {
  const key = read(pem, name, createPrivateKey)
  return { keyid: fingerprint(createPublicKey(key)), sign: (bytes) => sign(null, bytes, key) }
}

/** Verifies with a public key in PEM (SPKI). Throws FILE_UNREADABLE for any other. */
export const ed25519Verifier = (pem: string, name: string): Verifier => {
  const key = read(pem, name, createPublicKey)
  return { verify: (bytes, signature) => (verify(null, bytes, key, signature) ? null : 'not made by this key') }
}
