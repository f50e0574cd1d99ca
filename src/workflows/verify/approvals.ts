import { sha256 } from '../../core/canonical.js'
import { ProvenanceError } from '../../core/errors.js'
import { type Approvals, parseApprovals } from '../../core/review/approvals.js'
import type { Review, Reviewed } from '../../core/review/review.js'
import { nonEmptyLines } from '../../core/split.js'
import { mergeBase } from '../../git/ancestry.js'
import { ask, type UntrustedRepository } from '../../git/read-only.js'
import { treesOf } from '../../git/trees.js'
import { readGivenFile } from './given-file.js'

/** Approvals from a file, and its digest by which a ledger names it. */
export type NamedApprovals = Approvals & { readonly digest: string }

/** Reads a file of approvals. Throws FILE_UNREADABLE. */
export const readApprovals = (file: string): NamedApprovals => {
  const text = readGivenFile(file, 'a file of approvals')
  return { ...parseApprovals(text.replace(/^\uFEFF/, ''), file), digest: sha256(text) }
}

/** An approval with the commits it is of, and the change that it is of as a whole. */
export type PlacedApproval = {
  readonly review: Omit<Review, 'on'>
  readonly commits: ReadonlySet<string>
  readonly change: { readonly tree: string; readonly base: string } | null
}

/** A pull request is reviewed in a few rounds: more heads than this are none. */
const maxHeads = 200

/**
 * Finds the commits that each approval is of: the head that it names and, where the file says from which base, what leads from there to it.
 * Without a base it is the head alone: what else is behind it may be anybody's. A few git processes for each head.
 */
export const placeApprovals = (
  repository: UntrustedRepository,
  { base, approvals }: Approvals,
): readonly PlacedApproval[] => {
  const heads = [...new Set(approvals.map(({ head }) => head))]
  if (heads.length > maxHeads)
    throw new ProvenanceError('FILE_UNREADABLE', `approvals: expected at most ${maxHeads} commits, got ${heads.length}`)
  const places = new Map(heads.map((head) => [head, placeOf(repository, head, base)]))
  return approvals.flatMap(({ head, review }) => {
    const place = places.get(head)
    return place === undefined ? [] : [{ review, ...place }]
  })
}

const placeOf = (
  repository: UntrustedRepository,
  head: string,
  base: string | null,
): Pick<PlacedApproval, 'commits' | 'change'> => {
  // Without the base's history nothing tells the branch's commits from those before it.
  const start = base === null ? null : mergeBase(repository, base, head)
  if (start === null) return { commits: new Set([head]), change: null }
  const listed = ask(repository, ['rev-list', head, `^${start}`, '--'])
  const trees = treesOf(repository, [head, start])
  const [tree, from] = [trees.get(head), trees.get(start)]
  return {
    commits: new Set(listed.status === 0 ? nonEmptyLines(listed.stdout) : [head]),
    change: tree === undefined || from === undefined ? null : { tree, base: from },
  }
}

/** What ties an approval to a commit, as for a signed review; null where nothing does. */
export const approvedAs = (
  { commits, change }: PlacedApproval,
  { oid, tree }: Pick<Reviewed, 'oid' | 'tree'>,
  parentTree: string | null,
): Review['on'] | null => {
  if (commits.has(oid)) return 'commit'
  return change !== null && change.tree === tree && change.base === parentTree ? 'tree' : null
}
