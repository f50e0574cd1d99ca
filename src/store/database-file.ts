import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { type Pages, pagesOf, type ReadAt } from '../sqlite/pages.js'
import { maxWalBytes } from '../sqlite/wal.js'

/** So often is a program given way to that writes while we read. */
const attempts = 3

/**
 * What is read out of the pages of a SQLite database, while its program may be writing: nothing is locked, and nothing is
 * made beside it. Null where it cannot be read, is no regular file, has a WAL that is too large, is in the middle of a
 * transaction that is written over the file itself, or changed each time while we read.
 */
export const readDatabase = <T>(path: string, read: (pages: Pages) => T): T | null => {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = stateOf(path)
    const answer = before === null ? null : readOnce(path, read)
    if (before === null || before === stateOf(path)) return answer
  }
  return null
}

const readOnce = <T>(path: string, read: (pages: Pages) => T): T | null => {
  // The WAL first: what it does not have yet is not in the database before we know of it (stateOf).
  const wal = withFile(`${path}-wal`, bytesOf)
  if (wal === undefined) return null
  const answer = withFile(path, ({ descriptor }) => {
    const pages = pagesOf(pageReader(descriptor), wal)
    return pages === null ? null : read(pages)
  })
  return answer ?? null
}

/**
 * What a change of the pages behind it changes too; null while a transaction is written over the database itself. Its header
 * counts transactions, but not those of a WAL: there a checkpoint says in the index of the WAL how far it wants to come
 * before it writes into the database, and how far it came (https://www.sqlite.org/walformat.html, 2.1: nBackfill,
 * nBackfillAttempted), and a WAL that is begun anew has new salts. What is only added to the WAL is none of our business.
 */
const stateOf = (path: string): string | null => {
  const journal = firstBytes(`${path}-journal`, 1)
  // The first byte of a journal that is over and kept is 0 (https://www.sqlite.org/fileformat2.html, 3).
  if (journal === undefined || (journal?.[0] ?? 0) !== 0) return null
  const main = withFile(path, ({ descriptor, stat }) => [
    stat.dev,
    stat.ino,
    stat.size,
    stat.mtimeNs,
    readStart(descriptor, 100).toString('hex'),
  ])
  const [wal, index] = [firstBytes(`${path}-wal`, 32), firstBytes(`${path}-shm`, 132)]
  return [main, wal?.toString('hex'), index?.toString('hex', 96, 100), index?.toString('hex', 128)].join(' ')
}

type Opened = { readonly descriptor: number; readonly stat: BigIntStats }

/**
 * What is made of a regular file: null where there is none, undefined where it cannot be read. Never waits on a pipe.
 */
const withFile = <T>(path: string, use: (file: Opened) => T): T | null | undefined => {
  let descriptor: number
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'ENOENT' ? null : undefined
  }
  try {
    const stat = fstatSync(descriptor, { bigint: true })
    return stat.isFile() ? use({ descriptor, stat }) : undefined
  } catch {
    return undefined
  } finally {
    closeSync(descriptor)
  }
}

const firstBytes = (path: string, length: number) => withFile(path, ({ descriptor }) => readStart(descriptor, length))

const readStart = (descriptor: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length)
  return bytes.subarray(0, readSync(descriptor, bytes, 0, length, 0))
}

/** All bytes of a file; undefined where it is too large. */
const bytesOf = ({ descriptor, stat }: Opened): Buffer | undefined =>
  stat.size > maxWalBytes ? undefined : readStart(descriptor, Number(stat.size))

/** Pages come one by one, and node takes long to make a buffer: they are cut out of larger ones. */
const slabBytes = 256 * 1024

const pageReader = (descriptor: number): ReadAt => {
  let slab = Buffer.alloc(0)
  return (offset, length) => {
    if (slab.length < length) slab = Buffer.allocUnsafe(Math.max(length, slabBytes))
    if (readSync(descriptor, slab, 0, length, offset) !== length) return null
    const bytes = slab.subarray(0, length)
    slab = slab.subarray(length)
    return bytes
  }
}
