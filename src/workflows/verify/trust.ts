import { sha256 } from '../../core/canonical.js'
import { absoluteTime } from '../../core/period.js'
import { parseAllowedSigners } from '../../core/signature/allowed-signers.js'
import type { Trust } from '../../core/signature/commit-signature.js'
import { readGivenFile } from './given-file.js'

/** Signers named from outside, and the digest of the file by which a ledger names them. */
export type NamedTrust = Trust & { readonly digest: string }

/** Reads an allowed-signers file given on the command line; `at` a time in words, null for each commit's own. Throws FILE_UNREADABLE, USAGE. */
export const readTrust = (file: string, at: string | null): NamedTrust => {
  const text = readGivenFile(file, 'a file of allowed signers')
  const time = at === null ? null : Date.parse(absoluteTime(at, 'until', 'valid-at')) / 1000
  return { signers: parseAllowedSigners(text, file), at: time, digest: sha256(text) }
}
