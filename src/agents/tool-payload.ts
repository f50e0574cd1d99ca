import type { Observation, Replacement, ReportedFile } from '../core/event.js'
import type { Environment } from './caller.js'
import { callerOf } from './caller.js'
import { firstString, type JsonObject, list, object, text } from './payload.js'

/**
 * Payloads of the hooks that Claude Code runs (read from claude-agent-sdk 0.3.329 `sdk.d.ts` and claude-code
 * 2.1.329 `sdk-tools.d.ts`), and of the agents that load Claude's settings file and call the same hooks.
 */
export const readToolPayload = (payload: JsonObject, env: Environment): Observation => {
  const input = object(payload['tool_input'] ?? payload['toolInput'] ?? payload['toolArgs'])
  const tool = callerOf(payload, env)
  return {
    kind: kindOf(payload),
    tool,
    toolVersion: versionOf(payload, tool, env),
    model: modelOf(payload),
    session: firstText(payload, 'session_id', 'sessionId', 'conversation_id', 'conversationId'),
    call: firstText(payload, 'tool_use_id', 'toolUseId', 'tool_call_id'),
    cwd: firstText(payload, 'cwd', 'workingDirectory') ?? text(list(payload['workspace_roots'])[0]),
    transcript: transcriptOf(payload),
    prompt: firstString(payload, 'prompt'),
    command: firstText(input, 'command'),
    files: filesOf(payload, input),
  }
}

const firstText = (source: JsonObject, ...keys: string[]) => text(firstString(source, ...keys))

const editTools =
  /^(?:Edit|Write|MultiEdit|NotebookEdit|StrReplace|Delete|ApplyPatch|Create|apply_patch|edit|write|create|str_replace_editor|create_file|insert_edit_into_file|(?:multi_)?replace_string_in_file|edit_notebook_file|editFiles|write_file|replace)$/
const shellTools =
  /^(?:Bash|Shell|bash|shell|exec|Execute|powershell|PowerShell|run_in_terminal|run_shell_command|run_command)$/

/** Prompts that no person typed (UserPromptSubmit `source`, claude-agent-sdk 0.3.329). */
const machinePrompts = new Set(['system', 'loop_wakeup', 'schedule_wakeup', 'poll_event'])

const kindOf = (payload: JsonObject): Observation['kind'] => {
  const event = (firstString(payload, 'hook_event_name', 'hookEventName') ?? '').toLowerCase()
  const tool = firstString(payload, 'tool_name', 'toolName') ?? ''
  const staged = object(payload['tool_response'])['staged'] === true
  switch (event) {
    case 'userpromptsubmit':
    case 'beforesubmitprompt':
      return machinePrompts.has(text(payload['source']) ?? '') ? 'ignored' : 'prompt'
    case 'pretooluse':
      return editTools.test(tool) ? 'edit-before' : shellTools.test(tool) ? 'shell-before' : 'ignored'
    case 'posttooluse':
      if (editTools.test(tool)) return staged ? 'ignored' : 'edit-after'
      return shellTools.test(tool) ? 'shell-after' : 'ignored'
    case 'sessionstart':
      return 'session-start'
    case 'sessionend':
      return 'session-end'
    case 'postmodelswitch':
      return 'model'
    default:
      return 'ignored'
  }
}

/** `AI_AGENT=claude-code_2-1-329_agent` carries Claude's version with dashes for dots (CHANGELOG 2.1.120). */
const versionOf = (payload: JsonObject, tool: string, env: Environment): string | null => {
  const stated = firstText(payload, 'cursor_version', 'clineVersion', 'version')
  if (stated !== null || tool !== 'claude-code') return stated
  const match = /^claude-code_(\d+(?:-\d+)*)_/.exec(env['AI_AGENT'] ?? '')
  return match?.[1]?.replaceAll('-', '.') ?? null
}

/** Cursor says `default` where it chose by itself: then the model is not known. */
const modelOf = (payload: JsonObject): string | null => {
  const model = payload['model'] ?? payload['to_model'] ?? payload['model_id']
  const name = typeof model === 'object' ? firstText(object(model), 'slug', 'id') : text(model)
  return name === 'default' ? null : name
}

/** A subagent writes a transcript of its own beside its session's (claude-code 2.1). */
const transcriptOf = (payload: JsonObject): string | null => {
  const path = firstText(payload, 'transcript_path', 'transcriptPath')
  const agent = text(payload['agent_id'])
  if (path === null || agent === null || !/^[\w-]{1,64}$/.test(agent) || !path.endsWith('.jsonl')) return path
  return `${path.slice(0, -'.jsonl'.length)}/subagents/agent-${agent}.jsonl`
}

const filesOf = (payload: JsonObject, input: JsonObject): readonly ReportedFile[] => {
  const response = object(payload['tool_response'])
  const patch = firstString(input, 'command', 'input', 'patch')
  if (patch?.includes('*** Begin Patch')) return patchedPaths(patch).map((path) => reported(path))
  const many = list(input['replacements']).map(object)
  if (many.length > 0) return many.map((one) => reported(pathOf(one), { replacements: replacementsOf(one) }))
  const path = pathOf(input)
  if (path === '') return []
  return [
    reported(path, {
      replacements: [...replacementsOf(input), ...list(input['edits']).map(object).flatMap(replacementsOf)],
      written: firstString(input, 'content', 'contents', 'file_text'),
      original: originalOf(response),
      userModified: response['userModified'] === true,
    }),
  ]
}

const pathOf = (input: JsonObject) => firstString(input, 'file_path', 'filePath', 'notebook_path', 'path') ?? ''

const originalOf = (response: JsonObject): string | null | undefined => {
  const original = response['originalFile'] ?? response['original_file']
  if (typeof original === 'string') return original
  return response['type'] === 'create' && response['originalFile'] === null ? null : undefined
}

const replacementsOf = (input: JsonObject): readonly Replacement[] => {
  const old = firstString(input, 'old_string', 'oldString', 'old_str')
  const fresh = firstString(input, 'new_string', 'newString', 'new_str')
  if (old === null || fresh === null) return []
  return [{ old, new: fresh, all: input['replace_all'] === true }]
}

/** Headers of a patch in Codex's `apply_patch` form. */
const patchedPaths = (patch: string): readonly string[] =>
  patch.split('\n').flatMap((line) => {
    const match = /^\*\*\* (?:Add File|Update File|Delete File|Move to): (.+)$/.exec(line)
    return match?.[1] === undefined ? [] : [match[1].trim()]
  })

const reported = (path: string, said: Partial<ReportedFile> = {}): ReportedFile => ({
  path,
  replacements: [],
  written: null,
  original: undefined,
  userModified: false,
  ...said,
})
