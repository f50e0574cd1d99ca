import { type NotesRef, noteReaders } from '../core/marks/notes.js'
import { nonEmptyLines } from '../core/split.js'
import { readNotesTree } from './notes-tree.js'
import { ask, type UntrustedRepository } from './read-only.js'

/** A notes ref at one moment. */
export type NotesAt = { readonly ref: NotesRef; readonly oid: string }

/** Where a commit's note lies: its ref, and the blob's name and size. */
export type NotePlace = { readonly ref: NotesRef; readonly blob: string; readonly size: number }

/** The notes refs of other tools that the repository has. They travel only where somebody fetches them. */
export const notesRefs = (repository: UntrustedRepository): readonly NotesAt[] => {
  const known = Object.keys(noteReaders)
  const listed = ask(repository, ['for-each-ref', '--format=%(objectname) %(refname)', ...known]).stdout
  return nonEmptyLines(listed).flatMap((line) => {
    const [oid = '', ref = ''] = line.split(' ')
    return known.includes(ref) ? [{ ref: ref as NotesRef, oid }] : []
  })
}

/** The notes of every commit that has some, by the commit's name. `complete` is false where a notes tree is not all there; one too large to be read is in `tooLarge`. */
export type Listed = {
  readonly places: ReadonlyMap<string, readonly NotePlace[]>
  readonly complete: boolean
  readonly tooLarge: readonly NotesRef[]
}

/** Lists the notes of some refs. */
export const listNotes = async (repository: UntrustedRepository, refs: readonly NotesAt[]): Promise<Listed> => {
  const places = new Map<string, NotePlace[]>()
  const listed = await Promise.all(refs.map(async ({ ref, oid }) => ({ ref, ...(await notesIn(repository, oid)) })))
  for (const { ref, notes } of listed)
    for (const { commit, blob, size } of notes) {
      const there = places.get(commit)
      if (there === undefined) places.set(commit, [{ ref, blob, size }])
      else there.push({ ref, blob, size })
    }
  return {
    places,
    complete: listed.every(({ complete }) => complete),
    tooLarge: listed.flatMap(({ ref, tooLarge }) => (tooLarge ? [ref] : [])),
  }
}

/** A note: the commit it is on, and its blob's name and size. */
export type Note = { readonly commit: string; readonly blob: string; readonly size: number }

/** What is in a notes tree. `complete` is false where it is not all there, `tooLarge` true where it holds more than is read: it has no notes then. */
export type Notes = { readonly notes: readonly Note[]; readonly complete: boolean; readonly tooLarge: boolean }

/** The notes in one notes tree, in a git process for each of its levels, and one for the notes' sizes. */
export const notesIn = async (repository: UntrustedRepository, oid: string): Promise<Notes> => {
  const { notes, ...rest } = await readNotesTree(repository, oid)
  const sizes = sizesOf(repository, [...new Set(notes.map(({ blob }) => blob))])
  // Of one that is missing the reader finds out.
  return { notes: notes.map((note) => ({ ...note, size: sizes.get(note.blob) ?? 0 })), ...rest }
}

const sizesOf = (repository: UntrustedRepository, blobs: readonly string[]): ReadonlyMap<string, number> => {
  if (blobs.length === 0) return new Map()
  const words = ['cat-file', '--batch-check=%(objectname) %(objectsize)', '--buffer']
  const { stdout } = ask(repository, words, { input: `${blobs.join('\n')}\n` })
  // A line each: `<oid> <size>`, or `<oid> missing`.
  return new Map(
    nonEmptyLines(stdout).flatMap((line) => {
      const [blob = '', size = ''] = line.split(' ')
      return /^\d+$/.test(size) ? [[blob, Number(size)] as const] : []
    }),
  )
}
