import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nonEmptyLines, nulTerminated } from '../core/split.js'
import { movedTo } from './head-log.js'
import { readObjects } from './objects.js'
import { git, tryGit } from './run.js'
import type { CloneTree, WorkTree } from './work-tree.js'

/** As many stashes are looked into, the newest first. */
const maxStashes = 20

/** A file's bytes before and after what a stash holds of it; null where there is no such file. */
export type Stashed = { readonly before: Buffer | null; readonly after: Buffer | null }

/**
 * What stashes, and a rebase that put changes aside (--autostash), hold of the paths. A stash is a commit of the work tree; its
 * parents are HEAD, the index, and, where there are any, the untracked files (git-stash(1)).
 */
export const stashedChanges = (
  { top, gitDir }: WorkTree,
  paths: readonly string[],
): ReadonlyMap<string, readonly Stashed[]> => {
  const stashes = stashNames(top, gitDir)
  const sides = ['^1', '', '^2', '^3'] as const
  const names = paths.flatMap((path) => stashes.flatMap((stash) => sides.map((side) => `${stash}${side}:${path}`)))
  const blobs = readObjects(top, names).map((object) => object?.bytes ?? null)
  return new Map(
    paths.map((path, index) => {
      const held = stashes.flatMap((_, place): Stashed[] => {
        const from = (index * stashes.length + place) * sides.length
        const [before = null, ...after] = blobs.slice(from, from + sides.length)
        // Only a stash with untracked files has a third parent.
        return after.flatMap((bytes, side) => (side === 2 && bytes === null ? [] : [{ before, after: bytes }]))
      })
      return [path, held] as const
    }),
  )
}

const stashNames = (top: string, gitDir: string): readonly string[] => {
  const { status, stdout } = tryGit(['rev-list', '--walk-reflogs', `--max-count=${maxStashes}`, 'refs/stash', '--'], {
    cwd: top,
  })
  const aside = join(gitDir, 'rebase-merge', 'autostash')
  const names = [status === 0 ? stdout.toString('utf8') : '', existsSync(aside) ? readFileSync(aside, 'utf8') : '']
  return names.flatMap(nonEmptyLines)
}

/** All stashes of a clone, the newest first. Each line of their log tells of one. Where refs are no files (reftable), git is asked. */
export const stashesIn = ({ top, commonDir }: CloneTree): readonly string[] => {
  const log = join(commonDir, 'logs', 'refs', 'stash')
  if (existsSync(log))
    return nonEmptyLines(readFileSync(log, 'latin1'))
      .flatMap((line) => movedTo(line) ?? [])
      .toReversed()
  if (!existsSync(join(commonDir, 'reftable'))) return []
  const { status, stdout } = tryGit(['rev-list', '--walk-reflogs', 'refs/stash', '--'], { cwd: top })
  return status === 0 ? nonEmptyLines(stdout.toString('latin1')) : []
}

/** The paths that a stash changes, untracked ones too (git-stash(1): the third parent holds these). */
export const pathsInStash = (top: string, stash: string): readonly string[] => {
  const changed = ['diff-tree', '-r', '--name-only', '--no-renames', '-z', `${stash}^1`, stash, '--']
  const untracked = tryGit(['ls-tree', '-r', '--name-only', '-z', `${stash}^3`], { cwd: top })
  const listed = [git(changed, { cwd: top }), ...(untracked.status === 0 ? [untracked.stdout] : [])]
  return listed.flatMap((names) => nulTerminated(names.toString('utf8')))
}
