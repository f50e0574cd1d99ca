import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expandBraces } from '../../../src/core/glob/braces.js'
import { stepsIn } from '../../support/steps.js'

test.for([
  ['a{b,c}d', ['abd', 'acd']],
  ['{a,b}{c,d}', ['ac', 'ad', 'bc', 'bd']],
  ['a{b,{c,d}e}', ['ab', 'ace', 'ade']],
  ['{,a}b', ['b', 'ab']],
  ['{1..3}', ['1', '2', '3']],
  ['{08..10}', ['08', '09', '10']],
  ['{c..a}', ['c', 'b', 'a']],
  ['a{b}c', ['a{b}c']],
  ['{b}{c,d}', ['{b}c', '{b}d']],
  ['a{b,c', ['a{b,c']],
  ['a}b', ['a}b']],
  ['\\{a,b}', ['\\{a,b}']],
  ['{a\\,b,c}', ['a\\,b', 'c']],
  ['{a..3}', ['{a..3}']],
] as const)('%j', ([glob, expected]) => {
  expect(expandBraces(glob)).toEqual(expected)
})

test.for(['{1..101}', '{1..999999}', '{a,b}'.repeat(7), '{a,{b,c}}'.repeat(5)])('%j is too much', (glob) => {
  expect(expandBraces(glob)).toBeNull()
})

test('braces that are never closed are looked at once for each, and not once for each that they could hold', () => {
  const open = '{a,'.repeat(160)
  expect(stepsIn(() => expect(expandBraces(open)).toEqual([open]))).toBeLessThan(200_000)
})

/** Braces that are closed, within each other; of those that are not, bash makes what nobody would expect. */
const { glob } = fc.letrec<{ glob: string; piece: string }>((tie) => ({
  glob: fc.array(tie('piece'), { minLength: 1, maxLength: 3 }).map((all) => all.join('')),
  piece: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom('a', 'b', '{b}', '{1..3}', '{c..a}', '{07..11}', '\\{', '\\,', ','),
    fc.array(tie('glob'), { minLength: 2, maxLength: 3 }).map((all) => `{${all.join(',')}}`),
  ),
}))

test('bash expands the same', () => {
  const globs = fc.sample(
    glob.filter((one) => expandBraces(one) !== null),
    500,
  )
  const script = globs.map((one) => `printf '%s\\n' x${one}y; printf '%s\\n' -`).join('\n')
  const answers = execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\n-\n')
  for (const [index, one] of globs.entries()) {
    const ours = expandBraces(`x${one}y`)?.map((text) => text.replaceAll('\\', ''))
    expect([one, ours]).toEqual([one, answers[index]?.split('\n')])
  }
})
