import type { LoggedUse, SessionLog } from './agent.js'
import { loggedCall, loggedObjects, parsed, timeOf, toolUses } from './log-lines.js'
import { type JsonObject, list, object, text } from './payload.js'

/** The last version that lines name. */
const lastVersion = (lines: readonly JsonObject[], key: string): string | null =>
  text(lines.findLast((line) => text(line[key]) !== null)?.[key])

/** Claude Code's transcript (JSON lines, claude-code 2.1): assistant messages name their model, `<synthetic>` aside. */
export const claudeLog = (content: string): SessionLog => {
  const lines = loggedObjects(content, '"assistant"').filter(({ type }) => type === 'assistant')
  const uses = lines.flatMap(({ message, timestamp }): readonly LoggedUse[] => {
    const { model, content: parts } = object(message)
    const name = text(model)
    return name === null || name === '<synthetic>'
      ? []
      : [{ model: name, at: timeOf(timestamp), calls: toolUses(parts) }]
  })
  return { uses, version: lastVersion(lines, 'version') }
}

/** Qwen Code's chat (JSON lines, qwen-code 0.24): assistant lines name model and version, and hold the calls as Google's API has them. */
export const qwenLog = (content: string): SessionLog => {
  const lines = loggedObjects(content, '"assistant"').filter(({ type }) => type === 'assistant')
  const uses = lines.map(({ model, timestamp, message }) => ({
    model: text(model),
    at: timeOf(timestamp),
    calls: list(object(message)['parts'])
      .map((part) => object(object(part)['functionCall']))
      .map(({ id, name, args }) => loggedCall({ id, name, input: args })),
  }))
  return { uses: uses.filter(({ model }) => model !== null), version: lastVersion(lines, 'version') }
}

/**
 * Gemini CLI's session (JSON lines, gemini-cli 0.61; one JSON document before): messages of type `gemini` name their model,
 * and have the calls that it made, once these are done (chatRecordingService.ts, recordToolCalls).
 */
export const geminiLog = (content: string): SessionLog => {
  const whole = list(parsed(content)['messages']).map(object)
  const lines = whole.length > 0 ? whole : loggedObjects(content, '"type":"gemini"', '"type": "gemini"')
  const uses = lines
    .filter(({ type, model }) => type === 'gemini' && text(model) !== null)
    .map(({ model, timestamp, toolCalls }) => ({
      model: text(model),
      at: timeOf(timestamp),
      calls: list(toolCalls)
        .map(object)
        .map((call) => loggedCall({ id: call['id'], name: call['name'], input: call['args'], at: call['timestamp'] })),
    }))
  return { uses, version: null }
}

/** Codex's rollout (JSON lines, codex 0.169): `session_meta` has the version, each `turn_context` the model. */
export const codexLog = (content: string): SessionLog => {
  const lines = loggedObjects(content, '"session_meta"', '"turn_context"')
  const uses = lines
    .filter(({ type, payload }) => type === 'turn_context' && text(object(payload)['model']) !== null)
    .map(({ payload, timestamp }) => ({ model: text(object(payload)['model']), at: timeOf(timestamp), calls: [] }))
  const metas = lines.filter(({ type }) => type === 'session_meta').map(({ payload }) => object(payload))
  return { uses, version: lastVersion(metas, 'cli_version') }
}

/** A settings or state file beside a session that names the model somewhere: the way there, key by key. */
export const modelAt =
  (...keys: readonly string[]) =>
  (content: string): SessionLog => {
    const model = text(keys.reduce<unknown>((value, key) => object(value)[key], parsed(content)))
    return { uses: model === null ? [] : [{ model, at: null, calls: [] }], version: null }
  }

/**
 * Amp's thread (`T-….json`): messages name the model in their usage and have its calls; when it was used stands in a list
 * beside them [inferred: its source is closed; from readers of real threads, in public].
 */
export const ampLog = (content: string): SessionLog => {
  const { messages, usageLedger } = parsed(content)
  const answers = list(messages)
    .map(object)
    .map((message) => ({ usage: object(message['usage']), parts: message['content'] }))
    .map(({ usage, parts }) => ({
      model: text(usage['model']),
      at: timeOf(usage['timestamp']),
      calls: toolUses(parts),
    }))
  const timed = list(object(usageLedger)['events'])
    .map(object)
    .filter(({ operationType }) => operationType === undefined || operationType === 'inference')
    .map(({ model, timestamp }) => ({ model: text(model), at: timeOf(timestamp), calls: [] }))
  return { uses: [...answers, ...timed].filter(({ model }) => model !== null), version: null }
}
