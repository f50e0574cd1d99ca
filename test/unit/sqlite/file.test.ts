import { mkdirSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { maxWalBytes } from '../../../src/sqlite/wal.js'
import { readDatabase } from '../../../src/store/database-file.js'
import { databaseAfter, imageOf, pageSizeOf, valuesIn, walBetween } from '../../support/sqlite.js'

/** What happens between two reads, as another program would do it. */
const between = vi.hoisted(() => ({ reads: 0, work: (_reads: number, _bytes: Buffer): void => {} }))
vi.mock('node:fs', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs')>()
  const readSync = (...args: Parameters<typeof real.readSync>): number => {
    const count = real.readSync(...args)
    between.reads += 1
    between.work(between.reads, args[1] as Buffer)
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
const atEachRead = (commits: readonly unknown[], prepare: () => void, work: () => void) => {
  for (let at = 1; at <= 14; at += 1) {
    prepare()
    between.reads = 0
    between.work = (reads) => (reads === at ? work() : undefined)
    expect(commits).toContainEqual(models())
  }
}

test('a WAL that is copied into the database and begun anew while we read is read again', () => {
  const [before, later] = [walBetween([one, two]), walBetween([two, three], { salts: [7, 8] })]
  atEachRead(
    names,
    () => lay(one, before),
    () => lay(two, later),
  )
})

test('a database that is written over while we read is read again', () => {
  const counted = Buffer.from(two)
  counted.writeUInt32BE(9, 24)
  atEachRead(
    names,
    () => writeFileSync(path, one),
    () => writeFileSync(path, counted),
  )
})

describe('a checkpoint of what the WAL was given while we read', () => {
  /** Two rows on two pages: the first commit in the WAL changes one of them, the next one both. */
  const rows = [
    'CREATE TABLE sessions (model, filler)',
    ...Array(2).fill("INSERT INTO sessions VALUES ('a', zeroblob(3000))"),
  ]
  const changes = ["UPDATE sessions SET model = 'b' WHERE rowid = 1", "UPDATE sessions SET model = 'c'"]
  const [a, b, c] = [0, 1, 2].map((count) => databaseAfter(...rows, ...changes.slice(0, count))) as [
    Buffer,
    Buffer,
    Buffer,
  ]
  const commits = ['a', 'b', 'c'].map((model) => [model, model === 'b' ? 'a' : model])
  type Stamps = readonly [time: number, index: Buffer | null]
  const begin = (stamps: Stamps) => {
    lay(a, walBetween([a, b]))
    finish(stamps)
  }
  const finish = ([time, index]: Stamps) => {
    if (index !== null) writeFileSync(`${path}-shm`, index)
    utimesSync(path, time, time)
  }

  const cases: readonly (readonly [string, Stamps, Stamps])[] = [
    ['its time tells', [1, null], [2, null]],
    ['the index of the WAL tells, which says what the checkpoint wants', [1, indexOf(0, 0)], [1, indexOf(2, 0)]],
    ['the index of the WAL tells, which says what it has done', [1, indexOf(2, 0)], [1, indexOf(2, 2)]],
  ]
  for (const [what, before, after] of cases)
    test(what, () => {
      atEachRead(
        commits,
        () => begin(before),
        () => {
          lay(halfWritten(a, c), walBetween([a, b, c]))
          finish(after)
        },
      )
    })
})

test('a WAL that is begun anew in the middle of its reading', () => {
  const [whole, anew] = [walBetween([one, two, three]), walBetween([three], { salts: [7, 8] })]
  lay(three, whole)
  const half = walBetween([one, two]).length
  between.work = (_reads, bytes) => {
    if (bytes.length !== whole.length) return
    bytes.fill(0, half)
    writeFileSync(`${path}-wal`, anew)
  }
  expect(models()).toEqual(names[2])
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
