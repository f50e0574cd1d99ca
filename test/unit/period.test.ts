import { expect, test } from 'vitest'
import { absoluteTime, isBeforeEpoch, isRelative } from '../../src/core/period.js'

test('a day begins and ends in UTC, and a time means itself', () => {
  expect(absoluteTime('2026-01-31', 'since')).toBe('2026-01-31T00:00:00Z')
  expect(absoluteTime('2026-01-31', 'until')).toBe('2026-01-31T23:59:59Z')
  expect(absoluteTime('2026-01-31T12:00:00+02:00', 'since')).toBe('2026-01-31T10:00:00Z')
  expect(absoluteTime('2026-01-31 12:00', 'since')).toBe('2026-01-31T12:00:00Z')
  expect(absoluteTime('2028-02-29', 'since')).toBe('2028-02-29T00:00:00Z')
  expect(absoluteTime('@1769860800', 'until')).toBe('2026-01-31T12:00:00Z')
})

test('what git would take for now is refused', () => {
  for (const word of [
    '',
    'soon',
    '2026-13-01',
    '2026-02-30x',
    '2026-02-29',
    '2026-02-29T12:00:00Z',
    '2026-04-31 12:00',
    '31.01.2026',
    '@',
    '@99999999999999',
    '--all',
    '1969-01-01',
  ])
    expect(() => absoluteTime(word, 'since'), word).toThrow(/--since: expected a day/)
})

test('times before now are git’s to read', () => {
  for (const word of ['yesterday', '2 weeks ago', '3.days.ago']) expect(isRelative(word)).toBe(true)
  for (const word of ['now', 'weeks ago', '2 weeks ago; x', 'never']) expect(isRelative(word)).toBe(false)
})

test('words that lead to before 1970, where git’s arithmetic turns round, are told', () => {
  const now = Date.UTC(2026, 10, 21) / 1000
  for (const word of ['1000 years ago', '57.years.ago', '99999 days ago', '700 months ago', '30000 Days ago'])
    expect([word, isBeforeEpoch(word, now)]).toEqual([word, true])
  // The day itself is 20,778 days ago; git takes the weeks after it for times to come as well.
  for (const [days, before] of [
    [20_778, true],
    [20_760, true],
    [20_748, true],
    [20_747, false],
    [20_700, false],
  ] as const)
    expect([days, isBeforeEpoch(`${days} days ago`, now)]).toEqual([days, before])
  for (const word of ['yesterday', '2 weeks ago', '56 years ago', '99999 seconds ago', '99999 minutes ago'])
    expect([word, isBeforeEpoch(word, now)]).toEqual([word, false])
})

test('only what takes words for a time asks for them', () => {
  expect(() => absoluteTime('soon', 'until', 'as-of')).toThrow(/--as-of: expected a day .* or @SECONDS, got "soon"/)
})
