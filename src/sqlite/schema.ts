import { rowsBackwards } from './b-tree.js'
import { type Column, isOrderedBy, readIndex, readTable } from './columns.js'
import { Exhausted, type Reader } from './reader.js'
import { recordOf, valueAt } from './record.js'
import { folded } from './tokens.js'

/** A table whose rows can be read: where its tree begins, its columns, and the indexes that are in the order of one. */
export type Table = {
  readonly root: number
  readonly columns: readonly Column[]
  /** The root of an index whose entries are in the order of that column's bytes, and which has all rows; null without one. */
  readonly indexOn: (column: string) => number | null
}

/** A row of sqlite_schema (https://www.sqlite.org/fileformat2.html, 2.6). */
type Entry = {
  readonly type: string
  readonly name: string
  readonly table: string
  readonly root: number
  readonly sql: string | null
}

/** More than that is no agent's. */
const maxEntries = 10_000
/** So many indexes of a table are considered. */
const maxIndexes = 32

/** All tables, indexes and views of a database. */
export const readSchema = (reader: Reader): readonly Entry[] => {
  const entries: Entry[] = []
  for (const { payload } of rowsBackwards(reader, 1)) {
    if (entries.length === maxEntries) throw new Exhausted()
    const record = recordOf(payload)
    const [type, name, table, root, sql] = [0, 1, 2, 3, 4].map((column) => valueAt(record, column))
    if (typeof type !== 'string' || typeof name !== 'string' || typeof table !== 'string') continue
    if (typeof root !== 'number') continue
    entries.push({ type, name: folded(name), table: folded(table), root, sql: typeof sql === 'string' ? sql : null })
  }
  return entries
}

/** The table of that name; null where there is none, or its rows are not kept as a table's usually are. */
export const tableOf = (schema: readonly Entry[], wanted: string): Table | null => {
  const entry = schema.find(({ type, name }) => type === 'table' && name === folded(wanted))
  const text = entry?.sql == null ? null : readTable(entry.sql)
  if (entry === undefined || text === null) return null
  const indexes = schema.filter(({ type, table }) => type === 'index' && table === entry.name).slice(0, maxIndexes)
  const automatic = indexes.filter(({ sql }) => sql === null)
  const firstColumn = ({ name, sql }: Entry) => {
    if (sql !== null) return readIndex(sql, text.columns)
    // They are numbered in the order of the constraints that made them.
    const number = Number(name.slice(`sqlite_autoindex_${entry.name}_`.length))
    return automatic.length === text.keys.length ? (text.keys[number - 1]?.[0] ?? null) : null
  }
  return {
    root: entry.root,
    columns: text.columns,
    indexOn: (column) => indexes.find((index) => isOrderedBy(firstColumn(index), column))?.root ?? null,
  }
}
