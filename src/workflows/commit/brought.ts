import { parseCommit } from '../../core/commit/commit.js'
import { readEvidence, withOwnRecord } from '../../core/ledger/evidence.js'
import { canStand } from '../../core/record/lines-gone.js'
import type { CommitRecord, Contribution } from '../../core/record/record.js'
import { combineSources, type Source, type Unbound, withMarks } from '../../core/record/squash.js'
import { parseTrailers } from '../../core/trailer/parse.js'
import { readRecord } from '../../core/trailer/read.js'
import { linesAddedBy, linesStaged } from '../../git/added-lines.js'
import { pickedMessage, squashedInto } from '../../git/in-progress.js'
import { readObjects } from '../../git/objects.js'
import { isStaged } from '../../git/staged.js'
import { patchIdsOf } from '../../git/staged-patch-id.js'
import { undoneBefore } from '../../git/undone.js'
import type { Location } from '../../store/location.js'
import { countAnew, filesKnown, isChangedUnheard, type JoinedCommit, type JoinedSum } from './joined-work.js'
import { isWhole } from './sound-record.js'

/** What several records come to together. */
export type Together = Unbound & {
  /** The change of a record that had been left behind on another one; what is made of it must show as stale, too. */
  readonly leftOn: string | null
  readonly commits: readonly JoinedCommit[]
}

/** What the records of the named commits come to together; null where nothing can be said, or one of them cannot be taken as written. */
export const recordOfCommits = (location: Location, names: readonly string[]): Together | null => {
  const commits = readObjects(location.top, names).flatMap((object) =>
    object?.type === 'commit' ? [parseCommit(object.oid, object.bytes)] : [],
  )
  if (commits.length < names.length) return null
  const evidence = commits.map((commit) => ({ commit, ...readEvidence(commit) }))
  if (evidence.some(({ reading }) => !isWhole(reading.faults))) return null
  const asked = evidence.filter((one) => one.reading.record?.change != null || one.inBody !== null)
  const oids = asked.map(({ commit }) => commit.oid)
  const ids = oids.length === 0 ? new Map<string, string>() : patchIdsOf(location.top, oids)
  const read = evidence.map((one) => {
    const { commit, reading } = withOwnRecord(one, ids.get(one.commit.oid))
    return { commit, record: reading.record }
  })
  const stale = read.find(({ commit, record }) => {
    const change = record?.change ?? null
    return change !== null && (ids.get(commit.oid) ?? '0'.repeat(change.length)) !== change
  })
  const combined = combineSources(
    read.map(({ commit, record }): Source => {
      const [contributions, none] = [record?.contributions ?? [], record?.none?.basis ?? null]
      return { record: contributions, none, isMerge: commit.parents.length > 1, sound: record !== null }
    }),
  )
  // Messages that git puts behind each other keep the marks, too.
  const together = withMarks(
    combined,
    evidence.flatMap(({ marks }) => marks),
  )
  if (together === null) return null
  const joined = read.map(({ commit, record }) => ({ oid: commit.oid, record }))
  return { ...together, leftOn: stale?.record?.change ?? null, commits: joined }
}

/**
 * The change that the first of these commits with a record was recorded for, where their counts cannot be of what is staged
 * against a base, since lines that they count are gone; else null.
 */
export const outlivedBy = (location: Location, asked: JoinedSum, base: string): string | null => {
  const recorded = asked.commits.filter(({ record }) => (record?.contributions.length ?? 0) > 0)
  if (recorded.length === 0) return null
  const isChanged = isChangedUnheard(location, asked) ?? !canAllStand(location, recorded, base)
  return isChanged ? (recorded.flatMap(({ record }) => record?.change ?? [])[0] ?? null) : null
}

const canAllStand = ({ top }: Location, recorded: readonly JoinedCommit[], base: string): boolean => {
  const added = linesAddedBy(
    top,
    recorded.map(({ oid }) => oid),
  )
  const adding = recorded.map(({ oid, record }) => ({
    contributions: record?.contributions ?? [],
    added: added.get(oid) ?? [],
  }))
  return canStand(adding, linesStaged(top, base))
}

