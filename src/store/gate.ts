import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { ProvenanceError } from '../core/errors.js'

/** The folder of a server's gate in a repository's git folder: readable to whoever may push, and nobody's but the administrator's to write. */
export const gateFolder = (gitDir: string): string => join(gitDir, 'provenance')

/** Where the gate finds its program: node and the bundle, a line each. */
export const gateProgram = (gitDir: string): string => join(gateFolder(gitDir), 'gate')

const policyNames = ['policy', 'policy.yaml', 'policy.yml', 'policy.json'] as const

/**
 * The policy that an administrator laid beside the repository, null where there is none. Throws CONFIG_INVALID for two, and
 * FILE_UNREADABLE where it cannot look, which must not pass for "none".
 */
export const laidPolicy = (gitDir: string): string | null => {
  const found = policyNames.map((name) => join(gateFolder(gitDir), name)).filter(isThere)
  const [path = null] = found
  if (found.length < 2) return path
  throw new ProvenanceError('CONFIG_INVALID', `${gateFolder(gitDir)}: expected one policy, got ${found.length}`, {
    hint: 'ls provenance',
  })
}

/** The allowed signers that an administrator laid there (ssh-keygen(1), ALLOWED SIGNERS); null where there are none. Throws FILE_UNREADABLE. */
export const laidSigners = (gitDir: string): string | null => {
  const path = join(gateFolder(gitDir), 'allowed-signers')
  return isThere(path) ? path : null
}

/** True where an administrator laid anything for a gate into that folder, or the gate itself is there. */
export const servesGate = (gitDir: string): boolean =>
  ['gate', 'allowed-signers', ...policyNames].some((name) => isThere(join(gateFolder(gitDir), name)))

const isThere = (path: string): boolean => {
  try {
    lstatSync(path)
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw new ProvenanceError('FILE_UNREADABLE', `${path}: expected to see whether it is there`, { cause })
  }
}
