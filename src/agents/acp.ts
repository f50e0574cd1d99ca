import type { Observation, ReportedFile } from '../core/edits/event.js'
import { aliasOf, slug } from '../core/marks/aliases.js'
import { fromUri } from './files.js'
import { agentNamed } from './index.js'
import { firstString, type JsonObject, list, object, text } from './payload.js'

/** What passes between a client (an editor) and an agent, and in which direction. */
export type Passing = { readonly from: 'client' | 'agent'; readonly message: JsonObject }

/** What a tool call does to files. */
type Action = 'shell' | 'edit'

/** A tool call that goes on: what it is of, and as what the files were looked at before it. */
type Call = { readonly kind: string | null; readonly looked: ReadonlySet<Action> }
type Seen = {
  tool: string
  version: string | null
  readonly folders: Map<string, string>
  readonly models: Map<string, string>
  readonly calls: Map<string, Call>
  /** Sessions that were loaded and not asked anything yet: what an agent tells of them is their history, which may come after its answer. */
  readonly loading: Set<string>
  /** Requests that wait for their answer, by direction and id. */
  readonly asked: Map<string, JsonObject>
}

/**
 * Reads the messages of one connection in the Agent Client Protocol (versions 1 and 2, @agentclientprotocol/sdk 2.4)
 * as they pass, and says what each reports. What the agent does outside of the protocol is not seen.
 */
export const acpReader = (): ((passing: Passing) => readonly Observation[]) => {
  const seen: Seen = {
    tool: 'acp-agent',
    version: null,
    folders: new Map(),
    models: new Map(),
    calls: new Map(),
    loading: new Set(),
    asked: new Map(),
  }
  return ({ from, message }) => {
    const method = text(message['method'])
    const id = `${from === 'client' ? 'client' : 'agent'} ${JSON.stringify(message['id'] ?? null)}`
    if (method === null) return answered(seen, { from, message })
    if (message['id'] !== undefined) seen.asked.set(id, message)
    const params = object(message['params'])
    if (method === 'session/prompt') {
      seen.loading.delete(text(params['sessionId']) ?? '')
      return [observed(seen, params, { kind: 'prompt', prompt: promptIn(params) })]
    }
    if (method === 'session/load' || method === 'session/resume') {
      enterSession(seen, params, params)
      seen.loading.add(text(params['sessionId']) ?? '')
    }
    if (method === 'session/update') return updated(seen, params, object(params['update']))
    // Some announce a call by this alone (gemini-cli 0.61, acpSession.ts).
    if (method === 'session/request_permission') return called(seen, params, object(params['toolCall']))
    if (method === 'fs/write_text_file') return [observed(seen, params, writing('edit-before', params))]
    return []
  }
}

/** An answer ends a request that went the other way. */
const answered = (seen: Seen, { from, message }: Passing): readonly Observation[] => {
  const key = `${from === 'client' ? 'agent' : 'client'} ${JSON.stringify(message['id'] ?? null)}`
  const asked = seen.asked.get(key)
  seen.asked.delete(key)
  if (asked === undefined || message['error'] !== undefined) return []
  const [params, result] = [object(asked['params']), object(message['result'])]
  switch (asked['method']) {
    case 'initialize':
      enterAgent(seen, object(result['agentInfo']))
      return []
    case 'session/new':
    case 'session/fork':
      enterSession(seen, { ...params, sessionId: result['sessionId'] }, result)
      return []
    case 'session/load':
    case 'session/resume':
      enterSession(seen, params, result)
      return []
    case 'session/set_model':
      setModel(seen, params, text(params['modelId']))
      return []
    case 'session/set_config_option':
      // All options with their values; by which of them a model is chosen, their categories say.
      setModel(seen, params, modelIn(result) ?? (params['configId'] === 'model' ? text(params['value']) : null))
      return []
    case 'fs/write_text_file':
      return [observed(seen, params, writing('edit-after', params))]
    default:
      return []
  }
}

