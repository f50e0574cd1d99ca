import type { Config } from '../../config/schema.js'
import { tagName } from '../../core/ci/run.js'
import { ProvenanceError } from '../../core/errors.js'
import { fullOid } from '../../core/oid.js'
import { shellWord } from '../../core/shell-word.js'
import { commitAdopted, namedForAdoption } from '../../git/adoption.js'
import { isAncestor } from '../../git/ancestry.js'
import { incomplete } from '../../git/incomplete.js'
import { ask, type UntrustedRepository } from '../../git/read-only.js'
import { remoteOf } from '../../git/remotes.js'
import { repositoryFlags } from '../../git/repository-flags.js'
import { batchesOf, type Listing } from '../../git/walk.js'

/** The commit that a policy's adoption names, and whether it is itself from before; null where it names none. */
export const adoptionOf = ({
  adoption,
}: Pick<Config, 'adoption'>): { readonly revision: string; readonly isBefore: boolean } | null => {
  if (adoption === undefined) return null
  return typeof adoption === 'string'
    ? { revision: adoption, isBefore: false }
    : { revision: adoption.after, isBefore: true }
}

/** How an adoption commit is asked for: what stands before the words of an error, and what a ledger says that its tag stood for. */
type Asked = { readonly where?: string; readonly stood?: string | null }

/**
 * The adoption commit's full name, null where the policy names none. Tags move: where one `stood` is told, that is
 * the one, but for the name of an object, which stands for itself. Throws, where the repository has no such commit, TAG_MISSING
 * or HISTORY_INCOMPLETE if it is a clone that may only not have fetched it, else CONFIG_INVALID; AMBIGUOUS_REVISION.
 */
export const adoptionCommit = (
  repository: UntrustedRepository,
  config: Pick<Config, 'adoption'>,
  { where = '', stood = null }: Asked = {},
): string | null => {
  const adoption = adoptionOf(config)
  if (adoption === null) return null
  if (stood !== null && couldStandFor(repository, adoption.revision, stood))
    return known(repository, stood, adoption.revision)
  const oid = commitAdopted(repository, adoption.revision)
  if (oid !== null) return oid
  throw notAdopted(repository, adoption.revision, where)
}

/** Whether a name may have stood for a commit: by what is here, one that is a commit's and no tag's never stood for another. */
const couldStandFor = (repository: UntrustedRepository, revision: string, stood: string): boolean => {
  if (!isHex(revision) || stood.startsWith(revision)) return true
  if (fullOid.test(revision)) return false
  const { tag, object } = namedForAdoption(repository, revision)
  return tag !== null || object === null
}

const known = (repository: UntrustedRepository, oid: string, revision: string): string => {
  if (commitAdopted(repository, oid) !== null) return oid
  const got = `${JSON.stringify(revision)} stood for, ${oid}, which is missing`
  throw incomplete(repository, `adoption: expected the commit that ${got}`, oid)
}

/** Clones without tags, or cut short, are what most CIs make: of these nothing says that the policy is wrong. */
const notAdopted = (repository: UntrustedRepository, revision: string, where: string): ProvenanceError => {
  const got = `got ${JSON.stringify(revision)}`
  const lacking = `${where}adoption: expected a commit or tag that this clone has, ${got}, which it may not have fetched`
  const tag = fullOid.test(revision) ? null : tagName(revision)
  const remote = remoteOf(repository)
  if (isHex(revision) && repositoryFlags(repository).flags.includes('shallow')) return incomplete(repository, lacking)
  if (tag !== null && remote !== null) {
    // Of a name that may be a shortened commit's, the remote need not have a tag.
    const what = isHex(revision) ? '--tags' : `tag ${shellWord(tag)}`
    return new ProvenanceError('TAG_MISSING', lacking, { hint: `git fetch ${shellWord(remote)} ${what}` })
  }
  return new ProvenanceError(
    'CONFIG_INVALID',
    `${where}adoption: expected a commit or tag that this repository has, ${got}`,
    { hint: isHex(revision) ? 'git log --oneline --all' : 'git tag --list' },
  )
}

/** True for a name that may be a commit's, and as well a tag's. */
const isHex = (revision: string): boolean => /^[0-9a-f]{7,64}$/.test(revision)

/** Flag of a ledger whose policy names an adoption commit that stands outside of its base's history: nothing counts as from before. */
export const adoptionElsewhere = 'adoption-not-in-base'

/**
 * True for an adoption tag that does not stand in a base's history. Whoever may push a tag could put it above their own commits, and
 * so take them out of the policy; where a gate judges, it counts for nothing there. Only the full name of a commit moves with nobody.
 */
export const isAdoptedElsewhere = (
  repository: UntrustedRepository,
  config: Pick<Config, 'adoption'>,
  oid: string | null,
  base: string | null,
): boolean => {
  const adoption = adoptionOf(config)
  if (oid === null || base === null || adoption === null || fullOid.test(adoption.revision)) return false
  return isAncestor(repository, oid, base) !== true
}

/** For each commit of a listing, in order, whether it is from before a policy's adoption, whose commit is given; null where there is none. */
export const beforeAdoption = (
  repository: UntrustedRepository,
  listing: Listing,
  config: Pick<Config, 'adoption'>,
  oid: string | null,
): Uint8Array | null => {
  if (oid === null) return null
  const before = new Set(ask(repository, ['rev-list', oid, '--']).stdout.split('\n'))
  if (adoptionOf(config)?.isBefore === false) before.delete(oid)
  const marks = new Uint8Array(listing.count)
  let number = 0
  for (const batch of batchesOf(listing, 1_000))
    for (const name of batch.toString('latin1').trimEnd().split('\n')) marks[number++] = before.has(name) ? 1 : 0
  return marks
}