/** What other commits bring into the commit in progress. */
export type Brought = {
  readonly contributions: readonly Contribution[]
  /** What may be in it, and cannot be told apart from the rest. */
  readonly perhaps: readonly Contribution[]
  /** True where something of AI may come with them that cannot be told apart: then `none` is not claimed. */
  readonly uncertain: boolean
  /** True where nothing at all is known of what comes with them: lines counted beside it are not all that is anybody's. */
  readonly untold: boolean
  /** True where the change is another by now than the one they were counted for. */
  readonly outdated: boolean
  /** The change that some of it was counted for, where a record bound to this one would say too much. */
  readonly leftOn: string | null
}

const nothingBrought: Brought = {
  contributions: [],
  perhaps: [],
  uncertain: false,
  untold: false,
  outdated: false,
  leftOn: null,
}

/** What was brought into a commit that is being amended, counted for the change it had; and what comes to it now. */
export const broughtBefore = (location: Location, contributions: readonly Contribution[], now: Brought): Brought => ({
  ...now,
  contributions: [...contributions, ...now.contributions],
  outdated: now.uncertain || (contributions.length > 0 && !isStaged(location.top, 'HEAD')),
})

type Written = ReadonlyMap<string, string | null | undefined>

/** Files with an agent's work that is not committed yet, and the text of those written since the last commit, as undoneBefore takes it. */
export type Underway = { readonly paths: ReadonlySet<string>; readonly written: Written }

/** What `merge --squash` or `cherry-pick -n` laid out, or a reset took off the branch and is staged again. */
export const broughtBy = (location: Location, underway: Underway, stagedChange: () => string | null): Brought => {
  const { written } = underway
  const squashed = squashedInto(location.gitDir)
  if (squashed.length > 0) return bring(location, recordOfCommits(location, squashed.toReversed()), underway)
  const picked = readRecord(parseTrailers(pickedMessage(location.gitDir)))
  if (picked.record !== null && picked.record.contributions.length > 0) return pick(picked.record, stagedChange())
  const { commits, staged } = undoneBefore(location, written)
  if (commits.length === 0 || staged === 'nothing') return nothingBrought
  const record = recordOfCommits(location, commits.toReversed())
  if (staged === 'all') return bring(location, record, underway)
  const perhaps = record?.contributions ?? []
  return {
    ...nothingBrought,
    perhaps,
    uncertain: record === null || perhaps.length > 0,
    untold: record === null,
    leftOn: changeOf(location, commits),
  }
}

/** The change that the first of these commits with a record was recorded for. */
export const changeOf = (location: Location, commits: readonly string[]): string | null =>
  readObjects(location.top, commits).flatMap((object) => {
    const commit = object === null ? null : parseCommit(object.oid, object.bytes)
    const change = commit === null ? null : readRecord(parseTrailers(commit.message)).record?.change
    return change == null ? [] : [change]
  })[0] ?? null

/** A record copied with its message goes along where it is bound to what is staged; else what it tells of may be in there. */
const pick = (record: CommitRecord, stagedChange: string | null): Brought =>
  record.change !== null && record.change === stagedChange
    ? { ...nothingBrought, contributions: record.contributions }
    : { ...nothingBrought, perhaps: record.contributions, uncertain: true, leftOn: record.change }

/** Their lines as they stand in what is staged, where that is known; where an agent goes on in their files it cannot be told apart. */
const bring = (location: Location, record: Together | null, { paths }: Underway): Brought => {
  if (record === null) return { ...nothingBrought, uncertain: true, untold: true }
  const { contributions, leftOn, commits } = record
  const summed = { ...nothingBrought, contributions, leftOn }
  if (leftOn !== null || contributions.length === 0) return summed
  const isApart = ![...filesKnown(location, commits)].some((path) => paths.has(path))
  const asked = { commits, summed: contributions, baseName: 'HEAD' }
  const anew = isApart ? countAnew(location, asked) : null
  if (anew === null) return { ...summed, leftOn: outlivedBy(location, asked, 'HEAD') }
  return { ...summed, contributions: anew.contributions, uncertain: anew.contributions.length === 0 }
}
