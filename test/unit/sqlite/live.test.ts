import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { rowsIn } from '../../../src/sqlite/rows.js'
import { readDatabase } from '../../../src/store/database-file.js'

const hasSqlite = spawnSync('sqlite3', ['--version']).status === 0

let path: string
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'live-')), 'sessions.db')
})
afterEach(() => rmSync(join(path, '..'), { recursive: true, force: true, maxRetries: 5 }))

const table = `CREATE TABLE uses (session_id, model, filler); CREATE INDEX i ON uses (session_id);
INSERT INTO uses SELECT 's', 'v0', zeroblob(2500)
FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 60) SELECT i FROM n);\n`
const updates = Array.from({ length: 4_000 }, (_, index) => `UPDATE uses SET model = 'v${index}';\n`).join('')
const question = { table: 'uses', where: 'session_id', is: 's', columns: ['model'] }

/** Every transaction writes all sixty rows, on as many pages: rows of two transactions are none that were ever there. */
for (const mode of ['WAL', 'DELETE', 'PERSIST'])
  test.skipIf(!hasSqlite)(`SQLite writes in mode ${mode} while we read: what is read is of one commit`, async () => {
    const writer = spawn('sqlite3', ['-batch', path], { stdio: ['pipe', 'ignore', 'inherit'] })
    writer.stdin.on('error', () => {})
    writer.stdin.write(
      `PRAGMA journal_mode = ${mode}; PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 40; ${table}`,
    )
    await setTimeout(300)
    writer.stdin.write(updates)
    const told = new Set<string>()
    for (const end = Date.now() + 1_000; Date.now() < end; await setImmediate()) {
      const [rows] = readDatabase(path, (pages) => rowsIn(pages, [question])) ?? []
      if (rows !== undefined) told.add([rows.length, ...new Set(rows.map(({ model }) => model))].join(' '))
    }
    writer.kill()
    await new Promise((resolve) => writer.on('close', resolve))
    expect(told.size).toBeGreaterThan(0)
    for (const one of told) expect(one).toMatch(/^(?:0|60 v\d+)$/)
  })
