import { ProvenanceError } from '../core/errors.js'
import { shellWord } from '../core/shell-word.js'
import type { UntrustedRepository } from './read-only.js'
import { remoteOf } from './remotes.js'
import { repositoryFlags } from './repository-flags.js'

/** That history is not all here, with the command that mends it in this clone; `oid` is the one object that is missing, where it is one. */
export const incomplete = (repository: UntrustedRepository, message: string, oid: string | null = null) =>
  new ProvenanceError('HISTORY_INCOMPLETE', message, { hint: mendOf(repository, oid) })

/** A whole clone takes no `--unshallow` (git-fetch(1)). What a remote has no ref to any more it often still gives by its name; where there is none, git tells what else is missing. */
const mendOf = (repository: UntrustedRepository, oid: string | null): string => {
  const { flags } = repositoryFlags(repository)
  if (flags.includes('shallow')) return 'git fetch --unshallow'
  if (flags.includes('partial')) return 'git fetch --refetch --no-filter'
  const remote = remoteOf(repository)
  if (remote === null) return 'git fsck --full'
  return `git fetch ${oid === null ? '--refetch ' : ''}${shellWord(remote)}${oid === null ? '' : ` ${oid}`}`
}
