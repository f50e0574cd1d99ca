import { parseCommit } from '../core/commit/commit.js'
import { ask, type UntrustedRepository } from './read-only.js'

/** The committer's date of one commit, in seconds since the epoch; 0 where it cannot be read. */
export const dateOf = (repository: UntrustedRepository, oid: string): number => {
  const { status, stdout } = ask(repository, ['cat-file', 'commit', oid])
  return status === 0 ? parseCommit(oid, Buffer.from(stdout)).committer.date : 0
}
