import { describe, expect, test } from 'vitest'
import type { HookFile } from '../../src/agents/agent.js'
import { agents } from '../../src/agents/index.js'
import { writingTools } from '../../src/agents/server-tools.js'
import type { Payload, Report } from '../support/agents/driver.js'
import { agentModels } from '../support/agents/models.js'

type Listed = { readonly event: string; readonly matcher?: unknown }

/** What an agent's own files and settings listen to. */
const listening = (hooks: HookFile): readonly Listed[] => {
  if (hooks.form === 'merged') return hooks.entries.map(({ event, value }) => ({ event, ...value }))
  const { hooks: own = {} } = hooks.path.endsWith('.json') ? JSON.parse(hooks.text) : {}
  return Array.isArray(own)
    ? own.map(({ trigger, matcher }) => ({ event: trigger, matcher }))
    : Object.entries(own).flatMap(([event, all]) => (all as Payload[]).map((one) => ({ event, ...one })))
}

/** How often an agent calls our hooks for a tool, its matcher held against the whole of the name or found in it. */
const callsFor = (name: string, event: string, tool: string): readonly number[] =>
  [(matcher: string) => new RegExp(`^(?:${matcher})$`), (matcher: string) => new RegExp(matcher)].map(
    (as) =>
      (agents[name]?.hooks ?? [])
        .flatMap(listening)
        .filter((one) => one.event === event && (one.matcher === undefined || as(String(one.matcher)).test(tool)))
        .length,
  )

const reportsOf = (name: string): { before: Report | null; after: Report | null } => {
  const told = agentModels.find((agent) => agent.name === name)?.shell?.('/r', 'x', 'call_1')
  return { before: told?.before ?? null, after: told?.after ?? null }
}
const kindOf = (name: string, report: Report | null, more: Payload): string | undefined =>
  report === null ? undefined : agents[name]?.read({ ...report.payload, ...more }, {}).kind

/** How each agent names the tools of MCP servers: `mcp__…` where no other way is named. */
const names: Readonly<Record<string, (server: string, tool: string) => readonly string[]>> = {
  'claude-code': (server, tool) => [`mcp__${server}__${tool}`],
  codex: (server, tool) => [`mcp__${server}__${tool}`],
  'qwen-code': (server, tool) => [`mcp__${server}__${tool}`],
  devin: (server, tool) => [`mcp__${server}__${tool}`],
  'factory-droid': (server, tool) => [`mcp__${server}__${tool}`],
  'gemini-cli': (server, tool) => [`mcp_${server}_${tool}`],
  continue: (_, tool) => [tool],
  goose: (server, tool) => [`${server}__${tool}`],
  kiro: (server, tool) => [`mcp_${server}_${tool}`, `@${server}/${tool}`, `${server}::${tool}`],
}

describe.each(Object.entries(names))('%s', (name, named) => {
  const { before, after } = reportsOf(name)
  const events = [before, after].flatMap((report) => report?.event ?? [])

  test('what a server’s tool may write is heard before and after, once, as a command is', () => {
    for (const server of ['serena', 'memory-bank', 'dev'])
      for (const tool of ['replace_symbol_body', 'executeCommand', 'create_text_file'].flatMap((one) =>
        named(server, one),
      )) {
        expect([tool, events.map((event) => callsFor(name, event, tool))]).toEqual([
          tool,
          [
            [1, 1],
            [1, 1],
          ],
        ])
        const kinds = [before, after].map((report) => kindOf(name, report, { tool_name: tool }))
        expect([tool, kinds]).toEqual([tool, ['shell-before', 'shell-after']])
      }
  })

  test('one that reads starts nothing', () => {
    for (const tool of ['read_text_file', 'list_directory', 'get_file_info', 'find_symbol'].flatMap((one) =>
      named('serena', one),
    ))
      expect([tool, events.map((event) => callsFor(name, event, tool))]).toEqual([
        tool,
        [
          [0, 0],
          [0, 0],
        ],
      ])
  })
})

test('goose: its own tools are heard once, with a prefix and without', () => {
  const running = ['shell', 'developer__shell', 'computercontroller__automation_script', 'execute_typescript']
  for (const tool of ['edit', 'write', 'developer__edit', 'developer__text_editor', ...running])
    expect([tool, callsFor('goose', 'PreToolUse', tool)]).toEqual([tool, [1, 1]])
  const kinds = running.map((tool_name) => kindOf('goose', reportsOf('goose').before, { tool_name }))
  expect(kinds).toEqual(running.map(() => 'shell-before'))
})

