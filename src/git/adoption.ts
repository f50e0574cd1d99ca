import { isRef, locate } from './locate.js'
import { ask, type UntrustedRepository } from './read-only.js'

/**
 * The commit from which on a policy holds: by its name, or by a tag. No branch, which would carry the policy's beginning along
 * with every commit; a shortened name is looked for among object names only. Null where the repository has no such commit.
 */
export const commitAdopted = (repository: UntrustedRepository, name: string): string | null => {
  const isOid = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(name)
  const revision = isOid ? name : `refs/tags/${name.replace(/^refs\/tags\//, '')}`
  // A tag's name ends at the first sign with which git goes on from it (gitrevisions(7)).
  const isTag = isOid || isRef(repository, revision)
  if (!isTag) return /^[0-9a-f]{7,63}$/.test(name) ? locate(repository, name) : null
  const asked = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]
  const { status, stdout } = ask(repository, asked)
  return status === 0 ? stdout.trim() : null
}
