import { describe, expect, test } from 'vitest'
import type { Pages } from '../../../src/sqlite/pages.js'
import { rowsIn } from '../../../src/sqlite/rows.js'
import { databaseAfter, pagesIn } from '../../support/sqlite.js'

const none: Pages = { pageSize: 0, usable: 0, page: () => null }

/** What is told of the models of session `s`, and how many pages that took. */
const ask = (pages: Pages | null, columns: readonly string[] = ['model']) => {
  const read = new Set<number>()
  const counted = (number: number) => {
    read.add(number)
    return pages?.page(number) ?? null
  }
  const [rows = []] = rowsIn({ ...(pages ?? none), page: counted }, [
    { table: 'messages', where: 'session_id', is: 's', columns },
  ])
  return { rows: rows.map((row) => columns.map((name) => row[name])), pages: read.size }
}

const models = (bytes: Buffer) => ask(pagesIn(bytes)).rows.flat()

const table = (columns: string) => `CREATE TABLE messages (${columns})`

/** Rows of other sessions, about those of `s`: some hundred pages. */
const fill = `INSERT INTO messages (session_id, model, filler)
  SELECT CASE i WHEN 77 THEN 's' ELSE 's' || i END, 'model-' || i, zeroblob(300)
  FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 4000) SELECT i FROM n)`

describe('an index finds the rows where its entries are in the order of the text', () => {
  const plain = table('session_id TEXT, model TEXT, filler')
  for (const [index, ...statements] of [
    ['CREATE INDEX', plain, 'CREATE INDEX i ON messages (session_id)'],
    ['of several columns', plain, 'CREATE UNIQUE INDEX "i (" ON messages ([session_id] ASC, model DESC)'],
    ['of a primary key', table('session_id TEXT PRIMARY KEY, model TEXT, filler')],
    ['of a constraint', table('model TEXT UNIQUE, session_id TEXT, filler, UNIQUE (session_id, model)')],
    [
      'the one of two that fits',
      plain,
      'CREATE INDEX i ON messages (model)',
      'CREATE INDEX j ON messages (session_id)',
    ],
    [
      'behind one that was made twice',
      table('session_id TEXT, model UNIQUE UNIQUE, filler, UNIQUE (model), UNIQUE (session_id)'),
    ],
    ['behind a rowid', table('id INTEGER PRIMARY KEY, session_id TEXT UNIQUE, model TEXT, filler')],
  ] as const)
    test(index, () => {
      const { rows, pages } = ask(pagesIn(databaseAfter(...statements, fill)))
      expect(rows).toEqual([['model-77']])
      expect(pages).toBeLessThan(9)
    })

  for (const [index, ...statements] of [
    ['in another order', plain, 'CREATE INDEX i ON messages (session_id COLLATE NOCASE)'],
    ['of a column that compares otherwise', table('session_id TEXT COLLATE NOCASE UNIQUE, model TEXT, filler')],
    ['backwards', plain, 'CREATE INDEX i ON messages (session_id DESC)'],
    ['of a part', plain, "CREATE INDEX i ON messages (session_id) WHERE model <> 'model-77'"],
    ['of an expression', plain, 'CREATE INDEX i ON messages (lower(session_id))'],
    ['of another column first', plain, 'CREATE INDEX i ON messages (model, session_id)'],
    ['of no column', plain],
  ] as const)
    test(`not one ${index}: all rows are looked at`, () => {
      const { rows, pages } = ask(pagesIn(databaseAfter(...statements, fill)))
      expect(rows).toEqual([['model-77']])
      expect(pages).toBeGreaterThan(200)
    })
})

