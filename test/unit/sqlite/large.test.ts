import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { rowsIn } from '../../../src/core/sqlite/rows.js'
import { readDatabase } from '../../../src/store/database-file.js'

const folder = mkdtempSync(join(tmpdir(), 'large-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Long sessions of others, about one that has an answer at their start and one at their end: 200 MB, some of it in a WAL. */
const script = `
PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
CREATE TABLE message_nodes (row_id INTEGER PRIMARY KEY, session_id TEXT NOT NULL, chat_message TEXT NOT NULL, created_at INTEGER);
CREATE INDEX i ON message_nodes (session_id, created_at);
INSERT INTO message_nodes (session_id, chat_message, created_at) VALUES ('s', 'first', 1);
INSERT INTO message_nodes (session_id, chat_message, created_at)
SELECT 's' || (i % 100), hex(zeroblob(5000)), i
FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000) SELECT i FROM n);
PRAGMA wal_checkpoint(TRUNCATE);
INSERT INTO message_nodes (session_id, chat_message, created_at) VALUES ('s', hex(zeroblob(99)) || 'last', 2);
`

/** SQLite's own program keeps the database open, so that its WAL stays. */
const made = (path: string): boolean =>
  spawnSync('sqlite3', ['-batch', path], {
    input: `${script}.shell cp ${path} ${path}.db && cp ${path}-wal ${path}.db-wal\n`,
    timeout: 5_000,
  }).status === 0

const path = join(folder, 'sessions')

test.skipIf(!made(path))('a file of 200 MB is read in milliseconds', () => {
  expect(statSync(`${path}.db`).size).toBeGreaterThan(200_000_000)
  expect(statSync(`${path}.db-wal`).size).toBeGreaterThan(4_000)
  const questions = [
    { table: 'message_nodes', where: 'session_id', is: 's', columns: ['chat_message', 'created_at'] },
    { table: 'message_nodes', where: 'session_id', is: 's7', columns: ['created_at'] },
  ]
  const start = performance.now()
  const [rows = [], others = []] = readDatabase(`${path}.db`, (pages) => rowsIn(pages, questions)) ?? []
  console.info(`200 MB: ${(performance.now() - start).toFixed(1)} ms`)
  expect(rows.map((row) => [String(row['chat_message']).slice(-5), row['created_at']])).toEqual([
    ['0last', 2],
    ['first', 1],
  ])
  expect(others.map((row) => row['created_at'])).toEqual(
    Array.from({ length: 200 }, (_, index) => 19_907 - 100 * index),
  )
})
