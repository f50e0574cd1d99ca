import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type AgentModel, around, call, type Payload, type Report } from '../../support/agents/driver.js'
import { agentModels } from '../../support/agents/models.js'
import { type Workbench, workbench } from '../../support/workbench.js'

let bench: Workbench
afterEach(() => bench.remove())

const model = (name: string): AgentModel => {
  const found = agentModels.find((agent) => agent.name === name)
  if (found === undefined) throw new Error(`no model of ${name}`)
  return found
}
const set = (agent: string) => {
  bench = workbench({ init: false })
  bench.write('../ignore', '.*\n')
  bench.git('config', 'core.excludesFile', join(bench.home, 'ignore'))
  expect(bench.provenance(['init', '--yes', '--agents', agent]).status).toBe(0)
}
const committed = () => {
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Work')
  return bench.trailer('AI-Human-Edited-Ratio')[0] ?? bench.trailer('AI-Tool')[0]
}
const three = /^0\.000; kept=3; edited=0; dropped=0; basis=measured/

/** The report after a tool in the form that says it ended with an error: an event of its own, or a word in the answer. */
const failures: Readonly<Record<string, (after: Report) => Report>> = {
  'claude-code': (after) => instead(after, { error: 'exit status 1' }, 'tool_response'),
  continue: (after) => instead(after, { error: 'exit status 1' }, 'tool_response'),
  'qwen-code': (after) => instead(after, { error: 'exit status 1' }, 'tool_response'),
  goose: (after) => instead(after, { error: 'exit status 1' }, 'tool_output'),
  'github-copilot': (after) => instead(after, { error: 'exit status 1' }, 'tool_result'),
  devin: (after) => ({ ...after, payload: { ...after.payload, tool_response: { success: false, error: 'exit 1' } } }),
  cline: (after) => {
    const said = after.payload['postToolUse'] as Payload
    return { ...after, payload: { ...after.payload, postToolUse: { ...said, success: false } } }
  },
}

const instead = ({ payload, ...report }: Report, more: Payload, answer: string): Report => {
  const event = 'PostToolUseFailure'
  const key = payload['event'] === undefined ? 'hook_event_name' : 'event'
  const { [answer]: _answer, ...rest } = payload
  return { ...report, event, payload: { ...rest, ...more, [key]: event } }
}

describe('what a shell command wrote before it ended with an error is the agent’s', () => {
  for (const [name, failed] of Object.entries(failures))
    test(name, () => {
      set(name)
      const agent = model(name)
      const told = agent.shell?.(bench.top, 'gen && npm test', 'call_1')
      if (told?.after == null) throw new Error('expected a report')
      around(bench, agent, { ...told, after: failed(told.after) }, () => bench.write('made.js', '1\n2\n3\n'))
      expect(committed()).toMatch(three)
    })

  /** An edit that failed, in the words of each: an event of its own, or the answer (gemini-cli's coreToolHookTriggers.ts, Cline's SDK). */
  const failedEdits: Readonly<Record<string, (after: Report) => Report>> = {
    'claude-code': (after) => instead(after, { error: 'x' }, 'tool_response'),
    'gemini-cli': (after) => {
      const error = { message: '0 occurrences found', type: 'edit_no_occurrence_found' }
      return { ...after, payload: { ...after.payload, tool_response: { llmContent: 'Failed', error } } }
    },
    cline: (after) => {
      const { postToolUse, ...rest } = after.payload
      const { parameters: input } = postToolUse as Payload
      const output = { query: 'edit:a.js', result: '', error: 'Editor operation failed: x', success: false }
      const told = { hookName: 'tool_result', tool_result: { id: 'x', name: 'editor', input, output } }
      return { ...after, payload: { ...rest, ...told } }
    },
  }
  for (const [name, failed] of Object.entries(failedEdits))
    test(`a failed edit still counts for nothing (${name}), nor does what a person wrote meanwhile`, () => {
      set(name)
      const agent = model(name)
      const told = agent.create(bench.top, 'a.js', '1\n', 'call_1')
      if (told.after === null) throw new Error('expected a report')
      around(bench, agent, { ...told, after: failed(told.after) }, () => bench.write('a.js', 'by hand\n'))
      expect(committed()).toBe('none; basis=observed')
    })
})

