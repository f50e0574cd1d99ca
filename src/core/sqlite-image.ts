/** A database, its WAL, and what the two come to are each read up to here: 64 MiB. */
export const maxDatabaseBytes = 64 * 1024 * 1024

const magic = Buffer.from('SQLite format 3\0', 'latin1')
const walHeaderBytes = 32
/** The only text encoding that agents' databases have: read in another one, damaged bytes make words that nobody wrote. */
const utf8 = 1
const frameHeaderBytes = 24

/**
 * A SQLite database as its last committed transaction left it, from the bytes of its file and of its WAL (null where there
 * is none). It says of itself that it needs no WAL, so that it opens from memory. Null for what is no database in UTF-8, for
 * a WAL of another page size and for what is too large.
 */
export const databaseImage = (main: Uint8Array, wal: Uint8Array | null): Uint8Array | null => {
  const pageSize = pageSizeOf(main)
  if (pageSize === null || Math.max(main.length, wal?.length ?? 0) > maxDatabaseBytes) return null
  const log = wal === null ? nothing : committedFrames(wal)
  if (log.frames.size > 0 && log.pageSize !== pageSize) return null
  const size = log.frames.size > 0 ? log.pages * pageSize : main.length
  if (size > maxDatabaseBytes) return null
  const image = new Uint8Array(size)
  image.set(main.subarray(0, size))
  for (const [page, content] of log.frames) if (page <= log.pages) image.set(content, (page - 1) * pageSize)
  if (pageSizeOf(image) !== pageSize || viewOf(image).getUint32(56) !== utf8) return null
  // File format write and read version: 1 is the rollback journal, 2 the WAL (https://www.sqlite.org/fileformat2.html, 1.3.3).
  image.fill(1, 18, 20)
  return image
}

/** The page size in a database's header (https://www.sqlite.org/fileformat2.html, 1.3.2): a power of two, 1 for 65536. */
const pageSizeOf = (main: Uint8Array): number | null => {
  if (main.length < 512 || magic.compare(main.subarray(0, magic.length)) !== 0) return null
  const said = viewOf(main).getUint16(16)
  const size = said === 1 ? 65_536 : said
  return isPageSize(size) ? size : null
}

const isPageSize = (size: number): boolean => size >= 512 && size <= 65_536 && (size & (size - 1)) === 0

/** The newest content of each page that a commit reached, by page number from 1, and how many pages there are then. */
type Log = { readonly pageSize: number; readonly pages: number; readonly frames: ReadonlyMap<number, Uint8Array> }

const nothing: Log = { pageSize: 0, pages: 0, frames: new Map() }

/**
 * The frames of a WAL up to its last commit (https://www.sqlite.org/fileformat2.html#walformat). A header that does not
 * hold is an empty WAL; the first frame with other salts or another checksum ends it, as it does for SQLite.
 */
const committedFrames = (wal: Uint8Array): Log => {
  const header = headerOf(wal)
  if (header === null) return nothing
  const { pageSize, littleEndian } = header
  const view = viewOf(wal)
  const frames = new Map<number, Uint8Array>()
  const open = new Map<number, Uint8Array>()
  let { sum } = header
  let pages = 0
  for (let at = walHeaderBytes; at + frameHeaderBytes + pageSize <= wal.length; at += frameHeaderBytes + pageSize) {
    const page = view.getUint32(at)
    const salted = [8, 12].every((field) => view.getUint32(at + field) === view.getUint32(16 + field - 8))
    if (page === 0 || !salted) break
    const start = at + frameHeaderBytes
    sum = checksum(view, { from: at, to: at + 8, littleEndian }, sum)
    sum = checksum(view, { from: start, to: start + pageSize, littleEndian }, sum)
    if (!isAt(view, at + 16, sum)) break
    open.set(page, wal.subarray(start, start + pageSize))
    const committed = view.getUint32(at + 4)
    if (committed === 0) continue
    pages = committed
    for (const [number, content] of open) frames.set(number, content)
    open.clear()
  }
  return { pageSize, pages, frames }
}

type Sum = readonly [number, number]

const headerOf = (wal: Uint8Array) => {
  if (wal.length < walHeaderBytes) return null
  const view = viewOf(wal)
  const [form, version, pageSize] = [view.getUint32(0), view.getUint32(4), view.getUint32(8)]
  // The last bit says in which order of bytes the checksums read.
  if ((form & ~1) >>> 0 !== 0x377f0682 || version !== 3_007_000 || !isPageSize(pageSize)) return null
  const littleEndian = (form & 1) === 0
  const sum = checksum(view, { from: 0, to: 24, littleEndian }, [0, 0])
  return isAt(view, 24, sum) ? { pageSize, littleEndian, sum } : null
}

type Words = { readonly from: number; readonly to: number; readonly littleEndian: boolean }

/** The running checksum of a WAL over further words, two at a time (walformat, "Checksum Algorithm"). */
const checksum = (view: DataView, { from, to, littleEndian }: Words, [first, second]: Sum): Sum => {
  let [one, two] = [first, second]
  for (let at = from; at < to; at += 8) {
    one = (one + view.getUint32(at, littleEndian) + two) >>> 0
    two = (two + view.getUint32(at + 4, littleEndian) + one) >>> 0
  }
  return [one, two]
}

const isAt = (view: DataView, at: number, [one, two]: Sum): boolean =>
  view.getUint32(at) === one && view.getUint32(at + 4) === two

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
