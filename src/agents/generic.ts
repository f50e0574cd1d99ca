import { byName } from '../core/by-name.js'
import type { Observation, ReportedFile } from '../core/edits/event.js'
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
  if (payload['type'] === 'ai_agent' || payload['type'] === 'human') return readAgentV1(payload)
  if (payload['v'] !== 1) throw new TypeError(`v: expected 1, got ${JSON.stringify(payload['v'])}`)
  const kind = kinds[text(payload['kind']) ?? '']
  if (kind === undefined) {
    throw new TypeError(
      `kind: expected one of ${Object.keys(kinds).join(', ')}, got ${JSON.stringify(payload['kind'])}`,
    )
  }
  const agent = object(payload['agent'])
  const name = toolName('agent.name', agent['name'])
  return {
    kind,
    tool: name,
    toolVersion: text(agent['version']),
    model: text(payload['model']),
    session: text(payload['session']),
    call: text(payload['toolUseId']),
    cwd: text(payload['cwd']),
    transcript: null,
    prompt: firstString(payload, 'prompt'),
    command: text(payload['command']),
    files: list(payload['files']).map(object).flatMap(fileOf),
  }
}

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
  return [{ path, replacements, written: firstString(file, 'content'), original, userModified: false }]
}

const toolName = (field: string, value: unknown): string => {
  const name = text(value)
  if (name !== null && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && name.length <= 64 && name !== 'none') return name
  throw new TypeError(`${field}: expected a name in lower kebab case, got ${JSON.stringify(value)}`)
}

/** `human` comes before an edit and names no agent: it says nothing that the edit's own report does not. */
const readAgentV1 = (payload: JsonObject): Observation => {
  const edited = payload['type'] === 'ai_agent'
  return {
    kind: edited ? 'edit-after' : 'ignored',
    tool: edited ? toolName('agent_name', payload['agent_name']) : 'generic',
    toolVersion: null,
    model: text(payload['model']),
    session: text(payload['conversation_id']),
    ...{ call: null, transcript: null, prompt: null, command: null },
    cwd: text(payload['repo_working_dir']),
    files: list(payload['edited_filepaths']).flatMap((path) => fileOf({ path })),
  }
}
