import { expect, test } from 'vitest'
import { acpReader } from '../../src/agents/acp.js'
import type { JsonObject } from '../../src/agents/payload.js'

/** The models of the prompts in a connection (@agentclientprotocol/sdk 2.4, version 1): requests of the client with their answers. */
const modelsOf = (
  ...exchange: readonly (readonly [method: string, params: JsonObject, result?: JsonObject | null])[]
) => {
  const read = acpReader()
  return exchange.flatMap(([method, params, result = {}], id) => [
    ...read({ from: 'client', message: { id, method, params } }).map(({ model }) => model),
    ...read({ from: 'agent', message: { id, result } }).map(({ model }) => model),
  ])
}

const options = (currentValue: string) => ({ configOptions: [{ id: 'llm', category: 'model', currentValue }] })
const prompt = (sessionId: string) => ['session/prompt', { sessionId, prompt: [] }] as const

test.each([
  ['session/new', {}, { sessionId: 's1', ...options('m-1') }, 's1'],
  ['session/load', { sessionId: 's1' }, options('m-1'), 's1'],
  ['session/resume', { sessionId: 's1' }, { models: { currentModelId: 'm-1' } }, 's1'],
  ['session/fork', { sessionId: 's1' }, { sessionId: 's2', ...options('m-1') }, 's2'],
])('%s is answered with the model of its session', (method, params, result, session) => {
  expect(modelsOf([method, { ...params, cwd: '/work' }, result], prompt(session))).toEqual(['m-1'])
})

test('a session that is loaded without a word of its model has none', () => {
  expect(modelsOf(['session/load', { sessionId: 's1', cwd: '/work' }, null], prompt('s1'))).toEqual([null])
})

test('a model is chosen by the option that is said to be of models, whatever its id', () => {
  const begun = ['session/new', { cwd: '/work' }, { sessionId: 's1', ...options('m-1') }] as const
  const set = (configId: string, value: string, result: JsonObject) =>
    modelsOf(begun, ['session/set_config_option', { sessionId: 's1', configId, value }, result], prompt('s1'))
  expect(set('llm', 'm-2', options('m-2'))).toEqual(['m-2'])
  expect(set('mode', 'ask', options('m-1'))).toEqual(['m-1'])
  expect(set('model', 'm-2', {})).toEqual(['m-2'])
})

/** What the updates of sessions say of files, as `kind path…` of each observation. */
const told = (...updates: readonly (readonly [sessionId: string, update: JsonObject])[]) => {
  const read = acpReader()
  return updates
    .flatMap(([sessionId, update]) =>
      read({ from: 'agent', message: { method: 'session/update', params: { sessionId, update } } }),
    )
    .map(({ kind, files }) => [kind, ...files.map(({ path }) => path)].join(' '))
}

test('calls of two sessions that have the same id are two', () => {
  const call = (status: string, path: string) => ({
    sessionUpdate: 'tool_call',
    toolCallId: 'call_0',
    kind: 'edit',
    status,
    locations: [{ path }],
  })
  expect(
    told(
      ['s1', call('pending', '/a')],
      ['s2', call('pending', '/b')],
      ['s1', call('completed', '/a')],
      ['s2', call('completed', '/b')],
    ),
  ).toEqual(['edit-before /a', 'edit-before /b', 'edit-after /a', 'edit-after /b'])
})

test('a file that is moved is told of by both its paths, one that is copied by the new one', () => {
  const changed = (operation: string) => {
    const content = [{ type: 'diff', changes: [{ operation, oldPath: '/old', path: '/new' }] }]
    return told(['s', { sessionUpdate: 'tool_call', toolCallId: 't', kind: 'edit', status: 'pending', content }])
  }
  expect(changed('move')).toEqual(['edit-before /old /new'])
  expect(changed('copy')).toEqual(['edit-before /new'])
})
