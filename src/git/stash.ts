import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nonEmptyLines } from '../core/split.js'
import { readObjects } from './objects.js'
import { tryGit } from './run.js'

/** As many stashes are looked into, the newest first. */
const maxStashes = 20

/** A file's bytes before and after what a stash holds of it; null where there is no such file. */
export type Stashed = { readonly before: Buffer | null; readonly after: Buffer | null }

/**
 * What stashes, and a rebase that put changes aside (--autostash), hold of the paths. A stash is a commit of the work tree; its
 * parents are HEAD, the index, and, where there are any, the untracked files (git-stash(1)).
 */
export const stashedChanges = (
  { top, gitDir }: { readonly top: string; readonly gitDir: string },
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
