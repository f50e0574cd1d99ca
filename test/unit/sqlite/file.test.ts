import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { databaseImage, maxDatabaseBytes } from '../../../src/core/sqlite-image.js'
import { readDatabaseFile } from '../../../src/store/database-file.js'
import { databaseAfter, valuesIn, walBetween } from '../../support/sqlite.js'

/** What happens between two reads, as another program would do it. */
const between = vi.hoisted(() => ({ reads: 0, work: (_reads: number): void => {} }))
vi.mock('node:fs', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs')>()
  const readSync = (...args: Parameters<typeof real.readSync>): number => {
    const count = real.readSync(...args)
    between.reads += 1
    between.work(between.reads)
    return count
  }
  return { ...real, readSync }
})

const table = 'CREATE TABLE sessions (model TEXT, filler TEXT)'
const after = (...names: readonly string[]) =>
  databaseAfter(table, ...names.map((name) => `INSERT INTO sessions VALUES ('${name}', zeroblob(5000))`))
const [one, two, three] = [after('one'), after('one', 'two'), after('one', 'two', 'three')]

let path: string
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'sqlite-')), 'sessions.db')
  between.reads = 0
  between.work = () => {}
})
afterEach(() => rmSync(join(path, '..'), { recursive: true }))

const models = () => {
  const file = readDatabaseFile(path)
  return file === null ? null : valuesIn(databaseImage(file.main, file.wal), 'SELECT model FROM sessions')
}
const lay = (main: Buffer, wal: Buffer) => {
  writeFileSync(path, main)
  writeFileSync(`${path}-wal`, wal)
}

test('a WAL that is copied into the database and begun anew while we read is read again', () => {
  lay(one, walBetween([one, two]))
  // The third read is of the database: what comes then is the WAL of a later one.
  between.work = (reads) => {
    if (reads === 3) lay(two, walBetween([two, three], { salts: [7, 8] }))
  }
  expect(models()).toEqual(['one', 'two', 'three'])
})

test('a database that is written over while we read is read again', () => {
  writeFileSync(path, one)
  between.work = (reads) => {
    if (reads === 2)
      writeFileSync(path, Buffer.concat([two.subarray(0, 24), Buffer.from([0, 0, 0, 9]), two.subarray(28)]))
  }
  expect(models()).toEqual(['one', 'two'])
})

test('one that changes each time is given up', () => {
  lay(one, walBetween([one, two]))
  between.work = (reads) => lay(one, walBetween([one, two], { salts: [reads, reads] }))
  expect(models()).toBeNull()
  expect(between.reads).toBeLessThan(30)
})

test('what is too large is not read', () => {
  writeFileSync(path, one)
  truncateSync(path, maxDatabaseBytes + 1)
  expect(readDatabaseFile(path)).toBeNull()
  lay(one, walBetween([one, two]))
  truncateSync(`${path}-wal`, maxDatabaseBytes + 1)
  expect(readDatabaseFile(path)).toBeNull()
})

test('without its WAL a database may be older than it is: where that cannot be read, neither is the database', () => {
  writeFileSync(path, one)
  expect(models()).toEqual(['one'])
  mkdirSync(`${path}-wal`)
  expect(models()).toBeNull()
})
