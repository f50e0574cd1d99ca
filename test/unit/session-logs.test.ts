import { describe, expect, test } from 'vitest'
import type { EditMoment, SessionLog } from '../../src/agents/agent.js'
import { copilotLog, vscodeChatLog } from '../../src/agents/copilot-logs.js'
import { modelsIn } from '../../src/agents/logged-model.js'
import { ampLog, claudeLog, codexLog, geminiLog, modelAt, qwenLog } from '../../src/agents/logs.js'
import { inUse } from '../../src/agents/model-uses.js'

const lines = (...entries: readonly unknown[]) => entries.map((entry) => JSON.stringify(entry)).join('\n')
const at = (minute: number) => Date.UTC(2026, 0, 1, 10, minute)
const iso = (minute: number) => new Date(at(minute)).toISOString()
const edit = (minute: number, path: string | null = 'src/a.js', call: string | null = null): EditMoment => ({
  call,
  at: at(minute),
  files: path === null ? [] : [{ path }],
})
const modelOf = (log: SessionLog, moment: EditMoment, cut = false) => {
  const { ofCall, inTime } = modelsIn(log, cut)
  return ofCall(moment) ?? inTime(moment)
}

/** Gemini's messages: minute, model, and its calls by minute, tool and path. */
const gemini = (...messages: readonly (readonly [number, string, ...(readonly [number, string, string?])[]])[]) =>
  geminiLog(
    lines(
      ...messages.map(([minute, model, ...calls]) => ({
        type: 'gemini',
        model,
        timestamp: iso(minute),
        toolCalls: calls.map(([done, name, file]) => ({ name, args: { file_path: file }, timestamp: iso(done) })),
      })),
    ),
  )

describe('a call without an id', () => {
  const log = gemini(
    [1, 'pro', [3, 'replace', '/home/x/src/a.js'], [3, 'read_file', '/home/x/src/b.js']],
    [10, 'flash', [12, 'write_file', 'C:\\x\\src\\b.js'], [12, 'run_shell_command']],
    [20, 'lite'],
    [30, 'pro', [33, 'replace', './a.js'], [33, 'run_shell_command']],
  )
  test('is the nearest in time that names the file', () => {
    expect(modelOf(log, edit(2))).toBe('pro')
    expect(modelOf(log, edit(11, 'src/b.js'))).toBe('flash')
    expect(modelOf(log, edit(2, 'src/b.js'))).toBe('flash')
    expect(modelOf(log, edit(32))).toBe('pro')
  })
  test('is the nearest command, for what a command did', () => {
    expect(modelOf(log, edit(11, null))).toBe('flash')
    expect(modelOf(log, edit(32, null))).toBe('pro')
  })
  test('may not be told of yet, where another model answered since: nobody knows', () => {
    expect(modelOf(log, edit(25, 'src/b.js'))).toBe('unknown')
  })
  test('of another file is no sign: the last answer before the edit counts', () => {
    expect(modelOf(log, edit(22, 'other.js'))).toBe('lite')
    expect(modelOf(log, edit(0, 'other.js'))).toBe('pro')
  })
  test('before all that is left of a log that was cut is nobody’s', () => {
    expect(modelOf(log, edit(0, 'other.js'), true)).toBe('unknown')
    expect(modelOf(gemini([5, 'pro']), edit(0), true)).toBe('unknown')
    expect(modelOf(gemini([5, 'pro']), edit(6), true)).toBe('pro')
  })
})

test('several models without any time: the last line counts', () => {
  const log = claudeLog(lines(...['one', 'two'].map((model) => ({ type: 'assistant', message: { model } }))))
  expect(modelOf(log, edit(1))).toBe('two')
  expect(modelOf(log, { call: null, at: Number.POSITIVE_INFINITY, files: [] })).toBe('two')
})

