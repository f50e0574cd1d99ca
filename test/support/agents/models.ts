import { join } from 'node:path'
import type { AgentModel, Around, Change, Payload, Report } from './driver.js'

const session = '3d9a5d6e-1f77-4d0d-a4a5-6a3c0b7e2f90'
const jsonl = (...lines: readonly Payload[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

type Input = (payload: Payload) => Payload

/** Reports in Claude Code's dialect: the same event names and keys, each agent's own base fields around them. */
const dialect = (base: (top: string) => Payload, names: { readonly before: string; readonly after: string }) => {
  const report = (top: string, event: string, more: Payload, tool?: string): Report => ({
    event,
    ...(tool === undefined ? {} : { tool }),
    payload: { ...base(top), hook_event_name: event, ...more },
  })
  const tool = (
    top: string,
    name: string,
    { input, id, response }: { input: Payload; id: Payload; response: Payload },
  ): Around => ({
    before: report(top, names.before, { tool_name: name, tool_input: input, ...id }, name),
    after: report(top, names.after, { tool_name: name, tool_input: input, ...response, ...id }, name),
  })
  return { report, tool }
}

const claudeEvents = { before: 'PreToolUse', after: 'PostToolUse' }
const path = join

/** Claude Code 2.1.329 (types of claude-agent-sdk 0.3.329 and claude-code 2.1.329). */
const claudeCode = ((): AgentModel => {
  const { report, tool } = dialect(
    (top) => ({
      session_id: session,
      transcript_path: `${path(top, '..')}/.claude/projects/x/${session}.jsonl`,
      cwd: top,
      permission_mode: 'default',
    }),
    claudeEvents,
  )
  const id = (call: string) => ({ tool_use_id: call })
  return {
    name: 'claude-code',
    hooks: { file: '.claude/settings.json', form: 'groups', under: 'hooks' },
    env: (top) => ({ CLAUDE_PROJECT_DIR: top, AI_AGENT: 'claude-code_2-1-329_harness' }),
    start: (top) => report(top, 'SessionStart', { source: 'startup' }),
    prompt: (top, prompt) => report(top, 'UserPromptSubmit', { prompt, source: 'user' }),
    edit: (top, { file, old, fresh }, call) =>
      tool(top, 'Edit', {
        input: { file_path: path(top, file), old_string: old, new_string: fresh, replace_all: false },
        id: id(call),
        response: { tool_response: { userModified: false } },
      }),
    create: (top, file, content, call) =>
      tool(top, 'Write', {
        input: { file_path: path(top, file), content },
        id: id(call),
        response: { tool_response: { type: 'create', originalFile: null } },
      }),
    shell: (top, command, call) =>
      tool(top, 'Bash', {
        input: { command, description: 'x' },
        id: id(call),
        response: { tool_response: { stdout: '', stderr: '' } },
      }),
    log: (home) => ({
      path: `${home}/.claude/projects/x/${session}.jsonl`,
      text: jsonl({ type: 'assistant', version: '2.1.329', message: { model: 'claude-opus-4-6', content: [] } }),
    }),
    tool: 'claude-code/2.1.329',
    model: 'claude-opus-4-6',
  }
})()

/** Cursor 3.2 (hooks reference). No event before an edit is registered; a tool's id can hold a newline. */
const cursor = ((): AgentModel => {
  const base = (top: string, event: string): Payload => ({
    conversation_id: session,
    generation_id: 'c2f7f8a1',
    model: 'claude-opus-4-6',
    hook_event_name: event,
    cursor_version: '3.2.11',
    workspace_roots: [top],
    user_email: 'dev@example.test',
    transcript_path: null,
  })
  const report = (top: string, event: string, more: Payload, tool?: string): Report => ({
    event,
    ...(tool === undefined ? {} : { tool }),
    payload: { ...base(top, event), ...more },
  })
  return {
    name: 'cursor',
    hooks: { file: '.cursor/hooks.json', form: 'flat', under: 'hooks' },
    env: (top) => ({ CURSOR_PROJECT_DIR: top, CURSOR_VERSION: '3.2.11', CLAUDE_PROJECT_DIR: top }),
    start: (top) => report(top, 'sessionStart', { is_background_agent: false, composer_mode: 'agent' }),
    prompt: (top, prompt) => report(top, 'beforeSubmitPrompt', { prompt, attachments: [] }),
    edit: (top, { file, old, fresh }) => ({
      before: null,
      after: report(top, 'afterFileEdit', {
        file_path: path(top, file),
        edits: [{ old_string: old, new_string: fresh }],
      }),
    }),
    create: (top, file, content, call) => ({
      before: null,
      after: report(
        top,
        'postToolUse',
        {
          tool_name: 'Write',
          tool_input: { file_path: path(top, file), content },
          tool_output: '{}',
          tool_use_id: `${call}\nfc_1`,
          cwd: top,
        },
        'Write',
      ),
    }),
    shell: (top, command) => ({
      before: null,
      after: report(top, 'afterShellExecution', { command, output: '', duration: 1 }),
    }),
    tool: 'cursor/3.2.11',
    model: 'claude-opus-4-6',
    answers: {
      beforeSubmitPrompt: '{"continue":true}',
      sessionStart: '{}',
      afterFileEdit: '{}',
      postToolUse: '{}',
      afterShellExecution: '{}',
    },
  }
})()

/** Codex 0.169.0 (schemas in its binary): patches, paths from the turn's folder. */
const codex = ((): AgentModel => {
  const { report, tool } = dialect(
    (top) => ({
      session_id: session,
      transcript_path: `${path(top, '..')}/.codex/sessions/2026/11/20/rollout-x-${session}.jsonl`,
      cwd: top,
      model: 'gpt-5.1-codex',
      permission_mode: 'default',
      turn_id: 't1',
    }),
    claudeEvents,
  )
  const patch = (top: string, call: string, ...lines: string[]) =>
    tool(top, 'apply_patch', {
      input: { command: ['*** Begin Patch', ...lines, '*** End Patch', ''].join('\n') },
      id: { tool_use_id: call },
      response: { tool_response: 'Success.' },
    })
  return {
    name: 'codex',
    hooks: { file: '.codex/hooks.json', form: 'groups', under: 'hooks' },
    env: () => ({}),
    start: (top) => report(top, 'SessionStart', { source: 'startup' }),
    prompt: (top, prompt) => report(top, 'UserPromptSubmit', { prompt }),
    edit: (top, { file, old, fresh }, call) =>
      patch(top, call, `*** Update File: ${file}`, '@@', ...marked('-', old), ...marked('+', fresh)),
    create: (top, file, content, call) => patch(top, call, `*** Add File: ${file}`, ...marked('+', content.trimEnd())),
    shell: (top, command, call) =>
      tool(top, 'Bash', { input: { command }, id: { tool_use_id: call }, response: { tool_response: '' } }),
    log: (home) => ({
      path: `${home}/.codex/sessions/2026/11/20/rollout-x-${session}.jsonl`,
      text: jsonl(
        { type: 'session_meta', payload: { id: session, cli_version: '0.169.0' } },
        { type: 'turn_context', payload: { model: 'gpt-5.1-codex' } },
      ),
    }),
    tool: 'codex/0.169.0',
    model: 'gpt-5.1-codex',
  }
})()

const marked = (sign: string, text: string) => text.split('\n').map((line) => sign + line)

/** GitHub Copilot CLI 1.0.102 in the Pascal-case dialect that our registration asks for. No id joins before and after. */
const copilotCli = ((): AgentModel => {
  const { report, tool } = dialect(
    (top) => ({ session_id: session, timestamp: '2026-11-20T10:00:00.000Z', cwd: top }),
    claudeEvents,
  )
  const done = { tool_result: { result_type: 'success', text_result_for_llm: 'done' } }
  return {
    name: 'github-copilot',
    hooks: { file: '.github/hooks/provenance.json', form: 'flat', under: 'hooks' },
    env: () => ({}),
    start: (top) => report(top, 'SessionStart', { source: 'startup' }),
    prompt: (top, prompt) => report(top, 'UserPromptSubmit', { prompt }),
    edit: (top, { file, old, fresh }) =>
      tool(top, 'Edit', { input: { path: path(top, file), old_str: old, new_str: fresh }, id: {}, response: done }),
    create: (top, file, content) =>
      tool(top, 'Write', { input: { path: path(top, file), file_text: content }, id: {}, response: done }),
    shell: (top, command) => tool(top, 'Bash', { input: { command }, id: {}, response: done }),
    log: (home) => ({
      path: `${home}/.copilot/session-state/${session}/events.jsonl`,
      text: jsonl(
        {
          type: 'session.start',
          timestamp: '2026-01-01T10:00:00.000Z',
          data: { copilotVersion: '1.0.102', selectedModel: 'gpt-5.2' },
        },
        {
          type: 'session.model_change',
          timestamp: '2026-01-01T10:01:00.000Z',
          data: { newModel: 'claude-sonnet-4.6' },
        },
      ),
    }),
    tool: 'github-copilot/1.0.102',
    model: 'claude-sonnet-4.6',
  }
})()

/** VS Code's own agent (chatHookService.ts of March 2026): the model stands in the chat session beside the transcript. */
const copilotVscode = ((): AgentModel => {
  const storage = (home: string) => `${home}/.config/Code/User/workspaceStorage/0f1e`
  const { report, tool } = dialect(
    (top) => ({
      timestamp: '2026-11-20T10:00:00.000Z',
      session_id: session,
      cwd: top,
      transcript_path: `${storage(path(top, '..'))}/GitHub.copilot-chat/transcripts/${session}.jsonl`,
    }),
    claudeEvents,
  )
  const done = { tool_response: 'ok' }
  return {
    ...copilotCli,
    name: 'github-copilot',
    start: (top) => report(top, 'SessionStart', { source: 'new' }),
    prompt: (top, prompt) => report(top, 'UserPromptSubmit', { prompt }),
    edit: (top, { file, old, fresh }, call) =>
      tool(top, 'replace_string_in_file', {
        input: { filePath: path(top, file), oldString: old, newString: fresh },
        id: { tool_use_id: call },
        response: done,
      }),
    create: (top, file, content, call) =>
      tool(top, 'create_file', {
        input: { filePath: path(top, file), content },
        id: { tool_use_id: call },
        response: done,
      }),
    shell: (top, command, call) =>
      tool(top, 'run_in_terminal', { input: { command }, id: { tool_use_id: call }, response: done }),
    log: (home) => ({
      path: `${storage(home)}/chatSessions/${session}.jsonl`,
      text: jsonl(
        { kind: 0, v: { sessionId: session, requests: [] } },
        {
          kind: 2,
          k: ['requests'],
          v: [{ modelId: 'copilot/auto', result: { metadata: { resolvedModel: 'claude-sonnet-4-6' } } }],
        },
      ),
    }),
    tool: 'github-copilot',
    model: 'claude-sonnet-4-6',
  }
})()

/** Gemini CLI 0.61.0 (gemini-cli-core): no id joins before and after, the model stands in the session's file. */
const geminiCli = ((): AgentModel => {
  const { report, tool } = dialect(
    (top) => ({
      session_id: session,
      transcript_path: `${path(top, '..')}/.gemini/tmp/x/chats/session-1.jsonl`,
      cwd: top,
      timestamp: '2026-11-20T10:00:00.000Z',
    }),
    { before: 'BeforeTool', after: 'AfterTool' },
  )
  const done = { tool_response: { llmContent: 'ok', returnDisplay: 'ok' } }
  return {
    name: 'gemini-cli',
    hooks: { file: '.gemini/settings.json', form: 'groups', under: 'hooks' },
    env: (top) => ({ GEMINI_PROJECT_DIR: top, GEMINI_SESSION_ID: session, CLAUDE_PROJECT_DIR: top }),
    start: (top) => report(top, 'SessionStart', { source: 'startup' }),
    prompt: (top, prompt) => report(top, 'BeforeAgent', { prompt }),
    edit: (top, { file, old, fresh }) =>
      tool(top, 'replace', {
        input: { file_path: path(top, file), instruction: 'x', old_string: old, new_string: fresh },
        id: {},
        response: done,
      }),
    create: (top, file, content) =>
      tool(top, 'write_file', { input: { file_path: path(top, file), content }, id: {}, response: done }),
    shell: (top, command) => tool(top, 'run_shell_command', { input: { command }, id: {}, response: done }),
    log: (home) => ({
      path: `${home}/.gemini/tmp/x/chats/session-1.jsonl`,
      text: jsonl({ type: 'user' }, { type: 'gemini', model: 'gemini-2.5-pro' }),
    }),
    tool: 'gemini-cli',
    model: 'gemini-2.5-pro',
  }
})()

/** Qwen Code 0.24.4 (source): `prompt` may be what the model gets, `submitted_prompt` is what was typed. */
const qwenCode = ((): AgentModel => {
  const { report, tool } = dialect(
    (top) => ({
      session_id: session,
      transcript_path: `${path(top, '..')}/.qwen/projects/x/chats/${session}.jsonl`,
      cwd: top,
      permission_mode: 'auto_edit',
    }),
    claudeEvents,
  )
  const done = { tool_response: { llmContent: 'ok' } }
  return {
    name: 'qwen-code',
    hooks: { file: '.qwen/settings.json', form: 'groups', under: 'hooks' },
    env: (top) => ({ QWEN_PROJECT_DIR: top, GEMINI_PROJECT_DIR: top, CLAUDE_PROJECT_DIR: top }),
    start: (top) => report(top, 'SessionStart', { source: 'startup', model: 'qwen3-coder-plus' }),
    prompt: (top, prompt) => report(top, 'UserPromptSubmit', { prompt: `context ${prompt}`, submitted_prompt: prompt }),
    edit: (top, { file, old, fresh }, call) =>
      tool(top, 'edit', {
        input: { file_path: path(top, file), old_string: old, new_string: fresh },
        id: { tool_use_id: call },
        response: done,
      }),
    create: (top, file, content, call) =>
      tool(top, 'write_file', {
        input: { file_path: path(top, file), content },
        id: { tool_use_id: call },
        response: done,
      }),
    shell: (top, command, call) =>
      tool(top, 'run_shell_command', { input: { command }, id: { tool_use_id: call }, response: done }),
    log: (home) => ({
      path: `${home}/.qwen/projects/x/chats/${session}.jsonl`,
      text: jsonl({ type: 'assistant', version: '0.24.4', model: 'qwen3-coder-plus' }),
    }),
    tool: 'qwen-code/0.24.4',
    model: 'qwen3-coder-plus',
  }
})()

/** Factory Droid 0.225.2 (strings of its binary): no id, the model stands in the settings beside the session. */
const factoryDroid = ((): AgentModel => {
  const { report, tool } = dialect(
    (top) => ({
      session_id: session,
      transcript_path: `${path(top, '..')}/.factory/sessions/x/${session}.jsonl`,
      cwd: top,
      permission_mode: 'auto-medium',
    }),
    claudeEvents,
  )
  const done = { tool_response: { success: true } }
  return {
    name: 'factory-droid',
    hooks: { file: '.factory/hooks.json', form: 'groups' },
    env: (top) => ({ FACTORY_PROJECT_DIR: top, DROID_PROJECT_DIR: top, CLAUDE_PROJECT_DIR: top }),
    start: (top) => report(top, 'SessionStart', { source: 'startup' }),
    prompt: (top, prompt) => report(top, 'UserPromptSubmit', { message_id: 'm1', prompt, has_images: false }),
    edit: (top, { file, old, fresh }) =>
      tool(top, 'Edit', {
        input: { file_path: path(top, file), old_str: old, new_str: fresh, change_all: false },
        id: {},
        response: done,
      }),
    create: (top, file, content) =>
      tool(top, 'Create', { input: { file_path: path(top, file), content }, id: {}, response: done }),
    shell: (top, command) =>
      tool(top, 'Execute', { input: { command, timeout: 60 }, id: {}, response: { tool_response: 'ok' } }),
    log: (home) => ({
      path: `${home}/.factory/sessions/x/${session}.settings.json`,
      text: JSON.stringify({ model: 'claude-opus-4-6' }),
    }),
    tool: 'factory-droid',
    model: 'claude-opus-4-6',
  }
})()

/** Continue's cn 1.5.47 (source): the transcript's path is empty, `Write` says `filepath`. */
const continueCli = ((): AgentModel => {
  const { report, tool } = dialect((top) => ({ session_id: session, transcript_path: '', cwd: top }), claudeEvents)
  const done = { tool_response: 'ok' }
  return {
    name: 'continue',
    hooks: { file: '.continue/settings.json', form: 'groups', under: 'hooks' },
    env: (top) => ({ CONTINUE_PROJECT_DIR: top, CLAUDE_PROJECT_DIR: top }),
    start: (top) => report(top, 'SessionStart', { source: 'startup', model: 'claude-sonnet-4-6' }),
    prompt: (top, prompt) => report(top, 'UserPromptSubmit', { prompt }),
    edit: (top, { file, old, fresh }, call) =>
      tool(top, 'Edit', {
        input: { file_path: path(top, file), old_string: old, new_string: fresh },
        id: { tool_use_id: call },
        response: done,
      }),
    create: (top, file, content, call) =>
      tool(top, 'Write', { input: { filepath: path(top, file), content }, id: { tool_use_id: call }, response: done }),
    shell: (top, command, call) => tool(top, 'Bash', { input: { command }, id: { tool_use_id: call }, response: done }),
    tool: 'continue',
    model: 'claude-sonnet-4-6',
  }
})()

/** Devin CLI 3000.6.14 (capture): no folder, no transcript, no model in any payload. */
const devin = ((): AgentModel => {
  const { report, tool } = dialect(() => ({ session_id: 'amber-falcon', prompt_id: '5d6a1f70' }), claudeEvents)
  const done = { tool_response: { success: true, output: 'ok', error: null } }
  return {
    name: 'devin',
    hooks: { file: '.devin/hooks.v1.json', form: 'groups' },
    env: (top) => ({ DEVIN_PROJECT_DIR: top, DEVIN_MODEL: 'swe-1.5' }),
    start: (top) => report(top, 'SessionStart', { source: 'startup' }),
    prompt: (top, prompt) => report(top, 'UserPromptSubmit', { prompt }),
    edit: (top, { file, old, fresh }, call) =>
      tool(top, 'edit', {
        input: { file_path: path(top, file), old_string: old, new_string: fresh },
        id: { tool_use_id: call },
        response: done,
      }),
    create: (top, file, content, call) =>
      tool(top, 'write', { input: { file_path: path(top, file), content }, id: { tool_use_id: call }, response: done }),
    shell: (top, command, call) =>
      tool(top, 'exec', { input: { command, shell_id: 'main' }, id: { tool_use_id: call }, response: done }),
    tool: 'devin',
    model: 'swe-1.5',
  }
})()

/** Windsurf's Cascade (docs.windsurf.com): no folder on writes, the model by the name it is shown under. */
const windsurf = ((): AgentModel => {
  const report = (event: string, info: Payload): Report => ({
    event,
    payload: {
      agent_action_name: event,
      trajectory_id: session,
      execution_id: 'e1',
      model_name: 'Claude Sonnet 4.6',
      tool_info: info,
    },
  })
  const write = (file: string, edits: readonly Payload[]): Around => ({
    before: report('pre_write_code', { file_path: file, edits }),
    after: report('post_write_code', { file_path: file, edits }),
  })
  return {
    name: 'windsurf',
    hooks: { file: '.windsurf/hooks.json', form: 'flat', under: 'hooks' },
    env: () => ({}),
    start: () => null,
    prompt: (_, text) => report('pre_user_prompt', { user_prompt: text }),
    edit: (top, { file, old, fresh }) => write(path(top, file), [{ old_string: old, new_string: fresh }]),
    create: (top, file, content) => write(path(top, file), [{ old_string: '', new_string: content }]),
    shell: (top, command) => ({
      before: report('pre_run_command', { command_line: command, cwd: top }),
      after: report('post_run_command', { command_line: command, cwd: top }),
    }),
    tool: 'windsurf',
    model: 'Claude Sonnet 4.6',
  }
})()

/** Cline's extension 4.1.17 (hooks.proto): paths from the workspace's folder, an answer in JSON. */
const cline = ((): AgentModel => {
  const base = (top: string, event: string): Payload => ({
    clineVersion: '4.1.17',
    hookName: event,
    timestamp: '1795168800000',
    taskId: '1795168799001',
    workspaceRoots: [top],
    userId: 'x',
    model: { provider: 'anthropic', slug: 'claude-sonnet-4-6' },
  })
  const report = (top: string, event: string, more: Payload): Report => ({
    event,
    payload: { ...base(top, event), ...more },
  })
  const tool = (top: string, toolName: string, parameters: Payload): Around => ({
    before: report(top, 'PreToolUse', { preToolUse: { toolName, parameters } }),
    after: report(top, 'PostToolUse', {
      postToolUse: { toolName, parameters, result: 'ok', success: true, executionTimeMs: '12' },
    }),
  })
  const silent = '{"cancel":false}'
  return {
    name: 'cline',
    hooks: { file: '.clinerules/hooks', form: 'scripts' },
    env: () => ({ CLINE_ACTIVE: 'true' }),
    start: (top) => report(top, 'TaskStart', { taskStart: { taskMetadata: {} } }),
    prompt: (top, text) => report(top, 'UserPromptSubmit', { userPromptSubmit: { prompt: text, attachments: [] } }),
    edit: (top, { file, old, fresh }) =>
      tool(top, 'replace_in_file', {
        path: file,
        diff: `------- SEARCH\n${old}\n=======\n${fresh}\n+++++++ REPLACE\n`,
      }),
    create: (top, file, content) => tool(top, 'write_to_file', { path: file, content }),
    shell: (top, command) => tool(top, 'execute_command', { command }),
    tool: 'cline/4.1.17',
    model: 'claude-sonnet-4-6',
    answers: { TaskStart: silent, UserPromptSubmit: silent, PreToolUse: silent, PostToolUse: silent },
  }
})()

/** Kiro IDE 1.0.309 and CLI v3 (captures): paths from the folder, no id; the model stands in the CLI's session file. */
const kiro = ((): AgentModel => {
  const { report, tool } = dialect((top) => ({ session_id: session, cwd: top }), claudeEvents)
  const done = { tool_response: 'ok' }
  return {
    name: 'kiro',
    hooks: { file: '.kiro/hooks/provenance.json', form: 'kiro' },
    env: () => ({ TERM_PROGRAM: 'kiro' }),
    start: (top) => report(top, 'SessionStart', {}),
    prompt: (top, prompt) => report(top, 'UserPromptSubmit', { prompt }),
    edit: (top, { file, old, fresh }) =>
      tool(top, 'str_replace', { input: { path: file, oldStr: old, newStr: fresh }, id: {}, response: done }),
    create: (top, file, content) =>
      tool(top, 'fs_write', { input: { path: file, text: content }, id: {}, response: done }),
    shell: (top, command) => tool(top, 'execute_bash', { input: { command, cwd: top }, id: {}, response: done }),
    log: (home) => ({
      path: `${home}/.kiro/sessions/cli/${session}.json`,
      text: JSON.stringify({ session_state: { rts_model_state: { model_info: { model_id: 'claude-sonnet-4.6' } } } }),
    }),
    tool: 'kiro',
    model: 'claude-sonnet-4.6',
  }
})()

/** Goose 1.49.0: `event`, `working_dir`; tools of its own have bare names (aaif-goose/goose issue 12178). */
const goose = ((): AgentModel => {
  const input: Input = (more) => ({ session_id: '20261120_1', matcher_context: null, ...more })
  const report = (event: string, more: Payload, tool?: string): Report => ({
    event,
    ...(tool === undefined ? {} : { tool }),
    payload: { event, ...input(more) },
  })
  const tool = (top: string, name: string, tool_input: Payload, call: string): Around => {
    const more = { tool_call_id: call, tool_name: name, tool_input, working_dir: top }
    return { before: report('PreToolUse', more, name), after: report('PostToolUse', more, name) }
  }
  return {
    name: 'goose',
    hooks: { file: '.agents/plugins/provenance/hooks/hooks.json', form: 'groups', under: 'hooks' },
    env: () => ({ PLUGIN_ROOT: '/nowhere', GOOSE_MODEL: 'gpt-4.1' }),
    start: () => report('SessionStart', {}),
    prompt: (_, text) => report('UserPromptSubmit', { message: text }),
    edit: (top, { file, old, fresh }, call) =>
      tool(top, 'edit', { path: path(top, file), before: old, after: fresh }, call),
    create: (top, file, content, call) => tool(top, 'write', { path: path(top, file), content }, call),
    shell: (top, command, call) => tool(top, 'shell', { command }, call),
    tool: 'goose',
    model: 'gpt-4.1',
  }
})()

/** Crush (source of August 2026): one event, before a tool. No prompt, no model, nothing of the shell. */
const crush = ((): AgentModel => {
  const before = (top: string, name: string, tool_input: Payload): Around => ({
    before: {
      event: 'PreToolUse',
      tool: name,
      payload: { event: 'PreToolUse', session_id: session, cwd: top, tool_name: name, tool_input },
    },
    after: null,
  })
  return {
    name: 'crush',
    hooks: { file: 'crush.json', form: 'flat', under: 'hooks' },
    env: (top) => ({ CRUSH: '1', AGENT: 'crush', AI_AGENT: 'crush', CRUSH_PROJECT_DIR: top }),
    start: () => null,
    prompt: () => null,
    edit: (top, { file, old, fresh }: Change) =>
      before(top, 'edit', { file_path: path(top, file), old_string: old, new_string: fresh }),
    create: (top, file, content) => before(top, 'write', { file_path: path(top, file), content }),
    shell: null,
    tool: 'crush',
    model: 'unknown',
  }
})()

/** Agents whose hooks are commands, as a table for tests. */
export const agentModels: readonly AgentModel[] = [
  claudeCode,
  cursor,
  codex,
  copilotCli,
  copilotVscode,
  geminiCli,
  qwenCode,
  factoryDroid,
  continueCli,
  devin,
  windsurf,
  cline,
  kiro,
  goose,
  crush,
]
