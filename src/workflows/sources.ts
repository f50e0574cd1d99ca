import { parseCommit } from '../core/commit.js'
import type { CommitRecord, Contribution } from '../core/record.js'
import { combineSources, type Source, type Unbound } from '../core/squash.js'
import { parseTrailers } from '../core/trailer/parse.js'
import { readRecord } from '../core/trailer/read.js'
import { readObjects } from '../git/objects.js'
import { isStaged, patchIdsOf, pickedMessage, squashedInto, undoneBefore } from '../git/sources.js'
import { stagedPatchId } from '../git/staged.js'
import type { Location } from '../store/location.js'

/** What the records of the named commits come to together; null where nothing can be said. A record that was left behind on another change is not carried on. */
export const recordOfCommits = (location: Location, names: readonly string[]): Unbound | null => {
  const commits = readObjects(location.top, names).flatMap((object) =>
    object?.type === 'commit' ? [parseCommit(object.oid, object.bytes)] : [],
  )
  if (commits.length < names.length) return null
  const read = commits.map((commit) => ({ commit, ...readRecord(parseTrailers(commit.message)) }))
  const bound = read.filter(({ record }) => record?.change != null).map(({ commit }) => commit.oid)
  const ids = bound.length === 0 ? new Map<string, string>() : patchIdsOf(location.top, bound)
  return combineSources(
    read.map(({ commit, record, faults }): Source => {
      const change = record?.change ?? null
      const stale = change !== null && (ids.get(commit.oid) ?? '0'.repeat(change.length)) !== change
      const sound = record !== null && !stale && faults.every(({ code }) => code === 'field-missing')
      const [contributions, none] = [record?.contributions ?? [], record?.none?.basis ?? null]
      return { record: contributions, none, isMerge: commit.parents.length > 1, sound }
    }),
  )
}

/** What other commits bring into the commit in progress. */
export type Brought = {
  readonly contributions: readonly Contribution[]
  /** True where something of AI may come with them that cannot be told apart: then `none` is not claimed. */
  readonly uncertain: boolean
  /** True where the change is another by now than the one they were counted for. */
  readonly outdated: boolean
}

const nothingBrought: Brought = { contributions: [], uncertain: false, outdated: false }

/** What was brought into a commit that is being amended: counted for the change it had. */
export const broughtBefore = (location: Location, contributions: readonly Contribution[]): Brought => ({
  contributions,
  uncertain: false,
  outdated: contributions.length > 0 && !isStaged(location.top, 'HEAD'),
})

/** True where what is staged is the very change that a record was made for. */
const isWhole = (location: Location, { change }: CommitRecord): boolean => {
  const [head] = readObjects(location.top, ['HEAD'])
  return change === stagedPatchId(location.top, head?.oid ?? null, change?.length === 64 ? 64 : 40)
}

/** What `merge --squash` or `cherry-pick -n` laid out, or a reset took off the branch and is staged again. */
export const broughtBy = (location: Location): Brought => {
  const squashed = squashedInto(location.gitDir)
  if (squashed.length > 0) return bring(recordOfCommits(location, squashed.toReversed()))
  const picked = readRecord(parseTrailers(pickedMessage(location.gitDir)))
  if (picked.record !== null) return bring(isWhole(location, picked.record) ? { ...picked.record } : null)
  const { commits, staged } = undoneBefore(location)
  if (commits.length === 0 || staged === 'nothing') return nothingBrought
  const record = recordOfCommits(location, commits.toReversed())
  if (staged === 'all') return bring(record)
  return { ...nothingBrought, uncertain: record === null || record.contributions.length > 0 }
}

const bring = (record: Unbound | null): Brought => ({
  ...nothingBrought,
  contributions: record?.contributions ?? [],
  uncertain: record === null,
})
