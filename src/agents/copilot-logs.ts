import type { LoggedCall, LoggedUse, SessionLog } from './agent.js'
import { loggedCall, loggedObjects, parsed, timeOf } from './log-lines.js'
import { type JsonObject, list, object, text } from './payload.js'

/** `auto` says how a model is chosen, and not which it was. */
const named = (model: unknown): string | null => {
  const name = text(model)
  return name === null || /^(?:.*\/)?auto$/.test(name) ? null : name
}

/** What is known at a line of Copilot's events: the model that each agent of the session last used, and the calls by their ids. */
type Reading = {
  readonly models: Map<unknown, string | null>
  readonly calls: Map<string, { readonly call: LoggedCall; readonly model: string | null }>
}

/**
 * GitHub Copilot CLI's events (JSON lines, copilot 1.0.102, session-events.schema.json). A call is told of when it is asked
 * for, with its arguments, when it starts and when it is done; not every version says with which model.
 */
export const copilotLog = (content: string): SessionLog => {
  const lines = loggedObjects(content, '"model"', '"selectedModel"', '"newModel"', '"copilotVersion"', '"toolCallId"')
  const reading: Reading = { models: new Map(), calls: new Map() }
  const version = lines.findLast((line) => text(object(line['data'])['copilotVersion']) !== null)
  return {
    uses: lines.flatMap((line) => usesIn(reading, line)),
    version: text(object(version?.['data'])['copilotVersion']),
  }
}

const usesIn = (reading: Reading, { type, data, timestamp, agentId }: JsonObject): readonly LoggedUse[] => {
  const kind = text(type) ?? ''
  const said = object(data)
  const at = timeOf(timestamp)
  if (/^session\.(?:start|resume|model_change)$/.test(kind)) {
    const chosen = text(said['newModel']) ?? text(said['selectedModel'])
    if (chosen === null) return []
    reading.models.set(undefined, named(chosen))
    return [{ model: named(chosen), at, calls: [] }]
  }
  if (!/^(?:assistant|tool)\./.test(kind)) return []
  const calls = callsIn(said, at).map((call) => knownCall(reading, call))
  const id = calls[0]?.id ?? null
  const asked = id === null ? undefined : reading.calls.get(id)?.model
  const model = named(said['model']) ?? asked ?? reading.models.get(agentId) ?? null
  if (named(said['model']) !== null) reading.models.set(agentId, model)
  for (const call of calls) if (call.id !== null) reading.calls.set(call.id, { call, model })
  return model === null && calls.length === 0 ? [] : [{ model, at, calls }]
}

const callsIn = (said: JsonObject, at: number | null): readonly LoggedCall[] => {
  const id = text(said['toolCallId'])
  if (id !== null) return [loggedCall({ id, name: said['toolName'], input: said['arguments'], at })]
  return list(said['toolRequests'])
    .map(object)
    .map((one) => loggedCall({ id: one['toolCallId'], name: one['name'], input: one['arguments'], at }))
}

/** The end of a call does not repeat what it was called with. */
const knownCall = ({ calls }: Reading, call: LoggedCall): LoggedCall => {
  const before = call.id === null ? undefined : calls.get(call.id)?.call
  return call.input !== undefined || before === undefined ? call : { ...before, at: call.at }
}

/**
 * VS Code's chat session (`chatSessions/<id>.json`, or `.jsonl` as a first state and changes of it: objectMutationLog.ts, VS
 * Code 1.114): the model that a request was resolved to, its time, and the calls of its rounds.
 */
export const vscodeChatLog = (content: string): SessionLog => {
  const whole = parsed(content)
  const requests = Array.isArray(whole['requests']) ? whole['requests'].map(object) : requestsAfter(content)
  return { uses: requests.map(requestUse), version: null }
}

/** Changes of a chat session: the whole of it, a value at a path of keys, or entries put at the end of a list. */
const requestsAfter = (content: string): readonly JsonObject[] => {
  const requests = new Map<unknown, JsonObject>()
  let next = 0
  for (const { kind, k, v, i } of content.split('\n').map(parsed)) {
    const [first, index, key, ...deeper] = kind === 0 ? ['requests'] : list(k)
    if (first !== 'requests') continue
    if (typeof i === 'number' && index === undefined) next = Math.min(next, i)
    const fresh = kind === 0 ? list(object(v)['requests']) : index === undefined ? list(v) : []
    for (const request of fresh) requests.set(next++, object(request))
    if (kind === 1 && deeper.length === 0 && ['modelId', 'result', 'timestamp'].includes(text(key) ?? ''))
      requests.set(index, { ...requests.get(index), [`${key}`]: v })
  }
  return [...requests.values()]
}

const requestUse = (request: JsonObject): LoggedUse => {
  const metadata = object(object(request['result'])['metadata'])
  const rounds = list(metadata['toolCallRounds']).map(object)
  return {
    model: text(metadata['resolvedModel']) ?? named(request['modelId']),
    at: timeOf(request['timestamp']),
    calls: rounds
      .flatMap((round) => list(round['toolCalls']))
      .map(object)
      .map(({ id, name, arguments: input }) => loggedCall({ id, name, input })),
  }
}
