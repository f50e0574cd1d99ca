import { expect, test } from 'vitest'
import type { Answer } from '../../../src/core/push.js'
import { pushText } from '../../../src/report/push.js'

const oid = 'a'.repeat(40)
const answer = (more: Partial<Answer> = {}): Answer => ({
  refs: ['refs/heads/main'],
  tips: [oid],
  verdict: 'fail',
  policy: 'file policy',
  forced: false,
  merged: null,
  findings: {
    error: { shown: [{ oid, code: 'record-required', severity: 'error', parent: null }], count: 1 },
    warn: { shown: [], count: 0 },
  },
  ...more,
})

test('what findings quote from commits is escaped and cut', () => {
  const args = { line: `\u001b]0;x\u0007\r\n::error::\u202e${'x'.repeat(200)}` }
  const error = { shown: [{ oid, code: 'look-alike-key', severity: 'error' as const, args, parent: null }], count: 1 }
  const text = pushText([answer({ findings: { error, warn: { shown: [], count: 0 } } })])
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  expect(text).toContain('line=\\u{1b}]0;x\\u{7}\\u{d}\\u{a}')
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(240)
})

test('silence where all is well, and a reason where history could not be read and nothing was found', () => {
  const none = { error: { shown: [], count: 0 }, warn: { shown: [], count: 0 } }
  expect(pushText([answer({ verdict: 'pass', findings: none })])).toBe('')
  expect(pushText([answer({ verdict: 'incomplete', findings: none })])).toContain('could not be read to the end')
})

test('commits are mended from before the first of them on, be it the first of all', () => {
  const early = (parent: string | null) =>
    answer({
      tips: ['b'.repeat(40)],
      findings: {
        error: { shown: [{ oid, code: 'record-required', severity: 'error', parent }], count: 1 },
        warn: { shown: [], count: 0 },
      },
    })
  expect(pushText([early('c'.repeat(40))])).toContain('    git rebase -i cccccccccccc\n')
  expect(pushText([early(null)])).toContain('    git rebase -i --root\n')
})
