import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Workbench, workbench } from '../../support/workbench.js'

const bin = join(import.meta.dirname, '../../../bin/provenance.mjs')
let bench: Workbench
beforeEach(() => {
  bench = workbench({ files: { 'cart.js': 'a\nb\n' } })
})
afterEach(() => bench.remove())

/** An agent that speaks the protocol (@agentclientprotocol/sdk 2.4, version 1): it edits, creates, runs and asks its client to write. */
const agentProgram = `
import { createInterface } from 'node:readline'
import { writeFileSync } from 'node:fs'
const top = process.argv[2]
const say = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\\n')
const update = (update) => say({ method: 'session/update', params: { sessionId: 's1', update } })
const wait = () => new Promise((done) => setTimeout(done, 150))
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line)
  if (method === 'initialize') say({ id, result: { protocolVersion: 1, agentInfo: { name: '@vendor/my-agent-acp', version: '3.1.0' } } })
  if (method === 'session/new') say({ id, result: { sessionId: 's1', configOptions: [{ id: 'model', category: 'model', currentValue: 'gpt-5.4' }] } })
  if (method !== 'session/prompt') continue
  const diff = [{ type: 'diff', path: top + '/cart.js', oldText: 'a\\nb\\n', newText: 'a\\nc\\n' }]
  update({ sessionUpdate: 'tool_call', toolCallId: 't1', title: 'Edit', kind: 'edit', status: 'pending', content: diff })
  await wait()
  writeFileSync(top + '/cart.js', 'a\\nc\\n')
  update({ sessionUpdate: 'tool_call_update', toolCallId: 't1', status: 'completed', content: diff })
  const created = { operation: 'add', path: top + '/new.js' }
  update({ sessionUpdate: 'tool_call', toolCallId: 't2', kind: 'edit', status: 'in_progress', locations: [{ path: top + '/new.js' }] })
  await wait()
  writeFileSync(top + '/new.js', 'x\\ny\\n')
  update({ sessionUpdate: 'tool_call_update', toolCallId: 't2', status: 'completed', content: [{ type: 'diff', changes: [created], patch: null }] })
  update({ sessionUpdate: 'tool_call', toolCallId: 't3', kind: 'execute', status: 'in_progress', title: 'codegen' })
  await wait()
  writeFileSync(top + '/made.js', 'made\\n')
  update({ sessionUpdate: 'tool_call_update', toolCallId: 't3', status: 'completed' })
  update({ sessionUpdate: 'tool_call', toolCallId: 't4', kind: 'edit', status: 'failed', content: diff })
  say({ id, result: { stopReason: 'end_turn' } })
}
`

const session = (top: string) =>
  [
    { id: 0, method: 'initialize', params: { protocolVersion: 1 } },
    { id: 1, method: 'session/new', params: { cwd: top, mcpServers: [] } },
    { id: 2, method: 'session/prompt', params: { sessionId: 's1', prompt: [{ type: 'text', text: 'Make it so' }] } },
  ]
    .map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
    .join('')

test('what editor and agent say passes unchanged, and what the agent reports becomes a record', () => {
  const program = join(bench.home, 'agent.mjs')
  writeFileSync(program, agentProgram)
  const alone = bench.run(process.execPath, [program, bench.top], { input: session(bench.top) })
  // A client waits for each answer before it goes on.
  const slowly = 'while read -r line; do echo "$line"; sleep 0.3; done | "$0" "$@"'
  bench.git('checkout', '-q', '.')
  bench.git('clean', '-qfd')
  const words = [process.execPath, bin, 'acp', process.execPath, program, bench.top]
  const ran = bench.run('sh', ['-c', slowly, ...words], { input: session(bench.top) })
  expect([ran.status, ran.stderr]).toEqual([0, ''])
  expect(ran.stdout).toBe(alone.stdout)
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Work')
  expect(['AI-Tool', 'AI-Model', 'AI-Human-Edited-Ratio'].map((key) => bench.trailer(key)[0])).toEqual([
    // An adapter's version is not the agent's.
    'my-agent',
    'gpt-5.4',
    '0.000; kept=4; edited=0; dropped=0; basis=measured; method=lines/1',
  ])
  writeFileSync(join(bench.home, 'prompt'), 'Make it so')
  expect(bench.provenance(['prompt', 'verify', 'HEAD', '--prompt-file', join(bench.home, 'prompt')]).status).toBe(0)
})

