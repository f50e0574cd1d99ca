import type { Mark } from '../core/marks/mark.js'
import { readNote } from '../core/marks/notes.js'
import type { NotePlace } from '../git/notes.js'
import { readBlobs } from '../git/read-commits.js'
import type { UntrustedRepository } from '../git/read-only.js'

/** What other tools' notes say of one commit, and the refs of those that could not be read. */
export type Noted = { readonly marks: readonly Mark[]; readonly unreadable: readonly string[] }

/** Reads the notes of some commits, all in one git process; none where no commit has any. */
export const readNotes = async (
  repository: UntrustedRepository,
  notes: ReadonlyMap<string, readonly NotePlace[]>,
  commits: readonly string[],
): Promise<ReadonlyMap<string, Noted>> => {
  const noted = commits.flatMap((oid) => {
    const places = notes.get(oid)
    return places === undefined ? [] : [{ oid, places }]
  })
  const wanted = new Set(noted.flatMap(({ places }) => places.flatMap(({ blob }) => blob ?? [])))
  const blobs = wanted.size === 0 ? new Map<string, Buffer>() : await readBlobs(repository, [...wanted])
  return new Map(noted.map(({ oid, places }) => [oid, notedOf(places, blobs)]))
}

const notedOf = (places: readonly NotePlace[], blobs: ReadonlyMap<string, Buffer>): Noted => {
  const read = places.map(({ ref, blob }) => {
    const bytes = blob === null ? undefined : blobs.get(blob)
    return { ref, marks: bytes === undefined ? null : readNote(ref, bytes.toString('utf8')) }
  })
  return {
    marks: read.flatMap(({ marks }) => marks ?? []),
    unreadable: read.flatMap(({ ref, marks }) => (marks === null ? [ref] : [])),
  }
}
