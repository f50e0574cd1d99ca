import { isPageSize, viewOf } from './bytes.js'

/** A WAL is read whole, up to here: 64 MiB. SQLite begins it anew at 4 MiB, unless a reader or the program holds it open. */
export const maxWalBytes = 64 * 1024 * 1024

const headerBytes = 32
const frameHeaderBytes = 24

/** The newest content of each page that a commit reached, by page number from 1, and how many pages there are then. */
export type Log = {
  readonly pageSize: number
  readonly pages: number
  readonly frames: ReadonlyMap<number, Uint8Array>
}

const nothing: Log = { pageSize: 0, pages: 0, frames: new Map() }

/**
 * The frames of a WAL up to its last commit (https://www.sqlite.org/fileformat2.html, 4.1 and 4.2). A header that does not
 * hold is an empty WAL; the first frame with other salts or another checksum ends it, as it does for SQLite.
 */
export const committedFrames = (wal: Uint8Array): Log => {
  const header = headerOf(wal)
  if (header === null) return nothing
  const { pageSize, littleEndian } = header
  const view = viewOf(wal)
  const frames = new Map<number, Uint8Array>()
  const open = new Map<number, Uint8Array>()
  let { sum } = header
  let pages = 0
  for (let at = headerBytes; at + frameHeaderBytes + pageSize <= wal.length; at += frameHeaderBytes + pageSize) {
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
  if (wal.length < headerBytes) return null
  const view = viewOf(wal)
  const [form, version, pageSize] = [view.getUint32(0), view.getUint32(4), view.getUint32(8)]
  // The last bit says in which order of bytes the checksums read.
  if ((form & ~1) >>> 0 !== 0x377f0682 || version !== 3_007_000 || !isPageSize(pageSize)) return null
  const littleEndian = (form & 1) === 0
  const sum = checksum(view, { from: 0, to: 24, littleEndian }, [0, 0])
  return isAt(view, 24, sum) ? { pageSize, littleEndian, sum } : null
}

type Words = { readonly from: number; readonly to: number; readonly littleEndian: boolean }

/** The running checksum of a WAL over further words, two at a time (4.2, "Checksum Algorithm"). */
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
