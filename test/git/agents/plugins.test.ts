import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { agentProcess, committedIn } from '../../support/agents/agent-process.js'
import { pluginAt } from '../../support/agents/driver.js'
import type { Workbench } from '../../support/workbench.js'

type Handler = (...args: readonly unknown[]) => Promise<unknown>

let bench: Workbench

const started = agentProcess()
const setUp = (agent: string) => {
  bench = started(agent)
}
const committed = () => committedIn(bench)

/** OpenCode 1.18 (@opencode-ai/plugin 1.18.33). */
const opencode = async () => {
  const { Provenance } = (await pluginAt(bench, '.opencode/plugins/provenance.js')) as { Provenance: Handler }
  const hooks = (await Provenance({ directory: bench.top })) as Record<string, Handler>
  const on = (name: string, ...args: unknown[]) => hooks[name]?.(...args)
  const sessionID = 'ses_6f1a2b3c'
  await on('event', {
    event: { type: 'session.created', properties: { info: { id: sessionID, version: '1.18.34' } } },
  })
  const parts = [
    { type: 'text', text: 'Make total() sum' },
    { type: 'text', text: 'context', synthetic: true },
  ]
  await on(
    'chat.message',
    { sessionID, model: { providerID: 'anthropic', modelID: 'claude-opus-4-6' } },
    { message: {}, parts },
  )
  return { on, sessionID }
}

describe('opencode', () => {
  test('a session leaves a record: tool, version, model, one prompt, lines', async () => {
    setUp('opencode')
    const { on, sessionID } = await opencode()
    const input = { tool: 'edit', sessionID, callID: 'toolu_1' }
    const args = { filePath: join(bench.top, 'cart.js'), oldString: 'b', newString: 'c\nd' }
    await on('tool.execute.before', input, { args })
    bench.write('cart.js', 'a\nc\nd\n')
    await on('tool.execute.after', { ...input, args }, { title: '', output: '', metadata: {} })
    const shell = { tool: 'bash', sessionID, callID: 'toolu_2' }
    await on('tool.execute.before', shell, { args: { command: 'codegen' } })
    bench.write('made.js', 'made\n')
    await on('tool.execute.after', { ...shell, args: { command: 'codegen' } }, {})
    expect(committed()).toEqual([
      'opencode/1.18.34',
      'claude-opus-4-6',
      '0.000; kept=3; edited=0; dropped=0; basis=measured; method=lines/1',
    ])
    expect(bench.trailer('AI-Prompt-Hash')[0]).toMatch(/; prompts=1$/)
    const text = join(bench.home, 'prompt')
    writeFileSync(text, 'Make total() sum')
    expect(bench.provenance(['prompt', 'verify', 'HEAD', '--prompt-file', text]).status).toBe(0)
  })

  test('a resumed session has its version; a subagent’s prompt is no person’s, and its lines are its session’s', async () => {
    setUp('opencode')
    const { on, sessionID } = await opencode()
    const info = { id: 'ses_child', version: '1.18.40', parentID: sessionID }
    await on('event', { event: { type: 'session.updated', properties: { info } } })
    const model = { providerID: 'anthropic', modelID: 'claude-opus-4-6' }
    const parts = [{ type: 'text', text: 'written by the model' }]
    await on('chat.message', { sessionID: info.id, model }, { message: {}, parts })
    const input = { tool: 'write', sessionID: info.id, callID: 'toolu_1' }
    const args = { filePath: join(bench.top, 'new.js'), content: 'x\ny\n' }
    await on('tool.execute.before', input, { args })
    bench.write('new.js', 'x\ny\n')
    await on('tool.execute.after', { ...input, args }, {})
    expect(committed().slice(0, 2)).toEqual(['opencode/1.18.40', 'claude-opus-4-6'])
    expect(bench.trailer('AI-Prompt-Hash')[0]).toMatch(/; prompts=1$/)
  })

  test.each([
    ['the same session, its output pruned', (id: string) => id],
    ['a fork of its session', () => 'ses_fork'],
  ])('a call that was told of is told again with %s: nothing new was written', async (_, sessionOf) => {
    setUp('opencode')
    const { on, sessionID } = await opencode()
    const input = { tool: 'write', sessionID, callID: 'toolu_1' }
    const args = { filePath: join(bench.top, 'cart.js'), content: 'a\nc\n' }
    await on('tool.execute.before', input, { args })
    bench.write('cart.js', args.content)
    await on('tool.execute.after', { ...input, args }, {})
    expect(committed()[0]).toBe('opencode/1.18.34')
    bench.write('cart.js', `by hand\n${args.content}by hand\n`)
    const state = { status: 'completed', input: args, time: { start: 1, end: 2, compacted: 9 } }
    const part = { type: 'tool', ...input, sessionID: sessionOf(sessionID), state }
    await on('event', { event: { type: 'message.part.updated', properties: { part } } })
    expect(committed()[0]).toBe('none; basis=observed')
  })

  // Seen with OpenCode 1.18.33 and a provider that calls each call "call_0".
  test('calls that a model numbers anew with each message are calls of their own', async () => {
    setUp('opencode')
    const { on, sessionID } = await opencode()
    const input = { tool: 'write', sessionID, callID: 'call_0' }
    for (const content of ['x\n', 'x\ny\n']) {
      const args = { filePath: join(bench.top, 'new.js'), content }
      await on('tool.execute.before', input, { args })
      bench.write('new.js', content)
      await on('tool.execute.after', { ...input, args }, {})
    }
    expect(committed()[2]).toBe('0.000; kept=2; edited=0; dropped=0; basis=measured; method=lines/1')
  })

  test('where it leaves out the event after a tool, its message parts tell; both count once', async () => {
    setUp('opencode')
    const { on, sessionID } = await opencode()
    const args = { filePath: join(bench.top, 'new.js'), content: 'x\ny\n' }
    await on('tool.execute.before', { tool: 'write', sessionID, callID: 'toolu_1' }, { args })
    bench.write('new.js', 'x\ny\n')
    const part = {
      type: 'tool',
      tool: 'write',
      sessionID,
      callID: 'toolu_1',
      state: { status: 'completed', input: args },
    }
    for (let told = 0; told < 2; told += 1)
      await on('event', { event: { type: 'message.part.updated', properties: { part } } })
    expect(committed()[2]).toBe('0.000; kept=2; edited=0; dropped=0; basis=measured; method=lines/1')
  })
})

