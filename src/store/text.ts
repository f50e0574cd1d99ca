import { isUtf8 } from 'node:buffer'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { ProvenanceError } from '../core/errors.js'
import { seePlace } from '../core/file-hints.js'
import { shellWord } from '../core/shell-word.js'

/** No such file, a file where a folder should be, a link that leads to itself. */
const absences: readonly unknown[] = ['ENOENT', 'ENOTDIR', 'ELOOP']

/** What a look at a path finds, undefined where there is nothing (node's own `throwIfNoEntry` means the first of three ways alone). Throws what else the file system throws. */
export const unlessAbsent = <Found>(look: () => Found): Found | undefined => {
  try {
    return look()
  } catch (cause) {
    if (absences.includes((cause as NodeJS.ErrnoException).code)) return undefined
    throw cause
  }
}

/** A file's text, null where there is none. Throws FILE_UNREADABLE for one that is there and cannot be read. */
export const readText = (path: string): string | null => bytesAt(path)?.toString('utf8') ?? null

/** As readText, for a file that will be written again. Throws CONFIG_INVALID for bytes that would not come back as they were. */
export const readExactText = (path: string): string | null => {
  const bytes = bytesAt(path)
  if (bytes === null || isUtf8(bytes)) return bytes?.toString('utf8') ?? null
  throw new ProvenanceError('CONFIG_INVALID', `${path}: expected UTF-8, got other bytes; it was left as it is`, {
    hint: `file ${shellWord(path)}`,
  })
}

/** True where a name leads to what may never end; a repository can hold a link to a device. */
const isEndless = (path: string): boolean => {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat !== undefined && !stat.isFile() && !stat.isDirectory()
}

const bytesAt = (path: string): Buffer | null => {
  try {
    if (isEndless(path)) throw new Error('a pipe or a device')
    return readFileSync(path)
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return null
    throw unreadable(path, 'file', cause)
  }
}

/** The names in a folder, none where there is no such folder. Throws FILE_UNREADABLE for what is there and cannot be read. */
export const namesIn = (path: string): readonly string[] => {
  try {
    return readdirSync(path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw unreadable(path, 'folder', cause)
  }
}

const unreadable = (path: string, what: string, cause: unknown) =>
  new ProvenanceError('FILE_UNREADABLE', `${path}: expected a readable ${what}, got ${(cause as Error).message}`, {
    cause,
    hint: seePlace(path),
  })
