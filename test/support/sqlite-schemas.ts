import fc from 'fast-check'
import { sqlite } from './sqlite.js'

type Sql = InstanceType<typeof sqlite.Database>

/** What a database is made by: how its file is laid out, then statements, of which SQLite may refuse some. */
export type Recipe = {
  readonly pageSize: number
  readonly reserved: number
  readonly autoVacuum: number
  readonly statements: readonly string[]
}

/** A database without tables, as SQLite writes it, with bytes reserved at the end of each page (fileformat2, 1.3.4). */
const emptyDatabase = ({ pageSize, reserved, autoVacuum }: Recipe): Sql => {
  const database = new sqlite.Database()
  database.run(`PRAGMA page_size = ${pageSize}; PRAGMA auto_vacuum = ${autoVacuum}; PRAGMA user_version = 1; VACUUM`)
  const bytes = Buffer.from(database.export())
  database.close()
  bytes[20] = reserved
  bytes.writeUInt16BE((pageSize - reserved) & 0xffff, 105)
  return new sqlite.Database(bytes)
}

/** The database, open in SQLite; what it refuses is left out. */
export const cooked = (recipe: Recipe): Sql => {
  const database = emptyDatabase(recipe)
  for (const statement of recipe.statements)
    try {
      database.run(statement)
    } catch {
      // A column that a constraint holds cannot be dropped, a row that is there already not be written again.
    }
  return database
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Lengths about where a value goes on in an overflow page, or in several. */
const lengths = (usable: number) =>
  fc.oneof(
    fc.nat(40),
    ...[usable - 35, usable - 80, Math.floor(((usable - 12) * 64) / 255) - 23, usable, 2 * usable, 5 * usable].map(
      (at) => fc.integer({ min: Math.max(0, at - 30), max: at + 30 }),
    ),
  )

const wide = (max: bigint) => fc.bigInt({ min: -max, max: max - 1n })

/** No two parts of it are the same. */
const counted = Array.from({ length: 60_000 }, (_, index) => `ü${index}`).join()

/** A value as SQL says it. */
const literal = (usable: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom('NULL', '0', '1', '-1', '127', '-128', '128', '32768', '-8388609', '9e999', '-0.0', "x''"),
    ...[7n, 15n, 23n, 31n, 47n, 63n].map((bits) => wide(2n ** bits).map(String)),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value.toExponential()),
    fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => quoted(text.replaceAll(/[\0\uFEFF]/g, ''))),
    lengths(usable).map((length) => quoted(counted.slice(0, length))),
    lengths(usable).map((length) => `CAST(${quoted(counted.slice(-length))} AS BLOB)`),
  )

const types = ['', 'TEXT', 'INTEGER', 'REAL', 'BLOB', 'VARCHAR(20)', 'DECIMAL(10, 2)', 'UNSIGNED BIG INT', 'BOOLEAN']
const names = [
  'a',
  '"b c"',
  '[d,e]',
  '`f)`',
  "'g'",
  'H',
  '"unique"',
  '"primary key"',
  'ünder',
  '"q""uote"',
  'i$1',
  '[--]',
]
const clauses = [
  '',
  'NULL',
  "DEFAULT 'x, (y'",
  'DEFAULT (1 + 2)',
  'DEFAULT -1.5',
  'CHECK (1 IN (1, 2))',
  'CONSTRAINT "c, (" CHECK (length(\')\') = 1)',
  'REFERENCES other (a) ON DELETE SET DEFAULT ON UPDATE SET NULL',
  '/* a, b ( */',
  '-- c, (\n',
  'COLLATE BINARY',
]
/** Of the column whose text is asked for. */
const keyTypes = ['TEXT', 'text not null', '', 'VARCHAR(10)', 'TEXT COLLATE BINARY', 'BLOB', 'CHARACTER(20) /* , */']
const keyNames = ['session_id', '"session id"', '[session,id]', 'SESSION_ID']
const rowids = [
  null,
  'id INTEGER PRIMARY KEY',
  'id integer primary key AUTOINCREMENT',
  'id INTEGER PRIMARY KEY DESC',
  'id INT PRIMARY KEY',
  'id "INTEGER" CONSTRAINT pk PRIMARY KEY ASC',
  'id INTEGER UNIQUE',
]

/** A table, and the name of the column whose text is asked for. */
export type Asked = { readonly recipe: Recipe; readonly key: string }

