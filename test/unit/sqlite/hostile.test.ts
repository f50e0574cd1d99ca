import { describe, expect, test } from 'vitest'
import type { Pages } from '../../../src/sqlite/pages.js'
import { rowsIn } from '../../../src/sqlite/rows.js'
import { databaseAfter, pagesIn } from '../../support/sqlite.js'
import { stepsIn } from '../../support/steps.js'

const size = 512
const statements = [
  `PRAGMA page_size = ${size}`,
  'CREATE TABLE messages (session_id TEXT, model TEXT)',
  "INSERT INTO messages VALUES ('s', 'model-one')",
  `INSERT INTO messages SELECT 's' || i, 'x' FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 999) SELECT i FROM n)`,
  `INSERT INTO messages (rowid, session_id, model) VALUES (2000, 's', '${'long '.repeat(400)}')`,
]
const plain = databaseAfter(...statements)
const indexed = databaseAfter(...statements, 'CREATE INDEX i ON messages (session_id)')

/** So many steps an answer may take. */
const patience = 20_000_000

const cheap = <Answer>(ask: () => readonly Answer[]): readonly Answer[] => {
  let answers: readonly Answer[] = []
  const steps = stepsIn(() => {
    answers = ask()
  })
  expect(steps).toBeLessThan(patience)
  return answers
}

const models = (pages: Pages | null): readonly unknown[] => {
  if (pages === null) return []
  const question = { table: 'messages', where: 'session_id', is: 's', columns: ['model'] }
  const [rows = []] = cheap(() => rowsIn(pages, [question]))
  return rows.map((row) => row['model'])
}

/** The pages of a kind, by the first byte of their header (fileformat2, 1.6): 2 and 10 of indexes, 5 and 13 of tables. */
const pagesOfKind = (bytes: Buffer, kind: number): readonly number[] =>
  Array.from({ length: bytes.length / size - 1 }, (_, index) => index + 2).filter(
    (page) => bytes[(page - 1) * size] === kind,
  )

/** Every page of a kind changed in turn: nothing is told that is not in the file, and nothing where the walk comes by. */
const changed = (bytes: Buffer, kind: number, change: (page: Buffer, number: number) => void): readonly number[] =>
  pagesOfKind(bytes, kind).map((number) => {
    const copy = Buffer.from(bytes)
    change(copy.subarray((number - 1) * size, number * size), number)
    const found = models(pagesIn(copy))
    for (const model of found) expect(bytes.includes(String(model).slice(0, 99))).toBe(true)
    return found.length
  })

const firstCell = (page: Buffer): number => page.readUInt16BE(page[0] === 5 || page[0] === 2 ? 12 : 8)

test('whole, both tell of two rows', () => {
  for (const bytes of [plain, indexed]) expect(models(pagesIn(bytes))).toHaveLength(2)
  for (const kind of [2, 5, 10, 13]) expect(pagesOfKind(indexed, kind).length).toBeGreaterThan(0)
})

describe('trees that are made to lead astray', () => {
  const changes: Readonly<Record<string, (page: Buffer, number: number) => void>> = {
    'the last child is the page itself': (page, number) => page.writeUInt32BE(number, 8),
    'the first child is the page itself': (page, number) => page.writeUInt32BE(number, firstCell(page)),
    'the first child is the last one too': (page) => page.writeUInt32BE(page.readUInt32BE(8), firstCell(page)),
    'a child of no page': (page) => page.writeUInt32BE(0xffff_ffff, 8),
    'a child that is page 0': (page) => page.writeUInt32BE(0, 8),
    'a child of another kind': (page) => page.writeUInt32BE(plain.length / size, 8),
    'a cell outside of its page': (page) => page.writeUInt16BE(0xffff, 12),
    'a cell in the list of cells': (page) => page.writeUInt16BE(12, 12),
    'more cells than a page has': (page) => page.writeUInt16BE(0xffff, 3),
  }
  for (const [what, change] of Object.entries(changes))
    test(what, () => {
      expect(changed(plain, 5, change)).toContain(0)
      changed(indexed, 5, change)
      changed(indexed, 2, change)
    })
})

