import { existsSync, realpathSync, statSync } from 'node:fs'
import { ProvenanceError } from '../core/errors.js'

/** Files that a command reads, by the option that names each. */
type Read = Readonly<Record<string, string | undefined>>

/**
 * What is written must not take the place of what is read: a private key would be gone, and the digest of a ledger or a policy
 * could never be checked again. Throws USAGE.
 */
export const refuseReadFiles = (what: string, written: readonly string[], read: Read): void => {
  for (const file of written)
    for (const [name, other] of Object.entries(read))
      if (other !== undefined && isSameFile(file, other))
        throw new ProvenanceError('USAGE', `${what}: expected another file than ${name} names, got ${file}`)
}

/** Pipes and devices are written to, and not replaced: a terminal is both read and written. */
const isSameFile = (one: string, other: string): boolean =>
  [one, other].every((file) => existsSync(file) && statSync(file).isFile()) && realpathSync(one) === realpathSync(other)
