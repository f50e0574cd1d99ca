import { remember } from '../../core/remember.js'
import type { Approvals } from '../../core/review/approvals.js'
import { noteLines, noteReviews, type ReviewsOn, unreadableNote } from '../../core/review/note-reviews.js'
import { subjectOf } from '../../core/review/read-line.js'
import type { Review, Reviewed } from '../../core/review/review.js'
import { trailerReviews } from '../../core/review/trailer-reviews.js'
import type { Trust } from '../../core/signature/commit-signature.js'
import { type Note, type Notes, notesIn } from '../../git/notes.js'
import { eachBlob, readBlobs } from '../../git/raw-objects.js'
import type { UntrustedRepository } from '../../git/read-only.js'
import { reviewsTip } from '../../git/review-notes.js'
import { treesOf } from '../../git/trees.js'
import { approvedAs, type PlacedApproval, placeApprovals } from './approvals.js'

/** Whose signatures count, null where nobody was named; and what a forge says, null where nobody asked it. */
export type ReviewSources = {
  readonly trust: Trust | null
  readonly approvals: Approvals | null
  /** The review notes as they stood at some time, null for none; as they stand now where it is left out. */
  readonly tip?: string | null
}

/** Tells the reviews of commits, batch after batch. */
export type ReviewReader = {
  /** The review notes that are read, null where there are none; a ledger names them, since notes travel only where they are fetched. */
  readonly tip: string | null
  /** False where the notes are not all there. */
  readonly complete: boolean
  /** True where there are more notes than are read: none is, then. */
  readonly tooLarge: boolean
  /** The reviews of a batch, by commit; commits without any are left out. A git process or two for a batch, none where nothing is noted. */
  readonly of: (commits: readonly Reviewed[]) => Promise<ReadonlyMap<string, ReviewsOn>>
}

/** A note that is longer is not read. */
const maxNoteBytes = 1024 * 1024

/**
 * Opens everything that can tell of reviews: the commits' own trailers, the review notes, a forge's approvals. Lists the
 * notes once and, where signers were given, learns which trees they are about, so that a review of a branch's head is found for
 * its squash. Throws FILE_UNREADABLE for approvals of too many heads.
 */
export const openReviews = async (repository: UntrustedRepository, sources: ReviewSources): Promise<ReviewReader> => {
  const { tip = reviewsTip(repository) } = sources
  const { notes, complete, tooLarge } = tip === null ? none : await notesIn(repository, tip)
  const noted: Noted = {
    byCommit: new Map(notes.map((note) => [note.commit, note])),
    byTree: sources.trust === null ? new Map() : await treesNoted(repository, notes),
    approvals: sources.approvals === null ? [] : placeApprovals(repository, sources.approvals),
  }
  return { tip, complete, tooLarge, of: (commits) => reviewsIn(repository, sources.trust, noted, commits) }
}

const none: Notes = { notes: [], complete: true, tooLarge: false }

/** The reviews of some commits, by commit, without those that do not count; for one batch. `openReviews` is for many. */
export const reviewsOf = async (
  repository: UntrustedRepository,
  commits: readonly Reviewed[],
  sources: ReviewSources,
): Promise<ReadonlyMap<string, readonly Review[]>> => {
  const found = await (await openReviews(repository, sources)).of(commits)
  return new Map([...found].map(([oid, { reviews }]) => [oid, reviews]))
}

type Noted = {
  readonly byCommit: ReadonlyMap<string, Note>
  /** Where lines about a tree stand. */
  readonly byTree: ReadonlyMap<string, readonly LineAt[]>
  readonly approvals: readonly PlacedApproval[]
}

/** A line of a note: its blob, and the line's number there. */
type LineAt = { readonly blob: string; readonly number: number }

/** A tree is reviewed a few times; a history of one tree, noted on every commit, must not be read for each of them. */
const linesOfTree = 50

