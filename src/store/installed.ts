import { dirname, relative, resolve } from 'node:path'
import { ProvenanceError } from '../core/errors.js'
import { shellWord } from '../core/shell-word.js'
import { writeAtomically } from './atomic.js'
import { readText } from './text.js'

/** What `init` did to files it shares with others, by path, so that `uninstall` can take exactly that back. */
export type Installed = Readonly<Record<string, { readonly before: string | null; readonly after: string }>>

type Note = { readonly files: Installed; readonly folders?: readonly string[] }

const nothing: Note = { files: {}, folders: [] }

/** Throws FILE_UNREADABLE for a note that is cut off or no note: without it ours can be taken out, but nobody knows what was there before. */
const noteIn = (file: string): Note => {
  const text = readText(file)
  try {
    const note = text === null ? nothing : (JSON.parse(text) as Note)
    return { ...note, files: { ...requireRecord(note.files) } }
  } catch (cause) {
    throw new ProvenanceError(
      'FILE_UNREADABLE',
      `${file}: expected what init noted of files as they were, got something else; without it uninstall takes ours out of them`,
      {
        cause,
        hint: `rm ${shellWord(file)}`,
      },
    )
  }
}

const requireRecord = (value: Installed): Installed => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not an object')
  return value
}

/** The note with each path changed: it is written from where the note is, so that it holds in a repository that was moved. */
const withPaths = ({ files, folders }: Note, change: (path: string) => string): Note => ({
  files: Object.fromEntries(Object.entries(files).map(([path, texts]) => [change(path), texts])),
  ...(folders === undefined ? {} : { folders: folders.map(change) }),
})

const read = (file: string): Note => withPaths(noteIn(file), (path) => resolve(dirname(file), path))

const write = (file: string, note: Note): void =>
  writeAtomically(file, JSON.stringify(withPaths(note, (path) => relative(dirname(file), path))))

/** What is noted in a file, by full path; nothing where there is none. */
export const readInstalled = (file: string): Installed => read(file).files

/** The folders that `init` made; undefined in a note of before, which does not tell. */
export const readMadeFolders = (file: string): readonly string[] | undefined => read(file).folders

type Change = { readonly path: string; readonly before: string | null; readonly after: string | null }

/** Adds changes and folders to what is noted. A second `init` must not take our own first text for the user's. */
export const rememberInstalled = (file: string, changes: readonly Change[], made: readonly string[]): void => {
  const { files: known, folders } = read(file)
  const files: Record<string, Installed[string]> = { ...known }
  for (const { path, before, after } of changes) {
    if (after === null) continue
    files[path] = { before: known[path]?.after === before ? (known[path]?.before ?? null) : before, after }
  }
  const note = { files, ...(folders === undefined ? {} : { folders: [...new Set([...folders, ...made])] }) }
  write(file, note)
}

/** Leaves of what is noted only those paths. Throws what the file system throws. */
export const keepInstalled = (file: string, paths: readonly string[]): void => {
  const { files, folders } = read(file)
  const kept = Object.fromEntries(Object.entries(files).filter(([path]) => paths.includes(path)))
  write(file, { files: kept, ...(folders === undefined ? {} : { folders }) })
}
