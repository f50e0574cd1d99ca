import { readlinkSync, realpathSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { ProvenanceError } from '../../core/errors.js'
import { shellWord } from '../../core/shell-word.js'
import { isAncestor } from '../../git/ancestry.js'
import { ask, type UntrustedRepository } from '../../git/read-only.js'
import { repositoryFlags } from '../../git/repository-flags.js'
import { type CiSearch, fetchFor } from './ci-range.js'

/**
 * Refuses a file that the commit checked out holds, or leads to by a link of its own: it is that commit's word, good only where
 * the base has that commit already. Throws USAGE; HISTORY_INCOMPLETE where a clone cut short may only not know of a base.
 */
export const refuseFromHead = (search: CiSearch, file: string, base: string | null): void => {
  const { repository } = search
  const top = realpathSync(repository.folder)
  for (const path of waysTo(file)) {
    const within = relative(top, path)
    if (/^\.\.(?:[\\/]|$)/.test(within) || !holds(repository, within.split(sep).join('/'))) continue
    if (base === null) throw baseless(search, file)
    if (isAncestor(repository, 'HEAD', base)) continue
    throw new ProvenanceError('USAGE', `${file}: ${theirs}; the base's can be put elsewhere`, {
      hint: `git show ${shellWord(`${base}:${within}`)}`,
    })
  }
}

const theirs = 'expected a file from outside of the commits to judge, got one of theirs'

/** Where no tag is before, all of history is judged, and so is who wrote the file; a clone cut short may only not know of one. */
const baseless = (search: CiSearch, file: string): ProvenanceError =>
  repositoryFlags(search.repository).flags.includes('shallow')
    ? new ProvenanceError(
        'HISTORY_INCOMPLETE',
        `${file}: expected a base that has it, got a clone that is too short; for every run: ${search.setting}`,
        { hint: fetchFor(search, { tags: true }) },
      )
    : new ProvenanceError(
        'USAGE',
        `${file}: ${theirs}, and no base that has it; keep it elsewhere, or name the commit from which on history is judged`,
        { hint: 'provenance ci --base COMMIT' },
      )

/** True where the commit checked out decides what a path leads to: by the file, or by a link or a submodule on the way to it. */
const holds = (repository: UntrustedRepository, path: string): boolean => {
  const parts = path.split('/')
  const steps = parts.map((_, index) => parts.slice(0, index + 1).join('/'))
  // Rows of `<mode> <type> <oid>` TAB `<path>` (git-ls-tree(1)); the type of a submodule is commit.
  const { stdout } = ask(repository, ['ls-tree', '-z', '--full-tree', 'HEAD', '--', ...steps])
  return stdout.split('\0').some((row) => {
    const [, type, name = ''] = /^\d+ (\w+) [0-9a-f]+\t(.*)$/s.exec(row) ?? []
    return type !== 'tree' && steps.includes(name)
  })
}

/** Linux follows no more links than these in one path (path_resolution(7)). */
const maxLinks = 40

/** A file's path as it was given, and as each link on the way leads on: one out of the repository may come by one in it. */
const waysTo = (file: string): readonly string[] => {
  const ways = [resolve(file)]
  while (ways.length <= maxLinks) {
    const next = followed(ways.at(-1) ?? '')
    if (next === null) break
    ways.push(next)
  }
  return ways
}

/** A path with the first link in it taken; null where there is none. */
const followed = (path: string): string | null => {
  const parts = path.split(sep)
  for (let count = 2; count <= parts.length; count += 1) {
    const [at, rest] = [parts.slice(0, count).join(sep), parts.slice(count)]
    const target = targetOf(at)
    if (target !== null) return resolve(dirname(at), target, ...rest)
  }
  return null
}

const targetOf = (path: string): string | null => {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}