const treesNoted = async (
  repository: UntrustedRepository,
  notes: readonly Note[],
): Promise<ReadonlyMap<string, readonly LineAt[]>> => {
  const found = new Map<string, LineAt[]>()
  const blobs = notes.filter(({ size }) => size <= maxNoteBytes).map(({ blob }) => blob)
  for await (const [blob, bytes] of eachBlob(repository, blobs))
    for (const [number, line] of noteLines(bytes.toString('utf8')).entries()) {
      const tree = subjectOf(line)?.subject[1].digest.gitTree
      const places = tree === undefined ? [] : (found.get(tree) ?? [])
      if (tree === undefined || places.length >= linesOfTree) continue
      places.push({ blob, number })
      found.set(tree, places)
    }
  return found
}

const reviewsIn = async (
  repository: UntrustedRepository,
  trust: Trust | null,
  noted: Noted,
  commits: readonly Reviewed[],
): Promise<ReadonlyMap<string, ReviewsOn>> => {
  const places = commits.map((commit) => placeOf(noted, commit))
  const wanted = [...new Set(places.flatMap(({ blobs }) => blobs))]
  const read = wanted.length === 0 ? new Map<string, Buffer>() : await readBlobs(repository, wanted)
  const parentTree = parentTreesOf(repository, places, noted)
  const lines = remember((blob) => noteLines(read.get(blob)?.toString('utf8') ?? ''))
  const found = places.map((place) => {
    const { commit } = place
    const signed = signedOn(place, { read, lines }, parentTree(commit), trust)
    const forge = noted.approvals.flatMap((approval): readonly Review[] => {
      const on = approvedAs(approval, commit, parentTree(commit))
      return on === null ? [] : [{ ...approval.review, on }]
    })
    return [commit.oid, { ...signed, reviews: [...trailerReviews(commit), ...signed.reviews, ...forge] }] as const
  })
  return new Map(found.filter(([, { reviews, faults }]) => reviews.length > 0 || faults.length > 0))
}

/** A commit, its own note, lines in others about its tree, and the blobs of all these. */
type Place = {
  readonly commit: Reviewed
  readonly own: Note | null
  readonly others: readonly LineAt[]
  readonly blobs: readonly string[]
}

const placeOf = ({ byCommit, byTree }: Noted, commit: Reviewed): Place => {
  const own = byCommit.get(commit.oid) ?? null
  const others = (byTree.get(commit.tree) ?? []).filter(({ blob }) => blob !== own?.blob)
  const blobs = new Set(others.map(({ blob }) => blob))
  if (own !== null && own.size <= maxNoteBytes) blobs.add(own.blob)
  return { commit, own, others, blobs: [...blobs] }
}

/** The tree of a commit's first parent, null for a first commit, empty where it is missing: no base can name that. */
const parentTreesOf = (repository: UntrustedRepository, places: readonly Place[], noted: Noted) => {
  const byChange = noted.approvals.some(({ change }) => change !== null)
  const asked = places.filter(({ blobs }) => byChange || blobs.length > 0)
  const parents = asked.flatMap(({ commit }) => commit.parents.slice(0, 1))
  const trees = treesOf(repository, parents)
  return ({ parents: [parent] }: Reviewed): string | null => (parent === undefined ? null : (trees.get(parent) ?? ''))
}

/** The notes that were read, and the lines in each. */
type Read = { readonly read: ReadonlyMap<string, Buffer>; readonly lines: (blob: string) => readonly string[] }

const signedOn = (
  { commit, own, others, blobs }: Place,
  { read, lines }: Read,
  parentTree: string | null,
  trust: Trust | null,
): ReviewsOn => {
  if (own === null && blobs.length === 0) return nothing
  const text = (blob: string) => read.get(blob)?.toString('utf8') ?? null
  const ours = own === null || own.size > maxNoteBytes ? null : text(own.blob)
  const found = noteReviews(
    commit,
    parentTree,
    { own: ours, others: others.flatMap(({ blob, number }) => lines(blob)[number] ?? []) },
    trust,
  )
  return own !== null && ours === null ? { ...found, faults: [...found.faults, unreadableNote] } : found
}

const nothing: ReviewsOn = { reviews: [], faults: [] }