test('what is done now is of the last answer', () => {
  const log = gemini([1, 'pro', [2, 'run_shell_command']], [4, 'flash'])
  expect(modelOf(log, { call: null, at: Number.POSITIVE_INFINITY, files: [] })).toBe('flash')
})

test('a log that names no model leaves the word to others', () => {
  const log = copilotLog(lines({ type: 'tool.execution_start', data: { toolCallId: 'c', toolName: 'create_file' } }))
  expect(modelOf(log, edit(1))).toBe(null)
  expect(modelOf(modelAt('model')('{}'), edit(1))).toBe(null)
})

describe('the agents’ logs', () => {
  test('Codex: the model of the turn', () => {
    const turn = (minute: number, model: string) => ({
      type: 'turn_context',
      timestamp: iso(minute),
      payload: { model },
    })
    const log = codexLog(lines({ type: 'session_meta', payload: { cli_version: '1' } }, turn(1, 'one'), turn(5, 'two')))
    expect([modelOf(log, edit(2)), modelOf(log, edit(6)), log.version]).toEqual(['one', 'two', '1'])
  })

  test('Copilot CLI: a call has the model of its message, of each agent its own; `auto` is no model', () => {
    const said = (minute: number, type: string, data: unknown, agentId?: string) => ({
      type,
      timestamp: iso(minute),
      data,
      agentId,
    })
    const create = { toolName: 'create', arguments: { path: '/x/src/a.js' } }
    const log = copilotLog(
      lines(
        said(0, 'session.start', { selectedModel: 'auto' }),
        said(1, 'assistant.message', { model: 'sonnet', toolRequests: [{ toolCallId: 'c1' }] }),
        said(1, 'assistant.message', { model: 'haiku', toolRequests: [{ toolCallId: 'c2' }] }, 'sub'),
        said(2, 'tool.execution_start', { toolCallId: 'c1', ...create }),
        said(2, 'subagent.started', { model: 'other', toolCallId: 'c9' }),
        said(4, 'tool.execution_start', { toolCallId: 'c2', ...create }, 'sub'),
        said(8, 'tool.execution_complete', { toolCallId: 'c2' }, 'sub'),
        said(9, 'session.model_change', { newModel: 'auto' }),
      ),
    )
    expect([modelOf(log, edit(2)), modelOf(log, edit(7)), modelOf(log, edit(9, 'b.js'))]).toEqual([
      'sonnet',
      'haiku',
      'unknown',
    ])
    expect(modelOf(log, edit(9, 'b.js', 'c1'))).toBe('sonnet')
  })

  test('VS Code: what a request is resolved to is written into it later', () => {
    const request = (minute: number, modelId: string) => ({ timestamp: at(minute), modelId })
    const log = vscodeChatLog(
      lines(
        { kind: 0, v: { requests: [request(0, 'copilot/one')] } },
        { kind: 2, k: ['requests'], v: [request(5, 'copilot/auto')] },
        {
          kind: 1,
          k: ['requests', 1, 'result'],
          v: { metadata: { resolvedModel: 'two', toolCallRounds: [{ toolCalls: [{ id: 'call_7', name: 'x' }] }] } },
        },
        { kind: 2, k: ['requests'], v: [request(9, 'copilot/auto')] },
        { kind: 1, k: ['requests', 1, 'result', 'metadata'], v: 'x' },
      ),
    )
    expect([1, 6, 10].map((minute) => modelOf(log, edit(minute)))).toEqual(['copilot/one', 'two', 'unknown'])
    expect(modelOf(log, edit(1, 'src/a.js', 'call_7'))).toBe('two')
    const document = vscodeChatLog(JSON.stringify({ requests: [request(0, 'one')] }))
    expect(modelOf(document, edit(1))).toBe('one')
  })

  test('Amp: by the call, else by the times beside the messages', () => {
    const answer = (model: string, id: string) => ({
      role: 'assistant',
      usage: { model },
      content: [{ type: 'tool_use', id, name: 'create_file', input: { path: '/x/src/a.js' } }],
    })
    const events = [
      { model: 'one', timestamp: iso(1) },
      { model: 'two', timestamp: iso(5), operationType: 'inference' },
      { model: 'title', timestamp: iso(7), operationType: 'title' },
    ]
    const messages = [answer('one', 'toolu_1'), answer('two', 'toolu_2')]
    const log = ampLog(JSON.stringify({ messages, usageLedger: { events } }))
    expect(modelOf(log, edit(9, 'src/a.js', 'toolu_1'))).toBe('one')
    expect([modelOf(log, edit(3)), modelOf(log, edit(8))]).toEqual(['one', 'two'])
  })
})

