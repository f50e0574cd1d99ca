import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { padded, positive, type WireReader, wireReader } from './ssh-wire.js'

/** A public key as SSH writes it; `blob` is the whole of it. */
export type SshKey = { readonly type: string; readonly blob: Buffer; readonly fingerprint: string }

/** OpenSSH's name of a key: `SHA256:` and base64 without padding (ssh-keygen(1), -l). */
export const fingerprintOf = (blob: Buffer): string =>
  `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`

/** Checks one signature blob over data, null for a form that is read and trusted by nobody; throws where the key or the signature is not of its form. */
type Check = (
  key: WireReader,
  signature: { readonly type: string; readonly rest: WireReader },
  data: Buffer,
) => boolean | null

const jwk = (key: Record<string, string>): KeyObject => createPublicKey({ key, format: 'jwk' })
const base64url = (bytes: Buffer): string => bytes.toString('base64url')

const ed25519 = (point: Buffer, signature: Buffer, data: Buffer): boolean => {
  if (point.length !== 32 || signature.length !== 64) throw new RangeError('not an Ed25519 length')
  return verify(null, data, jwk({ kty: 'OKP', crv: 'Ed25519', x: base64url(point) }), signature)
}

const curves = {
  nistp256: { crv: 'P-256', size: 32, hash: 'sha256' },
  nistp384: { crv: 'P-384', size: 48, hash: 'sha384' },
  nistp521: { crv: 'P-521', size: 66, hash: 'sha512' },
} as const

const ecdsa = (name: string, point: Buffer, signature: Buffer, data: Buffer): boolean => {
  const curve = curves[name as keyof typeof curves]
  if (point.length !== 2 * curve.size + 1 || point[0] !== 4) throw new RangeError('not an uncompressed point')
  const numbers = wireReader(signature)
  const both = Buffer.concat([padded(numbers.string(), curve.size), padded(numbers.string(), curve.size)])
  if (!numbers.atEnd()) throw new RangeError('bytes behind the signature')
  const [x, y] = [base64url(point.subarray(1, 1 + curve.size)), base64url(point.subarray(1 + curve.size))]
  const key = jwk({ kty: 'EC', crv: curve.crv, x, y })
  return verify(curve.hash, data, { key, dsaEncoding: 'ieee-p1363' }, both)
}

const plainEcdsa =
  (name: string): Check =>
  (key, { type, rest }, data) => {
    if (type !== `ecdsa-sha2-${name}` || key.string().toString() !== name) throw new RangeError('another curve')
    const point = key.string()
    return ecdsa(name, point, rest.string(), data)
  }

/** Shorter RSA keys are not trusted by anyone since 2013 (NIST SP 800-131A). */
const minRsaBits = 2048

const rsa: Check = (key, { type, rest }, data) => {
  const hash = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512' }[type]
  // `ssh-rsa` itself signs with SHA-1, which OpenSSH refuses in signatures (PROTOCOL.sshsig): no sign of a forgery.
  if (type === 'ssh-rsa') return null
  if (hash === undefined) throw new RangeError('not an RSA signature')
  const [e, n] = [positive(key.string()), positive(key.string())]
  if (n.length * 8 < minRsaBits) return null
  const signature = rest.string()
  if (signature.length > n.length) throw new RangeError('too long a signature')
  // Leading zeros may be left out (RFC 8332, section 3, tells verifiers to allow for it).
  const whole = Buffer.concat([Buffer.alloc(n.length - signature.length), signature])
  return verify(hash, data, jwk({ kty: 'RSA', e: base64url(e), n: base64url(n) }), whole)
}

/** What a security key signs: the application's hash, its flags and counter, the data's hash (PROTOCOL.u2f). */
const securityKeyData = (application: Buffer, rest: WireReader, data: Buffer): Buffer => {
  const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest()
  return Buffer.concat([sha256(application), rest.raw(5), sha256(data)])
}

const checks: Readonly<Record<string, Check>> = {
  'ssh-ed25519': (key, { type, rest }, data) => {
    if (type !== 'ssh-ed25519') throw new RangeError('another type of signature')
    return ed25519(key.string(), rest.string(), data)
  },
  'ecdsa-sha2-nistp256': plainEcdsa('nistp256'),
  'ecdsa-sha2-nistp384': plainEcdsa('nistp384'),
  'ecdsa-sha2-nistp521': plainEcdsa('nistp521'),
  'ssh-rsa': rsa,
  'sk-ssh-ed25519@openssh.com': (key, { type, rest }, data) => {
    if (type !== 'sk-ssh-ed25519@openssh.com') throw new RangeError('another type of signature')
    const [point, application, signature] = [key.string(), key.string(), rest.string()]
    return ed25519(point, signature, securityKeyData(application, rest, data))
  },
  'sk-ecdsa-sha2-nistp256@openssh.com': (key, { type, rest }, data) => {
    if (type !== 'sk-ecdsa-sha2-nistp256@openssh.com' || key.string().toString() !== 'nistp256')
      throw new RangeError('another type of signature')
    const [point, application, signature] = [key.string(), key.string(), rest.string()]
    return ecdsa('nistp256', point, signature, securityKeyData(application, rest, data))
  },
}

/** Reads a public key's blob. Null for one that is cut off. */
export const readSshKey = (blob: Buffer): SshKey | null => {
  try {
    return { type: wireReader(blob).string().toString('latin1'), blob, fingerprint: fingerprintOf(blob) }
  } catch {
    return null
  }
}

/** Whether a signature blob over data is this key's; `unsupported` for certificates, DSA, short RSA keys and what else is not checked here. Never throws. */
export const checkWithKey = (key: SshKey, signature: Buffer, data: Buffer): 'good' | 'bad' | 'unsupported' => {
  const check = Object.hasOwn(checks, key.type) ? checks[key.type] : undefined
  if (check === undefined) return 'unsupported'
  try {
    const [keyReader, rest] = [wireReader(key.blob), wireReader(signature)]
    keyReader.string()
    const good = check(keyReader, { type: rest.string().toString('latin1'), rest }, data)
    if (good === null) return 'unsupported'
    return good && keyReader.atEnd() && rest.atEnd() ? 'good' : 'bad'
  } catch {
    return 'bad'
  }
}
