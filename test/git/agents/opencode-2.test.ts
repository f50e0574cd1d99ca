import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { agentProcess, committedIn } from '../../support/agents/agent-process.js'
import { pluginAt } from '../../support/agents/driver.js'
import { openCode2 } from '../../support/agents/opencode-2.js'

const started = agentProcess()
const kept = (lines: number) => `0.000; kept=${lines}; edited=0; dropped=0; basis=measured; method=lines/1`

test('its service reports a session: tool, version, model, one prompt, lines of each of its tools', async () => {
  const bench = started('opencode')
  const host = await openCode2(bench)
  await host.prompt('Make total() sum')
  await host.prompt('Make total() sum')
  await host.request('claude-opus-4-6')
  await host.call(
    'edit',
    { path: 'cart.js', oldString: 'b', newString: 'c\nd' },
    { does: () => bench.write('cart.js', 'a\nc\nd\n') },
  )
  await host.call('read', { path: 'cart.js' })
  await host.request('claude-opus-4-6')
  await host.write('new.js', 'x\n')
  await host.request('claude-opus-4-6')
  await host.call('shell', { command: 'codegen' }, { does: () => bench.write('made.js', 'made\n') })
  await host.request('gpt-5.2')
  const patchText = '*** Begin Patch\n*** Update File: cart.js\n@@\n d\n+e\n*** Add File: p.js\n+p\n*** End Patch'
  const message = 'Failed to write p.js: EACCES. Completed before failure: cart.js'
  const does = () => bench.write('cart.js', 'a\nc\nd\ne\n')
  await host.call('patch', { patchText }, { does, ends: { status: 'error', error: { message } } })
  expect(committedIn(bench)).toEqual(['opencode/2.0.22', 'claude-opus-4-6', kept(4)])
  expect(bench.trailer('AI-Model')).toEqual(['claude-opus-4-6', 'gpt-5.2'])
  expect(bench.trailer('AI-Prompt-Hash')[0]).toMatch(/; prompts=1$/)
  const text = join(bench.home, 'prompt')
  writeFileSync(text, 'Make total() sum')
  expect(bench.provenance(['prompt', 'verify', 'HEAD', '--prompt-file', text]).status).toBe(0)
})

test('a subagent’s prompt is no person’s, and its lines are its session’s, under its own model', async () => {
  const bench = started('opencode')
  const host = await openCode2(bench)
  await host.prompt('Make total() sum')
  await host.request('claude-opus-4-6')
  await host.call('subagent', { agent: 'general', description: 'Write it', prompt: 'written by the model' })
  await host.prompt('You are a subagent spawned by another session.\nwritten by the model', host.child)
  await host.request('claude-haiku-4-5', host.child)
  await host.write('new.js', 'x\ny\n', host.child)
  expect(committedIn(bench)).toEqual(['opencode/2.0.22', 'claude-haiku-4-5', kept(2)])
  expect(bench.trailer('AI-Prompt-Hash')[0]).toMatch(/; prompts=1$/)
})

test('what the model’s code calls is seen once, by the looks around that code', async () => {
  const bench = started('opencode')
  const host = await openCode2(bench)
  await host.request('claude-opus-4-6')
  // They come with the id of the call that runs the code (CodeModeTool.create in packages/core/src/tool.ts).
  const writes = (content: string) =>
    host.call('write_file', { path: 'made.js', content }, { does: () => bench.write('made.js', content) })
  const does = async () => {
    await writes('1\n')
    await writes('1\n2\n')
  }
  await host.call('execute', { code: 'await tools.write_file(…)' }, { does })
  expect(committedIn(bench)).toEqual(['opencode/2.0.22', 'claude-opus-4-6', kept(2)])
})

test.each([
  ['that the model put there', { background: true }],
  ['that was put there while it ran', {}],
])('what a command in the background wrote, %s, is not said to be a person’s', async (_, more) => {
  const bench = started('opencode')
  const host = await openCode2(bench)
  const metadata = { status: 'running', shellID: 'sh_1', truncated: false }
  await host.call(
    'shell',
    { command: 'serve', ...more },
    { ends: { status: 'completed', result: { content: [], metadata } } },
  )
  bench.write('made.js', 'made\n')
  expect(committedIn(bench)[0]).toBeUndefined()
})

test('a command that was refused: what a person wrote while it was asked for is not the agent’s', async () => {
  const bench = started('opencode')
  const host = await openCode2(bench)
  const error = { message: 'Unable to execute command: gen' }
  await host.call(
    'shell',
    { command: 'gen' },
    { does: () => bench.write('mine.js', 'mine\n'), ends: { status: 'error', error } },
  )
  expect(committedIn(bench)[0]).toBeUndefined()
  await host.prompt('Not so')
  bench.write('mine.js', 'mine, too\n')
  expect(committedIn(bench)[0]).toBe('none; basis=observed')
})

test('a host that knows the session no more, or lacks what we ask for, hears no error of ours', async () => {
  const bench = started('opencode')
  const get = () => Promise.reject(new Error('gone'))
  const hook = () => Promise.reject(new Error('Unknown hook'))
  expect((await openCode2(bench, { session: { get, hook } })).hooks).toEqual([
    'tool.execute.before',
    'tool.execute.after',
  ])
  expect((await openCode2(bench, { session: undefined, tool: undefined })).hooks).toEqual([])
  const host = await openCode2(bench, { session: { get } })
  await host.write('new.js', 'x\n')
  expect(committedIn(bench)).toEqual(['opencode/2.0.22', 'unknown', kept(1)])
})

test('one file for both hosts: 1 calls server alone, whatever its early core of 2 does with setup', async () => {
  const bench = started('opencode')
  const { plugin, hooks } = await openCode2(bench, { app: { name: 'opencode', version: '1.19.0', channel: 'latest' } })
  expect(hooks).toEqual([])
  // What 1.18.33 was seen to give: the registries of agents, commands, skills and the like, and nothing else.
  const given = { app: undefined, location: undefined, session: undefined, tool: undefined }
  expect((await openCode2(bench, given)).hooks).toEqual([])
  const { Provenance, ...others } = await pluginAt(bench, '.opencode/plugins/provenance.js')
  // readV1Plugin (packages/opencode/src/plugin/shared.ts) refuses a module that has `tui` beside `server`.
  expect(Object.keys(others)).toEqual(['default'])
  expect(others['default']).toEqual({ id: plugin.id, server: Provenance, setup: expect.any(Function) })
})

test('a clone with the plugin for 1 alone is told so, claims nothing, and is brought up to date', () => {
  const bench = started('opencode')
  const path = '.opencode/plugins/provenance.js'
  const text = bench.read(path)
  bench.write(path, text.slice(0, text.indexOf('// OpenCode 2 calls it')))
  bench.write('cart.js', 'by whom\n')
  expect(committedIn(bench)[0]).toBeUndefined()
  expect(bench.provenance(['doctor']).stdout).toMatch(
    /WRONG agent opencode: .*provenance\.js.*: not all that it does is seen.*\n.*provenance init --yes --agents opencode/,
  )
  expect(bench.provenance(['init', '--yes', '--agents', 'opencode']).status).toBe(0)
  expect(bench.read(path)).toBe(text)
  expect(bench.provenance(['doctor']).stdout).toMatch(/ok {4}agent opencode: /)
  bench.write('cart.js', 'by hand\n')
  expect(committedIn(bench)[0]).toBe('none; basis=observed')
})