describe('tools beside the agent’s own', () => {
  // Which names agents call their hooks for, and as what they are read: test/unit/server-tools.test.ts.
  const cases = [
    ['claude-code', 'PowerShell'],
    ['claude-code', 'mcp__ide__executeCommand'],
    ['gemini-cli', 'mcp_filesystem_write_file'],
    ['continue', 'create_text_file'],
    ['github-copilot', 'filesystem-write_file'],
    ['kiro', 'smart_relocate'],
    ...['shell', 'developer__shell', 'filesystem__write_file'].map((tool) => ['goose', tool] as const),
  ] as const
  for (const [name, tool] of cases)
    test(`${name}: what ${tool} writes is the agent’s`, () => {
      set(name)
      const agent = model(name)
      const told = agent.shell?.(bench.top, 'x', 'call_1')
      const as = (report: Report | null | undefined) =>
        report == null ? null : { ...report, tool, payload: { ...report.payload, tool_name: tool } }
      around(bench, agent, { before: as(told?.before), after: as(told?.after) }, () =>
        bench.write('made.js', '1\n2\n3\n'),
      )
      expect(committed()).toMatch(three)
    })

  test('cursor: what a server’s tool wrote since the prompt', () => {
    set('cursor')
    const agent = model('cursor')
    call(bench, agent, agent.prompt(bench.top, 'Do it'))
    bench.write('made.js', '1\n2\n3\n')
    const after = agent.create(bench.top, 'made.js', '', 'call_1').after
    const said = { tool_name: 'MCP:write_file', tool_input: {} }
    const ran = call(
      bench,
      agent,
      after && { ...after, tool: 'MCP:write_file', payload: { ...after.payload, ...said } },
    )
    expect(ran).toEqual([{ status: 0, stdout: '{}\n', stderr: '' }])
    expect(committed()).toMatch(three)
  })

  test('goose: edits by its tools with and without a prefix', () => {
    set('goose')
    const agent = model('goose')
    for (const [file, prefix] of [
      ['a.js', ''],
      ['b.js', 'developer__'],
    ] as const) {
      const told = agent.create(bench.top, file, '1\n', `call_${file}`)
      const as = (report: Report | null) =>
        report === null
          ? null
          : { ...report, tool: `${prefix}write`, payload: { ...report.payload, tool_name: `${prefix}write` } }
      call(bench, agent, as(told.before))
      bench.write(file, '1\n')
      call(bench, agent, as(told.after))
    }
    expect(committed()).toMatch(/^0\.000; kept=2;/)
  })
})

/** A tool's report with another input, in the dialect of Claude Code. */
const withInput = (report: Report | null, input: unknown): Report | null =>
  report === null ? null : { ...report, payload: { ...report.payload, tool_input: input } }

describe('an edit whose file the payload names in another way', () => {
  const patch = (lines: readonly string[]) => ({
    command: ['*** Begin Patch', ...lines, '*** End Patch', ''].join('\r\n'),
  })
  const cases: readonly (readonly [string, string, (file: string) => unknown])[] = [
    ['claude-code', 'its URI', (file) => ({ file_path: `file://${file}`, content: '1\n2\n3\n' })],
    ['claude-code', 'absolutePath', (file) => ({ absolutePath: file, content: '1\n2\n3\n' })],
    ['claude-code', 'target_file', () => ({ target_file: 'made.js', content: '1\n2\n3\n' })],
    [
      'cursor',
      'target_notebook',
      (file) => ({ target_notebook: file, cell_idx: 0, is_new_cell: true, new_string: '1' }),
    ],
    ['github-copilot', 'a list', () => ({ files: ['made.js'] })],
    ['github-copilot', 'a list with what is written', () => ({ files: [{ path: 'made.js', content: '1\n2\n3\n' }] })],
    ['github-copilot', 'each of its edits', () => ({ edits: [{ filePath: 'made.js', oldText: '', newText: 'x' }] })],
    ['codex', 'a patch with CRLF', (file) => patch([`*** Add File: ${file}`, '+1', '+2', '+3'])],
    ['codex', 'an indented header', (file) => patch([`  *** Add File: ${file}`, '+1', '+2', '+3'])],
  ]
  for (const [name, what, input] of cases)
    test(`${name}: ${what}`, () => {
      set(name)
      const agent = model(name)
      const told = agent.create(bench.top, 'made.js', '1\n2\n3\n', 'call_1')
      const given = input(join(bench.top, 'made.js'))
      around(bench, agent, { before: withInput(told.before, given), after: withInput(told.after, given) }, () =>
        bench.write('made.js', '1\n2\n3\n'),
      )
      expect(committed()).toMatch(three)
    })

  test.each([{ somewhere: 'made.js' }, { file_path: 'https://example.com/made.js' }, 'made.js', {}])(
    'by no word that is known: it is told as a command’s, by all files before and after (%j)',
    (input) => {
      set('claude-code')
      const agent = model('claude-code')
      const told = agent.create(bench.top, 'made.js', '1\n2\n3\n', 'call_1')
      around(bench, agent, { before: withInput(told.before, input), after: withInput(told.after, input) }, () =>
        bench.write('made.js', '1\n2\n3\n'),
      )
      expect(committed()).toMatch(three)
    },
  )

  test('by no word that is known, and only when it is made: nobody claims that no agent was seen', () => {
    set('claude-code')
    const agent = model('claude-code')
    const told = agent.create(bench.top, 'made.js', '1\n', 'call_1')
    around(bench, agent, { before: null, after: withInput(told.after, { somewhere: 'made.js' }) }, () =>
      bench.write('made.js', '1\n'),
    )
    expect(committed()).toBe(undefined)
  })
})