test('copilot: a server’s tool has its name behind a dash, and is heard whatever its server is called', () => {
  const { before, after } = reportsOf('github-copilot')
  for (const [tool, kinds] of [
    ['filesystem-write_file', ['shell-before', 'shell-after']],
    ['memory-bank-write', ['shell-before', 'shell-after']],
    ['mcp_filesystem_write_file', ['shell-before', 'shell-after']],
    ['github-mcp-server-list_issues', ['ignored', 'ignored']],
  ] as const)
    expect([tool, [before, after].map((one) => kindOf('github-copilot', one, { tool_name: tool }))]).toEqual([
      tool,
      kinds,
    ])
})

test('cline, cursor and windsurf say in a field of its own which tool it is', () => {
  const cline = (tool_name: string) =>
    kindOf(
      'cline',
      { event: '', payload: { clineVersion: '4.1.17', hookName: 'PreToolUse' } },
      {
        preToolUse: {
          toolName: 'use_mcp_tool',
          parameters: { server_name: 'memory-bank', tool_name, arguments: '{}' },
        },
      },
    )
  expect(['write_file', 'read_file'].map(cline)).toEqual(['shell-before', 'ignored'])
  const cursor = (tool_name: string) =>
    ['beforeMCPExecution', 'afterMCPExecution'].map(
      (hook_event_name) =>
        agents['cursor']?.read({ cursor_version: '3', hook_event_name, tool_name, tool_input: '{}' }, {}).kind,
    )
  expect([cursor('write_file'), cursor('read_file')]).toEqual([
    ['shell-before', 'shell-after'],
    ['ignored', 'ignored'],
  ])
  const windsurf = (mcp_tool_name: string) =>
    ['pre_mcp_tool_use', 'post_mcp_tool_use'].map(
      (agent_action_name) => agents['windsurf']?.read({ agent_action_name, tool_info: { mcp_tool_name } }, {}).kind,
    )
  expect([windsurf('create_branch'), windsurf('list_issues')]).toEqual([
    ['shell-before', 'shell-after'],
    ['ignored', 'ignored'],
  ])
})

test('cursor: of a server’s tool that may write, by the event of all tools', () => {
  const calls = (tool: string) => callsFor('cursor', 'postToolUse', tool)
  expect([calls('MCP:write_file'), calls('MCP:read_file'), calls('StrReplace')]).toEqual([
    [1, 1],
    [0, 0],
    [1, 1],
  ])
  const payload = { cursor_version: '3', hook_event_name: 'postToolUse', tool_name: 'MCP:write_file', tool_input: {} }
  expect(agents['cursor']?.read(payload, {}).kind).toBe('shell-after')
})

describe('kiro: tools beside those that edit and run commands', () => {
  const { before, after } = reportsOf('kiro')
  test.each<[string, Payload, string]>([
    ['smart_relocate', { sourcePath: 'a.txt', destinationPath: 'lib/b.txt' }, 'shell'],
    ['semantic_rename', { path: 'a.ts', line: 1, character: 1, newName: 'b' }, 'shell'],
    ['createHook', { id: 'x' }, 'shell'],
    ['kiro_powers', { action: 'use', serverName: 's', toolName: 'write_file' }, 'shell'],
    ['kiro_powers', { action: 'use', serverName: 's', toolName: 'read_file' }, 'ignored'],
    ['kiro_powers', { action: 'list' }, 'ignored'],
    ['control_bash_process', { action: 'stop', terminalId: 't' }, 'ignored'],
    ['code', { operation: 'pattern_rewrite' }, 'shell'],
    ['code', { op: 'rename_symbol' }, 'shell'],
    ['code', { operation: 'search_symbols' }, 'ignored'],
  ])('%s %j: %s', (tool, tool_input, kind) => {
    expect(callsFor('kiro', 'PreToolUse', tool)).toEqual([1, 1])
    const kinds = [before, after].map((one) => kindOf('kiro', one, { tool_name: tool, tool_input }))
    expect(kinds).toEqual(kind === 'shell' ? ['shell-before', 'shell-after'] : [kind, kind])
  })

  test('a process that is started goes on', () => {
    const payload = {
      hook_event_name: 'PostToolUse',
      tool_name: 'control_bash_process',
      tool_input: { action: 'start' },
    }
    expect(agents['kiro']?.read(payload, {})).toMatchObject({ kind: 'shell-after', inBackground: true })
  })
})

test('the expression of those that had it stays to the letter: Codex asks for trust anew where it changes', () => {
  expect(writingTools).toBe(
    '^mcp__.*([Ww]rit|[Ee]dit|[Cc]reat|[Ii]nsert|[Rr]eplac|[Dd]elet|[Rr]ename|[Mm]ov|[Pp]atch|' +
      '[Aa]pply|[Aa]ppend|[Uu]pdate|[Rr]efactor|[Ee]xec|[Cc]ommand|[Ss]hell|[Tt]erminal).*',
  )
})
