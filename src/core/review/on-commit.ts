import type { Review, Reviewed } from './review.js'
import type { ReviewStatement } from './statement.js'

/**
 * What ties a statement to a commit: its name, or the same change: the reviewed tree, made from a tree that it was
 * reviewed against. The tree alone is not enough: a later commit that brings back reviewed files, and undoes
 * what came since, was reviewed by nobody. `parentTree` is the first parent's, null for a first commit. Null where nothing ties them.
 */
export const onCommit = (
  { subject: [commit, tree], predicate: { base } }: ReviewStatement,
  { oid, tree: own }: Pick<Reviewed, 'oid' | 'tree'>,
  parentTree: string | null,
): Review['on'] | null => {
  if (commit.digest.gitCommit === oid) return 'commit'
  return tree.digest.gitTree === own && base.includes(parentTree) ? 'tree' : null
}
