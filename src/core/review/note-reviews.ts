import type { Fault } from '../fault.js'
import type { Trust } from '../signature/commit-signature.js'
import { onCommit } from './on-commit.js'
import { readReviewLine, subjectOf } from './read-line.js'
import { maxRaw, type Review, type Reviewed } from './review.js'

/** The reviews of one commit, and what is wrong with those that do not count. */
export type ReviewsOn = { readonly reviews: readonly Review[]; readonly faults: readonly Fault[] }

/** What may be about a commit: its own note, null where it has none, and lines about its tree in others. */
export type Notes = { readonly own: string | null; readonly others: readonly string[] }

/** More lines than this are no reviews of one commit. */
const maxLines = 1_000

/** As many faults as one commit is charged with. */
const maxFaults = 10

/** The lines of a note; empty ones, which `git notes append` leaves, say nothing. */
export const noteLines = (note: string): readonly string[] => note.split('\n').filter((line) => line.trim() !== '')

/**
 * The signed reviews of a commit in its notes. A line counts by what it is signed over, wherever it lies: a line about another
 * commit in this one's note is `review-elsewhere`; others that do not count are `review-bad` (changed, or another
 * namespace's), `review-untrusted`, `review-malformed` and `review-not-checked`. `parentTree` as in `onCommit`.
 */
export const noteReviews = (
  commit: Pick<Reviewed, 'oid' | 'tree'>,
  parentTree: string | null,
  { own, others }: Notes,
  trust: Trust | null,
): ReviewsOn => {
  const ours = own === null ? [] : noteLines(own)
  if (ours.length > maxLines) return { reviews: [], faults: [unreadableNote] }
  const reviews: Review[] = []
  const faults: Fault[] = []
  const here = new Set(ours)
  for (const line of new Set([...ours, ...others])) {
    const subject = subjectOf(line)
    const on = subject === null ? null : onCommit(subject, commit, parentTree)
    if (on === null && !here.has(line)) continue
    const read = subject !== null && on === null ? elsewhere : readReviewLine(line, trust)
    if (read.outcome === 'good' && on !== null) reviews.push({ ...read.review, on })
    else if (read.outcome !== 'good')
      faults.push({ code: `review-${read.outcome}`, args: { why: read.why.slice(0, maxRaw) } })
  }
  return { reviews, faults: faults.slice(0, maxFaults) }
}

const elsewhere = { outcome: 'elsewhere', why: 'about another commit' } as const

/** A note that is there and cannot be read. */
export const unreadableNote: Fault = { code: 'review-note-unreadable', args: {} }