describe('cells that are made to lead astray', () => {
  const changes: Readonly<Record<string, (page: Buffer) => void>> = {
    'a cell outside of its page': (page) => page.writeUInt16BE(0xffff, 8),
    'a length that goes on behind the page': (page) => {
      page.writeUInt16BE(size - 1, 8)
      page[size - 1] = 0xff
    },
    'a length of 2⁶⁴': (page) => page.fill(0xff, firstCell(page), Math.min(size, firstCell(page) + 9)),
    'a header longer than the record': (page) =>
      page.fill(0x7f, firstCell(page) + 2, Math.min(size, firstCell(page) + 4)),
    'serial types that nobody uses': (page) => page.fill(10, firstCell(page) + 3, Math.min(size, firstCell(page) + 6)),
    'more cells than a page has': (page) => page.writeUInt16BE(0xffff, 3),
  }
  for (const [what, change] of Object.entries(changes))
    test(what, () => {
      expect(changed(plain, 13, change)).toContain(0)
      changed(indexed, 13, change)
      changed(indexed, 10, change)
    })

  test('an index that names rows which are not there, or are of others', () => {
    // A record of two columns: a text of one letter, and the number of a row in two bytes.
    const entry = indexed.lastIndexOf(Buffer.from([3, 15, 2, 's'.charCodeAt(0), 0x07, 0xd0]))
    expect(entry).toBeGreaterThan(0)
    const copy = Buffer.from(indexed)
    // The second row is another session's; rows 1500, before one of the session, and 30000 are none.
    copy.writeUInt16BE(2, entry + 4)
    expect(models(pagesIn(copy))).toEqual(['model-one'])
    for (const row of [1_500, 30_000]) {
      copy.writeUInt16BE(row, entry + 4)
      expect(models(pagesIn(copy))).toEqual([])
    }
  })
})

test('an overflow page that leads to itself, or to no page', () => {
  const pages = Array.from({ length: plain.length / size }, (_, index) => index + 1)
  // The first four bytes of a page that is no part of a tree say which one is next.
  const overflow = pages.filter((page) => page > 1 && ![2, 5, 10, 13].includes(plain[(page - 1) * size] ?? 0))
  expect(overflow.length).toBeGreaterThan(2)
  for (const page of overflow)
    for (const next of [page, 0, 0xffff_ffff]) {
      const copy = Buffer.from(plain)
      const before = copy.readUInt32BE((page - 1) * size)
      copy.writeUInt32BE(next, (page - 1) * size)
      expect(models(pagesIn(copy))).toHaveLength(before === 0 ? 2 : 0)
    }
})

