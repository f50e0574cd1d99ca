import type { Observation } from '../core/event.js'
import type { Agent, HookFile } from './agent.js'
import { hookCommand } from './command.js'
import { firstString, type JsonObject, list, object, text } from './payload.js'
import { type Moment, observation } from './tool-call.js'

/** Names of moments in the extension (hooks.proto) and in the SDK and CLI (events.ts), both of August 2026. */
const moments: Readonly<Record<string, Moment>> = {
  UserPromptSubmit: 'prompt',
  PreToolUse: 'before',
  PostToolUse: 'after',
  TaskStart: 'session-start',
  TaskResume: 'session-start',
  TaskComplete: 'session-end',
  prompt_submit: 'prompt',
  tool_call: 'before',
  tool_result: 'after',
  agent_start: 'session-start',
  agent_resume: 'session-start',
  session_shutdown: 'session-end',
}

const read = (payload: JsonObject): Observation => {
  const moment = moments[text(payload['hookName']) ?? ''] ?? null
  const block = object(payload[moment === 'before' ? 'preToolUse' : 'postToolUse'])
  const call = object(payload[moment === 'before' ? 'tool_call' : 'tool_result'])
  const model = text(object(payload['model'])['slug'])
  return observation({
    ...{ moment, tool: 'cline', toolVersion: text(payload['clineVersion']) },
    model: model === 'unknown' ? null : model,
    session: text(payload['taskId']),
    call: text(call['id']),
    cwd: text(list(payload['workspaceRoots'])[0]) ?? text(object(payload['workspaceInfo'])['rootPath']),
    prompt: firstString(object(payload['userPromptSubmit']), 'prompt'),
    name: text(call['name']) ?? text(block['toolName']),
    input: call['input'] ?? block['parameters'],
    response: block,
  })
}

const script = (folder: string, event: string): HookFile => ({
  ...{ form: 'own', path: `${folder}/${event}`, mode: 0o755 },
  text: `#!/bin/sh\n${hookCommand({ agent: 'cline', mode: 'event', otherwise: `echo '{"cancel":false}'` })}\n`,
})

/** Cline: an executable file for each event, in the extension's folder and in that of its SDK and CLI. */
export const cline: Agent = {
  product: 'Cline',
  trust: 'turn on Hooks in its settings, and each of the four in the Hooks tab',
  signs: ['.clinerules', '.cline', '~/.cline', 'cline'],
  read,
  hooks: ['.clinerules/hooks', '.cline/hooks'].flatMap((folder) =>
    ['TaskStart', 'UserPromptSubmit', 'PreToolUse', 'PostToolUse'].map((event) => script(folder, event)),
  ),
}
