import type { LoggedCall } from './agent.js'
import { pathsIn } from './files.js'
import { type JsonObject, list, object, text } from './payload.js'
import { actionOf } from './tool-call.js'

/** The JSON objects of a log's lines that hold one of the words. Torn lines are passed over: the agent may be writing, and we may start mid-line. */
export const loggedObjects = (content: string, ...words: string[]): readonly JsonObject[] =>
  content.split('\n').flatMap((line) => (words.some((word) => line.includes(word)) ? [parsed(line)] : []))

/** The JSON object in a text, or an empty one. */
export const parsed = (line: string): JsonObject => {
  try {
    return object(JSON.parse(line))
  } catch {
    return {}
  }
}

/** Milliseconds since the epoch for a time in that form or as ISO 8601; null for anything else. */
export const timeOf = (value: unknown): number | null => {
  const at = typeof value === 'string' ? Date.parse(value) : value
  return typeof at === 'number' && Number.isFinite(at) ? at : null
}

type SaidCall = { readonly id: unknown; readonly name: unknown; readonly input: unknown; readonly at?: unknown }

/** A tool call as a log has it. */
export const loggedCall = ({ id, name, input, at }: SaidCall): LoggedCall => ({
  id: text(id),
  at: timeOf(at),
  name: text(name) ?? '',
  input,
})

/** The files that a call writes, an empty path for a command and for what names no file; none for a call that only reads. */
export const targetsOf = ({ name, input }: LoggedCall): readonly string[] => {
  const given = typeof input === 'string' && input.trimStart().startsWith('{') ? parsed(input) : input
  const action = actionOf(name, given)
  const paths = action === 'edit' ? pathsIn(given) : []
  return action === null || paths.length > 0 ? paths : ['']
}

/** The calls in a message's parts, in the form of Anthropic's API (messages, `tool_use`). */
export const toolUses = (content: unknown): readonly LoggedCall[] =>
  list(content)
    .map(object)
    .filter(({ type }) => type === 'tool_use')
    .map(({ id, name, input }) => loggedCall({ id, name, input }))
