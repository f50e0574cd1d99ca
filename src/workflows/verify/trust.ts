import { readFileSync } from 'node:fs'
import { sha256 } from '../../core/canonical.js'
import { ProvenanceError } from '../../core/errors.js'
import { absoluteTime } from '../../core/period.js'
import { parseAllowedSigners } from '../../core/signature/allowed-signers.js'
import type { Trust } from '../../core/signature/commit-signature.js'

/** Signers named from outside, and the digest of the file by which a ledger names them. */
export type NamedTrust = Trust & { readonly digest: string }

/** Reads an allowed-signers file given on the command line; `at` a time in words, null for each commit's own. Throws FILE_UNREADABLE, USAGE. */
export const readTrust = (file: string, at: string | null): NamedTrust => {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    const said = (cause as Error).message
    throw new ProvenanceError('FILE_UNREADABLE', `${file}: expected a file of allowed signers, got ${said}`, { cause })
  }
  const time = at === null ? null : Date.parse(absoluteTime(at, 'until', 'valid-at')) / 1000
  return { signers: parseAllowedSigners(text, file), at: time, digest: sha256(text) }
}
