import { varint } from './bytes.js'
import { firstOf, type Payload } from './payload.js'
import { Damaged } from './reader.js'

/** A value in a database: an integer beyond 2⁵³ is rounded. */
export type Value = null | number | string | Uint8Array

/** A record: the serial type of each column, where each begins in the payload, and where the last one ends. */
export type StoredRecord = {
  readonly payload: Payload
  readonly types: readonly number[]
  readonly starts: readonly number[]
}

/** A value that ends further behind in its record is null: 1 MiB. Where it ends otherwise, so much of it is never read. */
const maxReach = 1024 * 1024

/** A header of 2000 columns, as many as SQLite allows unless it is built otherwise, is not longer. */
const maxHeader = 32_768

/** To take a header apart takes so much longer than to copy it. */
const headerWork = 64

/** The header of a record (https://www.sqlite.org/fileformat2.html, 2.1). */
export const recordOf = (payload: Payload): StoredRecord => {
  const [length, begin] = varint(firstOf(payload, Math.min(payload.length, 9)), 0)
  if (length < begin || length > maxHeader) throw new Damaged('a header of no such length')
  payload.spend(headerWork * length)
  const header = firstOf(payload, length)
  const types: number[] = []
  const starts = [length]
  for (let at = begin, start = length; at < length; ) {
    const [type, next] = varint(header, at)
    start += sizeOf(type)
    types.push(type)
    starts.push(start)
    at = next
  }
  return { payload, types, starts }
}

const sizes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]

const sizeOf = (type: number): number => {
  const size = type >= 12 ? Math.floor((type - 12) / 2) : sizes[type]
  if (size === undefined) throw new Damaged('a serial type that nobody uses')
  return size
}

const isText = (type: number): boolean => type >= 13 && type % 2 === 1

/** The bytes of a column; null where they reach too far, undefined where the record has no such column. */
const bytesOf = ({ payload, types, starts }: StoredRecord, column: number): Uint8Array | null | undefined => {
  const [start, end] = [starts[column], starts[column + 1]]
  if (types[column] === undefined || start === undefined || end === undefined) return undefined
  if (end > payload.length) throw new Damaged('a value reaches beyond its record')
  if (end > maxReach) return null
  payload.spend(end - start)
  return payload.first(end).subarray(start)
}

/** The value of a column; undefined where the record is older than the column. */
export const valueAt = (record: StoredRecord, column: number): Value | undefined => {
  const [type, bytes] = [record.types[column], bytesOf(record, column)]
  if (type === undefined || bytes === undefined || bytes === null) return bytes
  if (type >= 12) return isText(type) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString() : bytes
  return numberOf(type, new DataView(bytes.buffer, bytes.byteOffset, bytes.length))
}

const numberOf = (type: number, view: DataView): number | null => {
  if (type === 0) return null
  if (type >= 8) return type - 8
  if (type === 6) return Number(view.getBigInt64(0))
  // A number that is none is read as null.
  if (type === 7) return Number.isNaN(view.getFloat64(0)) ? null : view.getFloat64(0)
  let value = view.getInt8(0)
  for (let at = 1; at < view.byteLength; at += 1) value = value * 256 + view.getUint8(at)
  return value
}

/**
 * How a column stands to a text in an index: below 0 before it, 0 for the text itself, else behind it. Nothing and numbers
 * come before all text, blobs behind it; text is compared by its bytes (2.2, collation BINARY).
 */
export const compareWith = (record: StoredRecord, column: number, text: Uint8Array): number => {
  const type = record.types[column] ?? 0
  if (type < 12) return -1
  if (!isText(type)) return 1
  const { payload, starts } = record
  const [start = 0, end = 0] = [starts[column], starts[column + 1]]
  // One byte more than the text has says which of the two is longer.
  const bytes = payload.first(Math.min(end, start + text.length + 1)).subarray(start)
  return Buffer.compare(bytes, text)
}

/** The number in a record's last column: in an index, the row that the entry stands for (2.4). */
export const lastNumber = (record: StoredRecord): number => {
  const rowid = valueAt(record, record.types.length - 1)
  if (typeof rowid !== 'number' || !Number.isSafeInteger(rowid)) throw new Damaged('an entry of no row')
  return rowid
}
