import type { Agent, SaidUse, SessionDatabase } from './agent.js'
import { readDialect } from './claude-dialect.js'
import { around, grouped } from './hook-list.js'
import { dataHomes, inUse, objectIn } from './model-uses.js'
import { list, object, text } from './payload.js'
import { writingTools } from './server-tools.js'

const caller = { agent: 'devin', folder: 'DEVIN_PROJECT_DIR' }
const editTools = '^(edit|write|notebook_edit|apply_patch)$'

/** `adaptive` says how a model is chosen, `MODEL_…` stands for one: neither says which it was. */
const named = (model: unknown): unknown => (model === 'adaptive' || text(model)?.startsWith('MODEL_') ? null : model)

/** What a message's JSON says; most are long, and name no model: those are not parsed. */
const usedIn = (message: unknown, at: unknown): SaidUse | null => {
  if (text(message)?.includes('"generation_model"') !== true) return null
  const { metadata, tool_calls } = objectIn(message)
  const calls = list(tool_calls).map((call) => object(call)['id'])
  return { model: named(object(metadata)['generation_model']), at, calls }
}

/**
 * Devin CLI's store [inferred: its source is closed; from readers of real stores of 3000.3 to 3000.11, in public]: a node for
 * each message, whose JSON names the model of an answer and the ids of its tool calls, with times in whole seconds; and the
 * model chosen for the session. Nodes of turns taken back and of subagents stand beside those of the conversation.
 */
const database: SessionDatabase = {
  paths: (place) => [
    ...(place.env['CHISEL_SESSION_DB']?.startsWith('/') ? [place.env['CHISEL_SESSION_DB']] : []),
    ...dataHomes(place, { unix: 'devin/cli', windows: 'devin/cli' }).map((folder) => `${folder}/sessions.db`),
  ],
  tables: [
    {
      table: 'message_nodes',
      session: 'session_id',
      columns: ['chat_message', 'created_at'],
      use: ({ chat_message, created_at }) => usedIn(chat_message, created_at),
    },
    {
      table: 'sessions',
      session: 'id',
      columns: ['model'],
      use: ({ model }) => ({ model: named(model) }),
    },
  ],
  modelOf: inUse,
}

/**
 * Devin CLI and Devin Desktop's local agent (docs.devin.ai, capture of 3000.6.14). Its payloads name neither folder nor
 * model: the folder comes from DEVIN_PROJECT_DIR, the model from its database, else from DEVIN_MODEL where a person set it.
 */
export const devin: Agent = {
  product: 'Devin',
  trust: 'leave Restricted Mode for this folder',
  signs: ['.devin', '~/.config/devin', 'devin'],
  read: readDialect('devin', (payload, env) => ({
    cwd: text(payload['cwd']) ?? text(env['DEVIN_PROJECT_DIR']),
    model: text(payload['model']) ?? text(env['DEVIN_MODEL']),
  })),
  database,
  hooks: [
    {
      form: 'merged',
      path: '.devin/hooks.v1.json',
      under: null,
      head: {},
      entries: grouped(
        caller,
        [
          { event: 'SessionStart', mode: 'event' },
          { event: 'UserPromptSubmit', mode: 'event' },
          { event: 'PreToolUse', mode: 'edit', tools: editTools },
          { event: 'PostToolUse', mode: 'edit', tools: editTools },
          ...around(['PreToolUse', 'PostToolUse'], ['^exec$', writingTools]),
        ],
        { timeout: 30 },
      ),
    },
  ],
}
