import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { ProvenanceError } from '../core/errors.js'
import { shellWord } from '../core/shell-word.js'
import { fingerprintOf } from '../core/signature/ssh-key.js'
import { wireString } from '../core/signature/ssh-wire.js'
import type { Signer, Verifier } from './signer.js'

const refuse = (file: string, expected: string, cause?: unknown) =>
  new ProvenanceError('FILE_UNREADABLE', `${file}: expected ${expected}, got something else`, {
    cause,
    // Its first line says what a key is, and nothing that is secret of it.
    hint: `head -n 1 ${shellWord(file)}`,
  })

const fingerprint = (key: KeyObject): string => {
  const point = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url')
  return fingerprintOf(Buffer.concat([wireString('ssh-ed25519'), wireString(point)]))
}

type Expected = { readonly file: string; readonly what: string; readonly make: (pem: string) => KeyObject }

const read = (pem: string, { file, what, make }: Expected): KeyObject => {
  try {
    const key = make(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch (cause) {
    throw refuse(file, what, cause)
  }
  throw refuse(file, what)
}

/** Signs with a private key in PEM (PKCS#8, RFC 8410). Throws FILE_UNREADABLE for any other. */
export const ed25519Signer = (pem: string, file: string): Signer => {
  const what = 'an Ed25519 key in PEM without a passphrase'
  const key = read(pem, { file, what, make: createPrivateKey })
  return { keyid: fingerprint(createPublicKey(key)), sign: (bytes) => sign(null, bytes, key) }
}

/** Verifies with a public key in PEM (SPKI). Throws FILE_UNREADABLE for any other. */
export const ed25519Verifier = (pem: string, file: string): Verifier => {
  const what = 'a public key, Ed25519 in PEM or one of SSH'
  const key = read(pem, { file, what, make: createPublicKey })
  return { verify: (bytes, signature) => (verify(null, bytes, key, signature) ? null : 'not made by this key') }
}
