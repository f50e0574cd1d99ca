import { ask, type UntrustedRepository } from './read-only.js'

/** Whether one commit leads to another, which it does to itself; null where git cannot tell, as for a commit that is missing. */
export const isAncestor = (repository: UntrustedRepository, ancestor: string, descendant: string): boolean | null => {
  const { status } = ask(repository, ['merge-base', '--is-ancestor', ancestor, descendant])
  if (status === 0) return true
  return status === 1 ? false : null
}

/** Where two histories parted, the best of such commits; null where they never met, or a commit is missing. */
export const mergeBase = (repository: UntrustedRepository, one: string, other: string): string | null => {
  const { status, stdout } = ask(repository, ['merge-base', one, other])
  return status === 0 ? stdout.trim() : null
}
