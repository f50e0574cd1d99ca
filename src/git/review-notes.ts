import { ProvenanceError } from '../core/errors.js'
import { nonEmptyLines } from '../core/split.js'
import { notesIn } from './notes.js'
import { readBlobs } from './raw-objects.js'
import type { UntrustedRepository } from './read-only.js'
import { type NotesToWrite, notesTip, writeNotes } from './write-notes.js'

/** Where reviews are kept: a note on each reviewed commit, a line a review. */
export const reviewsRef = 'refs/notes/provenance-reviews'

/** The review notes' commit at this moment, null where there is none. */
export const reviewsTip = (repository: UntrustedRepository): string | null => notesTip(repository, reviewsRef)

const hint = `git for-each-ref ${reviewsRef}`

/**
 * Adds lines to the review notes of commits, all or none, without losing a line of another writer. The lines of a note are
 * kept sorted and single, as `git notes merge -s cat_sort_uniq` keeps them. Throws GIT_FAILED.
 */
export const addReviewLines = (
  repository: UntrustedRepository,
  lines: ReadonlyMap<string, readonly string[]>,
  ident: string,
): Promise<void> => {
  const writer = { ref: reviewsRef, ident, message: 'Reviews added by provenance review\n' }
  return writeNotes(repository, writer, (tip) => mergedNotes(repository, tip, lines))
}

/** What each note will hold: its lines and the new ones. */
const mergedNotes = async (
  repository: UntrustedRepository,
  tip: string | null,
  lines: ReadonlyMap<string, readonly string[]>,
): Promise<NotesToWrite> => {
  const { notes, complete, tooLarge } =
    tip === null ? { notes: [], complete: true, tooLarge: false } : await notesIn(repository, tip)
  if (!complete || tooLarge)
    throw new ProvenanceError('GIT_FAILED', `${reviewsRef}: expected notes, got what cannot be read`, { hint })
  const places = notes.filter(({ commit }) => lines.has(commit))
  const blobs = await readBlobs(
    repository,
    places.map(({ blob }) => blob),
  )
  return [...lines].map(([commit, added]) => {
    const own = places.filter((place) => place.commit === commit)
    const kept = own.flatMap(({ blob }) => linesIn(blobs.get(blob), commit)).concat(added)
    const text = [...new Set(kept)].sort().map((line) => `${line}\n`)
    // Bytes of others that are no UTF-8 stay as they are.
    return [commit, Buffer.from(text.join(''), 'latin1')] as const
  })
}

const linesIn = (blob: Buffer | undefined, commit: string): readonly string[] => {
  if (blob === undefined)
    throw new ProvenanceError('HISTORY_INCOMPLETE', `the reviews of ${commit}: expected their note, which is missing`, {
      hint: `git notes --ref=provenance-reviews show ${commit}`,
    })
  return nonEmptyLines(blob.toString('latin1'))
}
