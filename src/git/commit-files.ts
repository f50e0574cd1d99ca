import { ProvenanceError } from '../core/errors.js'
import { shellWord } from '../core/shell-word.js'
import { ask, askBytes, maxAnswer, type UntrustedRepository } from './read-only.js'

/**
 * Those of some names, of files at the top, that a commit has as files. Throws HISTORY_INCOMPLETE where its tree cannot be read,
 * CONFIG_INVALID for a submodule or a symbolic link of such a name, which must not pass for no file, nor for one that says where it leads.
 */
export const filesIn = (
  repository: UntrustedRepository,
  commit: string,
  names: readonly string[],
): readonly string[] => {
  const { status, stdout } = ask(repository, ['ls-tree', '-z', '--full-tree', commit, '--', ...names])
  if (status !== 0) throw notHere(`the tree of ${commit}`)
  // Rows of `<mode> <type> <oid>` TAB `<path>`; what is no blob is no file, the type of a submodule is commit, and the mode of a link 120000.
  const [, mode, other] = /(?:^|\0)(120000 blob|\d+ commit) [0-9a-f]+\t([^\0]+)/.exec(stdout) ?? []
  if (other !== undefined)
    throw new ProvenanceError(
      'CONFIG_INVALID',
      `${other} of ${commit}: expected a file, got ${mode === '120000 blob' ? `a symbolic link, ${unfollowed}` : 'a submodule'}`,
      { hint: `git rm --cached ${shellWord(other)}` },
    )
  const found = new Set(stdout.split('\0').flatMap((row) => /^\d+ blob [0-9a-f]+\t(.+)$/s.exec(row)?.[1] ?? []))
  return names.filter((name) => found.has(name))
}

/** What is to know of a link, of which git keeps where it leads. */
export const unfollowed = 'which is not followed in a commit'

const notHere = (what: string) =>
  new ProvenanceError('HISTORY_INCOMPLETE', `expected ${what} in this repository, got none`, {
    hint: 'git fetch --refetch --no-filter',
  })

/**
 * The bytes of a file in a commit, or null where there is none. Throws HISTORY_INCOMPLETE where the commit has it and the
 * clone has not, as in one without blobs, CONFIG_INVALID where it is too large to be read: a file that cannot be read is never taken for one that is not there.
 */
export const readBlob = (repository: UntrustedRepository, commit: string, path: string): Buffer | null => {
  const { status, stdout } = askBytes(repository, ['cat-file', 'blob', `${commit}:${path}`])
  if (status === 0) return stdout
  const listed = ask(repository, ['ls-tree', '--long', '--full-tree', commit, '--', path])
  // Lines of `<mode> <type> <oid> <size>` TAB `<path>`; what is no blob is no file.
  const [row, size] = /^\d+ blob [0-9a-f]+ +(\S+)\t/.exec(listed.stdout) ?? []
  if (listed.status === 0 && row === undefined) return null
  if (Number(size) > maxAnswer)
    throw new ProvenanceError('CONFIG_INVALID', `${path} of ${commit}: expected at most 1 MiB, got ${size} bytes`)
  throw notHere(`${path} of ${commit}`)
}
