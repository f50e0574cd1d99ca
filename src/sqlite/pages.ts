import { isPageSize, viewOf } from './bytes.js'
import { committedFrames } from './wal.js'

/** The bytes of a file from an offset on; null where it does not have so many there. */
export type ReadAt = (offset: number, length: number) => Uint8Array | null

/** A database's pages, by number from 1, as its last committed transaction left them; null for one that it does not have. */
export type Pages = {
  readonly pageSize: number
  /** So many bytes of a page are SQLite's, the first ones: an extension may have reserved the rest. */
  readonly usable: number
  readonly page: (number: number) => Uint8Array | null
}

const magic = Buffer.from('SQLite format 3\0', 'latin1')
const headerBytes = 100
/** The only text encoding that agents' databases have: read in another one, damaged bytes make words that nobody wrote. */
const utf8 = 1
/** 1 is the rollback journal, 2 the WAL; a later form is to be read by those who know it. */
const newestForm = 2

/**
 * The pages of a SQLite database, out of its file and the bytes of its WAL (null where there is none). Null for what is no
 * database in UTF-8, and for a WAL of another page size (https://www.sqlite.org/fileformat2.html, 1.3).
 */
export const pagesOf = (main: ReadAt, wal: Uint8Array | null): Pages | null => {
  const pageSize = pageSizeOf(main(0, headerBytes))
  if (pageSize === null) return null
  const log = wal === null ? null : committedFrames(wal)
  const isLogged = log !== null && log.frames.size > 0
  if (isLogged && log.pageSize !== pageSize) return null
  const last = isLogged ? log.pages : Number.POSITIVE_INFINITY
  const page = (number: number): Uint8Array | null =>
    number < 1 || number > last ? null : (log?.frames.get(number) ?? main((number - 1) * pageSize, pageSize))
  const first = page(1)
  if (first === null || pageSizeOf(first) !== pageSize) return null
  const header = viewOf(first)
  const usable = pageSize - header.getUint8(20)
  const isKnown = header.getUint8(19) <= newestForm && header.getUint32(56) === utf8 && usable >= 480
  return isKnown ? { pageSize, usable, page } : null
}

/** The page size in a database's header (1.3.2): a power of two, 1 for 65536. */
const pageSizeOf = (header: Uint8Array | null): number | null => {
  if (header === null || magic.compare(header.subarray(0, magic.length)) !== 0) return null
  const said = viewOf(header).getUint16(16)
  const size = said === 1 ? 65_536 : said
  return isPageSize(size) ? size : null
}
