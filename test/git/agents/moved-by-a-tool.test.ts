import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type AgentModel, call, type Payload } from '../../support/agents/driver.js'
import { agentModels } from '../../support/agents/models.js'
import { type Workbench, workbench } from '../../support/workbench.js'

let bench: Workbench
afterEach(() => bench.remove())

const cursor = agentModels.find(({ name }) => name === 'cursor') as AgentModel
const persons = Array.from({ length: 20 }, (_, index) => `line ${index} of a person\n`).join('')

const set = () => {
  bench = workbench({ files: { 'a.txt': persons }, init: false })
  expect(bench.provenance(['init', '--yes', '--agents', 'cursor']).status).toBe(0)
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Hooks')
}

/** The file goes to another path, one of its lines the agent's then. */
const move = () => {
  bench.write('m.txt', bench.read('a.txt').replace('line 7 of a person', 'changed by an agent'))
  rmSync(join(bench.top, 'a.txt'))
}

const ratio = () => {
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Move')
  return bench.trailer('AI-Human-Edited-Ratio')[0]?.replace(/; method.*/, '')
}

test.each(['', 'and one that is not committed yet\n'])(
  'by a patch of Cursor, which tells of no edit before it is made: the lines of a person stay theirs (%j)',
  (uncommitted) => {
    set()
    bench.write('a.txt', `${persons}${uncommitted}`)
    call(bench, cursor, cursor.prompt(bench.top, 'move it'))
    move()
    const patch = [
      '*** Begin Patch',
      `*** Update File: ${bench.top}/a.txt`,
      `*** Move to: ${bench.top}/m.txt`,
      '@@',
      '-line 7 of a person',
      '+changed by an agent',
      '*** End Patch',
    ].join('\n')
    const edit = cursor.create(bench.top, 'm.txt', '', 'c1').after
    const tool = { hook_event_name: 'postToolUse', tool_name: 'ApplyPatch', tool_use_id: 'c1', tool_input: { patch } }
    call(bench, cursor, { event: 'postToolUse', tool: 'ApplyPatch', payload: { ...edit?.payload, ...tool } })
    expect(ratio()).toBe('0.000; kept=1; edited=0; dropped=0; basis=measured')
  },
)

test.each([
  [
    'says what it held',
    [
      { path: 'a.txt', op: 'delete', before: persons },
      { path: 'm.txt', op: 'create' },
    ],
  ],
  ['names it alone', [{ path: 'a.txt' }, { path: 'm.txt' }]],
])('by the generic payload, which %s', (_, files: readonly Payload[]) => {
  set()
  move()
  const agent = { v: 1, agent: { name: 'my-agent', version: '1' }, session: 's', cwd: bench.top }
  const input = JSON.stringify({ ...agent, kind: 'post_edit', toolUseId: 'u', files })
  expect(bench.provenance(['record', '--agent', 'generic'], { input }).status).toBe(0)
  expect(ratio()).toBe('0.000; kept=1; edited=0; dropped=0; basis=measured')
})

test('by the generic payload, after an edit of its own: that edit’s lines are the agent’s', () => {
  set()
  const agent = { v: 1, agent: { name: 'my-agent', version: '1' }, session: 's', cwd: bench.top }
  const tell = (toolUseId: string, files: readonly Payload[]) =>
    bench.provenance(['record', '--agent', 'generic'], {
      input: JSON.stringify({ ...agent, kind: 'post_edit', toolUseId, files }),
    })
  bench.write('a.txt', `${persons}written by an agent\n`)
  tell('u1', [{ path: 'a.txt', before: persons }])
  move()
  tell('u2', [{ path: 'a.txt' }, { path: 'm.txt', op: 'create' }])
  expect(ratio()).toBe('0.000; kept=2; edited=0; dropped=0; basis=measured')
})
