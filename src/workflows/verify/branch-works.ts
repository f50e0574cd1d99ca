import { type Commit, parseCommit } from '../../core/commit/commit.js'
import type { Entry } from '../../core/ledger/schema.js'
import type { Mark } from '../../core/marks/mark.js'
import { combineRecords, isUntold } from '../../core/record/squash.js'
import { changesOf } from '../../git/changes.js'
import { patchIds } from '../../git/patch-ids.js'
import { readCommits } from '../../git/raw-objects.js'
import type { UntrustedRepository } from '../../git/read-only.js'

/** So many commits are read at a time. */
const atOnce = 100

/**
 * The commits of a branch that hold work, in order: all but merges that bring nothing of their own, which anybody makes who
 * presses a forge's "update branch". A merge that git cannot compare counts as work. Those that are missing are left out.
 */
export const worksOf = async (
  repository: UntrustedRepository,
  entries: readonly Entry[],
): Promise<readonly Commit[]> => {
  const merges = entries.filter(({ parents }) => parents.length > 1)
  const changes = merges.length === 0 ? null : await changesOf(repository, merges)
  const works = entries.filter(({ oid, parents }) => parents.length < 2 || changes?.found.get(oid)?.length !== 0)
  const batches: Buffer[] = []
  for (let at = 0; at < works.length; at += atOnce)
    batches.push(
      Buffer.from(
        works
          .slice(at, at + atOnce)
          .map(({ oid }) => `${oid}\n`)
          .join(''),
      ),
    )
  const commits: Commit[] = []
  for await (const batch of readCommits(repository, batches))
    for (const { oid, bytes } of batch) if (bytes !== null) commits.push(parseCommit(oid, bytes))
  return commits
}

/**
 * The commits of a branch of which nothing tells what AI did in them: without a record, neither a merge nor a known program's, not
 * told of by a mark beside the others' record, and with a change of their own, as far as git can tell.
 */
export const untoldIn = async (
  repository: UntrustedRepository,
  entries: readonly Entry[],
): Promise<readonly Entry[]> => {
  const others = combineRecords(entries) ?? { contributions: [], none: null }
  const silent = entries.filter(
    (entry) =>
      !hasRecord(entry) && entry.parents.length < 2 && !entry.bot && isUntold(others, entry.marks as readonly Mark[]),
  )
  if (silent.length === 0) return []
  const { ids } = await patchIds(
    repository,
    silent.map(({ oid, parents }) => ({ oid, parent: parents[0] ?? null })),
  )
  return silent.filter(({ oid }) => !/^0+$/.test(ids.get(oid) ?? ''))
}

const hasRecord = ({ record, none }: Entry): boolean => record.length > 0 || none !== null
