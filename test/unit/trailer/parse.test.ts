import { describe, expect, test } from 'vitest'
import { looseRecordTrailers, parseTrailers, trailerBlock } from '../../../src/core/trailer/parse.js'

const blockOf = (message: string) => {
  const { start, end } = trailerBlock(message)
  return message.slice(start, end)
}

describe('what git does that is easy to get wrong', () => {
  test('a Conflicts list in the subject goes on counting, for git keeps no note of offset 0', () => {
    expect(parseTrailers('Conflicts:\nprose\n \nA: b\n\n\tfoo\n')).toEqual([{ key: 'A', value: 'b' }])
  })

  test('blank lines before the subject do not make the subject trailers', () => {
    expect(parseTrailers('\n \nAI-Tool: x\nAI-Model: y\n')).toEqual([])
  })

  test('what stands behind a NUL is not there', () => {
    expect(parseTrailers('subject\n\nA: b\0c\nD: e\n')).toEqual([{ key: 'A', value: 'b' }])
    expect(parseTrailers('subject\0\n\nA: b\n')).toEqual([])
  })

  test('one line of git’s own among three of prose is a quarter, among four it is less', () => {
    const block = (prose: number) => `subject\n\n${'prose\n'.repeat(prose)}Signed-off-by: A <a@b>\n`
    expect(parseTrailers(block(3))).toHaveLength(1)
    expect(parseTrailers(block(4))).toEqual([])
  })
})

describe('trailerBlock', () => {
  test('gives offsets into the message as it came, blank lines above the subject and all', () => {
    expect(blockOf('\n\nsubject\n\nA: b\nC: d\n\n# comment\n')).toBe('A: b\nC: d\n')
  })

  test('is empty where there are no trailers', () => {
    expect(blockOf('subject\n\nA: b\nprose\n')).toBe('')
    expect(blockOf('')).toBe('')
  })

  test('ends above a scissors line', () => {
    expect(blockOf('s\n\nA: b\n# ------------------------ >8 ------------------------\ndiff\n')).toBe('A: b\n')
  })
})

describe('looseRecordTrailers', () => {
  test('finds our lines outside the block, with their line numbers, and no others', () => {
    const message =
      's\n\nAI-Tool: a\nReviewed-by: b\n\nprose\n  AI-Tool: indented\nai-change: c\n\nAI-Tool: in the block\n'
    expect(looseRecordTrailers(message)).toEqual([
      { key: 'AI-Tool', value: 'a', line: 3, setIn: false },
      { key: 'AI-Tool', value: 'indented', line: 7, setIn: true },
      { key: 'ai-change', value: 'c', line: 8, setIn: false },
    ])
  })

  test('finds those that a NUL or a scissors line hides from git', () => {
    expect(looseRecordTrailers('s\n\nA: b\0\nAI-Tool: x\n')).toEqual([
      { key: 'AI-Tool', value: 'x', line: 4, setIn: false },
    ])
    const cut = '# ------------------------ >8 ------------------------'
    expect(looseRecordTrailers(`s\n\nA: b\n${cut}\nAI-Tool: x\n`)).toEqual([
      { key: 'AI-Tool', value: 'x', line: 5, setIn: false },
    ])
  })
})

describe('linear time', () => {
  const long = 17 * 2 ** 20
  const hostile = {
    'a line of blanks mid-message': `s\n\n${' '.repeat(long)}ai-\n\nA: b\n`,
    blanks: `s\n\nA: b\n${' '.repeat(long)}`,
    'lines of one blank': ` \n`.repeat(long / 2),
    'empty lines': '\n'.repeat(long),
    'one folded value': `s\n\nAI-Tool: x\n${' a folded line of some length\n'.repeat(long / 30)}`,
    'one key': `s\n\n${'a'.repeat(long)}`,
    comments: `s\n\nA: b\n${'#\n'.repeat(long / 2)}`,
    'carriage returns': `s\n\nAI-Tool: ${'\r'.repeat(long)}x`,
  }
  for (const [what, message] of Object.entries(hostile)) {
    // Some seconds on the slowest machine; a quadratic reading would take hours.
    test(what, { timeout: 20_000 }, () => {
      parseTrailers(message)
      looseRecordTrailers(message)
      expect(trailerBlock(message).end).toBeLessThanOrEqual(message.length)
    })
  }
})