describe('a log that was made to break its reader', () => {
  const readers = [claudeLog, qwenLog, geminiLog, codexLog, copilotLog, vscodeChatLog, ampLog, modelAt('a', 'b')]
  const values = [
    null,
    7,
    'x',
    [],
    [[]],
    {},
    { type: 'assistant', message: 7 },
    { kind: 2, k: ['requests'], v: 9, i: -5 },
  ]
  const words = { '"model"': 1, '"assistant"': 1, '"type":"gemini"': 1, '"turn_context"': 1, '"toolCallId"': 1 }
  const broken = values.flatMap((value) => [
    { ...words, type: value, payload: value, data: value, message: value, timestamp: value, requests: value },
    { ...words, type: 'assistant', message: { model: 'm', content: value, parts: value }, timestamp: '9'.repeat(400) },
    { ...words, type: 'gemini', model: 'm', toolCalls: value, timestamp: Number.MAX_VALUE },
    { ...words, type: 'tool.x', data: { toolCallId: '__proto__', arguments: value, toolRequests: value } },
    { kind: value, k: ['requests', value, value], v: value },
    { messages: value, usageLedger: { events: value } },
    value,
  ])
  test.each([0, 1, 2, 3, 4, 5, 6, 7])('costs no commit (%i)', (index) => {
    const read = readers[index]
    for (const one of [...broken.map((entry) => JSON.stringify(entry)), lines(...broken), '', '{', '\0'])
      expect(() => read !== undefined && modelOf(read(one), edit(1))).not.toThrow()
  })

  test('has paths as long as it likes, in no more time than it takes to read', () => {
    const diff = `------- SEARCH\n${'===\n'.repeat(300_000)}`
    const calls = [{ name: 'replace_in_file', args: { path: '/a.js', diff }, timestamp: iso(1) }]
    const log = geminiLog(lines({ type: 'gemini', model: 'm', toolCalls: calls }, { type: 'gemini', model: 'n' }))
    expect(modelOf(log, edit(1, 'a.js'))).toBe('m')
  })
})

test('an id that two models gave to calls of theirs tells of none: the time does', () => {
  const answer = (minute: number, model: string, id: string) => ({
    type: 'assistant',
    timestamp: iso(minute),
    message: { model, content: [{ type: 'tool_use', id, name: 'Edit', input: { file_path: 'src/a.js' } }] },
  })
  const log = claudeLog(lines(answer(1, 'm-1', 'call_0'), answer(2, 'm-1', 'call_1'), answer(9, 'm-2', 'call_0')))
  expect(modelOf(log, edit(1, 'src/a.js', 'call_0'))).toBe('m-1')
  expect(modelOf(log, edit(9, 'src/a.js', 'call_0'))).toBe('m-2')
  expect(modelOf(log, edit(9, 'src/a.js', 'call_1'))).toBe('m-1')
  const uses = [
    { model: 'm-2', at: at(9), calls: ['call_0'] },
    { model: 'm-1', at: at(1), calls: ['call_0', 'call_1'] },
  ]
  expect(inUse(uses, edit(2, null, 'call_0'))).toBe('m-1')
  expect(inUse(uses, edit(10, null, 'call_1'))).toBe('m-1')
})
