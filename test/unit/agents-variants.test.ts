import { describe, expect, test } from 'vitest'
import { agentNamed, agentNames, agents } from '../../src/agents/index.js'
import type { Observation } from '../../src/core/edits/event.js'
import { observe } from '../../src/workflows/agents/observe.js'

const top = '/home/dev/acme'
const old = '  return items.length'
const fresh = '  return sum(items)'
const patch = `*** Begin Patch\n*** Update File: src/cart.ts\n@@\n-${old}\n+${fresh}\n*** Add File: src/tax.ts\n+x\n*** End Patch\n`
const edit = { file_path: `${top}/src/cart.ts`, old_string: old, new_string: fresh }

type Env = Readonly<Record<string, string>>
const read = (agent: string, payload: unknown, env: Env = {}): Observation =>
  observe(agent, Buffer.from(JSON.stringify(payload)), env)
const paths = ({ files }: Observation) => files.map(({ path }) => path)

describe('one hook registered for Claude Code, called by another agent', () => {
  const claude = { session_id: 's', cwd: top, hook_event_name: 'PostToolUse', tool_name: 'Edit', tool_input: edit }
  const callers: readonly (readonly [string, object, Env])[] = [
    ['claude-code', { ...claude, transcript_path: '/home/dev/.claude/projects/x/s.jsonl' }, { CLAUDECODE: '1' }],
    ['cursor', { ...claude, cursor_version: '3.2.11', model: 'gpt-5' }, {}],
    ['cursor', claude, { CURSOR_VERSION: '3.2.11' }],
    ['devin', { ...claude, cwd: undefined, prompt_id: 'p' }, {}],
    ['devin', claude, { DEVIN_PROJECT_DIR: top }],
    ['devin', { ...claude, cwd: undefined, prompt_id: 'p' }, { DEVIN_PROJECT_DIR: top, CLAUDECODE: '1' }],
    ['claude-code', { ...claude, cwd: undefined, prompt_id: 'p' }, { CLAUDECODE: '1' }],
    ['claude-code', { ...claude, cwd: undefined, prompt_id: 'p' }, { AI_AGENT: 'claude-code_2-1-329_agent' }],
    ['claude-code', { ...claude, cwd: undefined, prompt_id: 'p', effort: { level: 'high' } }, {}],
    ['claude-code', { ...claude, transcript_path: '', tool_response: { structuredPatch: [] } }, {}],
    ['claude-code', { ...claude, transcript_path: '', prompt_id: 'p' }, {}],
    ['claude-code', { ...claude, transcript_path: '' }, { CLAUDECODE: '1' }],
    ['codex', { ...claude, turn_id: 't', model: 'gpt-5.1-codex' }, {}],
    ['github-copilot', { ...claude, transcript_path: '/x/GitHub.copilot-chat/transcripts/s.jsonl' }, {}],
    ['github-copilot', { ...claude, tool_result: { result_type: 'success' } }, {}],
    ['continue', { ...claude, transcript_path: '' }, {}],
    ['qwen-code', claude, { QWEN_PROJECT_DIR: top, GEMINI_PROJECT_DIR: top }],
    ['gemini-cli', claude, { GEMINI_SESSION_ID: 's' }],
    ['continue', claude, { CONTINUE_PROJECT_DIR: top, CLAUDECODE: '1' }],
    ['factory-droid', claude, { FACTORY_PROJECT_DIR: top }],
    ['factory-droid', { ...claude, transcript_path: '' }, { FACTORY_PROJECT_DIR: top }],
    ['grok-cli', { ...claude, sessionId: 's', hookEventName: 'PostToolUse' }, { GROK_SESSION_ID: 's' }],
  ]
  for (const [tool, payload, env] of callers)
    test(`${tool} ${[...Object.keys(env), ...Object.keys(payload)].join(' ')}`, () =>
      expect(read('claude-code', payload, { CLAUDE_PROJECT_DIR: top, ...env })).toMatchObject({
        tool,
        kind: 'edit-after',
      }))
})

