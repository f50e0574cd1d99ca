import type { SqlJsStatic } from 'sql.js'
import { databaseImage } from '../core/sqlite-image.js'
import type { DatabaseFile } from './database-file.js'

/** Queries of one parameter each, a session's id, to a database; the first of the files that has a row for it answers. */
export type SessionQuery = {
  readonly paths: readonly string[]
  readonly queries: readonly string[]
  readonly session: string
}

export type Row = Readonly<Record<string, unknown>>

/** So many rows of a query are read, the first ones. */
const maxRows = 10_000

/** The rows of a session in a database. A query that does not fit its schema, and a database that is none, give nothing. */
export const rowsOf = (
  sqlite: SqlJsStatic,
  { main, wal }: DatabaseFile,
  { queries, session }: Pick<SessionQuery, 'queries' | 'session'>,
): readonly Row[] => {
  const image = databaseImage(main, wal)
  if (image === null) return []
  const database = new sqlite.Database(image)
  try {
    return queries.flatMap((sql) => rowsOfQuery(database, sql, session))
  } finally {
    database.close()
  }
}

const rowsOfQuery = (database: InstanceType<SqlJsStatic['Database']>, sql: string, session: string): readonly Row[] => {
  try {
    const statement = database.prepare(sql)
    try {
      statement.bind([session])
      const rows: Row[] = []
      while (rows.length < maxRows && statement.step()) rows.push(statement.getAsObject())
      return rows
    } finally {
      statement.free()
    }
  } catch {
    // A table or column that this version of the agent does not have, or a page that is torn.
    return []
  }
}
