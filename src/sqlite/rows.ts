import { type Cell, entriesBackwards, rowAt, rowsBackwards } from './b-tree.js'
import type { Pages } from './pages.js'
import { boundedReader, Exhausted, type Reader } from './reader.js'
import { compareWith, lastNumber, recordOf, type StoredRecord, type Value, valueAt } from './record.js'
import { readSchema, type Table, tableOf } from './schema.js'
import { folded } from './tokens.js'

// Why a reader of our own, for databases in which agents keep their sessions: `node:sqlite` came with Node 22.5, and we run on
// 20.5; `sql.js` is more than twice as large as all of the hooks' program, and is given one file, without the log beside it
// (WAL) in which an agent at work writes; a library in native code is built for each platform.

/** Which rows are asked for: those of a table in which one column is a text, byte for byte; and which columns of them. */
export type Question = {
  readonly table: string
  readonly where: string
  readonly is: string
  readonly columns: readonly string[]
}

/** A row, by the names of the columns that were asked for. */
export type Row = Readonly<Record<string, Value>>

/** So many rows are read for one question. */
const maxRows = 10_000

/**
 * The rows that answer each question, the last inserted first; none for a table or a column that the database does not have,
 * and none at all where it is damaged. What is read has a bound that all questions share; behind it nothing more is found.
 */
export const rowsIn = (pages: Pages, questions: readonly Question[]): readonly (readonly Row[])[] => {
  const answers = questions.map((): Found[] => [])
  try {
    const reader = boundedReader(pages)
    const schema = readSchema(reader)
    for (const [index, question] of questions.entries())
      for (const found of answer(reader, tableOf(schema, question.table), question)) answers[index]?.push(found)
  } catch (cause) {
    if (!(cause instanceof Exhausted)) return questions.map(() => [])
  }
  // An index whose first column is the one in question has further columns, and its entries their order.
  return answers.map((found) => found.sort((one, other) => other.rowid - one.rowid).map(({ row }) => row))
}

type Found = { readonly rowid: number; readonly row: Row }

function* answer(reader: Reader, table: Table | null, { where, is, columns }: Question): Generator<Found> {
  const position = (wanted: string) => table?.columns.findIndex(({ name }) => name === folded(wanted)) ?? -1
  const [key, positions] = [position(where), columns.map(position)]
  if (table === null || key < 0 || positions.includes(-1)) return
  const text = Buffer.from(is)
  let rows = 0
  for (const cell of candidates(reader, table, { key: folded(where), text })) {
    const record = recordOf(cell.payload)
    if (!isText(table, record, { key, text, is })) continue
    if (rows === maxRows) throw new Exhausted()
    rows += 1
    const values = positions.map((position) => valueIn(table, cell, record, position))
    yield { rowid: cell.rowid, row: Object.fromEntries(columns.map((name, at) => [name, values[at] ?? null])) }
  }
}

/** The rows that may be meant: those that an index names, else all. */
function* candidates(reader: Reader, table: Table, { key, text }: { key: string; text: Uint8Array }): Generator<Cell> {
  const index = table.indexOn(key)
  if (index === null) yield* rowsBackwards(reader, table.root)
  else
    for (const { payload } of entriesBackwards(reader, index, text))
      yield rowAt(reader, table.root, lastNumber(recordOf(payload)))
}

const isText = (
  table: Table,
  record: StoredRecord,
  { key, text, is }: { key: number; text: Uint8Array; is: string },
) => (key < record.types.length ? compareWith(record, key, text) === 0 : table.columns[key]?.missing === is)

const valueIn = (table: Table, { rowid }: Cell, record: StoredRecord, position: number): Value => {
  const column = table.columns[position]
  if (column?.isRowid) return rowid
  const value = valueAt(record, position)
  return value === undefined ? (column?.missing ?? null) : value
}
