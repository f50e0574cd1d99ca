import { byName } from '../core/by-name.js'
import type { Observation } from '../core/edits/event.js'
import type { Environment } from '../core/environment.js'
import { firstString, type JsonObject, list, object, text } from './payload.js'
import { type Moment, observation, type Said } from './tool-call.js'

/** Claude Code's names of moments, which most agents took over; compared without case. */
const moments: Readonly<Record<string, Moment>> = byName({
  userpromptsubmit: 'prompt',
  pretooluse: 'before',
  posttooluse: 'after',
  // Sent in place of the one above: for a shell command that ends with another status than 0, too.
  posttoolusefailure: 'after',
  sessionstart: 'session-start',
  sessionend: 'session-end',
  postmodelswitch: 'model',
})

/** Prompts that no person typed (UserPromptSubmit `source`, claude-agent-sdk 0.3.329). */
const machinePrompts = new Set(['system', 'loop_wakeup', 'schedule_wakeup', 'poll_event'])

/** The name of the event that a payload in this dialect reports, in lower case; empty where it does not say. */
export const eventOf = (payload: JsonObject): string =>
  (firstString(payload, 'hook_event_name', 'hookEventName', 'event') ?? '').toLowerCase()

/** The first of several keys that holds a text that is not empty. */
export const firstText = (source: JsonObject, ...keys: string[]): string | null => text(firstString(source, ...keys))

/** A payload in the dialect of Claude Code's hooks, taken apart: a starting point for the agents that speak it. */
export const claudeSaid = (payload: JsonObject, tool: string): Said => {
  const moment = moments[eventOf(payload)] ?? null
  const byMachine = moment === 'prompt' && machinePrompts.has(text(payload['source']) ?? '')
  return {
    moment: byMachine ? null : moment,
    tool,
    toolVersion: null,
    model: text(payload['model']) ?? text(payload['to_model']),
    session: firstText(payload, 'session_id', 'sessionId'),
    // One prompt that is told twice has one id; the same words sent again have another (claude-code 2.1, UserPromptSubmit).
    call: firstText(payload, 'tool_use_id', 'toolUseId', 'tool_call_id', ...(moment === 'prompt' ? ['prompt_id'] : [])),
    cwd: firstText(payload, 'cwd', 'working_dir', 'workingDirectory') ?? text(list(payload['workspace_roots'])[0]),
    transcript: transcriptOf(payload),
    bySubagent: text(payload['agent_id']) !== null,
    prompt: firstString(payload, 'prompt'),
    name: firstString(payload, 'tool_name', 'toolName'),
    input: parsedArguments(payload['tool_input'] ?? payload['toolInput'] ?? payload['toolArgs']),
    response: object(payload['tool_response'] ?? payload['tool_result'] ?? payload['toolResult']),
    failed: eventOf(payload) === 'posttoolusefailure',
  }
}

/** A reader for an agent that speaks the dialect without words of its own. */
export const readDialect =
  (tool: string, more: (payload: JsonObject, env: Environment) => Partial<Said> = () => ({})) =>
  (payload: JsonObject, env: Environment): Observation =>
    observation({ ...claudeSaid(payload, tool), ...more(payload, env) })

/** Arguments are an object, or its JSON as a string, or a bare patch (GitHub Copilot CLI). */
const parsedArguments = (value: unknown): unknown => {
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** A subagent writes a transcript of its own beside its session's, which lies in `projects` of Claude Code's folder, wherever CLAUDE_CONFIG_DIR puts that (claude-code 2.1). */
const transcriptOf = (payload: JsonObject): string | null => {
  const path = firstText(payload, 'transcript_path', 'transcriptPath')
  const agent = text(payload['agent_id'])
  if (path === null || agent === null || !path.endsWith('.jsonl')) return path
  if (!/^[\w-]{1,64}$/.test(agent) || !/[\\/]projects[\\/][^\\/]+[\\/][^\\/]+$/.test(path)) return path
  return `${path.slice(0, -'.jsonl'.length)}/subagents/agent-${agent}.jsonl`
}
