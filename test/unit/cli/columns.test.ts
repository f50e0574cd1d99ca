import { describe, expect, test } from 'vitest'
import { inColumns, padded } from '../../../src/cli/columns.js'

describe('text in columns of a terminal', () => {
  test('is filled up by what it takes on the screen', () => {
    expect(inColumns('Ann', 6)).toBe('Ann   ')
    expect(inColumns('山田', 6)).toBe('山田  ')
    expect(inColumns('e\u0301a', 4)).toBe('e\u0301a  ')
    expect(padded('ab', 1)).toBe('ab')
  })

  test('is cut between characters, and says so', () => {
    expect(inColumns('山田太郎山田太郎山田太郎', 16)).toBe('山田太郎山田太… ')
    expect(inColumns('a'.repeat(17), 16)).toBe(`${'a'.repeat(15)}…`)
    expect(inColumns('a'.repeat(16), 16)).toBe('a'.repeat(16))
    expect(inColumns('\u0301'.repeat(500), 4)).toMatch(/…/)
  })

  test('is never cut in the middle of an escape', () => {
    expect(inColumns('👨\u200d👩\u200d👧 Fam', 16)).toBe('👨\\u{200d}👩…   ')
    expect(inColumns('\u001b[31mred', 16)).toBe('\\u{1b}[31mred   ')
  })
})