describe('GitHub Copilot CLI in its camel-case dialect, which names no event', () => {
  const base = { sessionId: 's', timestamp: 1795168800000, cwd: top }
  const done = { toolResult: { resultType: 'success', textResultForLlm: '' } }
  const kinds: readonly (readonly [Observation['kind'], object])[] = [
    ['session-start', { ...base, source: 'startup' }],
    ['session-end', { ...base, reason: 'complete' }],
    ['prompt', { ...base, prompt: 'x' }],
    ['edit-before', { ...base, toolName: 'edit', toolArgs: { path: 'a', old_str: 'b', new_str: 'c' } }],
    ['edit-after', { ...base, toolName: 'create', toolArgs: { path: 'a', file_text: 'b' }, ...done }],
    ['shell-after', { ...base, toolName: 'bash', toolArgs: { command: 'x' }, ...done }],
    ['ignored', { ...base, toolName: 'view', toolArgs: { path: 'a' }, ...done }],
    ['ignored', { ...base, toolName: 'edit', toolArgs: {}, toolResult: { resultType: 'denied' } }],
    ['ignored', { ...base, stopReason: 'end_turn' }],
  ]
  for (const [kind, payload] of kinds) test(kind, () => expect(read('copilot-cli', payload).kind).toBe(kind))

  test('arguments as JSON in a string, and a bare patch', () => {
    const args = JSON.stringify({ path: 'a', old_str: 'b', new_str: 'c' })
    expect(paths(read('github-copilot', { ...base, toolName: 'edit', toolArgs: args, ...done }))).toEqual(['a'])
    const patched = read('github-copilot', { ...base, toolName: 'apply_patch', toolArgs: patch, ...done })
    expect(paths(patched)).toEqual(['src/cart.ts', 'src/tax.ts'])
  })
})

