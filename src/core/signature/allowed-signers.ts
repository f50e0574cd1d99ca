import { ProvenanceError } from '../errors.js'
import { seeText } from '../file-hints.js'
import { readSshKey, type SshKey } from './ssh-key.js'

/** One line of an allowed-signers file (ssh-keygen(1), ALLOWED SIGNERS). Times are seconds since the epoch. */
export type AllowedSigner = {
  readonly principals: readonly string[]
  readonly namespaces: readonly string[] | null
  readonly validAfter: number | null
  readonly validBefore: number | null
  readonly certAuthority: boolean
  readonly key: SshKey
}

/** Reads an allowed-signers file; a line whose patterns fit nobody (`!jo@example.com` alone) names nobody. Throws FILE_UNREADABLE naming the line that is not one. */
export const parseAllowedSigners = (text: string, name: string): readonly AllowedSigner[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line, index) => {
      const trimmed = line.trim()
      if (trimmed === '' || trimmed.startsWith('#')) return []
      const signer = signerOf(trimmed)
      if (typeof signer !== 'string') return namesSomebody(signer) ? [signer] : []
      throw new ProvenanceError('FILE_UNREADABLE', `${name}:${index + 1}: expected an allowed signer, got ${signer}`, {
        hint: seeText(name),
      })
    })

/** A pattern taken for a name fits itself, so it says whether another one takes it away. */
const namesSomebody = ({ principals }: AllowedSigner): boolean =>
  principals.some((one) => one !== '' && !one.startsWith('!') && fitsPatterns(one, principals))

/** The lines that name a key; an authority's key signs certificates, which are not checked here. */
export const linesFor = (signers: readonly AllowedSigner[], { blob }: Pick<SshKey, 'blob'>): readonly AllowedSigner[] =>
  signers.filter(({ key, certAuthority }) => !certAuthority && key.blob.equals(blob))

/** Whether a line's key counts for what is signed under a namespace. */
export const isForNamespace = ({ namespaces }: AllowedSigner, namespace: string): boolean =>
  namespaces === null || fitsPatterns(namespace, namespaces)

/** Whether a line's key is one at a time; both ends count (sshsig.c, check_allowed_keys_line). */
export const isValidAt = ({ validAfter, validBefore }: AllowedSigner, at: number): boolean =>
  (validAfter === null || at >= validAfter) && (validBefore === null || at <= validBefore)

/** Words apart, white space within quotes kept. */
const wordsOf = (line: string): readonly string[] => line.match(/(?:"[^"]*"|[^\s"])+/g) ?? []

const keyType = /^(?:ssh-|ecdsa-|sk-|rsa-)/

const signerOf = (line: string): AllowedSigner | string => {
  const [principals = '', second = '', third = '', fourth = ''] = wordsOf(line)
  const [options, type, blob] = keyType.test(second) ? ['', second, third] : [second, third, fourth]
  const key = /^[A-Za-z0-9+/]+={0,2}$/.test(blob) ? readSshKey(Buffer.from(blob, 'base64')) : null
  if (key === null || key.type !== type) return 'a key that cannot be read'
  const read = optionsOf(options)
  if (typeof read === 'string') return read
  const names = principals.replace(/^"(.*)"$/, '$1').split(',')
  return names.some((one) => one !== '') ? { ...read, key, principals: names } : 'no principals'
}

type Options = Omit<AllowedSigner, 'key' | 'principals'>

const optionsOf = (text: string): Options | string => {
  let options: Options = { namespaces: null, validAfter: null, validBefore: null, certAuthority: false }
  for (const [, name = '', value = ''] of text.matchAll(/([^,="]+)(?:="?([^"]*)"?)?(?:,|$)/g)) {
    const time = /^valid-/i.test(name) ? timeOf(value) : 0
    if (time === null) return `the time ${JSON.stringify(value)}`
    switch (name.toLowerCase()) {
      case 'cert-authority':
        options = { ...options, certAuthority: true }
        break
      case 'namespaces':
        options = { ...options, namespaces: value.split(',') }
        break
      case 'valid-after':
        options = { ...options, validAfter: time }
        break
      case 'valid-before':
        options = { ...options, validBefore: time }
        break
      default:
        return `the option ${JSON.stringify(name)}`
    }
  }
  return options
}

/** `YYYYMMDD[HHMM[SS]]` with Z for UTC. A time without Z is local to ssh-keygen; here it is UTC's, so that a ledger is the same everywhere. */
const timeOf = (value: string): number | null => {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] =
    /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?Z?$/i.exec(value) ?? []
  if (year === undefined) return null
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(time) ? null : time / 1000
}

/** A pattern list: some pattern fits, and none that is negated with `!` (ssh_config(5), PATTERNS). */
export const fitsPatterns = (text: string, patterns: readonly string[]): boolean =>
  !isTakenAway(text, patterns) && patterns.some((pattern) => !pattern.startsWith('!') && wildcard(pattern, text))

/** A pattern that is negated with `!` and fits takes the whole list away, whatever else would fit (ssh_config(5), PATTERNS). */
export const isTakenAway = (text: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => pattern.startsWith('!') && wildcard(pattern.slice(1), text))

/** `*` for any run of characters, `?` for one; in time that grows with both lengths only. */
const wildcard = (pattern: string, text: string): boolean => {
  let [at, from, star, kept] = [0, 0, -1, 0]
  while (at < text.length) {
    if (from < pattern.length && (pattern[from] === '?' || pattern[from] === text[at]) && pattern[from] !== '*') {
      at += 1
      from += 1
    } else if (pattern[from] === '*') {
      star = from
      kept = at
      from += 1
    } else if (star >= 0) {
      from = star + 1
      kept += 1
      at = kept
    } else return false
  }
  while (pattern[from] === '*') from += 1
  return from === pattern.length
}
