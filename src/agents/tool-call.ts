import type { Observation } from '../core/edits/event.js'
import { filesOf } from './files.js'
import { type JsonObject, list, object, text } from './payload.js'
import { serverToolWrites } from './server-tools.js'

/** A moment in an agent's work, in our words. */
export type Moment = 'prompt' | 'before' | 'after' | 'session-start' | 'session-end' | 'model'

/** A payload taken apart by the agent's own file: what each of its keys means. Null for what it does not say. */
export type Said = {
  readonly moment: Moment | null
  readonly tool: string
  readonly toolVersion?: string | null
  readonly model?: string | null
  readonly session: string | null
  readonly call?: string | null
  readonly cwd?: string | null
  /** The folders of a window that has several. */
  readonly roots?: readonly unknown[]
  readonly transcript?: string | null
  /** A subagent calls, whose model may be another than its session's. */
  readonly bySubagent?: boolean
  readonly prompt?: string | null
  /** The name of the tool that is called, its arguments, its answer. */
  readonly name?: string | null
  readonly input?: unknown
  readonly response?: JsonObject
  /** The agent says that the call ended with an error. */
  readonly failed?: boolean
  /** Its answer says that the command goes on. */
  readonly inBackground?: boolean
}

const editTools: ReadonlySet<string> = new Set([
  'edit',
  'write',
  'multiedit',
  'notebookedit',
  'notebook_edit',
  'editnotebook',
  'strreplace',
  'str_replace',
  'delete',
  'applypatch',
  'apply_patch',
  'patch',
  'create',
  'create_file',
  'edit_file',
  'undo_edit',
  'editor',
  'text_editor',
  'new_rule',
  'str_replace_editor',
  'insert_edit_into_file',
  'replace_string_in_file',
  'multi_replace_string_in_file',
  'edit_notebook_file',
  'editfiles',
  'write_file',
  'replace',
  'fs_write',
  'fs_append',
  'write_to_file',
  'replace_in_file',
  'replace_file_content',
  'multi_replace_file_content',
])
const shellTools: ReadonlySet<string> = new Set([
  'bash',
  'shell',
  'exec',
  'exec_command',
  'execute',
  'execute_command',
  'execute_bash',
  'execute_pwsh',
  'run_commands',
  'run_command',
  'run_in_terminal',
  'run_shell_command',
  'shell_command',
  'local_shell',
  'powershell',
  'terminal',
  'unified_exec',
  'run_task',
  'create_and_run_task',
  'send_to_terminal',
  'download',
  'smart_relocate',
  'control_bash_process',
  'control_pwsh_process',
  'automation_script',
])

/** Words in the names of tools that may write, and of what they write that is no file of the work tree. */
const writing =
  /(?:^|[_.])(?:write|rewrite|edit|replace|rename|move|delete|remove|create|insert|append|patch|apply|update|refactor|format|fix|undo|run|execute|install|generate)(?:_|$)/
const elsewhere =
  /(?:^|_)(?:tasks?|todos?|plan|memory|memories|comment|issue|pull|pr|message|thread|agent|subagent|session|skill|goal|note|title|page|browser|query|test_failure)(?:_|$)/

/** A tool that is not known and by its name may write, as agents have more of with every release. */
const mayWrite = (name: string): boolean => {
  const ofServer = serverToolWrites(name)
  if (ofServer !== null) return ofServer
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
  return writing.test(words) && !elsewhere.test(words)
}

/** `functions.apply_patch` (Codex), `developer__edit` (Goose): the name behind the name of its group. */
const bare = (name: string): string => name.replace(/^(?:functions\.|[a-z]+__)/, '').toLowerCase()

/** What a tool of that name does: the agents' own tools, by the names that their files were read for. */
export const actionOf = (name: string, input: unknown = {}): 'edit' | 'shell' | null => {
  const calls = list(object(input)['tool_uses']).map((call) => text(object(call)['recipient_name']) ?? '')
  // What a server's tool writes is seen as a command's is, by the files before and after.
  if (name.startsWith('mcp__')) return 'shell'
  const names = [name, ...calls].map(bare)
  if (names.some((one) => editTools.has(one))) return 'edit'
  // What such a tool writes is seen as a command's is.
  return names.some((one) => shellTools.has(one)) || [name, ...calls].some(mayWrite) ? 'shell' : null
}

/** The observation in what an agent's file made of a payload. */
export const observation = (said: Said): Observation => {
  const files = said.input === undefined ? [] : filesOf(said.input, said.response)
  return { ...observationOf(said), kind: kindOf(said, files), files }
}

const observationOf = (said: Said): Omit<Observation, 'kind' | 'files'> => ({
  tool: said.tool,
  toolVersion: said.toolVersion ?? null,
  model: said.model ?? null,
  session: said.session,
  call: said.call ?? null,
  cwd: said.cwd ?? null,
  ...(said.roots === undefined ? {} : { roots: said.roots.flatMap((root) => text(root) ?? []) }),
  transcript: said.transcript ?? null,
  ...(said.bySubagent === true ? { bySubagent: true as const } : {}),
  prompt: said.prompt ?? null,
  command: text(object(said.input)['command']) ?? text(object(said.input)['cmd']),
  ...(isInBackground(said) ? { inBackground: true as const } : {}),
})

/**
 * Such a command is answered at once: with the id of its task by Claude Code (BashInput and BashOutput of claude-agent-sdk
 * 0.3.329); VS Code and GitHub Copilot CLI ask for it by `isBackground` or `mode`, Gemini CLI and Qwen Code by `is_background`,
 * OpenCode 2 by `background`.
 */
const isInBackground = ({ input: given, response = {}, inBackground = false }: Said): boolean => {
  const input = object(given)
  const asked = ['run_in_background', 'is_background', 'isBackground', 'background', 'detach'].some(
    (key) => input[key] === true,
  )
  return inBackground || asked || input['mode'] === 'async' || text(response['backgroundTaskId']) !== null
}

const kindOf = (said: Said, files: Observation['files']): Observation['kind'] => {
  const { moment, name, input, response = {}, failed = false } = said
  if (moment === null) return 'ignored'
  if (moment !== 'before' && moment !== 'after') return moment
  const action = actionOf(name ?? '', input)
  if (action === null || (moment === 'after' && leftNothing(action, response, failed))) return 'ignored'
  // What is written where nobody says is seen as a command's is; an end may mean a file that was named before.
  if (moment === 'before' && files.length === 0) return 'shell-before'
  return `${action}-${moment}`
}

/** A staged edit was not written (Claude Code), a failed one neither; a command that ends with an error may have written much. */
const leftNothing = (action: 'edit' | 'shell', response: JsonObject, failed: boolean): boolean => {
  const result = text(response['result_type']) ?? text(response['resultType']) ?? 'success'
  if (action === 'shell') return result === 'denied' || result === 'rejected'
  // Gemini CLI answers with the error (coreToolHookTriggers.ts).
  const error = text(response['error']) !== null || Object.keys(object(response['error'])).length > 0
  return failed || error || response['staged'] === true || response['success'] === false || result !== 'success'
}