describe('variants that agents’ versions and surfaces send', () => {
  const after = { session_id: 's', cwd: top, hook_event_name: 'PostToolUse', tool_use_id: 'c' }
  const many = {
    replacements: [
      { filePath: 'a', oldString: '1', newString: '2' },
      { filePath: 'b', oldString: '1', newString: '2' },
    ],
  }
  const parallel = { tool_uses: [{ recipient_name: 'functions.apply_patch', parameters: { patch } }] }
  const told: readonly (readonly [
    string,
    string,
    object,
    Partial<Observation> & { readonly at?: readonly string[] },
  ])[] = [
    [
      'Codex, functions.apply_patch',
      'codex',
      { ...after, model: 'm', turn_id: 't', tool_name: 'functions.apply_patch', tool_input: { command: patch } },
      { kind: 'edit-after', at: ['src/cart.ts', 'src/tax.ts'] },
    ],
    [
      'Codex Desktop, tools in parallel',
      'codex',
      { ...after, tool_name: 'multi_tool_use.parallel', tool_input: parallel },
      { kind: 'edit-after', at: ['src/cart.ts', 'src/tax.ts'] },
    ],
    [
      'VS Code, several replacements',
      'copilot-vscode',
      { ...after, tool_name: 'multi_replace_string_in_file', tool_input: many },
      { kind: 'edit-after', at: ['a', 'b'] },
    ],
    [
      'VS Code, names in camel case',
      'copilot-vscode',
      {
        hookEventName: 'PostToolUse',
        sessionId: 's',
        tool_name: 'create_file',
        tool_input: { filePath: 'a', content: 'x' },
      },
      { kind: 'edit-after', session: 's', at: ['a'] },
    ],
    [
      'Droid, ApplyPatch',
      'droid',
      { ...after, tool_name: 'ApplyPatch', tool_input: { input: patch } },
      { kind: 'edit-after', at: ['src/cart.ts', 'src/tax.ts'] },
    ],
    [
      'Cline SDK',
      'cline',
      {
        clineVersion: '3.0.65',
        taskId: 't',
        workspaceRoots: [top],
        hookName: 'tool_result',
        tool_result: { id: 'c1', name: 'editor', input: { path: 'a', old_text: '1', new_text: '2' } },
        postToolUse: { toolName: 'editor', success: true },
      },
      { kind: 'edit-after', call: 'c1', model: null, at: ['a'] },
    ],
    // sdk/packages/core/src/hooks/hook-file-hooks.ts of August 2026.
    ...(
      [
        ['prompt_submit', null, { kind: 'prompt', session: 'root' }],
        ['prompt_submit', 'a1', { kind: 'ignored' }],
        ['session_shutdown', 'a1', { kind: 'ignored' }],
        ['agent_start', 'a1', { kind: 'session-start', session: 'root' }],
        ['tool_call', 'a1', { kind: 'edit-before', session: 'root', at: ['a'] }],
      ] as const
    ).map(([hookName, parent, expected]) => {
      const task = { clineVersion: '3.0.65', taskId: 't', sessionContext: { rootSessionId: 'root' }, hookName }
      const tool = { id: 'c1', name: 'editor', input: { path: 'a', new_text: '2' } }
      const told = { userPromptSubmit: { prompt: 'x' }, tool_call: tool, parent_agent_id: parent }
      const of = parent === null ? 'Cline SDK' : 'Cline SDK, a subagent'
      return [`${of}, ${hookName}`, 'cline', { ...task, ...told }, expected] as const
    }),
    [
      'Cline, a tool that failed',
      'cline',
      {
        clineVersion: '4.1.17',
        hookName: 'PostToolUse',
        postToolUse: { toolName: 'write_to_file', parameters: { path: 'a' }, success: false },
      },
      { kind: 'ignored' },
    ],
    [
      'Cline, a model it does not know',
      'cline',
      { clineVersion: '4', hookName: 'TaskStart', model: { slug: 'unknown' } },
      { kind: 'session-start', model: null },
    ],
    [
      'Kiro CLI 2',
      'kiro',
      {
        hook_event_name: 'postToolUse',
        cwd: top,
        tool_name: 'fs_write',
        tool_input: { command: 'str_replace', path: 'a', old_str: '1', new_str: '2' },
        tool_response: { success: true, result: [''] },
      },
      { kind: 'edit-after', session: null, at: ['a'] },
    ],
    ['Kiro CLI 2, start', 'kiro', { hook_event_name: 'agentSpawn', cwd: top }, { kind: 'session-start' }],
    [
      'Kiro, a prompt that is not told',
      'kiro',
      { hook_event_name: 'UserPromptSubmit', cwd: top, prompt: '' },
      { kind: 'prompt', prompt: '' },
    ],
    [
      'OpenCode, a hook’s own arguments',
      'opencode',
      {
        input: { tool: 'write', sessionID: 's', callID: 'c', args: { filePath: 'a', content: 'x' } },
        output: { title: '' },
      },
      { kind: 'edit-after', call: 'c', at: ['a'] },
    ],
    [
      'OpenCode, before a tool',
      'opencode',
      { input: { tool: 'bash', sessionID: 's', callID: 'c' }, output: { args: { command: 'x' } } },
      { kind: 'shell-before', command: 'x' },
    ],
    [
      'OpenCode, a prompt',
      'opencode',
      {
        input: { sessionID: 's', model: { modelID: 'm' } },
        output: { message: {}, parts: [{ type: 'text', text: 'p' }] },
      },
      { kind: 'prompt', prompt: 'p', model: 'm' },
    ],
    [
      'OpenCode, a prompt with a file and what OpenCode adds',
      'opencode',
      {
        input: { sessionID: 's' },
        output: {
          message: {},
          parts: [
            { type: 'text', text: 'p' },
            { type: 'text', text: 'Called the Read tool', synthetic: true },
            { type: 'file', url: 'file:///x.png' },
          ],
        },
      },
      { kind: 'prompt', prompt: 'p' },
    ],
    [
      'OpenCode, a session',
      'opencode',
      { event: { type: 'session.created', properties: { info: { id: 's', version: '1.18.34' } } } },
      { kind: 'session-start', toolVersion: '1.18.34' },
    ],
    [
      'Amp, an event of its own',
      'amp',
      {
        tool: 'edit_file',
        toolUseID: 'c',
        status: 'done',
        input: { path: 'a', old_str: '1', new_str: '2' },
        thread: { id: 'T-1' },
      },
      { kind: 'edit-after', session: 'T-1', at: ['a'] },
    ],
    [
      'Amp, a tool that failed',
      'amp',
      { tool: 'edit_file', toolUseID: 'c', status: 'error', input: { path: 'a' }, thread: {} },
      { kind: 'ignored' },
    ],
    [
      'Gemini, the model of a request',
      'gemini',
      { ...after, hook_event_name: 'BeforeModel', llm_request: { model: 'gemini-2.5-pro' } },
      { kind: 'model', model: 'gemini-2.5-pro' },
    ],
    [
      'Cursor, a model it chose itself',
      'cursor',
      { conversation_id: 's', hook_event_name: 'stop', cursor_version: '3.2', model: 'default' },
      { kind: 'ignored', model: 'unknown' },
    ],
    [
      'Cursor, a model it chooses for each answer',
      'cursor',
      { conversation_id: 's', hook_event_name: 'stop', cursor_version: '3.2', model: 'auto' },
      { kind: 'ignored', model: 'unknown' },
    ],
    [
      'Cursor, completion on the tab key',
      'cursor',
      {
        conversation_id: 's',
        hook_event_name: 'afterTabFileEdit',
        file_path: 'a',
        edits: [{ old_string: '1', new_string: '2' }],
      },
      { kind: 'edit-before', unsaved: true, at: ['a'] },
    ],
    [
      'Qwen, what was typed',
      'qwen',
      { ...after, hook_event_name: 'UserPromptSubmit', prompt: 'all', submitted_prompt: 'typed' },
      { kind: 'prompt', prompt: 'typed' },
    ],
    [
      'Claude, a prompt by a machine',
      'claude',
      { ...after, hook_event_name: 'UserPromptSubmit', prompt: 'x', source: 'loop_wakeup' },
      { kind: 'ignored' },
    ],
    [
      'Junie, before an edit',
      'junie',
      { hook_event_name: 'PreToolUse', tool_name: 'Edit', tool_input: edit },
      { kind: 'edit-before', tool: 'junie' },
    ],
    [
      'Antigravity, done',
      'antigravity',
      {
        conversationId: 's',
        workspacePaths: [top],
        toolCall: { name: 'replace_file_content', args: { TargetFile: '"a"' } },
        error: '',
      },
      { kind: 'edit-after', at: ['a'] },
    ],
    [
      'Antigravity, failed',
      'antigravity',
      { conversationId: 's', toolCall: { name: 'replace_file_content', args: {} }, error: 'no' },
      { kind: 'ignored' },
    ],
    [
      'git-ai’s agent-v1',
      'agent-v1',
      {
        type: 'ai_agent',
        repo_working_dir: top,
        edited_filepaths: ['a'],
        agent_name: 'my-agent',
        model: 'm',
        conversation_id: 's',
      },
      { kind: 'edit-after', tool: 'my-agent', at: ['a'] },
    ],
    [
      'git-ai’s agent-v1, a person',
      'agent-v1',
      { type: 'human', repo_working_dir: top, will_edit_filepaths: ['a'] },
      { kind: 'edit-before', session: null, at: ['a'] },
    ],
    [
      'git-ai’s agent-v1, a command',
      'agent-v1',
      { type: 'pre_shell_command', repo_working_dir: top, agent_name: 'my-agent', tool_use_id: 'c1', command: 'x' },
      { kind: 'shell-before', tool: 'my-agent', call: 'c1', command: 'x' },
    ],
  ]
  for (const [name, agent, payload, { at, ...expected }] of told)
    test(name, () => {
      const observation = read(agent, payload)
      expect(observation).toMatchObject(expected)
      if (at !== undefined) expect(paths(observation)).toEqual(at)
    })

  test('Kiro IDE 0.x reports in a variable', () => {
    const report = JSON.stringify({ toolName: 'fs_write', toolArgs: {}, toolResult: 'Created', toolSuccess: true })
    expect(read('kiro', {}, { USER_PROMPT: report })).toMatchObject({ kind: 'edit-after', files: [] })
  })

  test('Gemini keeps what the model proposed where a person changed it', () => {
    const input = { ...edit, modified_by_user: true, ai_proposed_content: 'proposed' }
    const response = { returnDisplay: { originalContent: 'before', newContent: 'after', isNewFile: false } }
    const payload = {
      ...after,
      hook_event_name: 'AfterTool',
      tool_name: 'replace',
      tool_input: input,
      tool_response: response,
    }
    const [file] = read('gemini-cli', payload).files
    expect(file).toMatchObject({ written: 'proposed', original: 'before', userModified: true })
  })
})

