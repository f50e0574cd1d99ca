import { describe, expect, test } from 'vitest'
import { assemble } from '../../src/core/edits/assemble.js'
import type { AgentEvent, Observation } from '../../src/core/edits/event.js'
import { observe } from '../../src/workflows/agents/observe.js'

/** What a person's two lines, typed while a permission is waited for, and one of the agent's make of a file. */
const looked = 'one\ntwo\nthree\n'
const typed = 'by hand\none\ntwo\nthree\nby hand too\n'
const done = 'by hand\none\nagent two\nthree\nby hand too\n'

type Texts = { readonly looked: string | null; readonly after: string }

/** Where an agent's edit begins, of a file as it was looked at before and stands after. */
const beforeIn = ({ looked, after }: Texts, ...said: readonly [string, unknown][]) => {
  const events = said.flatMap(([agent, payload], index) => {
    const { prompt: _p, command: _c, cwd: _w, ...told } = observed(agent, payload)
    const event: AgentEvent = { ...told, leaf: null, head: null, at: index, call: `call_${index}`, snapshots: [] }
    const at = (kind: AgentEvent['kind'], content: string | null) => ({
      ...event,
      kind,
      snapshots: [{ path: 'a', content }],
    })
    return [at('edit-before', looked), at('edit-after', after)]
  })
  const unknown = { model: null, toolVersion: null, now: false }
  return assemble(
    [...events.filter(({ kind }) => kind === 'edit-before'), ...events.filter(({ kind }) => kind === 'edit-after')],
    { sessions: new Map(), resolve: () => unknown, committed: () => [] },
  ).edits.get('a')
}

const observed = (agent: string, payload: unknown): Observation =>
  observe(agent, Buffer.from(JSON.stringify(payload)), {})

const claude = (tool_input: object, tool_response: object = {}): [string, unknown] => [
  'claude-code',
  {
    session_id: 's',
    hook_event_name: 'PostToolUse',
    tool_name: 'Edit',
    tool_input: { file_path: 'a', ...tool_input },
    tool_response,
  },
]
const codex = (...lines: readonly string[]): [string, unknown] => [
  'codex',
  {
    session_id: 's',
    turn_id: 't',
    hook_event_name: 'PostToolUse',
    tool_name: 'apply_patch',
    tool_input: { command: ['*** Begin Patch', '*** Update File: a', ...lines, '*** End Patch', ''].join('\n') },
  },
]

const replacing = { old_string: 'two', new_string: 'agent two' }

describe('what stands there besides what an agent says of its edit was there before it', () => {
  const cases: readonly (readonly [string, [string, unknown]])[] = [
    ['old and new words', claude(replacing)],
    ['the text before, too', claude(replacing, { originalFile: typed })],
    [
      'several edits',
      claude({
        edits: [
          { old_string: 'two', new_string: '2' },
          { old_string: '2', new_string: 'agent two' },
        ],
      }),
    ],
    ['a patch', codex('@@', ' one', '-two', '+agent two', ' three')],
    ['a patch without context', codex('@@ somewhere', '-two', '+agent two', '*** End of File')],
  ]
  test.each(cases)('%s', (_, said) => expect(beforeIn({ looked, after: done }, said)?.[0]?.before).toBe(typed))

  test('in a file with CRLF, of which agents speak without', () => {
    const crlf = (text: string) => text.replaceAll('\n', '\r\n')
    const texts = { looked: crlf(looked), after: crlf(done) }
    for (const [, said] of cases.slice(1)) expect(beforeIn(texts, said)?.[0]?.before).toBe(crlf(typed))
  })

  test('another edit that is told of later is its own, and this one no more than it says', () => {
    const after = 'agent one\nagent two\nthree\n'
    const edits = beforeIn({ looked, after }, claude({ old_string: 'one', new_string: 'agent one' }), claude(replacing))
    expect(edits?.map(({ before }) => before)).toEqual(['one\nagent two\nthree\n', 'agent one\ntwo\nthree\n'])
  })
})

describe('where an agent’s words do not tell, all that changed since the look is its own', () => {
  test.each<readonly [string, Texts, [string, unknown]]>([
    ['its words stand there twice', { looked, after: `${done}agent two\n` }, claude(replacing)],
    ['a formatter changed them', { looked, after: done.replace('agent two', 'agent two;') }, claude(replacing)],
    ['it only takes away', { looked, after: 'one\nthree\nby hand\n' }, claude({ old_string: 'two\n', new_string: '' })],
    ['it writes the whole file', { looked, after: done }, claude({ content: done }, { originalFile: typed })],
    ['a person changed its proposal', { looked, after: done }, claude(replacing, { userModified: true })],
    ['nothing but white space differs', { looked, after: ' one\nagent two\n three\n' }, claude(replacing)],
    [
      'the text that it had is another',
      { looked, after: 'agent two\ntwo\n' },
      claude({ ...replacing, replace_all: true, new_string: 'two' }, { originalFile: 'x' }),
    ],
  ])('%s', (_, texts, said) => expect(beforeIn(texts, said)?.[0]?.before).toBe(texts.looked))
})