test('the agent’s own exit code is ours; lines that are no JSON pass, and doctor tells', () => {
  const ran = bench.provenance(['acp', 'sh', '-c', 'cat; echo "not json"; exit 7'], { input: '{"a":1}\nhello\n' })
  expect([ran.status, ran.stdout]).toEqual([7, '{"a":1}\nhello\nnot json\n'])
  expect(bench.provenance(['doctor']).stdout).toContain('acp: a line is no JSON')
})

test('a program that is not there is told', () => {
  const ran = bench.provenance(['acp', 'no-such-agent'])
  expect([ran.status, ran.stderr]).toEqual([
    2,
    expect.stringContaining('no-such-agent: expected a program that can be started'),
  ])
})

test('a client that writes for its agent: the request before, the answer after', () => {
  const program = join(bench.home, 'agent.mjs')
  const path = join(bench.top, 'cart.js')
  const ask = JSON.stringify({
    jsonrpc: '2.0',
    id: 9,
    method: 'fs/write_text_file',
    params: { sessionId: 's1', path, content: 'a\nz\n' },
  })
  writeFileSync(
    program,
    `import { createInterface } from 'node:readline'
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method } = JSON.parse(line)
  if (method === 'session/new') console.log(JSON.stringify({ id, result: { sessionId: 's1' } }))
  if (method === 'session/prompt') console.log(${JSON.stringify(ask)})
}`,
  )
  // A client that writes the file when it is asked, and answers.
  const client = join(bench.home, 'client.mjs')
  writeFileSync(
    client,
    `import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { writeFileSync } from 'node:fs'
const agent = spawn(process.execPath, ${JSON.stringify([bin, 'acp', process.execPath, program])}, { stdio: ['pipe', 'pipe', 'inherit'] })
agent.stdin.write(${JSON.stringify(session(bench.top))})
for await (const line of createInterface({ input: agent.stdout })) {
  const { id, method, params } = JSON.parse(line)
  if (method !== 'fs/write_text_file') continue
  writeFileSync(params.path, params.content)
  agent.stdin.end(JSON.stringify({ jsonrpc: '2.0', id, result: null }) + '\\n')
}`,
  )
  expect(bench.run(process.execPath, [client])).toMatchObject({ status: 0, stderr: '' })
  expect(readFileSync(path, 'utf8')).toBe('a\nz\n')
  bench.git('commit', '-qam', 'Work')
  expect(bench.trailer('AI-Tool')).toEqual(['acp-agent'])
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toContain('kept=1; edited=0; dropped=0; basis=measured')
})

