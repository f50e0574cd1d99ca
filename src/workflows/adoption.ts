import type { Config } from '../config/schema.js'
import { ProvenanceError } from '../core/errors.js'
import { commitAdopted } from '../git/adoption.js'
import { ask, type UntrustedRepository } from '../git/read-only.js'
import { batchesOf, type Listing } from '../git/walk.js'

/** The commit that a policy's adoption names, and whether it is itself from before; null where it names none. */
export const adoptionOf = ({
  adoption,
}: Pick<Config, 'adoption'>): { readonly revision: string; readonly isBefore: boolean } | null => {
  if (adoption === undefined) return null
  return typeof adoption === 'string'
    ? { revision: adoption, isBefore: false }
    : { revision: adoption.after, isBefore: true }
}

/** The adoption commit's full name, null where the policy names none. Throws CONFIG_INVALID where the repository has no such commit. */
export const adoptionCommit = (
  repository: UntrustedRepository,
  config: Pick<Config, 'adoption'>,
  where = '',
): string | null => {
  const adoption = adoptionOf(config)
  if (adoption === null) return null
  const oid = commitAdopted(repository, adoption.revision)
  if (oid !== null) return oid
  throw new ProvenanceError(
    'CONFIG_INVALID',
    `${where}adoption: expected a commit or tag that this repository has, got ${JSON.stringify(adoption.revision)}`,
  )
}

/** For each commit of a listing, in order, whether it is from before the policy's adoption; null where the policy names none. Throws CONFIG_INVALID. */
export const beforeAdoption = (
  repository: UntrustedRepository,
  listing: Listing,
  config: Pick<Config, 'adoption'>,
): Uint8Array | null => {
  const oid = adoptionCommit(repository, config)
  if (oid === null) return null
  const before = new Set(ask(repository, ['rev-list', oid, '--']).stdout.split('\n'))
  if (adoptionOf(config)?.isBefore === false) before.delete(oid)
  const marks = new Uint8Array(listing.count)
  let number = 0
  for (const batch of batchesOf(listing, 1_000))
    for (const name of batch.toString('latin1').trimEnd().split('\n')) marks[number++] = before.has(name) ? 1 : 0
  return marks
}
