import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { Location } from './location.js'

/**
 * True for a work tree that git takes for the current user's without asking its configuration: the work tree, its `.git` and the
 * git directory are theirs, links not followed (setup.c, ensure_valid_ownership, git 2.39). Of others git alone can tell.
 */
export const isOwnRepository = ({ top, gitDir }: Location): boolean =>
  [top, join(top, '.git'), gitDir].every((path) => {
    const owner = ownerOf(path)
    return owner !== null && owner === process.geteuid?.()
  })

/** True where nobody laid the folders in which we keep things but the current user, or whoever the git directory is of. */
export const keepsOwnState = ({ gitDir, state, shared }: Location): boolean => {
  const owners = [process.geteuid?.(), ownerOf(gitDir)]
  return [state, shared].map(ownerOf).every((owner) => owner === null || owners.includes(owner))
}

const ownerOf = (path: string): number | null => lstatSync(path, { throwIfNoEntry: false })?.uid ?? null
