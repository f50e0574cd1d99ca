import { expect, test } from 'vitest'
import { replaced } from '../../src/core/edits/replaced.js'
import { derivedBefore } from '../../src/core/edits/reported-edit.js'

const make = (text: string, old: string, fresh: string, all = false) => replaced(text, { old, new: fresh, all })

test.each([
  ['where it stands', 'a\nb\n', 'b', 'x', 'a\nx\n'],
  ['nothing, in nothing', '', '', 'x', 'x'],
  ['nothing, in something', 'a\n', '', 'x', null],
  ['what is not there', 'a\n', 'b', 'x', null],
  ['what is there twice', 'a\na\n', 'a', 'x', null],
  ['lines of Unix in a text of Windows', 'a\r\nb\r\n', 'a\nb', 'a\nx', 'a\r\nx\r\n'],
  ['lines of Unix among those of Windows', 'a\nb\nc\r\n', 'a\nb', 'x', 'x\nc\r\n'],
  ['whole lines but for white space', 'a\n\tb  c\nd\n', ' b c\nd ', 'x', 'a\nx\n'],
  ['a part of a line but for white space', 'a b  c\n', 'b c', 'x', null],
  ['such lines that are there twice', 'a  b\na   b\n', 'a b', 'x', null],
  ['white space', 'a\n\t\n', '  ', 'x', null],
])('replaced: %s', (_, text, old, fresh, made) => {
  expect(make(text, old, fresh)).toBe(made)
})

test('all that is meant is replaced, such lines too', () => {
  expect(make('a\nb\na\n', 'a', 'x\ny', true)).toBe('x\ny\nb\nx\ny\n')
  expect(make('a  b\nc\na   b\nd', 'a b', 'x', true)).toBe('x\nc\nx\nd')
})

test('a replacement is undone in a text of Windows', () => {
  const said = { path: 'a', written: null, original: undefined, userModified: false }
  const replacements = [{ old: 'a\nb', new: 'a\nx', all: false }]
  expect(derivedBefore({ ...said, replacements }, 'a\r\nx\r\n')).toBe('a\r\nb\r\n')
})