test('a session that is loaded is told again from its beginning: what was done before is not done anew', () => {
  const program = join(bench.home, 'agent.mjs')
  writeFileSync(
    program,
    `import { createInterface } from 'node:readline'
import { writeFileSync } from 'node:fs'
const path = ${JSON.stringify(join(bench.top, 'cart.js'))}
const say = (message) => console.log(JSON.stringify({ jsonrpc: '2.0', ...message }))
const edit = (toolCallId, oldText, newText) =>
  say({ method: 'session/update', params: { sessionId: 's1', update: { sessionUpdate: 'tool_call', toolCallId,
    kind: 'edit', status: 'completed', content: [{ type: 'diff', path, oldText, newText }] } } })
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method } = JSON.parse(line)
  if (method === 'initialize') say({ id, result: { protocolVersion: 1, agentInfo: { name: 'my-agent', version: '3.1.0' } } })
  if (method === 'session/load') { edit('t1', 'a', 'x'); say({ id, result: null }) }
  if (method !== 'session/prompt') continue
  writeFileSync(path, 'a\\nby hand\\nmore\\nnew\\n')
  edit('t2', 'b', 'new')
  say({ id, result: { stopReason: 'end_turn' } })
}`,
  )
  const load = { id: 1, method: 'session/load', params: { sessionId: 's1', cwd: bench.top, mcpServers: [] } }
  const [first, , prompt] = session(bench.top).trim().split('\n')
  const run = (...messages: readonly unknown[]) => {
    const slowly = 'while read -r line; do echo "$line"; sleep 0.3; done | "$0" "$@"'
    const words = [process.execPath, bin, 'acp', process.execPath, program]
    expect(bench.run('sh', ['-c', slowly, ...words], { input: `${messages.join('\n')}\n` }).status).toBe(0)
    bench.git('commit', '-qam', 'Work')
    return [bench.trailer('AI-Tool')[0], bench.trailer('AI-Human-Edited-Ratio')[0]]
  }
  bench.write('cart.js', 'a\nby hand\nb\n')
  expect(run(first, JSON.stringify(load))).toEqual(['none; basis=observed', undefined])
  bench.write('cart.js', 'a\nby hand\nmore\nb\n')
  // The piece that it replaced is told, not the whole text.
  expect(run(first, JSON.stringify(load), prompt)).toEqual([
    'my-agent/3.1.0',
    expect.stringMatching(/^0\.000; kept=1;/),
  ])
})

test('a command that failed and a tool of unknown kind wrote what they wrote, one that reads did not; a call can be told by its request for leave alone, a place as a URI', () => {
  const program = join(bench.home, 'agent.mjs')
  writeFileSync(
    program,
    `import { createInterface } from 'node:readline'
import { writeFileSync } from 'node:fs'
const top = ${JSON.stringify(bench.top)}
const say = (message) => console.log(JSON.stringify({ jsonrpc: '2.0', ...message }))
const wait = () => new Promise((done) => setTimeout(done, 150))
const call = async (toolCallId, first, file, status, last = {}) => {
  const update = (more) => say({ method: 'session/update', params: { sessionId: 's1', update: { toolCallId, ...more } } })
  const { ask, ...told } = first
  if (ask) say({ id: toolCallId, method: 'session/request_permission', params: { sessionId: 's1', options: [], toolCall: { toolCallId, ...ask } } })
  else update({ sessionUpdate: 'tool_call', status: 'pending', title: 'x', ...told })
  await wait()
  writeFileSync(top + '/' + file, 'x\\ny\\n')
  update({ sessionUpdate: 'tool_call_update', status, ...last })
  await wait()
}
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method } = JSON.parse(line)
  if (method === 'session/new') say({ id, result: { sessionId: 's1' } })
  if (method !== 'session/prompt') continue
  await call('t1', { kind: 'execute' }, 'failed.js', 'failed')
  await call('t2', { kind: 'other' }, 'other.js', 'completed')
  await call('t3', {}, 'late.js', 'completed', { kind: 'edit', locations: [{ path: top + '/late.js' }] })
  await call('t4', { kind: 'edit', locations: [{ path: 'file://' + top + '/uri.js' }] }, 'uri.js', 'completed')
  // A person saves it while the agent reads it.
  await call('t5', { kind: 'read', locations: [{ path: top + '/by-hand.js' }] }, 'by-hand.js', 'completed')
  await call('t6', { ask: { kind: 'execute', content: [], locations: [] } }, 'allowed.js', 'completed', { kind: 'execute', content: [] })
  const place = { kind: 'edit', locations: [{ path: top + '/begun.js' }] }
  writeFileSync(top + '/begun.js', 'x\\n')
  await call('t7', { ask: place }, 'begun.js', 'completed', place)
  say({ id, result: { stopReason: 'end_turn' } })
}`,
  )
  const slowly = 'while read -r line; do echo "$line"; sleep 0.3; done | "$0" "$@"'
  const words = [process.execPath, bin, 'acp', process.execPath, program]
  expect(bench.run('sh', ['-c', slowly, ...words], { input: session(bench.top) }).status).toBe(0)
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Work')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=11; edited=0; dropped=0;/)
})
