import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatValue, isIdentifier, isSafe, parseValue } from '../../../src/core/trailer/value.js'

describe('parseValue', () => {
  test('takes main value and parameters apart and keeps unknown ones', () => {
    const value = parseValue('0.250; kept=45; Basis=measured; novel=a=b')
    expect(value?.main).toBe('0.250')
    expect([...(value?.parameters ?? [])]).toEqual([
      ['kept', '45'],
      ['basis', 'measured'],
      ['novel', 'a=b'],
    ])
  })

  for (const text of ['', '; a=b', 'x; ', 'x; a', 'x; a=', 'x; =b', 'x; a=b c', 'x; a=1; A=2', 'x; a b=c', 'x\ty']) {
    test(`refuses ${JSON.stringify(text)}`, () => expect(parseValue(text)).toBeNull())
  }

  test('reads back what formatValue wrote', () => {
    const token = fc.stringMatching(/^[!-:<-~]{1,12}$/)
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/)
    fc.assert(
      fc.property(
        token,
        fc.uniqueArray(fc.tuple(name, token), { selector: ([one]) => one, maxLength: 4 }),
        (main, all) => {
          const value = parseValue(formatValue(main, Object.fromEntries(all)))
          expect(value).toEqual({ main, parameters: new Map(Object.entries(Object.fromEntries(all))) })
        },
      ),
    )
  })
})

test('an identifier is written as it is, or not at all', () => {
  for (const text of ['gpt-5.2', 'GPT-5 (Preview)', '通义千问-3', 'modèle-à', 'm'.repeat(255)])
    expect(isIdentifier(text), text).toBe(true)
  for (const text of ['', ' x', 'x\u00a0', 'x;y', 'x; y=1', 'x\ny', 'x\u202ey', 'x\u200by', 'm'.repeat(256)])
    expect(isIdentifier(text), JSON.stringify(text)).toBe(false)
})

describe('isSafe', () => {
  test('counts bytes, not characters', () => {
    expect(isSafe('é'.repeat(127))).toBe(true)
    expect(isSafe('é'.repeat(128))).toBe(false)
  })

  test('refuses control characters, line breaks of every kind and halves of characters', () => {
    for (const unsafe of [
      'a\nb',
      'a\rb',
      'a\tb',
      'a\u001b[0m',
      'a\u007f',
      'a\u0085b',
      'a\u2028b',
      'a\u2029b',
      'a\ud800',
      '',
    ]) {
      expect(isSafe(unsafe), JSON.stringify(unsafe)).toBe(false)
    }
  })
})
