import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { agents } from '../../../src/agents/index.js'
import { modelUses } from '../../../src/agents/model-uses.js'
import { rowsIn } from '../../../src/sqlite/rows.js'
import { statements } from '../../support/agents/database-desk.js'
import { databases } from '../../support/agents/databases.js'
import { databaseAfter, pagesIn, walBetween } from '../../support/sqlite.js'

const names = ['model-one', 'model-two', 'model-three']
const uses = names.map((model, index) => ({ model, at: 1_790_000_000 + index, calls: [`call_${index}`] }))
type Flip = readonly [at: number, mask: number]

const flipped = (bytes: Buffer, flips: readonly Flip[]): Buffer => {
  const copy = Buffer.from(bytes)
  for (const [at, mask] of flips) copy[at] = (copy[at] ?? 0) ^ mask
  return copy
}

/** A file cut off, with bytes changed anywhere, or where it hurts: in the header, in a name. */
const damage = (bytes: Buffer): fc.Arbitrary<Buffer> => {
  const mask = fc.integer({ min: 1, max: 255 })
  const flips = (at: fc.Arbitrary<number>) => fc.array(fc.tuple(at, mask), { minLength: 1, maxLength: 4 })
  const inName = fc
    .tuple(fc.constantFrom(...names), fc.nat(12))
    .map(([name, offset]) => bytes.lastIndexOf(name) + offset)
  return fc.oneof(
    fc.nat(bytes.length).map((length) => bytes.subarray(0, length)),
    ...[fc.nat(bytes.length - 1), fc.nat(99), inName.filter((at) => at >= 0)].map((at) =>
      flips(at).map((changes) => flipped(bytes, changes)),
    ),
  )
}

for (const [name, model] of Object.entries(databases))
  describe(name, () => {
    const tables = agents[name]?.database?.tables ?? []
    const [empty, one, all] = [[], uses.slice(0, 1), uses].map((laid) => databaseAfter(...statements(model, laid)))
    const [before, after] = [empty ?? Buffer.alloc(0), all ?? Buffer.alloc(0)]
    const wal = walBetween([before, one ?? before, after])
    const told = (main: Buffer, log: Buffer | null, is = model.session) => {
      const pages = pagesIn(main, log)
      const questions = tables.map(({ table, session, columns }) => ({ table, where: session, is, columns }))
      return modelUses({ tables }, pages === null ? [] : rowsIn(pages, questions)).map((use) => use.model)
    }

    test('a truncated or changed file never throws, and tells no model that does not stand in its bytes', () => {
      expect(told(after, null)).toEqual(expect.arrayContaining(names))
      const files = fc.oneof(
        damage(after).map((main) => ({ main, log: null })),
        damage(before).map((main) => ({ main, log: wal })),
        damage(wal).map((log) => ({ main: before, log })),
      )
      fc.assert(
        fc.property(files, ({ main, log }) => {
          const stands = (text: string) => main.includes(text) || log?.includes(text) === true
          for (const one of told(main, log)) expect(stands(one) || stands(JSON.stringify(one).slice(1, -1))).toBe(true)
        }),
        { numRuns: 400 },
      )
    })

    test('a WAL with damage tells what one of its commits left', () => {
      const commits = [before, one ?? before, after].map((main) => told(main, null))
      fc.assert(
        fc.property(damage(wal), (log) => {
          expect(commits).toContainEqual(told(before, log))
        }),
        { numRuns: 200 },
      )
    })

    test('the newest comes first, in whichever order they were written', () => {
      const written = databaseAfter(...statements(model, [...uses].reverse()))
      expect(told(written, null).slice(0, 3)).toEqual([...names].reverse())
    })

    test('a session is found by its id as a value, never as words of a query', () => {
      for (const session of ["' OR 1=1 --", `${model.session}' --`, 'x; DROP TABLE sessions', '%', '', '?'])
        expect(told(after, null, session)).toEqual([])
    })
  })
