import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type NotesRef, noteReaders, readNote } from '../../../src/core/marks/notes.js'

const told = (ref: NotesRef, text: string) =>
  readNote(ref, text)?.map(({ tool, model, raw }) => [tool, model, raw.replace(`${ref}: `, '')]) ?? null

const log = (metadata: object, attestations = '') =>
  `${attestations}---\n${JSON.stringify({ schema_version: 'authorship/3.0.0', base_commit_sha: 'a'.repeat(40), prompts: {}, ...metadata })}`
const session = (tool: string, model: string) => ({ agent_id: { tool, id: 'conversation', model } })

describe('git-ai’s authorship log (Git AI Standard v3.0.0)', () => {
  const read = (text: string) => told('refs/notes/ai', text)

  test('sessions name tool and model, with the lines attested to them', () => {
    const attestations = [
      'src/main.rs',
      '  s_c9883b05a2487d::t_9f8e7d6c5b4a32 1-10,15-20',
      '  s_c9883b05a2487d::t_a1b2c3d4e5f678 25,30-35',
      '  h_31dce776f88375 42-50',
      '"src/my file.rs"',
      '  s_e7f2a90b31cc48::t_deadbeef012345 1-50',
      '',
    ].join('\n')
    const sessions = {
      s_c9883b05a2487d: session('cursor', 'claude-sonnet-4-5-20250514'),
      s_e7f2a90b31cc48: session('claude', 'claude-sonnet-4-5-20250514'),
    }
    expect(
      read(log({ sessions, humans: { h_31dce776f88375: { author: 'D <d@example.com>' } } }, attestations)),
    ).toEqual([
      ['cursor', 'claude-sonnet-4-5-20250514', 'cursor claude-sonnet-4-5-20250514, 23 lines'],
      ['claude-code', 'claude-sonnet-4-5-20250514', 'claude claude-sonnet-4-5-20250514, 50 lines'],
    ])
  })

  test('prompts of notes before 1.4.0 are read the same way', () => {
    const prompts = { d9978a8723e02b52: { ...session('droid', 'unknown'), total_additions: 3 } }
    expect(read(log({ prompts }, 'a.rs\n  d9978a8723e02b52 1-4,9-10,12\n'))).toEqual([
      ['factory-droid', null, 'droid unknown, 7 lines'],
    ])
  })

  test('people alone are no AI', () => {
    expect(read(log({ humans: { h_1: { author: 'D' } } }, 'a.rs\n  h_31dce776f88375 1-4\n'))).toEqual([])
  })

  test('what is no log is not taken for silence', () => {
    for (const text of [
      '',
      'hello',
      '---\n{',
      '---\n[]',
      '---\n{"schema_version":7}',
      '{"schema_version":"authorship/3.0.0"}',
    ])
      expect(read(text)).toBeNull()
  })
})

describe('Agent Trace 0.1.0', () => {
  const trace = (type: string, model?: string) => ({
    version: '0.1.0',
    tool: { name: 'cursor', version: '2.4.0' },
    files: [
      {
        path: 'a.ts',
        conversations: [{ contributor: { type, model_id: model }, ranges: [{ start_line: 1, end_line: 2 }] }],
      },
    ],
  })

  test('AI and mixed contributors are marks, people and unknown ones are not', () => {
    const read = (value: unknown) => told('refs/notes/agent-trace', JSON.stringify(value))
    expect(read(trace('ai', 'anthropic/claude-opus-4-5-20251101'))).toEqual([
      ['cursor', 'claude-opus-4-5-20251101', 'cursor anthropic/claude-opus-4-5-20251101'],
    ])
    expect(read([trace('human'), trace('mixed')])).toEqual([['cursor', null, 'cursor unknown']])
    expect(read(trace('unknown', 'openai/gpt-5'))).toEqual([])
    expect(read({ files: 3 })).toBeNull()
  })

  test('a record a line is read too', () => {
    const lines = [trace('ai', 'openai/gpt-5.2'), trace('ai', 'openai/gpt-5.2')]
      .map((one) => JSON.stringify(one))
      .join('\n')
    expect(told('refs/notes/agent-trace', `${lines}\n`)).toEqual([['cursor', 'gpt-5.2', 'cursor openai/gpt-5.2']])
  })
})

test('Qwen Code’s note names it where some characters were its own', () => {
  const note = (aiChars: number) => JSON.stringify({ files: { 'a.ts': { aiChars, humanChars: 4, percent: 90 } } })
  expect(told('refs/notes/ai-attribution', note(120))).toEqual([['qwen-code', null, '120 characters by qwen-code']])
  expect(told('refs/notes/ai-attribution', note(0))).toEqual([])
})

test('no note throws, takes long, or gives more than fifty marks', () => {
  const hostile = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((text) => `---\n${text}`),
    fc
      .json()
      .map(
        (text) =>
          `a\n  s_c9883b05a2487d::t_0 9-1,,-,99999999999999999999\n---\n{"schema_version":"authorship/3.0.0","sessions":${text}}`,
      ),
  )
  fc.assert(
    fc.property(fc.constantFrom(...(Object.keys(noteReaders) as NotesRef[])), hostile, (ref, text) => {
      expect(readNote(ref, text)?.length ?? 0).toBeLessThanOrEqual(50)
    }),
    { numRuns: 1_000 },
  )
  const sessions = Object.fromEntries(
    Array.from({ length: 500 }, (_, n) => [`s_${n}`, session(`tool-${n}`, 'gpt-5.2')]),
  )
  expect(readNote('refs/notes/ai', log({ sessions }))).toHaveLength(50)
})
