import type { Fault } from '../../core/fault.js'
import type { Mark } from '../../core/marks/mark.js'
import { maxNoteBytes, type NotesRef, readNote } from '../../core/marks/notes.js'
import type { NotePlace } from '../../git/notes.js'
import { eachBlob } from '../../git/raw-objects.js'
import type { UntrustedRepository } from '../../git/read-only.js'

/** What other tools' notes say of one commit, and what is wrong with those that could not be read. */
export type Noted = { readonly marks: readonly Mark[]; readonly faults: readonly Fault[] }

/** Reads the notes of some commits, all in one git process, a few of them held at a time; none where no commit has any. */
export const readNotes = async (
  repository: UntrustedRepository,
  notes: ReadonlyMap<string, readonly NotePlace[]>,
  commits: readonly string[],
): Promise<ReadonlyMap<string, Noted>> => {
  const noted = commits.flatMap((oid) => {
    const places = notes.get(oid)
    return places === undefined ? [] : [{ oid, places }]
  })
  const said = await marksIn(repository, noted.flatMap(({ places }) => places).filter(isRead))
  return new Map(noted.map(({ oid, places }) => [oid, notedOf(places, said)]))
}

const isRead = ({ size }: NotePlace): boolean => size <= maxNoteBytes

/** What was read in a note; null where it is not what its ref promises. */
type Said = ReadonlyMap<string, readonly Mark[] | null>

const keyOf = ({ ref, blob }: Pick<NotePlace, 'ref' | 'blob'>): string => `${ref} ${blob}`

/** A note's text may be a whole conversation: what it says is kept, and the text is let go. */
const marksIn = async (repository: UntrustedRepository, places: readonly NotePlace[]): Promise<Said> => {
  const refs = new Map<string, Set<NotesRef>>()
  for (const { ref, blob } of places) refs.set(blob, (refs.get(blob) ?? new Set()).add(ref))
  const said = new Map<string, readonly Mark[] | null>()
  for await (const [blob, bytes] of eachBlob(repository, refs.keys()))
    for (const ref of refs.get(blob) ?? []) said.set(keyOf({ ref, blob }), readNote(ref, bytes.toString('utf8')))
  return said
}

const notedOf = (places: readonly NotePlace[], said: Said): Noted => {
  const read = places.map((place) => ({ place, marks: said.get(keyOf(place)) ?? null }))
  return {
    marks: read.flatMap(({ marks }) => marks ?? []),
    faults: read.flatMap(({ place, marks }) => (marks === null ? [faultOf(place)] : [])),
  }
}

const faultOf = (place: NotePlace): Fault => ({
  code: 'note-unreadable',
  args: { ref: place.ref, ...(isRead(place) ? {} : { bytes: place.size, most: maxNoteBytes }) },
})
