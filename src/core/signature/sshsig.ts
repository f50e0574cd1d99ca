import { createHash } from 'node:crypto'
import { checkWithKey, readSshKey, type SshKey } from './ssh-key.js'
import { wireReader, wireString } from './ssh-wire.js'

/** An SSH signature taken apart (OpenSSH's PROTOCOL.sshsig). */
export type Sshsig = {
  readonly key: SshKey
  readonly namespace: string
  readonly hash: 'sha256' | 'sha512'
  readonly signature: Buffer
}

const magic = 'SSHSIG'
const begin = '-----BEGIN SSH SIGNATURE-----'
const end = '-----END SSH SIGNATURE-----'

/** The bytes inside an armored signature; null where it is none. Text behind the armor is passed over, as OpenSSH does. */
export const dearmor = (text: string): Buffer | null => {
  if (!text.startsWith(begin)) return null
  const stop = text.indexOf(`\n${end}`)
  const body = stop < 0 ? '' : text.slice(begin.length, stop).replace(/[\r\n]/g, '')
  return /^[A-Za-z0-9+/]+={0,2}$/.test(body) && body.length % 4 === 0 ? Buffer.from(body, 'base64') : null
}

/** Reads a signature's bytes; null for what is malformed, of another version, or has bytes left over. */
export const readSshsig = (bytes: Buffer): Sshsig | null => {
  try {
    const reader = wireReader(bytes)
    if (reader.raw(magic.length).toString('latin1') !== magic || reader.uint32() !== 1) return null
    const key = readSshKey(reader.string())
    const [namespace, , hash] = [reader.string().toString(), reader.string(), reader.string().toString()]
    const signature = reader.string()
    if (key === null || namespace === '' || (hash !== 'sha256' && hash !== 'sha512') || !reader.atEnd()) return null
    return { key, namespace, hash, signature }
  } catch {
    return null
  }
}

/** Whether a signature is its own key's over these bytes. Whose key that is, allowed signers say. */
export const checkSshsig = (sig: Sshsig, message: Buffer): 'good' | 'bad' | 'unsupported' => {
  const digest = createHash(sig.hash).update(message).digest()
  const parts = [
    Buffer.from(magic),
    wireString(sig.namespace),
    wireString(''),
    wireString(sig.hash),
    wireString(digest),
  ]
  return checkWithKey(sig.key, sig.signature, Buffer.concat(parts))
}
