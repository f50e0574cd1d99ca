import fc from 'fast-check'

const scissors = '# ------------------------ >8 ------------------------'

const trailers = [
  'AI-Tool: claude-code/2.1.329',
  'ai-model : x',
  'Key:value',
  'Key\t: v',
  'Key: ',
  'Key:',
  'a-: b',
  '-: x',
  '7: seven',
  'Fixes: https://example.com/1: two',
  'Reviewed-by: Zoë <z@example.com>',
  'Key: v\u00a0',
  'Key: a\rb',
  'Key: v\r',
]
const fromGit = ['Signed-off-by: A <a@example.com>', '(cherry picked from commit 0123456)', 'Signed-off-by: ']
const folded = [' folded', '\tfolded: too', ' ', '\t', '  # not a comment', ' \r', '\r', ' Signed-off-by: indented']
const prose = [
  'some words',
  'Two words: value',
  'https://example.com',
  ':',
  ': value',
  'é: value',
  'Ключ: value',
  'Key\u00a0: v',
  'Key_x: v',
  '---',
  '--- a/file',
  '-- ',
  '\vKey: v',
  '\f',
  'signed-off-by x',
  'Signed-off-by',
  '(cherry picked',
  'a\rb: c',
  '\u2028Key: v',
]
const special = [
  '# comment',
  '#',
  '#Key: v',
  scissors,
  `${scissors} `,
  ` ${scissors}`,
  `${scissors}\r`,
  scissors.slice(2),
  'Conflicts:',
  '\tpath/of/conflict',
  'Conflicts: ',
  '# Conflicts:',
  'Conflicts:\r',
  'a\0b: c',
  'Key: v\0',
]

const line = (...weighted: readonly (readonly [number, readonly string[]])[]) =>
  fc.oneof(...weighted.map(([weight, lines]) => ({ weight, arbitrary: fc.constantFrom(...lines) })))

const anyLine = line([4, trailers], [3, ['']], [2, fromGit], [3, folded], [4, prose], [2, special])
const blockLine = line([9, trailers], [2, fromGit], [2, folded], [1, ['# comment']])
const mixedLine = line([3, trailers], [1, fromGit], [5, prose], [2, folded], [1, special])
const gap = fc.constantFrom('', '', '', ' ', '\t', '\r', '# comment')

/** Lines of every kind in any order. */
const tangle = fc.array(anyLine, { maxLength: 14 })

/** A title, a body and a last paragraph of trailers or nearly so: where the quarter rule decides. */
const shaped = fc
  .tuple(
    fc.array(line([1, ['']], [6, prose], [1, special]), { minLength: 1, maxLength: 2 }),
    fc.array(gap, { minLength: 1, maxLength: 2 }),
    fc.array(anyLine, { maxLength: 4 }),
    gap,
    fc.oneof(fc.array(blockLine, { maxLength: 6 }), fc.array(mixedLine, { maxLength: 8 })),
    fc.array(line([3, ['']], [2, special], [1, folded]), { maxLength: 3 }),
  )
  .map(([title, above, body, below, block, tail]) => [...title, ...above, ...body, below, ...block, ...tail])

/** Few characters, all of which mean something to the parser. */
const soup = fc
  .array(fc.constantFrom('a', 'Z', '9', '-', ':', ' ', '\t', '\n', '\n', '\n', '\r', '#', 'é', '\u{1F916}'), {
    maxLength: 40,
  })
  .map((characters) => characters.join('').split('\n'))

/** Commit messages at every edge of git's trailer parser: an arbitrary of strings, valid UTF-16. */
export const messages = fc
  .tuple(
    fc.oneof({ weight: 5, arbitrary: shaped }, { weight: 3, arbitrary: tangle }, { weight: 2, arbitrary: soup }),
    fc.constantFrom('\n', '\n', '\n', '\n', '\n', '\n', '\r\n'),
    fc.constantFrom('', '\n', '\n', '\n\n', '\n \n'),
  )
  .map(([lines, newline, end]) => lines.join(newline) + end)
