import type { Agent, SessionDatabase } from './agent.js'
import { readDialect } from './claude-dialect.js'
import { aroundShell, asLists, grouped, ownText } from './hook-list.js'
import { dataHomes, inUseAround, objectIn } from './model-uses.js'
import { firstString, text } from './payload.js'

const caller = { agent: 'goose' }
const folder = '.agents/plugins/provenance'

/**
 * Goose, schema 17 (aaif-goose/goose at 017176d: crates/goose/src/session/session_manager.rs; block/goose at 0780e22:
 * crates/goose/src/config/paths.rs): since schema 15 `usage_ledger` has a row for each answer of a model, since 6 the
 * session's row has its configured one. Compactions are no answers, and sums carried forward name no model. Whether an
 * answer's row comes before its tools run or after is not looked into [inferred: either].
 */
const database: SessionDatabase = {
  paths: (place) => [
    ...(place.env['GOOSE_PATH_ROOT']?.startsWith('/')
      ? [`${place.env['GOOSE_PATH_ROOT']}/data/sessions/sessions.db`]
      : []),
    ...dataHomes(place, { unix: 'goose', windows: 'Block/goose/data' }).map(
      (folder) => `${folder}/sessions/sessions.db`,
    ),
  ],
  tables: [
    {
      ...{ table: 'usage_ledger', session: 'session_id', columns: ['model', 'created_timestamp', 'is_compaction'] },
      use: ({ model, created_timestamp, is_compaction }) =>
        is_compaction === 0 ? { model, at: created_timestamp } : null,
    },
    {
      ...{ table: 'sessions', session: 'id', columns: ['model_config_json'] },
      use: ({ model_config_json }) => ({ model: objectIn(model_config_json)['model_name'] }),
    },
  ],
  modelOf: inUseAround,
}

/** Its own tools have no prefix any more (`unprefixed_tools`, 1.49.0: platform_extensions/mod.rs, aaif-goose/goose issue 12178); before, one of them did all edits. */
const editTools = '^(developer__)?(edit|write|text_editor)$'

/**
 * Goose (source of August 2026, hooks/mod.rs; a plugin in the Open Plugins form); timeouts in seconds. A matcher is an
 * unanchored expression. The model is in no payload: its database tells it, else GOOSE_MODEL where a person set it.
 */
export const goose: Agent = {
  product: 'Goose',
  signs: ['.agents/plugins', '~/.config/goose', 'goose'],
  read: readDialect('goose', (payload, env) => ({
    prompt: firstString(payload, 'message', 'prompt'),
    model: text(env['GOOSE_MODEL']),
  })),
  database,
  hooks: [
    {
      ...{ form: 'own', path: `${folder}/plugin.json`, mode: 0o644 },
      text: ownText({ name: 'provenance', version: '1.0.0', description: 'Reports edits to provenance/record.sh' }),
    },
    {
      ...{ form: 'own', path: `${folder}/hooks/hooks.json`, mode: 0o644 },
      text: ownText({
        hooks: asLists(
          grouped(
            caller,
            [
              { event: 'SessionStart', mode: 'event' },
              { event: 'UserPromptSubmit', mode: 'event' },
              { event: 'PreToolUse', mode: 'edit', tools: editTools },
              { event: 'PostToolUse', mode: 'edit', tools: editTools },
              ...aroundShell('^(developer__)?shell$'),
            ],
            { timeout: 30 },
          ),
        ),
      }),
    },
  ],
}
