import { describe, expect, test } from 'vitest'
import { cutAt, hasScissors, scissors } from '../../../src/core/trailer/scissors.js'

const line = scissors('#')

describe('where a message is cut', () => {
  test('at the first line that begins like it, the first of the message too', () => {
    expect(cutAt(`s\n${line}\ndiff\n${line}\n`, line)).toBe(2)
    expect(cutAt(`${line}\ndiff\n`, line)).toBe(0)
  })

  test('not within a line, and nowhere where there is none', () => {
    for (const message of ['', 's\n', `see ${line}\n`, `s\n${scissors(';')}\n`])
      expect(cutAt(message, line)).toBe(message.length)
  })

  test('at a line and what stands below it', () => {
    expect(cutAt(`s\n${line}\ntext\n${line}\n# more\n`, `${line}\n#`)).toBe(`s\n${line}\ntext\n`.length)
  })
})

test('a whole line is git’s, one with more on it is not', () => {
  expect(hasScissors(`s\n${line}`, '#')).toBe(true)
  expect(hasScissors(`${line}\ndiff\n`, '#')).toBe(true)
  expect(hasScissors(`s\n${line} \n`, '#')).toBe(false)
  expect(hasScissors(`s\n${line}\n`, ';')).toBe(false)
})
