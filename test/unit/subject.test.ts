import { expect, test } from 'vitest'
import { plainLine, subjectOf } from '../../src/core/commit/subject.js'

test('is the first line that is not blank, whatever its ending', () => {
  expect(subjectOf('\n \nfix it\n\nbody\n')).toBe('fix it')
  expect(subjectOf('\r\nfix it\r\n\r\nbody\r\n')).toBe('fix it')
  expect(subjectOf('fix it \t')).toBe('fix it')
  expect(subjectOf(' \n')).toBe('')
})

test('is cut at 200 characters, not within one', () => {
  expect(subjectOf('x'.repeat(300))).toBe('x'.repeat(200))
  expect(subjectOf(`${'x'.repeat(199)}\u{1F916}\n`)).toBe('x'.repeat(199))
  expect(subjectOf(`${'x'.repeat(198)}\u{1F916}\n`)).toBe(`${'x'.repeat(198)}\u{1F916}`)
})

test('goes into another message without what a terminal obeys; signs of other scripts stay', () => {
  expect(plainLine('a\u001b[31mred\u009b2J\u202eback\u0007 \u{1f468}\u200d\u{1f469} ä')).toBe(
    'a[31mred2Jback \u{1f468}\u200d\u{1f469} ä',
  )
})
