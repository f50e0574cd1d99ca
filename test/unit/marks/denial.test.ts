import { describe, expect, test } from 'vitest'
import { readMarks } from '../../../src/core/marks/read-marks.js'
import { loadCorpus } from '../../support/corpus/load.js'
import { commitOf } from './commit-of.js'

const read = (line: string) => {
  const [, key = '', value = ''] = /^([\w-]+): (.*)$/.exec(line) ?? []
  return readMarks(commitOf(`fix: x\n\n${line}\n`), [{ key, value }])
}

describe('who writes that no AI took part is not counted as AI', () => {
  test.each([
    'Assisted-by: none',
    'Assisted-by: None.',
    'Assisted-by: (none)',
    'Assisted-by: None used',
    'Assisted-by: none of the code',
    'Assisted-by: None (no AI)',
    'Assisted-by: None (all by hand)',
    'Assisted-by: none, reviewed by hand',
    'Assisted-by: none - written by Ann',
    'Assisted-by: N.A.',
    'Assisted-by: nobody',
    'Assisted-by: nil',
    'Assisted-by: no',
    'Assisted-by: no-ai',
    'Assisted-by: Non-AI',
    'Assisted-by: No AI was used',
    'Assisted-by: no A.I.',
    'Assisted-by: without AI',
    'Assisted-by: without any AI assistance',
    'Assisted-by: without the help of an LLM',
    'Assisted-by: No LLM',
    'Assisted-by: no generative AI',
    'Assisted-by: no AI or LLM tools',
    'Assisted-by: no AI, LLM or Copilot',
    'Assisted-by: no AI tools such as ChatGPT or Copilot',
    'Assisted-by: no AI (Copilot, ChatGPT etc.)',
    'Assisted-by: no copilot',
    'Assisted-by: not Claude Code',
    'Assisted-by: No Claude Opus 4.6',
    'Assisted-by: no gpt-5',
    'Assisted-by: no tools',
    'Assisted-by: no agent was used',
    'Assisted-by: none, not even Copilot',
    'Assisted-by: No AI used, see our AI policy',
    'Generated-by: no AI was used',
    'Generated-by: by hand, without AI',
    'Written-by: hand (no AI)',
    'AI-Disclosure: No AI was used in this commit',
    'AI-Disclosure: I did not use AI',
    "AI-Disclosure: I didn't use any AI tools",
    'AI-Disclosure: AI was not used',
    'AI-Disclosure: This commit was written without AI',
    'AI-Disclosure: No code was written by Claude',
    'AI-Disclosure: No part of this was generated with AI',
    'AI-Disclosure: AI: none',
    'AI-Assisted: no AI was used',
    'AI-Assisted: no, by hand',
    'AI-Usage: no AI was used; reviewed=yes',
    'AI-Generated: not by AI',
    'AI-Generated: 0%',
    'AI-Tool: none; by hand',
    'AI-Model: none',
  ])('%s', (line) => {
    expect(read(line)).toMatchObject([{ tool: null, model: null, ai: false }])
  })
})

describe('who says that AI took part is not taken for a denial', () => {
  test.each([
    ['Assisted-by: No-code with Claude', 'claude-code', null],
    ['Assisted-by: No code, only Claude', 'claude-code', null],
    ['Assisted-by: No Copilot, Claude Code', 'claude-code', null],
    ['Assisted-by: not Copilot but Codex', 'codex', null],
    ['Assisted-by: No-code (Cursor)', 'cursor', null],
    ['Assisted-by: none but Claude', 'claude-code', null],
    ['Assisted-by: none but Claude Code', 'claude-code', null],
    ['Assisted-by: no AI for the code, Claude Code for the tests', 'claude-code', null],
    ['Assisted-by: No agent mode, Claude Opus 4.6', null, 'Claude Opus 4.6'],
    ['Assisted-by: Claude Code (no Copilot)', 'claude-code', null],
    ['Assisted-by: Claude Code, not reviewed', 'claude-code', null],
    ['Assisted-by: Claude:none', 'claude-code', null],
    ['Assisted-by: Nori', 'nori', null],
    ['Assisted-by: AI, no tests', null, null],
    ['AI-Assisted: not only AI', null, null],
    ['AI-Assisted: yes, but no Copilot', null, null],
    ['AI-Disclosure: not without AI', null, null],
    ['AI-Disclosure: No AI except for the tests', null, null],
    ['AI-Disclosure: without AI this would have taken a week', null, null],
    ['AI-Disclosure: no model given', null, null],
    ['AI-Disclosure: No, Codex helped', 'codex', null],
    ['AI-Generated: No, AI-Assisted', null, null],
    ['AI-Prompt: No AI words, please', null, null],
    ['AI-Model: not disclosed', null, 'not disclosed'],
    ['AI-Human-Ratio: 0', null, null],
  ])('%s', (line, tool, model) => {
    expect(read(line)).toMatchObject([{ tool, model, ai: true }])
  })
})

test.each([
  'Assisted-by: Noah',
  'Assisted-by: Nona Gaprindashvili',
  'Assisted-by: Nil Armengol',
  'Assisted-by: No Min-woo',
  'Assisted-by: Human Mousavi',
  'Assisted-by: Nobody Special <nobody@example.com>',
  'Assisted-by: Noah Ai <noah@example.com>',
  'Assisted-by: Jane Doe (no AI)',
  'Assisted-by: Jane Doe, without Copilot',
  'Assisted-by: No regressions seen',
])('%s: says nothing of AI', (line) => expect(read(line)).toEqual([]))

test('in real messages nothing that counts as AI is denied', () => {
  const lines = loadCorpus().flatMap(({ message }) =>
    message
      .split('\n')
      .filter((line) => /^(?:assisted|generated|made|written|commit-generated)-(?:by|with): |^ai-/i.test(line)),
  )
  expect(lines.length).toBeGreaterThan(20)
  expect(lines.filter((line) => read(line).some(({ ai }) => !ai))).toEqual([])
})

test('a value of any shape is read in linear time', () => {
  const started = performance.now()
  for (const part of ['no ', 'without any ', 'no AI, ', "no a b c's was ", 'none (', 'not by the help of '])
    for (const key of ['Assisted-by', 'AI-Disclosure']) read(`${key}: ${part.repeat(400)}`)
  // What can be read in more than one way, in a list that then ends otherwise.
  for (const part of ['-1', '-tool', ' code', ', claude-code', ', claude code tool', ', gpt-5-1', ' / copilot'])
    read(`Assisted-by: no AI, claude${part.repeat(40)} x`)
  expect(performance.now() - started).toBeLessThan(1_000)
})
