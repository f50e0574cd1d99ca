import type { SessionLog } from './agent.js'
import { type JsonObject, list, object, text } from './payload.js'

const nothing: SessionLog = { modelOfCall: new Map(), newestModel: null, version: null }

/** The JSON objects of a log's lines. Torn lines are passed over: the agent may be writing, and we may start mid-line. */
const linesOf = (content: string, ...words: string[]): readonly JsonObject[] =>
  content.split('\n').flatMap((line) => (words.some((word) => line.includes(word)) ? [parsed(line)] : []))

const parsed = (line: string): JsonObject => {
  try {
    return object(JSON.parse(line))
  } catch {
    return {}
  }
}

/** Claude Code's transcript (JSON lines, claude-code 2.1): assistant messages name their model, `<synthetic>` aside. */
export const claudeLog = (content: string): SessionLog => {
  const modelOfCall = new Map<string, string>()
  let { newestModel, version } = nothing
  for (const entry of linesOf(content, '"assistant"')) {
    if (entry['type'] !== 'assistant') continue
    const message = object(entry['message'])
    const model = text(message['model'])
    version = text(entry['version']) ?? version
    if (model === null || model === '<synthetic>') continue
    newestModel = model
    for (const part of list(message['content']).map(object)) {
      const id = text(part['id'])
      if (part['type'] === 'tool_use' && id !== null) modelOfCall.set(id, model)
    }
  }
  return { modelOfCall, newestModel, version }
}

/** Qwen Code's chat (JSON lines, qwen-code 0.24): assistant lines name model and version. */
export const qwenLog = (content: string): SessionLog =>
  newest(
    linesOf(content, '"assistant"').filter((line) => line['type'] === 'assistant'),
    (line) => ({
      model: text(line['model']),
      version: text(line['version']),
    }),
  )

/** Gemini CLI's session (JSON lines, gemini-cli 0.61; one JSON document before): messages of type `gemini` name their model. */
export const geminiLog = (content: string): SessionLog => {
  const whole = object(parsed(content))
  const lines = list(whole['messages']).length > 0 ? list(whole['messages']).map(object) : linesOf(content, '"gemini"')
  return newest(
    lines.filter((line) => line['type'] === 'gemini'),
    (line) => ({ model: text(line['model']), version: null }),
  )
}

/** Codex's rollout (JSON lines, codex 0.169): `session_meta` has the version, each `turn_context` the model. */
export const codexLog = (content: string): SessionLog =>
  newest(linesOf(content, '"session_meta"', '"turn_context"'), (line) => {
    const payload = object(line['payload'])
    return line['type'] === 'session_meta'
      ? { model: null, version: text(payload['cli_version']) }
      : { model: text(payload['model']), version: null }
  })

/** GitHub Copilot CLI's events (JSON lines, copilot 1.0.102, session-events.schema.json). */
export const copilotLog = (content: string): SessionLog => {
  const lines = linesOf(content, '"model"', '"selectedModel"', '"newModel"', '"copilotVersion"')
  const log = newest(lines, (line) => {
    const data = object(line['data'])
    const model = text(data['newModel']) ?? text(data['model']) ?? text(data['selectedModel'])
    return { model, version: text(data['copilotVersion']) }
  })
  const calls = lines.flatMap((line) => {
    const { toolCallId, model } = object(line['data']) as { toolCallId?: unknown; model?: unknown }
    return typeof toolCallId === 'string' && typeof model === 'string' ? [[toolCallId, model] as const] : []
  })
  return { ...log, modelOfCall: new Map(calls) }
}

/** VS Code's chat session (`chatSessions/<id>.json` or `.jsonl`, VS Code 1.114): the model that a request was resolved to. */
export const vscodeChatLog = (content: string): SessionLog => {
  const requests = [parsed(content), ...content.split('\n').map(parsed)].flatMap((entry) => {
    const value = entry['v'] ?? entry
    return Array.isArray(value) ? value : list(object(value)['requests'])
  })
  return newest(requests.map(object), (request) => {
    const resolved = text(object(object(request['result'])['metadata'])['resolvedModel'])
    const chosen = text(request['modelId'])
    // `copilot/auto` names no model: which one was used stands in the result alone.
    return { model: resolved ?? (chosen === null || chosen.endsWith('/auto') ? null : chosen), version: null }
  })
}

/** A settings or state file beside a session that names the model somewhere: the way there, key by key. */
export const modelAt =
  (...keys: readonly string[]) =>
  (content: string): SessionLog => {
    const end = keys.reduce<unknown>((value, key) => object(value)[key], parsed(content))
    return { ...nothing, newestModel: text(end) }
  }

/** Amp's thread (`T-….json`): messages name the model in their usage. */
export const ampLog = (content: string): SessionLog =>
  newest(list(parsed(content)['messages']).map(object), (message) => ({
    model: text(object(message['usage'])['model']),
    version: null,
  }))

type Told = { readonly model: string | null; readonly version: string | null }

const newest = (lines: readonly JsonObject[], read: (line: JsonObject) => Told): SessionLog => {
  const told = lines.map(read)
  return {
    modelOfCall: nothing.modelOfCall,
    newestModel: told.findLast(({ model }) => model !== null)?.model ?? null,
    version: told.findLast(({ version }) => version !== null)?.version ?? null,
  }
}
