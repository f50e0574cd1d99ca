import { expect, test } from 'vitest'
import { aliasNames } from '../../../src/core/marks/aliases.js'
import { mayHoldSign } from '../../../src/core/marks/hint.js'
import { bodyMarks } from '../../../src/core/marks/table/body.js'
import { seenBodyMarks } from '../../../src/core/marks/table/body-seen.js'
import { trailerMarks } from '../../../src/core/marks/table/trailer.js'
import { trailerConventions } from '../../../src/core/marks/table/trailer-conventions.js'

test('a name of a tool is never passed over, however its words are set apart', () => {
  const forms = aliasNames.flatMap((name) => ['-', '_', ' '].map((gap) => name.replaceAll(' ', gap)))
  const missed = forms.filter((name) => !mayHoldSign(name) || !mayHoldSign(`With ${name.toUpperCase()}.`))
  expect(forms.length).toBeGreaterThan(100)
  expect(missed).toEqual([])
})

test('nor are the examples of the tables', () => {
  for (const { example } of [...bodyMarks, ...seenBodyMarks, ...trailerMarks, ...trailerConventions])
    expect([example, mayHoldSign(example)]).toEqual([example, true])
})

test('sentences that say who made it are read, whatever name comes then', () => {
  const done = [
    'Generated',
    'created',
    'Written',
    'authored',
    'made',
    'built',
    'coded',
    'implemented',
    'developed',
    'drafted',
  ]
  for (const did of done)
    for (const how of ['with', 'entirely by', 'for the most using', 'via'])
      expect([did, how, mayHoldSign(`- ${did} ${how} Somebody New`)]).toEqual([did, how, how !== 'for the most using'])
  expect(mayHoldSign('🤖 Zorp')).toBe(true)
})

test('what most messages say is passed over', () => {
  for (const prose of [
    'Made the root of v0.99 findable via another name',
    'builtin: room for roots and roofs; the rook took it',
    'generated files are left out, whoever made them',
    'Signed-off-by: A U Thor <author@example.com>',
  ])
    expect([prose, mayHoldSign(prose)]).toEqual([prose, false])
})
