import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { maxWalBytes } from '../../../src/sqlite/wal.js'
import { ago, type DatabaseDesk, databaseDesk, statements } from '../../support/agents/database-desk.js'
import { databases } from '../../support/agents/databases.js'
import { databaseAfter } from '../../support/sqlite.js'

let desk: DatabaseDesk
afterEach(() => desk.bench.remove())

const used = { model: 'claude-opus-4-6-20260101', at: ago(60), calls: ['call_1'] }

/** Views in the place of tables, of rows without end: nobody who reads pages alone runs them. */
const endless = ['messages', 'sessions', 'usage_ledger', 'message_nodes'].map(
  (name) => `CREATE VIEW ${name} AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
   SELECT i AS id, i AS row_id, 's' AS session_id, 'assistant' AS role, 'm' AS model, i AS created_at, i AS created_timestamp,
   0 AS is_compaction, '{}' AS chat_message, '{}' AS model_config_json FROM n`,
)
const foreign = ['CREATE TABLE messages (a)', 'CREATE TABLE sessions (b)', 'CREATE TABLE message_nodes (c)']

for (const database of Object.values(databases))
  describe(`${database.agent}: a database that cannot be read leaves the model unknown, and the commit as it was`, () => {
    beforeEach(() => {
      desk = databaseDesk(database)
      desk.edit()
    })
    const whole = () => databaseAfter(...statements(database, [used]))
    const place = () => {
      const path = database.path(desk.bench)
      mkdirSync(dirname(path), { recursive: true })
      return path
    }
    const cases: Readonly<Record<string, () => unknown>> = {
      'none at all': () => {},
      'an empty file': () => desk.lay(Buffer.alloc(0)),
      'a file of something else': () => desk.lay(Buffer.alloc(9_000, 'x')),
      'a torn file': () => desk.lay(whole().subarray(0, 700)),
      'pages of noise': () => desk.lay(Buffer.concat([whole().subarray(0, 100), Buffer.alloc(20_000, 7)])),
      'other tables': () => desk.lay(databaseAfter('CREATE TABLE t (a)')),
      'tables with other columns': () => desk.lay(databaseAfter(...foreign)),
      'a WAL that is too large': () => truncateSync(`${desk.lay(whole(), Buffer.alloc(0))}-wal`, maxWalBytes + 1),
      'a transaction half written': () => writeFileSync(`${desk.lay(whole())}-journal`, Buffer.alloc(512, 0xd9)),
      'a folder': () => mkdirSync(place(), { recursive: true }),
      'a link that leads in a circle': () => symlinkSync(place(), place()),
      'a pipe that nobody writes to': () => execFileSync('mkfifo', [place()]),
      'a name with a line break': () => desk.use({ ...used, model: 'x\nSigned-off-by: Mallory <m@example.com>' }),
      'a name without end': () => desk.use({ ...used, model: 'x'.repeat(100_000) }),
      'views without end': () => desk.lay(databaseAfter(...endless)),
    }
    for (const [what, make] of Object.entries(cases))
      test(what, () => {
        make()
        const start = Date.now()
        expect(desk.models()).toEqual(['unknown'])
        expect(Date.now() - start).toBeLessThan(15_000)
        expect(desk.bench.message()).not.toContain('Mallory')
      })

    test('a file of any size is read', () => {
      truncateSync(desk.lay(whole()), 6 * 1024 ** 3)
      expect(desk.models()).toEqual([used.model])
    })

    test('a journal that is over and kept says nothing', () => {
      writeFileSync(`${desk.lay(whole())}-journal`, Buffer.alloc(512))
      expect(desk.models()).toEqual([used.model])
    })
  })