describe('a tool that nobody knows', () => {
  const uses = (tool: string) => {
    set('github-copilot')
    const agent = model('github-copilot')
    const told = agent.shell?.(bench.top, 'x', 'call_1')
    const as = (report: Report | null | undefined) =>
      report == null ? null : { ...report, tool, payload: { ...report.payload, tool_name: tool } }
    around(bench, agent, { before: as(told?.before), after: as(told?.after) }, () =>
      bench.write('made.js', '1\n2\n3\n'),
    )
    return committed()
  }
  test.each(['vscode_renameSymbol', 'create_and_run_task', 'run_vscode_command', 'formatDocument'])(
    'is looked at as a command is, where its name says that it writes: %s',
    (tool) => expect(uses(tool)).toMatch(three),
  )
  test.each(['manage_todo_list', 'get_changed_files', 'runSubagent', 'update_plan'])('is passed over: %s', (tool) =>
    expect(uses(tool)).toBe('none; basis=observed'),
  )
})

describe('a command in the background, whose end nobody tells: what it wrote is not said to be a person’s', () => {
  const cases: readonly (readonly [string, Payload, Payload])[] = [
    ['qwen-code', { is_background: true }, {}],
    ['gemini-cli', { is_background: true }, {}],
    ['github-copilot', { mode: 'async' }, {}],
    ['github-copilot', { isBackground: true }, {}],
    ['codex', {}, { tool_response: 'Chunk ID: 1\nProcess running with session ID 7\n' }],
  ]
  test.each(cases)('%s %j %j', (name, asked, answered) => {
    set(name)
    const agent = model(name)
    const told = agent.shell?.(bench.top, './gen', 'call_1')
    const as = (report: Report | null | undefined, more: Payload) =>
      report == null
        ? null
        : { ...report, payload: { ...report.payload, tool_input: { command: './gen', ...asked }, ...more } }
    around(bench, agent, { before: as(told?.before, {}), after: as(told?.after, answered) }, () => {})
    bench.write('made.js', '1\n')
    expect(committed()).toBe(undefined)
  })
})

describe('a path as only its agent writes it', () => {
  test('cline: of a folder of the window, by its name', () => {
    set('cline')
    const agent = model('cline')
    const told = agent.create(bench.top, 'made.js', '1\n2\n3\n', 'call_1')
    const name = bench.top.split('/').at(-1)
    const as = (report: Report | null, key: string) => {
      if (report === null) return null
      const said = report.payload[key] as Payload
      const parameters = { path: `@${name}:made.js`, content: '1\n2\n3\n' }
      const roots = { workspaceRoots: [bench.home, bench.top] }
      return { ...report, payload: { ...report.payload, ...roots, [key]: { ...said, parameters } } }
    }
    around(bench, agent, { before: as(told.before, 'preToolUse'), after: as(told.after, 'postToolUse') }, () =>
      bench.write('made.js', '1\n2\n3\n'),
    )
    expect(committed()).toMatch(three)
  })

  test('of a file that is nowhere, before or after: nobody claims that no agent was seen', () => {
    set('claude-code')
    const agent = model('claude-code')
    const told = agent.create(bench.top, 'elsewhere.js', '1\n', 'call_1')
    around(bench, agent, told, () => bench.write('made.js', '1\n'))
    expect(committed()).toBe(undefined)
  })
})

test.each([[[]], [['--agent', 'claude-code', '--newer', 'x']], [['--agent']]])(
  'record with words that make no sense ends well, for 2 would refuse the tool: %j',
  (words) => {
    set('claude-code')
    const ran = bench.provenance(['record', ...words], { input: '{}' })
    expect([ran.status, ran.stdout]).toEqual([0, ''])
    expect(ran.stderr).toContain('error: ')
    expect(bench.provenance(['doctor']).stdout).toContain('record: ')
    bench.write('made.js', '1\n')
    expect(committed()).toBe(undefined)
    expect(bench.provenance(['record', '--dry-run', ...words], { input: '{}' }).status).toBe(2)
  },
)