test('every agent reads the empty object, and odd values, without a fault', () => {
  const odd = {
    session_id: 7,
    cwd: [],
    tool_name: {},
    tool_input: 'x',
    hook_event_name: ['PostToolUse'],
    model: { a: 1 },
    prompt: null,
  }
  for (const agent of agentNames.filter((name) => name !== 'generic'))
    for (const payload of [{}, odd, { ...odd, hook_event_name: 'PostToolUse', tool_name: 'Edit' }])
      expect(read(agent, payload, { USER_PROMPT: '{' }).tool).toBe(agent)
})

test('payloads in other encodings, and what a shell leaves of them, are read', () => {
  const payload = JSON.stringify({
    hook_event_name: 'stop',
    conversation_id: 's',
    cursor_version: '3.2',
    model: 'gpt-5',
  })
  const utf16 = Buffer.from(`\uFEFF${payload}`, 'utf16le')
  const withoutZeros = Buffer.from(utf16.filter((byte) => byte !== 0))
  for (const bytes of [utf16, withoutZeros, Buffer.from(`\uFEFF${payload}`)])
    expect(observe('cursor', bytes, {})).toMatchObject({ tool: 'cursor', session: 's', model: 'gpt-5' })
})

test('Qwen Code before 0.24 counts in milliseconds: each hook has the time in which node starts', () => {
  const handlers = (agents['qwen-code']?.hooks ?? [])
    .flatMap((file) => (file.form === 'merged' ? file.entries : []))
    .flatMap(({ value }) => value['hooks'] as { readonly timeout: number }[])
  expect(new Set(handlers.map(({ timeout }) => timeout))).toEqual(new Set([30_000]))
})

test('names that people use lead to their agent; others to none', () => {
  expect(['copilot', 'gemini', 'droid', 'qwen', 'devin-desktop', 'claude'].map(agentNamed)).toEqual([
    'github-copilot',
    'gemini-cli',
    'factory-droid',
    'qwen-code',
    'devin',
    'claude-code',
  ])
  expect(agentNamed('constructor')).toBeNull()
})