const enterAgent = (seen: Seen, info: JsonObject): void => {
  const name = text(info['name']) ?? ''
  const own = name.replace(/^@[^/]+\//, '')
  const bare = own.replace(/-acp$/, '')
  seen.tool = agentNamed(bare) ?? aliasOf(bare.replaceAll('-', ' '))?.tool ?? (slug(bare) || 'acp-agent')
  // An adapter's version is not that of its agent.
  seen.version = bare === own ? text(info['version']) : null
}

const enterSession = (seen: Seen, params: JsonObject, told: JsonObject): void => {
  const [session, folder] = [text(params['sessionId']), text(params['cwd'])]
  if (session !== null && folder !== null) seen.folders.set(session, folder)
  setModel(seen, params, modelIn(told))
}

const setModel = (seen: Seen, params: JsonObject, model: string | null): void => {
  const session = text(params['sessionId'])
  if (session !== null && model !== null) seen.models.set(session, model)
}

const modelIn = (told: JsonObject): string | null => {
  const options = list(told['configOptions']).map(object)
  const chosen =
    options.find((option) => option['category'] === 'model') ?? options.find((option) => option['id'] === 'model')
  return text(chosen?.['currentValue']) ?? text(object(told['models'])['currentModelId'])
}

const promptIn = (params: JsonObject): string =>
  list(params['prompt'])
    .map(object)
    .flatMap((block) => (block['type'] === 'text' ? (firstString(block, 'text') ?? []) : []))
    .join('\n')

const updated = (seen: Seen, params: JsonObject, update: JsonObject): readonly Observation[] => {
  const kind = text(update['sessionUpdate'])
  if (kind === 'config_option_update') setModel(seen, params, modelIn(update))
  return kind === 'tool_call' || kind === 'tool_call_update' ? called(seen, params, update) : []
}

const called = (seen: Seen, params: JsonObject, update: JsonObject): readonly Observation[] => {
  const id = text(update['toolCallId'])
  // What was done before, told again (agentclientprotocol.com, Loading Sessions).
  if (id === null || seen.loading.has(text(params['sessionId']) ?? '')) return []
  // Sessions of one connection, whose models number their calls, have the same ids.
  const key = JSON.stringify([params['sessionId'], id])
  const known = seen.calls.get(key) ?? { kind: null, looked: new Set() }
  const tool = text(update['kind']) ?? known.kind
  const changed = changedIn(update)
  const files = changed.length > 0 ? changed : placesIn(update)
  const action = changed.length > 0 && tool !== 'execute' ? 'edit' : actionOf(tool, files)
  const report = (of: Action, when: 'before' | 'after'): Observation =>
    observed(seen, params, { call: id, files: of === 'edit' ? files : [], kind: `${of}-${when}` })
  const status = text(update['status'])
  if (status === 'completed' || status === 'failed') {
    seen.calls.delete(key)
    // A command that ends with another status than 0 is said to have failed, and may have written much. Edits first: what they changed is not the command's.
    const done = new Set([...(action === null ? [] : [action]), ...known.looked])
    const told = (['edit', 'shell'] as const).filter(
      (one) => done.has(one) && (one === 'shell' || status === 'completed'),
    )
    return told.map((one) => report(one, 'after'))
  }
  const looks = action !== null && !known.looked.has(action) && (action === 'shell' || files.length > 0)
  seen.calls.set(key, { kind: tool, looked: looks ? new Set([...known.looked, action]) : known.looked })
  return looks ? [report(action, 'before')] : []
}

/** The kinds of calls that write nothing (ToolKind of the protocol): the places they name are for an editor to follow them. */
const readingKinds: ReadonlySet<string | null> = new Set(['read', 'search', 'think', 'fetch', 'switch_mode'])

/** What a call of a kind does that shows no change; `other`, which tools of MCP servers are, can be anything. */
const actionOf = (kind: string | null, places: readonly ReportedFile[]): Action | null => {
  if (readingKinds.has(kind)) return null
  if (kind === 'execute' || ((kind === 'other' || kind === null) && places.length === 0)) return 'shell'
  return kind === 'edit' || kind === 'delete' || kind === 'move' || places.length > 0 ? 'edit' : null
}

/** The files whose change a tool call shows, with the text before where it is told. */
const changedIn = (update: JsonObject): readonly ReportedFile[] => {
  const diffs = list(update['content'])
    .map(object)
    .filter((content) => content['type'] === 'diff')
  return diffs.flatMap((diff) => {
    const changes = list(diff['changes']).map(object)
    if (changes.length > 0) return changes.flatMap(filesOfChange)
    const [old, fresh] = [diff['oldText'], firstString(diff, 'newText')]
    if (old === null) return fileAt(text(diff['path']), { original: null, written: fresh })
    // The whole text, by the protocol; many agents send the piece that they replace.
    const replacements = typeof old === 'string' && fresh !== null ? [{ old, new: fresh, all: false }] : []
    return fileAt(text(diff['path']), { replacements })
  })
}

/** What is moved is told of both its paths; a copy leaves its original as it was (agentclientprotocol.com/rfds/v2/diff-file-states). */
const filesOfChange = (change: JsonObject): readonly ReportedFile[] => [
  ...(change['operation'] === 'copy' ? [] : fileAt(text(change['oldPath']))),
  ...fileAt(text(change['path'])),
]

const placesIn = (update: JsonObject): readonly ReportedFile[] =>
  list(update['locations']).flatMap((place) => fileAt(text(object(place)['path'])))

const fileAt = (path: string | null, more: Partial<ReportedFile> = {}): readonly ReportedFile[] =>
  path === null
    ? []
    : [{ path: fromUri(path), replacements: [], written: null, original: undefined, userModified: false, ...more }]

const writing = (kind: 'edit-before' | 'edit-after', params: JsonObject): Partial<Observation> => ({
  kind,
  call: null,
  files: fileAt(text(params['path']), { written: firstString(params, 'content') }),
})

const observed = (seen: Seen, params: JsonObject, more: Partial<Observation>): Observation => {
  const session = text(params['sessionId'])
  return {
    kind: 'ignored',
    tool: seen.tool,
    toolVersion: seen.version,
    session,
    model: seen.models.get(session ?? '') ?? null,
    cwd: seen.folders.get(session ?? '') ?? null,
    call: null,
    transcript: null,
    prompt: null,
    command: null,
    files: [],
    ...more,
  }
}
