import initSqlJs from 'sql.js'
import { type Pages, pagesOf } from '../../src/sqlite/pages.js'

export const sqlite = await initSqlJs()

/** A database as SQLite writes it, after these statements; in WAL mode, as its header says. */
export const databaseAfter = (...statements: readonly string[]): Buffer => {
  const database = new sqlite.Database()
  for (const statement of statements) database.run(statement)
  const bytes = Buffer.from(database.export())
  database.close()
  bytes.fill(2, 18, 20)
  return bytes
}

export const pageSizeOf = (database: Buffer): number => {
  const size = database.readUInt16BE(16)
  return size === 1 ? 65_536 : size
}

/** The checksum of a WAL (https://www.sqlite.org/fileformat2.html#walformat), in the words of its pseudo-code. */
const summed = (bytes: Buffer, big: boolean, [s0, s1]: readonly [bigint, bigint]): readonly [bigint, bigint] => {
  const word = (at: number) => BigInt(big ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at))
  const mask = 0xffffffffn
  for (let at = 0; at < bytes.length; at += 8) {
    s0 = (s0 + word(at) + s1) & mask
    s1 = (s1 + word(at + 4) + s0) & mask
  }
  return [s0, s1]
}

const words = (...values: readonly (number | bigint)[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(Number(value), 4 * index)
  return bytes
}

export type WalOptions = {
  readonly big?: boolean
  readonly salts?: readonly [number, number]
  readonly open?: Buffer
  readonly withoutFirst?: true
}

/**
 * The WAL that turns the first database into each of the next, a transaction each: the pages that differ, the last of
 * them a commit. The pages of `open` stand behind them without a commit.
 */
export const walBetween = (databases: readonly Buffer[], options: WalOptions = {}): Buffer => {
  const { big = false, salts = [0x1234_5678, 0x9abc_def0], open, withoutFirst = false } = options
  const pageSize = pageSizeOf(databases[0] ?? Buffer.alloc(0))
  const start = words(big ? 0x377f0683 : 0x377f0682, 3_007_000, pageSize, 0, ...salts)
  let sum = summed(start, big, [0n, 0n])
  const parts = [start, words(...sum)]
  const add = (page: number, content: Buffer, committed: number) => {
    const head = words(page, committed)
    sum = summed(content, big, summed(head, big, sum))
    parts.push(head, words(...salts), words(...sum), content)
  }
  for (const [index, next] of [...databases.slice(1), ...(open === undefined ? [] : [open])].entries()) {
    const before = databases[index] ?? Buffer.alloc(0)
    const pages = Array.from({ length: next.length / pageSize }, (_, page) => page)
    const slice = (database: Buffer, page: number) => database.subarray(page * pageSize, (page + 1) * pageSize)
    const changed = pages.filter((page) =>
      page === 0 ? !withoutFirst : !slice(before, page).equals(slice(next, page)),
    )
    for (const page of changed)
      add(page + 1, slice(next, page), page === changed.at(-1) && next !== open ? pages.length : 0)
  }
  return Buffer.concat(parts)
}

/** The pages of a database and its WAL that are in memory. */
export const pagesIn = (main: Uint8Array, wal: Uint8Array | null = null): Pages | null =>
  pagesOf((at, length) => (at + length <= main.length ? main.subarray(at, at + length) : null), wal)

/** A file of these pages, up to the first that is missing: it says that it needs no WAL, so that SQLite opens it from memory. */
export const imageOf = (pages: Pages | null): Buffer | null => {
  const parts: Uint8Array[] = []
  for (let part = pages?.page(1); part != null; part = pages?.page(parts.length + 1)) parts.push(part)
  return pages === null ? null : Buffer.concat(parts).fill(1, 18, 20)
}

/** What a query finds in an image of a database. */
export const valuesIn = (image: Uint8Array | null, query: string): readonly unknown[] => {
  if (image === null) return []
  const database = new sqlite.Database(image)
  try {
    return database.exec(query).flatMap(({ values }) => values.map(([value]) => value))
  } finally {
    database.close()
  }
}
