import { relative, sep } from 'node:path'
import type { FileChange } from '../install/plan.js'
import type { Location } from '../store/location.js'

/** True for a path below a folder, and not for one whose name only begins like it: `.github` is not in `.git`. */
export const isBelow = (folder: string, path: string): boolean => {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`)
}

/** The changes that are noted, so that exactly they are taken back: of files that others write as well, which none in the git folder is. */
export const changesToNote = ({ gitDir }: Location, changes: readonly FileChange[]): readonly FileChange[] =>
  changes.filter(({ path }) => !isBelow(gitDir, path))
