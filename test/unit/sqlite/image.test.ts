import { describe, expect, test } from 'vitest'
import { databaseAfter, imageOf, pageSizeOf, pagesIn, valuesIn, walBetween } from '../../support/sqlite.js'

const table = 'CREATE TABLE sessions (id TEXT PRIMARY KEY, model TEXT, filler TEXT)'
const first = "INSERT INTO sessions VALUES ('s', 'model-one', zeroblob(9000))"
const second = "UPDATE sessions SET model = 'model-two'"
const third = "UPDATE sessions SET model = 'model-three'"
const [one, two, three] = [
  databaseAfter(table, first),
  databaseAfter(table, first, second),
  databaseAfter(table, first, second, third),
]
const utf16 = databaseAfter("PRAGMA encoding = 'UTF-16le'", table, first)
const models = (main: Uint8Array, wal: Uint8Array | null) =>
  valuesIn(imageOf(pagesIn(main, wal)), 'SELECT model FROM sessions')

describe('a database with a WAL is read as its last commit left it', () => {
  test('without a WAL, and with an empty one', () => {
    expect(models(one, null)).toEqual(['model-one'])
    expect(models(one, Buffer.alloc(0))).toEqual(['model-one'])
    expect(pagesIn(one)?.page(0)).toBeNull()
    expect(pagesIn(one)?.page(one.length / pageSizeOf(one) + 1)).toBeNull()
  })

  for (const big of [false, true])
    test(`one commit, and the later of two; checksums in ${big ? 'big' : 'little'} endian`, () => {
      expect(models(one, walBetween([one, two], { big }))).toEqual(['model-two'])
      expect(models(one, walBetween([one, two, three], { big }))).toEqual(['model-three'])
    })

  for (const size of [512, 65_536])
    test(`pages of ${size} bytes`, () => {
      const pages = `PRAGMA page_size = ${size}`
      const [before, after] = [databaseAfter(pages, table, first), databaseAfter(pages, table, first, second)]
      expect(pageSizeOf(before)).toBe(size)
      expect(models(before, walBetween([before, after]))).toEqual(['model-two'])
    })

  test('a database that grew, and one that shrank', () => {
    const large = databaseAfter(table, first, "INSERT INTO sessions VALUES ('t', 'model-x', zeroblob(90000))")
    expect(models(one, walBetween([one, large]))).toEqual(['model-one', 'model-x'])
    const image = imageOf(pagesIn(large, walBetween([large, one])))
    expect(image?.length).toBe(one.length)
    expect(valuesIn(image, 'PRAGMA integrity_check')).toEqual(['ok'])
    expect(models(one, walBetween([one, large, one]))).toEqual(['model-one'])
  })

  test('what was not committed is not read', () => {
    expect(models(one, walBetween([one, two], { open: three }))).toEqual(['model-two'])
    expect(models(one, walBetween([one], { open: two }))).toEqual(['model-one'])
  })

  test('the rest of an older WAL, with other salts, ends it', () => {
    const older = walBetween([one, two, three], { salts: [1, 2] })
    const newer = walBetween([one, two])
    expect(models(one, Buffer.concat([newer, older.subarray(newer.length)]))).toEqual(['model-two'])
  })

  test('a frame that is torn or changed ends it', () => {
    const [before, whole] = [walBetween([one, two]).length, walBetween([one, two, three])]
    expect(models(one, whole.subarray(0, -1))).toEqual(['model-two'])
    for (const at of [before, before + 7, before + 8, before + 15, before + 16, before + 24, whole.length - 1]) {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(models(one, changed)).toEqual(['model-two'])
    }
  })

  test('a header that does not hold is an empty WAL', () => {
    for (const at of [0, 3, 5, 13, 17, 25]) {
      const changed = walBetween([one, two])
      changed[at] = (changed[at] ?? 0) ^ 2
      expect(models(one, changed)).toEqual(['model-one'])
    }
  })

  test('null for what is no database, of another page size, or of a later form', () => {
    const other = databaseAfter('PRAGMA page_size = 1024', table, first)
    expect(pagesIn(one, walBetween([other, databaseAfter('PRAGMA page_size = 1024', table)]))).toBeNull()
    const [small, smaller] = [1, 2].map((count) =>
      databaseAfter('PRAGMA page_size = 1024', table, ...Array(count).fill(first.replace("'s'", 'NULL'))),
    )
    expect(pagesIn(one, walBetween([small ?? one, smaller ?? one], { withoutFirst: true }))).toBeNull()
    for (const main of [Buffer.alloc(0), Buffer.alloc(8192), Buffer.from('SQLite format 3\0'), one.subarray(1), utf16])
      expect(pagesIn(main)).toBeNull()
    for (const [at, value] of [
      [19, 3],
      [56, 1],
      [20, 255],
    ] as const) {
      const changed = databaseAfter('PRAGMA page_size = 512', table, first)
      changed[at] = value
      expect(pagesIn(changed)).toBeNull()
    }
  })

  test('a WAL that says the database has more pages than there are makes none of them', () => {
    const pages = pagesIn(one, grownTo(2 ** 32 - 1))
    expect(imageOf(pages)?.length).toBe(two.length)
    expect(pages?.page(2 ** 32 - 1)).toBeNull()
  })
})

/** A WAL whose commit says that the database has so many pages. */
const grownTo = (pages: number): Buffer => {
  const wal = walBetween([one, two])
  const frame = 24 + pageSizeOf(one)
  const contents = Array.from({ length: (wal.length - 32) / frame }, (_, index) => index * frame + 32)
  return rewritten(wal, contents, pages)
}

const rewritten = (wal: Buffer, frames: readonly number[], pages: number): Buffer => {
  const copy = Buffer.from(wal)
  const step = (from: number, to: number, [a, b]: [number, number]): [number, number] => {
    let [x, y] = [a, b]
    for (let at = from; at < to; at += 8) {
      x = (x + copy.readUInt32LE(at) + y) >>> 0
      y = (y + copy.readUInt32LE(at + 4) + x) >>> 0
    }
    return [x, y]
  }
  let sum: [number, number] = [copy.readUInt32BE(24), copy.readUInt32BE(28)]
  for (const at of frames) {
    if (copy.readUInt32BE(at + 4) > 0) copy.writeUInt32BE(pages, at + 4)
    sum = step(at + 24, at + 24 + pageSizeOf(one), step(at, at + 8, sum))
    copy.writeUInt32BE(sum[0], at + 16)
    copy.writeUInt32BE(sum[1], at + 20)
  }
  return copy
}