test('amp: a session leaves a record, its model from the thread', async () => {
  setUp('amp')
  const handlers = new Map<string, Handler>()
  const { default: plugin } = (await pluginAt(bench, '.amp/plugins/provenance.ts')) as {
    default: (amp: unknown) => void
  }
  plugin({ on: (name: string, handler: Handler) => handlers.set(name, handler) })
  const thread = { id: 'T-0199c0de-1111-7222-8333-444455556666' }
  await handlers.get('agent.start')?.({ message: 'Make total() sum', id: 'M-1', thread })
  const call = {
    tool: 'edit_file',
    toolUseID: 'toolu_1',
    thread,
    input: { path: join(bench.top, 'cart.js'), old_str: 'b', new_str: 'c' },
  }
  expect(await handlers.get('tool.call')?.(call)).toEqual({ action: 'allow' })
  bench.write('cart.js', 'a\nc\n')
  await handlers.get('tool.result')?.({ ...call, status: 'done', output: {} })
  await handlers.get('tool.result')?.({ ...call, toolUseID: 'toolu_2', status: 'error' })
  const command = { tool: 'Bash', toolUseID: 'toolu_3', thread, input: { cmd: 'gen && npm test' } }
  await handlers.get('tool.call')?.(command)
  bench.write('made.js', 'x\ny\n')
  await handlers.get('tool.result')?.({ ...command, status: 'error' })
  const file = join(bench.home, `.local/share/amp/threads/${thread.id}.json`)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(
    file,
    JSON.stringify({ messages: [{ role: 'user' }, { role: 'assistant', usage: { model: 'claude-opus-4-6' } }] }),
  )
  expect(committed()).toEqual([
    'amp',
    'claude-opus-4-6',
    '0.000; kept=3; edited=0; dropped=0; basis=measured; method=lines/1',
  ])
  expect(bench.trailer('AI-Prompt-Hash')[0]).toMatch(/; prompts=1$/)
})

test('a plugin in a clone that never installed us is silent', async () => {
  setUp('opencode')
  bench.run('rm', ['-r', join(bench.top, '.git', 'provenance')])
  const { on, sessionID } = await opencode()
  await on(
    'tool.execute.before',
    { tool: 'write', sessionID, callID: 'x' },
    { args: { filePath: join(bench.top, 'n') } },
  )
  expect(existsSync(join(bench.top, '.git', 'provenance'))).toBe(false)
})
