import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Pages } from '../../../src/sqlite/pages.js'
import { rowsIn } from '../../../src/sqlite/rows.js'
import { readDatabase } from '../../../src/store/database-file.js'

const folder = mkdtempSync(join(tmpdir(), 'large-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Long sessions of others, about one that has an answer at their start and one at their end: 20 MB, some of it in a WAL. */
const script = `
PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
CREATE TABLE message_nodes (row_id INTEGER PRIMARY KEY, session_id TEXT NOT NULL, chat_message TEXT NOT NULL, created_at INTEGER);
CREATE INDEX i ON message_nodes (session_id, created_at);
INSERT INTO message_nodes (session_id, chat_message, created_at) VALUES ('s', 'first', 1);
INSERT INTO message_nodes (session_id, chat_message, created_at)
SELECT 's' || (i % 100), hex(zeroblob(500)), i
FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000) SELECT i FROM n);
PRAGMA wal_checkpoint(TRUNCATE);
INSERT INTO message_nodes (session_id, chat_message, created_at) VALUES ('s', hex(zeroblob(99)) || 'last', 2);
`

/** SQLite's own program keeps the database open, so that its WAL stays. False where there is no such program. */
const made = (path: string): boolean => {
  const { error, status, stderr } = spawnSync('sqlite3', ['-batch', path], {
    input: `${script}.shell cp ${path} ${path}.db && cp ${path}-wal ${path}.db-wal\n`,
    encoding: 'utf8',
  })
  if (error !== undefined) return false
  expect([status, stderr]).toEqual([0, ''])
  return true
}

test('of a large file few pages are read', ({ skip }) => {
  const path = join(folder, 'sessions')
  if (!made(path)) skip('there is no sqlite3 here')
  expect(statSync(`${path}.db`).size).toBeGreaterThan(20_000_000)
  expect(statSync(`${path}.db-wal`).size).toBeGreaterThan(4_000)
  const questions = [
    { table: 'message_nodes', where: 'session_id', is: 's', columns: ['chat_message', 'created_at'] },
    { table: 'message_nodes', where: 'session_id', is: 's7', columns: ['created_at'] },
  ]
  let reads = 0
  const counted = (pages: Pages): Pages => ({
    ...pages,
    page: (number) => {
      reads += 1
      return pages.page(number)
    },
  })
  const [rows = [], others = []] = readDatabase(`${path}.db`, (pages) => rowsIn(counted(pages), questions)) ?? []
  // Of some 5,000.
  expect(reads).toBeLessThan(500)
  expect(rows.map((row) => [String(row['chat_message']).slice(-5), row['created_at']])).toEqual([
    ['0last', 2],
    ['first', 1],
  ])
  expect(others.map((row) => row['created_at'])).toEqual(
    Array.from({ length: 200 }, (_, index) => 19_907 - 100 * index),
  )
})