const plain = (name: string): string => name.replace(/^["[`']|["\]`']$/g, '').replaceAll('""', '"')

const table = fc
  .record({
    key: fc.constantFrom(...keyNames),
    keyType: fc.constantFrom(...keyTypes),
    others: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 6 }),
    details: fc.array(fc.tuple(fc.constantFrom(...types), fc.constantFrom(...clauses)), { minLength: 6, maxLength: 6 }),
    rowid: fc.constantFrom(...rowids),
    at: fc.nat(7),
    rowidAt: fc.nat(7),
    indexed: fc.nat(9),
    quotedName: fc.boolean(),
  })
  .map(({ key, keyType, others, details, rowid, at, rowidAt, indexed, quotedName }) => {
    const [other = 'a'] = others
    const columns = others.map((name, index) => [name, ...(details[index] ?? [])].join(' '))
    columns.splice(at, 0, `${key} ${keyType}`)
    if (rowid !== null) columns.splice(rowidAt, 0, rowid)
    const constraint = [`UNIQUE (${key}, ${other})`, `CONSTRAINT u UNIQUE (${other}, ${key}) UNIQUE(${key}, ${other})`]
    const index = [
      `CREATE INDEX i ON uses (${key})`,
      `CREATE UNIQUE INDEX i ON uses (${key}, ${other} DESC, rowid)`,
      `CREATE INDEX i ON uses (${key} COLLATE NOCASE, ${other})`,
      `CREATE INDEX i ON uses (${key} DESC)`,
      `CREATE INDEX i ON uses (${key}) WHERE ${other} IS NOT NULL`,
      `CREATE INDEX i ON uses (lower(${key}))`,
      `CREATE INDEX i ON uses (${other}, ${key})`,
    ]
    const body = [...columns, ...(constraint[indexed - 7] === undefined ? [] : [constraint[indexed - 7]])].join(',\n')
    const create = `CREATE TABLE IF NOT EXISTS ${quotedName ? '"uses"' : 'Uses /* ( */'} (${body})`
    return { key, names: others, statements: [create, ...(index[indexed] === undefined ? [] : [index[indexed]])] }
  })

const changes = (key: string, others: readonly string[]): fc.Arbitrary<string> =>
  fc.constantFrom(
    'DELETE FROM uses WHERE rowid % 3 = 0',
    `UPDATE uses SET ${others[0]} = zeroblob(3000) WHERE rowid % 2 = 0`,
    'VACUUM',
    "ALTER TABLE uses ADD COLUMN added TEXT DEFAULT 'it''s'",
    'ALTER TABLE uses ADD COLUMN more INTEGER DEFAULT -7',
    'ALTER TABLE uses ADD COLUMN [last one] REAL',
    'ALTER TABLE uses ADD COLUMN five TEXT NOT NULL DEFAULT 5',
    `ALTER TABLE uses RENAME COLUMN ${others[0]} TO "re,named"`,
    `ALTER TABLE uses DROP COLUMN ${others[0]}`,
    'ALTER TABLE uses RENAME TO other_name; ALTER TABLE other_name RENAME TO uses',
    `UPDATE uses SET rowid = rowid + 100000000000 WHERE ${key} = 's1'`,
    'UPDATE uses SET rowid = -rowid WHERE rowid % 5 <> 0',
  )

/** Tables of all kinds, their rows, and what became of them. */
export const recipes: fc.Arbitrary<Asked> = fc
  .tuple(fc.constantFrom(512, 1024, 4096, 65_536), fc.constantFrom(0, 0, 7, 32), fc.nat(2), table)
  .chain(([pageSize, reserved, autoVacuum, { key, names: others, statements }]) => {
    const value = literal(pageSize - reserved)
    const long = quoted('s'.repeat(700))
    const who = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom("'s1'", long) },
      { weight: 3, arbitrary: fc.constantFrom("'S1'", "'s1 '", "'s2'", 'NULL', '7') },
      { weight: 1, arbitrary: value },
    )
    const row = fc
      .tuple(who, ...others.map(() => value))
      .map((values) => `INSERT INTO uses (${[key, ...others].join()}) VALUES (${values.join()})`)
    const many = fc.constantFrom(0, 9, 300, 1500).map(
      (count) =>
        `INSERT OR IGNORE INTO uses (${key}, ${others[0]}) SELECT CASE i % 20 WHEN 0 THEN 's1' ELSE 's' || i END, i
         FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ${count}) SELECT i FROM n)`,
    )
    return fc
      .tuple(
        many,
        fc.array(row, { maxLength: 60 }),
        fc.array(changes(key, others), { maxLength: 4 }),
        fc.array(row, { maxLength: 9 }),
      )
      .map((parts) => ({
        key: plain(key),
        recipe: { pageSize, reserved, autoVacuum, statements: [...statements, ...parts.flat()] },
      }))
  })
