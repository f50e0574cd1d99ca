import { ProvenanceError } from '../core/errors.js'
import { fullOid } from '../core/oid.js'
import { commitAt, isRef, locate } from './locate.js'
import type { UntrustedRepository } from './read-only.js'

/** A commit's name, in full or shortened; many tags are called so as well, by a day of the calendar for one. */
const objectName = /^[0-9a-f]{7,64}$/

/** The ref of a tag, by its name or in full. */
const tagRef = (name: string): string => `refs/tags/${name.replace(/^refs\/tags\//, '')}`

/**
 * What may be meant by the name of the commit from which on a policy holds: a tag, a commit by its own name, or, of a shortened
 * one, both. No branch, which would carry the policy's beginning along with every commit; of a full name, no tag called so.
 */
export const namedForAdoption = (
  repository: UntrustedRepository,
  name: string,
): { readonly tag: string | null; readonly object: string | null } => {
  const object = objectName.test(name) ? locate(repository, name) : null
  if (fullOid.test(name)) return { tag: null, object }
  // A tag's name ends at the first sign with which git goes on from it (gitrevisions(7)).
  const ref = tagRef(name)
  return { tag: isRef(repository, ref) ? commitAt(repository, ref) : null, object }
}

/** The commit from which on a policy holds; null where the repository has none of that name. Throws AMBIGUOUS_REVISION for two. */
export const commitAdopted = (repository: UntrustedRepository, name: string): string | null => {
  const { tag, object } = namedForAdoption(repository, name)
  if (tag === null || object === null || tag === object) return tag ?? object
  throw new ProvenanceError(
    'AMBIGUOUS_REVISION',
    `adoption: expected the name of one commit, got ${JSON.stringify(name)}, which is ${object} and a tag of ${tag}; write the commit's name in full, or ${tagRef(name)}`,
  )
}
