/** What a signature in a commit can be, by the first line of its armor; git tells them apart in the same way (gpg-interface.c, get_format_by_sig). */
export type SignatureKind = 'ssh' | 'openpgp' | 'x509' | 'unknown'

const firstWords = [
  ['-----BEGIN SSH ', 'ssh'],
  ['-----BEGIN PGP ', 'openpgp'],
  ['-----BEGIN SIGNED ', 'x509'],
] as const

/** The kind of an armored signature. */
export const signatureKind = (armor: string): SignatureKind =>
  firstWords.find(([words]) => armor.startsWith(words))?.[1] ?? 'unknown'
