import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Loose, movedBetween } from '../../../src/core/attribution/index.js'

const loose = (dropped: readonly string[], own: readonly (string | undefined)[] = []): Loose => ({
  dropped: dropped.map((text, id) => ({ id, owner: 'ai', text })),
  own,
  taken: [],
})

const words = ['const alpha = 1', 'const beta = 2', '}', '', 'return value', 'export const long = compute(1, 2)']
const someLines = fc.array(fc.constantFrom(...words), { maxLength: 12 })

test('whatever was dropped and typed: no dropped line is found twice, no typed line is two, and none in its own file', () => {
  const files = fc.array(fc.tuple(someLines, fc.array(fc.constantFrom(...words, undefined), { maxLength: 12 })), {
    maxLength: 4,
  })
  fc.assert(
    fc.property(files, (all) => {
      const moved = movedBetween(all.map(([dropped, own]) => loose(dropped, own)))
      expect(moved.length).toBeLessThanOrEqual(all.reduce((sum, [dropped]) => sum + dropped.length, 0))
      const typed = all.flatMap(([, own]) => own).filter((line) => line !== undefined)
      expect(moved.length).toBeLessThanOrEqual(typed.length)
      if (all.length < 2) expect(moved).toEqual([])
    }),
    { numRuns: 500 },
  )
})

test('a block with two lines that tell something is found whole, wherever it lands among a person’s lines', () => {
  const block = ['const alpha = 1', '}', '', 'const beta = 2']
  fc.assert(
    fc.property(fc.nat(5), fc.nat(5), (above, below) => {
      const own = [...Array(above).fill('# nothing'), ...block, ...Array(below).fill('# nothing')]
      const [gone, came] = [loose(block), loose([], own)]
      expect(movedBetween([gone, came])).toEqual(
        block.map((_, at) => ({
          proposal: gone.dropped[at],
          edited: false,
          source: { file: 0, at },
          file: 1,
          place: above + at,
        })),
      )
    }),
  )
})
