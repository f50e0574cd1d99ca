import type { Observation } from '../core/edits/event.js'
import type { Agent } from './agent.js'
import { type JsonObject, list, object, text } from './payload.js'
import { observation } from './tool-call.js'

/** No event is named: a payload with an `error` is about a tool that is done, one without about a tool that comes. */
const read = (payload: JsonObject): Observation => {
  const call = object(payload['toolCall'])
  const [name, error] = [text(call['name']), payload['error']]
  const done = error === undefined ? 'before' : error === '' || error === null ? 'after' : null
  return observation({
    tool: 'antigravity',
    moment: name === null ? null : done,
    name,
    input: call['args'],
    session: text(payload['conversationId']),
    cwd: text(list(payload['workspacePaths'])[0]),
  })
}

/** Google Antigravity (captures of 2026): read where somebody registers `provenance record --agent antigravity`. */
export const antigravity: Agent = { product: 'Antigravity', signs: [], read, hooks: [] }
