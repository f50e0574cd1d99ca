import { maxNoteBytes, type NotesRef, noteReaders } from '../core/marks/notes.js'
import { ask, type UntrustedRepository } from './read-only.js'

/** A notes ref at one moment. */
export type NotesAt = { readonly ref: NotesRef; readonly oid: string }

/** Where a commit's note lies: its ref and the blob's name, null for one too long to read. */
export type NotePlace = { readonly ref: NotesRef; readonly blob: string | null }

/** The notes refs of other tools that the repository has. They travel only where somebody fetches them. */
export const notesRefs = (repository: UntrustedRepository): readonly NotesAt[] => {
  const known = Object.keys(noteReaders)
  const listed = ask(repository, ['for-each-ref', '--format=%(objectname) %(refname)', ...known]).stdout
  return listed.split('\n').flatMap((line) => {
    const [oid = '', ref = ''] = line.split(' ')
    return known.includes(ref) ? [{ ref: ref as NotesRef, oid }] : []
  })
}

/** The notes of every commit that has some, by the commit's name. `complete` is false where a notes tree cannot be read. */
export const listNotes = (
  repository: UntrustedRepository,
  refs: readonly NotesAt[],
): { readonly places: ReadonlyMap<string, readonly NotePlace[]>; readonly complete: boolean } => {
  const places = new Map<string, NotePlace[]>()
  let complete = true
  for (const { ref, oid } of refs) {
    const listed = notesIn(repository, oid)
    complete &&= listed.complete
    for (const { commit, blob, size } of listed.notes) {
      const place = { ref, blob: size > maxNoteBytes ? null : blob }
      places.set(commit, [...(places.get(commit) ?? []), place])
    }
  }
  return { places, complete }
}

/** A note: the commit it is on, and its blob's name and size. */
export type Note = { readonly commit: string; readonly blob: string; readonly size: number }

/** The notes in one notes tree. `complete` is false where it cannot be read. */
export const notesIn = (
  repository: UntrustedRepository,
  oid: string,
): { readonly notes: readonly Note[]; readonly complete: boolean } => {
  const { status, stdout } = ask(repository, ['ls-tree', '-r', '-l', '-z', '--full-tree', oid])
  const notes = stdout.split('\0').flatMap((row): readonly Note[] => {
    // `<mode> blob <oid> <size>` TAB `<name>`, the name fanned out into folders (git-notes(1)).
    const [, blob, size, path = ''] = /^\d+ blob ([0-9a-f]+) +(\d+)\t(.+)$/.exec(row) ?? []
    const commit = path.replaceAll('/', '')
    const isNote = blob !== undefined && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)
    return isNote ? [{ commit, blob, size: Number(size) }] : []
  })
  return { notes, complete: status === 0 }
}
