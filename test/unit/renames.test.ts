import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renamed } from '../../src/core/edits/renames.js'

const files = (folder: string, texts: readonly string[]) =>
  texts.map((text, index) => ({ path: `${folder}/${index}`, text }))

/** What is asked for, pair by pair: the same text first, then the most alike, each file once. */
const asAsked = (gone: readonly { path: string; text: string }[], fresh: typeof gone): Map<string, string> => {
  const lines = (text: string) =>
    text
      .split('\n')
      .map((line) => line.replace(/\s+/g, ''))
      .filter((line) => line !== '')
  const share = (one: string, other: string): number => {
    const [mine, theirs] = [lines(one), lines(other)]
    const left = [...theirs]
    const common = mine.filter((line) => left.includes(line) && left.splice(left.indexOf(line), 1)).length
    return one === other && common > 0 ? 2 : common / Math.max(mine.length, theirs.length, 1)
  }
  const pairs = gone
    .flatMap(({ path, text }) => fresh.map((to) => ({ from: path, to: to.path, share: share(text, to.text) })))
    .filter((pair) => pair.share >= 0.5)
    .sort((a, b) => b.share - a.share)
  const found = new Map<string, string>()
  for (const { from, to } of pairs) if (!found.has(from) && ![...found.values()].includes(to)) found.set(from, to)
  return found
}

const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '', ' '), { maxLength: 5 }).map((lines) => lines.join('\n'))

test('a text that went stands where the most of it stands', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 4 }), fc.array(text, { maxLength: 4 }), (old, fresh) => {
      const [found, asked] = [
        renamed(files('old', old), files('new', fresh)),
        asAsked(files('old', old), files('new', fresh)),
      ]
      const total = (moves: ReadonlyMap<string, string>) => moves.size
      expect(total(found)).toBe(total(asked))
    }),
    { numRuns: 500, seed: 3 },
  )
})

test('thousands of files in a move take no longer than their texts', () => {
  const textOf = (file: number, word: string) =>
    Array.from(
      { length: 40 },
      (_, line) => `${line < 25 ? 'common to all' : word} ${line} of ${line < 15 ? 'all' : file}`,
    )
  const all = Array.from({ length: 2000 }, (_, file) => file)
  const old = files(
    'old',
    all.map((file) => textOf(file, 'was').join('\n')),
  )
  const fresh = files(
    'new',
    all.map((file) => textOf(file, file % 2 === 0 ? 'was' : 'is').join('\n')),
  )
  const moves = renamed(old, fresh)
  expect(moves.size).toBe(2000)
  for (const [from, to] of moves) expect(to).toBe(from.replace('old', 'new'))
})
