import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rowsIn } from '../../../src/sqlite/rows.js'
import { pagesIn } from '../../support/sqlite.js'
import { cooked, recipes } from '../../support/sqlite-schemas.js'

const comparable = (value: unknown): unknown =>
  value instanceof Uint8Array ? { blob: Buffer.from(value).toString('hex') } : value

test('rows are those that SQLite finds, in tables of all kinds', () => {
  let found = 0
  fc.assert(
    fc.property(recipes, ({ recipe, key }) => {
      const database = cooked(recipe)
      try {
        const columns = (database.exec('PRAGMA table_info(uses)')[0]?.values ?? []).map(([, name]) => String(name))
        const shown = columns.map((name) => `"${name.replaceAll('"', '""')}"`).join()
        const query = `SELECT ${shown} FROM uses WHERE "${key}" = ? ORDER BY rowid DESC`
        for (const is of ['s1', 's'.repeat(700), 'none']) {
          const statement = database.prepare(query, [is])
          const rows: unknown[] = []
          while (statement.step()) rows.push(statement.get().map(comparable))
          statement.free()
          found += rows.length
          // Of one row no more than a mebibyte is read.
          if (rows.some((row) => JSON.stringify(row).length > 700_000)) continue
          const pages = pagesIn(database.export())
          const answers = pages === null ? null : rowsIn(pages, [{ table: 'USES', where: key, is, columns }])
          expect(answers?.[0]?.map((row) => columns.map((name) => comparable(row[name])))).toEqual(rows)
        }
      } finally {
        database.close()
      }
    }),
    { numRuns: 250 },
  )
  expect(found).toBeGreaterThan(1000)
})
