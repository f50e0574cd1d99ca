import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { maxDatabaseBytes } from '../core/sqlite-image.js'

/** The bytes of a SQLite database and of its WAL, null where it has none. */
export type DatabaseFile = { readonly main: Uint8Array; readonly wal: Uint8Array | null }

/** So often is a program given way to that writes while we read. */
const attempts = 3

/**
 * A database's bytes and its WAL's, read while its program may be writing: nothing is locked, and nothing is made beside
 * them. Null where it cannot be read, is no regular file or too large, is in the middle of a transaction that is written
 * over the file itself, or changed each time while we read.
 */
export const readDatabaseFile = (path: string): DatabaseFile | null => {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = startsOf(path)
    const [main, wal, journal] = [readBytes(path), readBytes(`${path}-wal`), readBytes(`${path}-journal`, 1)]
    // The first byte of a journal that is over and kept is 0 (https://www.sqlite.org/fileformat2.html, 3).
    if (main == null || wal === undefined || journal === undefined || (journal?.[0] ?? 0) !== 0) return null
    if (before === startsOf(path)) return { main, wal }
  }
  return null
}

/**
 * What a change of the bytes behind it changes too: the database's header counts transactions, the WAL's has new salts
 * when it is begun anew, which it is once all of it stands in the database.
 */
const startsOf = (path: string): string =>
  [readBytes(path, 100), readBytes(`${path}-wal`, 32)]
    .map((bytes) => Buffer.from(bytes ?? []).toString('hex'))
    .join(' ')

/**
 * A regular file's bytes, or its first ones: null where there is none, undefined where it cannot be read or is too large.
 * Never waits on a pipe.
 */
const readBytes = (path: string, limit = Number.POSITIVE_INFINITY): Uint8Array | null | undefined => {
  let descriptor: number
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'ENOENT' ? null : undefined
  }
  try {
    const stat = fstatSync(descriptor)
    const length = Math.min(limit, stat.size)
    if (!stat.isFile() || length > maxDatabaseBytes) return undefined
    const bytes = Buffer.alloc(length)
    return bytes.subarray(0, readSync(descriptor, bytes, 0, length, 0))
  } catch {
    return undefined
  } finally {
    closeSync(descriptor)
  }
}
