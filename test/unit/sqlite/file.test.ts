import { mkdirSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { maxWalBytes } from '../../../src/core/sqlite/wal.js'
import { readDatabase } from '../../../src/store/database-file.js'
import { databaseAfter, imageOf, pageSizeOf, valuesIn, walBetween } from '../../support/sqlite.js'

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
const names = [['one'], ['one', 'two'], ['one', 'two', 'three']]

let path: string
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'sqlite-')), 'sessions.db')
  between.reads = 0
  between.work = () => {}
})
afterEach(() => rmSync(join(path, '..'), { recursive: true }))

const models = () => readDatabase(path, (pages) => valuesIn(imageOf(pages), 'SELECT model FROM sessions'))
const lay = (main: Buffer, wal: Buffer) => {
  writeFileSync(path, main)
  writeFileSync(`${path}-wal`, wal)
}

/** The index of a WAL, which says how far checkpoints wanted to come, and came. */
const indexOf = (wanted: number, done: number): Buffer => {
  const bytes = Buffer.alloc(32_768)
  bytes.writeUInt32LE(done, 96)
  bytes.writeUInt32LE(wanted, 128)
  return bytes
}

/** The file as a checkpoint leaves it in the middle: its last pages are written, its first one is not. */
const halfWritten = (from: Buffer, to: Buffer): Buffer => {
  const size = pageSizeOf(from)
  return Buffer.concat([from.subarray(0, size), to.subarray(size)])
}

/** Another program does something at each of so many reads in turn: what is told is always what one of the commits left. */
const atEachRead = (prepare: () => void, work: () => void) => {
  for (let at = 1; at <= 14; at += 1) {
    prepare()
    between.reads = 0
    between.work = (reads) => (reads === at ? work() : undefined)
    expect(names).toContainEqual(models())
  }
}

test('a WAL that is copied into the database and begun anew while we read is read again', () => {
  const [before, later] = [walBetween([one, two]), walBetween([two, three], { salts: [7, 8] })]
  atEachRead(
    () => lay(one, before),
    () => lay(two, later),
  )
})

test('a database that is written over while we read is read again', () => {
  const counted = Buffer.from(two)
  counted.writeUInt32BE(9, 24)
  atEachRead(
    () => writeFileSync(path, one),
    () => writeFileSync(path, counted),
  )
})

test('a checkpoint of what the WAL was given while we read', () => {
  const [before, later] = [walBetween([one, two]), walBetween([one, two, three])]
  let reads = 0
  atEachRead(
    () => lay(one, before),
    () => lay(halfWritten(one, three), later),
  )
  // Its time can be that of the last write before it: the index of the WAL tells.
  for (const index of [indexOf(9, 0), indexOf(9, 9)])
    atEachRead(
      () => {
        lay(one, before)
        writeFileSync(`${path}-shm`, indexOf(0, 0))
        truncateSync(path, three.length)
        utimesSync(path, 1, 1)
        reads += 1
      },
      () => {
        lay(halfWritten(one, three), later)
        writeFileSync(`${path}-shm`, index)
        utimesSync(path, 1, 1)
      },
    )
  expect(reads).toBe(28)
})

test('a transaction that begins to be written while we read', () => {
  lay(one, Buffer.alloc(0))
  between.work = (reads) => {
    if (reads === 4) writeFileSync(`${path}-journal`, Buffer.alloc(512, 0xd9))
  }
  expect(models()).toBeNull()
})

test('one that changes each time is given up; one whose WAL only grows is not', () => {
  lay(one, walBetween([one, two]))
  between.work = (reads) => lay(one, walBetween([one, two], { salts: [reads, reads] }))
  expect(models()).toBeNull()
  expect(between.reads).toBeLessThan(60)
  lay(one, walBetween([one, two]))
  between.work = () => writeFileSync(`${path}-wal`, walBetween([one, two, three]))
  expect(names).toContainEqual(models())
})

test('a database of any size is read, a WAL that is too large is not', () => {
  writeFileSync(path, one)
  truncateSync(path, 8 * 1024 ** 3)
  expect(readDatabase(path, (pages) => pages.page(1)?.length)).toBe(pageSizeOf(one))
  lay(one, walBetween([one, two]))
  truncateSync(`${path}-wal`, maxWalBytes)
  expect(models()).toEqual(['one', 'two'])
  truncateSync(`${path}-wal`, maxWalBytes + 1)
  expect(models()).toBeNull()
})

test('without its WAL a database may be older than it is: where that cannot be read, neither is the database', () => {
  writeFileSync(path, one)
  expect(models()).toEqual(['one'])
  mkdirSync(`${path}-wal`)
  expect(models()).toBeNull()
})