describe('what is read of a row', () => {
  const rows = "INSERT INTO messages VALUES ('s', 'm', zeroblob(900000), 7)"
  const long = databaseAfter(table('session_id, model, content, at'), rows)

  test('is as much as is asked for', () => {
    expect(ask(pagesIn(long))).toEqual({ rows: [['m']], pages: 2 })
    expect(ask(pagesIn(long), ['at', 'model'])).toEqual({ rows: [[7, 'm']], pages: 221 })
  })

  test('is its first MiB: what ends behind it is null', () => {
    const longer = databaseAfter(table('session_id, model, content, at'), rows.replace('900000', '1100000'))
    expect(ask(pagesIn(longer), ['model', 'content', 'at'])).toEqual({ rows: [['m', null, null]], pages: 2 })
  })

  test('a column that came later has its default', () => {
    const added = ["a TEXT DEFAULT 'it''s'", 'b INTEGER DEFAULT -7', 'c', 'd TEXT DEFAULT 5', 'e BOOLEAN DEFAULT TRUE']
    const more = [
      "f TEXT DEFAULT 'f' REFERENCES t (a) ON DELETE SET DEFAULT",
      'g REAL DEFAULT +1.5',
      "h TEXT DEFAULT ''",
    ]
    const statements = [...added, ...more].map((column) => `ALTER TABLE messages ADD COLUMN ${column}`)
    const bytes = databaseAfter(table('session_id, model'), "INSERT INTO messages VALUES ('s', 'm')", ...statements)
    expect(ask(pagesIn(bytes), ['a', 'b', 'c', 'd', 'E', 'f', 'g', 'h']).rows).toEqual([
      ["it's", -7, null, '5', 1, 'f', 1.5, ''],
    ])
  })

  test('the newest rows, as many as there may be', () => {
    const many = fill
      .replace('s', 's')
      .replace(/CASE .* END/, "'s'")
      .replace('4000', '10050')
      .replace('300', '1')
    for (const index of ['', 'CREATE INDEX i ON messages (session_id)']) {
      const found = models(databaseAfter(table('session_id, model, filler'), index, many))
      expect([found.length, found[0], found.at(-1)]).toEqual([10_000, 'model-10050', 'model-51'])
    }
  })

  test('a name is one in capitals and small letters of ASCII, and in any quotes', () => {
    const bytes = databaseAfter(
      'CREATE TABLE "Messages" ([SESSION_ID], `Model`)',
      "INSERT INTO messages VALUES ('s', 'm')",
    )
    expect(ask(pagesIn(bytes), ['MODEL']).rows).toEqual([['m']])
    expect(ask(pagesIn(bytes), ['ℳodel']).rows).toEqual([])
  })
})

describe('what keeps its rows in another way tells nothing', () => {
  const row = "INSERT INTO messages (session_id, model) VALUES ('s', 'm')"
  const columns = 'session_id TEXT, model TEXT'
  const schema = (sql: string) =>
    `PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = '${sql}'; PRAGMA writable_schema = 0`
  for (const [what, ...statements] of [
    [
      'a view',
      'CREATE TABLE t (session_id, model)',
      "INSERT INTO t VALUES ('s', 'm')",
      'CREATE VIEW messages AS SELECT * FROM t',
    ],
    ['a table without rowid', table('session_id TEXT PRIMARY KEY, model TEXT').concat(' WITHOUT ROWID'), row],
    ['a column that is worked out', table(`x AS (1), ${columns}`), row],
    ['a column that is worked out and stored', table(`x TEXT GENERATED ALWAYS AS ('y') STORED, ${columns}`), row],
    ['a virtual table', table(columns), row, schema(`CREATE VIRTUAL TABLE messages USING fts4 (${columns})`)],
    ['a table of no columns', table(columns), row, schema('CREATE TABLE messages')],
    ['parentheses that do not close', table(columns), row, schema(`CREATE TABLE messages (${columns}`)],
    ['a name without end', table(columns), row, schema(`CREATE TABLE messages (${columns}, "${'x'.repeat(40_000)}")`)],
    ['a column that is missing', table('session_id, modell'), "INSERT INTO messages VALUES ('s', 'm')"],
  ] as const)
    test(what, () => {
      expect(models(databaseAfter(...statements))).toEqual([])
    })

  test('a plain one does', () => {
    expect(models(databaseAfter(table(columns), row))).toEqual(['m'])
    expect(models(databaseAfter(table(columns).concat(' STRICT'), row))).toEqual(['m'])
  })
})
