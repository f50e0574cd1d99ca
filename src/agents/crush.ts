import type { Agent, SessionDatabase } from './agent.js'
import { readDialect } from './claude-dialect.js'
import { flat } from './hook-list.js'
import { inUse } from './model-uses.js'
import { text } from './payload.js'
import { writingToolsBehindOne } from './server-tools.js'

const caller = { agent: 'crush', folder: 'CRUSH_PROJECT_DIR' }

const databaseFile = '/.crush/crush.db'

/**
 * Crush 0.90.0: `.crush/crush.db` in the folder it works in or the closest above it in the work tree (internal/config/load.go).
 * Each answer of a model is a row, made before its tools run (internal/agent/agent.go); its times are whole seconds, though
 * the schema says milliseconds (internal/db/migrations/20250424200609_initial.sql, internal/db/sql/messages.sql).
 */
const database: SessionDatabase = {
  paths: ({ transcript, top }) => {
    const paths: string[] = []
    let folder = transcript?.slice(0, -databaseFile.length) ?? ''
    while (folder !== '') {
      paths.push(`${folder}${databaseFile}`)
      folder = folder.startsWith(`${top}/`) ? folder.slice(0, folder.lastIndexOf('/')) : ''
    }
    return paths
  },
  tables: [
    {
      table: 'messages',
      session: 'session_id',
      columns: ['role', 'model', 'created_at'],
      use: ({ role, model, created_at }) => (role === 'assistant' ? { model, at: created_at } : null),
    },
  ],
  modelOf: inUse,
}

/** Its other tools that write; those of its subagents only read (internal/config/config.go, resolveReadOnlyTools). */
const otherTools = `^(bash|download|lsp_rename|lsp_replace_symbol)$|${writingToolsBehindOne}`

/**
 * Crush (source of August 2026): one hook, before a tool. What an edit will write is worked out from its arguments, and
 * counts where the file then holds it; what a command wrote nobody can tell, but that it was at work since. Prompts and models are in no payload: the folder it works in leads to its database.
 * Timeouts in seconds.
 */
export const crush: Agent = {
  product: 'Crush',
  signs: ['crush.json', '.crush.json', '.crush', '~/.config/crush', 'crush'],
  read: readDialect('crush', ({ cwd }) => ({ transcript: text(cwd) === null ? null : `${cwd}${databaseFile}` })),
  hooks: [
    {
      form: 'merged',
      path: 'crush.json',
      under: 'hooks',
      head: {},
      entries: flat(
        caller,
        [
          { event: 'PreToolUse', mode: 'edit', tools: '^(edit|multiedit|write)$' },
          { event: 'PreToolUse', mode: 'event', tools: otherTools },
        ],
        { name: 'provenance', timeout: 30 },
      ),
    },
  ],
  database,
  reportsBeforeOnly: true,
}
