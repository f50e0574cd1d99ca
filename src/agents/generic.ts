import { byName } from '../core/by-name.js'
import type { Observation, ReportedFile } from '../core/edits/event.js'
import { fromUri } from './files.js'
import { firstString, type JsonObject, list, object, text } from './payload.js'

/** What a tool of any kind can send to `provenance record --agent generic`, described in docs/generic-agent.md. */
const kinds: Readonly<Record<string, Observation['kind']>> = byName({
  prompt: 'prompt',
  pre_edit: 'edit-before',
  post_edit: 'edit-after',
  pre_shell: 'shell-before',
  post_shell: 'shell-after',
  session_start: 'session-start',
  session_end: 'session-end',
  turn_end: 'ignored',
})

/**
 * Reads the documented generic payload, version 1, or the `agent-v1` payload that tools send to git-ai (1.6).
 * Throws TypeError, naming the field, for what cannot be used.
 */
export const readGenericPayload = (payload: JsonObject): Observation => {
  const type = agentV1Kinds[text(payload['type']) ?? '']
  if (type !== undefined) return readAgentV1(payload, type)
  if (payload['v'] !== 1) throw new TypeError(`v: expected 1, got ${JSON.stringify(payload['v'])}`)
  const kind = kinds[text(payload['kind']) ?? '']
  if (kind === undefined) {
    throw new TypeError(
      `kind: expected one of ${Object.keys(kinds).join(', ')}, got ${JSON.stringify(payload['kind'])}`,
    )
  }
  if (kind === 'prompt' && typeof payload['prompt'] !== 'string')
    throw new TypeError(`prompt: expected a text, got ${JSON.stringify(payload['prompt'])}`)
  const agent = object(payload['agent'])
  const name = toolName('agent.name', agent['name'])
  return {
    kind,
    tool: name,
    toolVersion: text(agent['version']),
    model: text(payload['model']),
    session: text(payload['session']),
    // A prompt that is told twice has one turn; the same words asked again have another.
    call: text(payload[kind === 'prompt' ? 'turn' : 'toolUseId']),
    cwd: text(payload['cwd']),
    transcript: null,
    prompt: firstString(payload, 'prompt'),
    command: text(payload['command']),
    files: list(payload['files']).map(object).flatMap(fileOf),
  }
}

/** The tool of a look before an edit that does not say whose it will be. */
export const nameless = 'generic'

const fileOf = (file: JsonObject): readonly ReportedFile[] => {
  const path = text(file['path'])
  if (path === null) return []
  const replacements = list(file['edits'])
    .map(object)
    .flatMap((edit) => {
      const old = firstString(edit, 'old')
      const fresh = firstString(edit, 'new')
      return old === null || fresh === null ? [] : [{ old, new: fresh, all: edit['all'] === true }]
    })
  const original = firstString(file, 'before') ?? (file['op'] === 'create' ? null : undefined)
  return [{ path: fromUri(path), replacements, written: firstString(file, 'content'), original, userModified: false }]
}

const toolName = (field: string, value: unknown): string => {
  const name = text(value)
  if (name !== null && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && name.length <= 64 && name !== 'none') return name
  throw new TypeError(`${field}: expected a name in lower kebab case, got ${JSON.stringify(value)}`)
}

/**
 * The types of git-ai's payload. `human` comes before an edit and names no agent: what is not yet the agent's (git-ai,
 * src/commands/checkpoint_agent/presets/agent_v1.rs).
 */
const agentV1Kinds: Readonly<Record<string, Observation['kind']>> = byName({
  human: 'edit-before',
  ai_agent: 'edit-after',
  pre_shell_command: 'shell-before',
  post_shell_command: 'shell-after',
})

const readAgentV1 = (payload: JsonObject, kind: Observation['kind']): Observation => {
  const isNameless = kind === 'edit-before'
  const paths = payload[isNameless ? 'will_edit_filepaths' : 'edited_filepaths']
  return {
    kind,
    tool: isNameless ? nameless : toolName('agent_name', payload['agent_name']),
    toolVersion: null,
    model: text(payload['model']),
    session: text(payload['conversation_id']),
    call: text(payload['tool_use_id']),
    transcript: null,
    prompt: null,
    command: text(payload['command']),
    cwd: text(payload['repo_working_dir']),
    files: list(paths).flatMap((path) => fileOf({ path })),
  }
}
