import { join } from 'node:path'

/** A use of a model as the tests lay it down: Unix time in seconds, and the tool calls it made. */
export type Use = { readonly model: string | null; readonly at: number; readonly calls?: readonly string[] }

/** An agent's database, modelled on the source or the version named: its tables, and the rows of a session. */
export type DatabaseModel = {
  readonly agent: string
  readonly session: string
  readonly path: (place: { readonly home: string; readonly top: string }) => string
  readonly tables: readonly string[]
  readonly rows: (session: string, uses: readonly Use[]) => readonly string[]
  /** The name of a setting that tells the model where the database does not. */
  readonly setting: string | null
}

const quoted = (value: string | null): string => (value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`)

/** Crush 0.90.0 (internal/db/migrations, messages.sql): times in seconds. */
const crush: DatabaseModel = {
  agent: 'crush',
  session: '3d9a5d6e-1f77-4d0d-a4a5-6a3c0b7e2f90',
  path: ({ top }) => join(top, '.crush', 'crush.db'),
  tables: [
    `CREATE TABLE messages (id TEXT PRIMARY KEY, session_id TEXT NOT NULL, role TEXT NOT NULL, parts TEXT NOT NULL default '[]',
     model TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, finished_at INTEGER, provider TEXT,
     is_summary_message INTEGER DEFAULT 0 NOT NULL)`,
    'CREATE INDEX idx_messages_session_id ON messages (session_id)',
  ],
  rows: (session, uses) =>
    uses.flatMap(({ model, at }) => [
      `INSERT INTO messages (id, session_id, role, created_at, updated_at)
       VALUES (hex(randomblob(16)), ${quoted(session)}, 'user', ${at}, ${at})`,
      `INSERT INTO messages (id, session_id, role, model, provider, created_at, updated_at)
       VALUES (hex(randomblob(16)), ${quoted(session)}, 'assistant', ${quoted(model)}, 'anthropic', ${at}, ${at})`,
    ]),
  setting: null,
}

/** Goose, schema 17 (crates/goose/src/session/session_manager.rs): the configured model, and a row for each answer. */
const goose: DatabaseModel = {
  agent: 'goose',
  session: '20261120_1',
  path: ({ home }) => join(home, '.local', 'share', 'goose', 'sessions', 'sessions.db'),
  tables: [
    `CREATE TABLE sessions (id TEXT PRIMARY KEY, name TEXT NOT NULL DEFAULT '', working_dir TEXT NOT NULL,
     provider_name TEXT, model_config_json TEXT)`,
    `CREATE TABLE usage_ledger (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT NOT NULL, created_timestamp INTEGER NOT NULL,
     model TEXT, total_tokens INTEGER, cost_source TEXT, is_compaction INTEGER DEFAULT 0)`,
  ],
  rows: (session, uses) => [
    `INSERT INTO sessions (id, working_dir, provider_name, model_config_json)
     VALUES (${quoted(session)}, '/', 'openai', '{"model_name":"configured","context_limit":null}')`,
    ...uses.map(
      ({ model, at }) => `INSERT INTO usage_ledger (session_id, created_timestamp, model)
       VALUES (${quoted(session)}, ${at}, ${quoted(model)})`,
    ),
  ],
  setting: 'GOOSE_MODEL',
}

/** Devin CLI [inferred, from readers of stores of 3000.3 to 3000.11]: a node for each message. */
const devin: DatabaseModel = {
  agent: 'devin',
  session: 'amber-falcon',
  path: ({ home }) => join(home, '.local', 'share', 'devin', 'cli', 'sessions.db'),
  tables: [
    'CREATE TABLE sessions (id TEXT PRIMARY KEY, working_directory TEXT, model TEXT, agent_mode TEXT, created_at INTEGER)',
    `CREATE TABLE message_nodes (row_id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT NOT NULL, node_id INTEGER NOT NULL,
     parent_node_id INTEGER, chat_message TEXT NOT NULL, created_at INTEGER NOT NULL, metadata TEXT)`,
  ],
  rows: (session, uses) => [
    `INSERT INTO sessions VALUES (${quoted(session)}, '/', 'adaptive', 'normal', 1)`,
    ...uses.flatMap(({ model, at, calls = [] }, index) => {
      const answer = {
        role: 'assistant',
        tool_calls: calls.map((id) => ({ id, name: 'edit', arguments: '{}' })),
        metadata: { generation_model: model, request_id: `r${index}` },
      }
      return ['{"role":"user","metadata":{"is_user_input":true}}', JSON.stringify(answer)].map(
        (message, part) => `INSERT INTO message_nodes (session_id, node_id, chat_message, created_at)
         VALUES (${quoted(session)}, ${2 * index + part}, ${quoted(message)}, ${at})`,
      )
    }),
  ],
  setting: 'DEVIN_MODEL',
}

export const databases = { crush, goose, devin } as const
