import { expect, test } from 'vitest'
import { withExtended } from '../../src/config/extends.js'

test('files that name each other many times are refused before they are laid together', () => {
  let reads = 0
  const read = (name: string) => {
    reads += 1
    const next = name.replace(/\d/, (digit) => String(Number(digit) + 1))
    return name === '4.yaml' ? { rules: {} } : { extends: Array.from({ length: 20 }, () => `./${next}`) }
  }
  expect(() => withExtended({ extends: ['./0.yaml', './0.yaml'] }, '.provenancerc', read)).toThrow(
    'expected at most 100 files to extend',
  )
  expect(reads).toBe(5)
})

test('a file that several extend is read once, and counts for each', () => {
  let reads = 0
  const read = (name: string) => {
    reads += 1
    return name === 'base.yaml' ? { ignore: ['a/**'] } : { extends: './base.yaml' }
  }
  const made = withExtended({ extends: ['./one.yaml', './two.yaml'] }, '.provenancerc', read)
  expect([made['ignore'], reads]).toEqual([['a/**', 'a/**'], 3])
})