describe('a file without end', () => {
  const large = databaseAfter(
    'PRAGMA page_size = 65536',
    'CREATE TABLE messages (session_id TEXT, model TEXT)',
    'CREATE TABLE sessions (id TEXT, model TEXT)',
    "INSERT INTO messages VALUES ('s', 'model-one')",
    "INSERT INTO sessions VALUES ('s', 'model-two')",
  )
  /** In the place of the first table a tree of so many pages, each with that table's row. */
  const endless = (children: number): Pages => {
    const pages = pagesIn(large)
    const root = Buffer.alloc(65_536)
    root[0] = 5
    root.writeUInt16BE(children, 3)
    root.writeUInt32BE(99, 8)
    for (let index = 0; index < children; index += 1) {
      const at = 40_000 + 5 * index
      root.writeUInt16BE(at, 12 + 2 * index)
      root.writeUInt32BE(100 + index, at)
    }
    const page = (number: number) => (number === 2 ? root : (pages?.page(number < 99 ? number : 2) ?? null))
    return { pageSize: 65_536, usable: 65_536, page }
  }
  const ask = (pages: Pages) =>
    rowsIn(pages, [
      { table: 'messages', where: 'session_id', is: 's', columns: ['model'] },
      { table: 'sessions', where: 'id', is: 's', columns: ['model'] },
    ]).map((rows) => rows.length)

  test('tells the newest rows, and nothing that is asked behind the bound', () => {
    expect(ask(endless(100))).toEqual([101, 1])
    const [first = 0, second] = cheap(() => ask(endless(5_000)))
    expect([first > 1_000, first < 3_000, second]).toEqual([true, true, 0])
  })

  test('ten thousand rows that share one overflow, and pages full of cells', () => {
    const pages = pagesIn(large)
    const leaf = Buffer.alloc(65_536)
    leaf[0] = 13
    leaf.writeUInt16BE(15_000, 3)
    // One row for all cells, of a MiB: `s`, and a text that goes on in a chain of overflow pages.
    Buffer.from([0xc0, 0x80, 0x00, 1, 6, 15, 0x80, 0xff, 0xff, 0x7f, 's'.charCodeAt(0)]).copy(leaf, 50_000)
    leaf.writeUInt32BE(100, 50_000 + 4 + 8_199)
    for (let index = 0; index < 15_000; index += 1) leaf.writeUInt16BE(50_000, 8 + 2 * index)
    const overflow = (number: number) => {
      const page = Buffer.alloc(65_536, 's')
      page.writeUInt32BE(number === 115 ? 100 : number + 1)
      return page
    }
    let copied = 0
    const page = (number: number) => {
      if (number < 99) return number === 2 ? leaf : (pages?.page(number) ?? null)
      copied += 1
      return overflow(number)
    }
    const [rows = 0] = cheap(() => ask({ pageSize: 65_536, usable: 65_536, page }))
    expect([rows > 30, rows < 100]).toEqual([true, true])
    // A MiB of a row is sixteen pages.
    expect(copied).toBeLessThan(100 * 16)
  })

  /** A page of a table that lists one cell as often as it can. */
  const repeated = (cell: Buffer): Pages => {
    const pages = pagesIn(large)
    const leaf = Buffer.alloc(65_536)
    leaf[0] = 13
    leaf.writeUInt16BE(4_000, 3)
    cell.copy(leaf, 8_100)
    for (let index = 0; index < 4_000; index += 1) leaf.writeUInt16BE(8_100, 8 + 2 * index)
    return { pageSize: 65_536, usable: 65_536, page: (number) => (number === 2 ? leaf : (pages?.page(number) ?? null)) }
  }

  test('pages that list one row again and again: a long value, a header of ten thousands of columns', () => {
    const value = Buffer.concat([
      Buffer.from([0x83, 0x87, 0x56, 1, 5, 15, 0x86, 0x8e, 0x5d, 's'.charCodeAt(0)]),
      Buffer.alloc(50_000, 'x'),
    ])
    expect(cheap(() => ask(repeated(value)))[0]).toBeGreaterThan(1_000)
    const columns = Buffer.concat([Buffer.from([0x81, 0xfa, 0x01, 1, 0x81, 0xfa, 0x00, 15, 15]), Buffer.alloc(40_000)])
    expect(cheap(() => ask(repeated(columns)))).toEqual([0, 0])
  })

  test('statements that are made to be long to read', () => {
    const names = Array.from({ length: 4_000 }, (_, index) => `a${index}`).join()
    for (const text of [
      '['.repeat(30_000),
      '"'.repeat(29_999),
      '('.repeat(30_000),
      '/*'.repeat(15_000),
      `UNIQUE (${names})`,
    ]) {
      const quoted = `session_id, model, ${text}`.replaceAll("'", "''")
      const schema = `PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = 'CREATE TABLE messages (${quoted})'`
      const bytes = databaseAfter(
        'CREATE TABLE messages (session_id, model)',
        "INSERT INTO messages VALUES ('s', 'm')",
        schema,
      )
      models(pagesIn(bytes))
    }
  })
})
