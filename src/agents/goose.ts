import type { Agent, HookSwitch, SessionDatabase } from './agent.js'
import { readDialect } from './claude-dialect.js'
import { aroundShell, asLists, grouped, ownText, switchedBy } from './hook-list.js'
import { dataHomes, inUseAround, objectIn } from './model-uses.js'
import { firstString, text } from './payload.js'
import { writingToolsOf } from './server-tools.js'

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
      table: 'usage_ledger',
      session: 'session_id',
      columns: ['model', 'created_timestamp', 'is_compaction'],
      use: ({ model, created_timestamp, is_compaction }) =>
        is_compaction === 0 ? { model, at: created_timestamp } : null,
    },
    {
      table: 'sessions',
      session: 'id',
      columns: ['model_config_json'],
      use: ({ model_config_json }) => ({ model: objectIn(model_config_json)['model_name'] }),
    },
  ],
  modelOf: inUseAround,
}

/** True where Goose's configuration, in which it lists each plugin that it finds by its path, has one off; a path that is long has a line of its own, and `?` before it. */
const isPluginOff = (text: string, path: string): boolean => {
  const lines = text.split('\n')
  const indent = (line = '') => line.length - line.trimStart().length
  const at = lines.findIndex((line) => /^\s*(?:\? )?["']?(.*?)["']?(?::(?:\s.*)?)?$/.exec(line)?.[1] === path)
  const [head = '', ...rest] = at < 0 ? [] : lines.slice(at)
  const end = rest.findIndex((line) => indent(line) <= indent(head) && !/^\s*:/.test(line))
  return [head, ...rest.slice(0, end < 0 ? rest.length : end)].some((line) => /\benabled["']?:\s*false/.test(line))
}

/** Where a person switches a plugin off (crates/goose/src/plugins/discovery.rs at 21aecaf); that a narrower scope may list it as enabled is not looked into. */
const switches: readonly HookSwitch[] = [
  ...['.config/goose/settings.json', '.config/goose/settings.local.json', '~/.config/goose/settings.json'].map(
    switchedBy(/"disabledPlugins"\s*:\s*\[[^\]]*"provenance"/),
  ),
  {
    path: '~/.config/goose/config.yaml',
    isOff: (text, folders) => folders.some((one) => isPluginOff(text, `${one}/${folder}`)),
  },
]

/** Its own tools have no prefix any more (`unprefixed_tools`, 1.49.0: platform_extensions/mod.rs, aaif-goose/goose issue 12178); before, one of them did all edits. */
const editTools = '^(developer__)?(edit|write)$|^developer__text_editor$'

/** What else runs code (crates/goose/src/security/adversary_inspector.rs, platform_extensions/code_execution.rs): tools that code calls have no hooks. */
const shellTools = '^((developer__)?shell|computercontroller__automation_script|execute_typescript|execute_bash)$'

/** How names begin that do not begin so; the expressions of Rust, which Goose's are, have no look ahead. */
const notAs = (start: string): string => [...start].map((sign, at) => `${start.slice(0, at)}[^${sign}]`).join('|')

/** Tools of other extensions, MCP servers among them, as `filesystem__write_file`: of `dev__write` one line is part of the beginning. */
const serverTools = writingToolsOf(`(${notAs('developer__')}).*_`)

/**
 * Goose (source of August 2026, hooks/mod.rs; a plugin in the Open Plugins form); timeouts in seconds. A matcher is an
 * unanchored expression. The model is in no payload: its database tells it, else GOOSE_MODEL where a person set it.
 */
export const goose: Agent = {
  product: 'Goose',
  switches,
  signs: ['.agents/plugins', '~/.config/goose', 'goose'],
  read: readDialect('goose', (payload, env) => ({
    prompt: firstString(payload, 'message', 'prompt'),
    model: text(env['GOOSE_MODEL']),
  })),
  database,
  hooks: [
    {
      form: 'own',
      path: `${folder}/plugin.json`,
      mode: 0o644,
      text: ownText({ name: 'provenance', version: '1.0.0', description: 'Reports edits to provenance/record.sh' }),
    },
    {
      form: 'own',
      path: `${folder}/hooks/hooks.json`,
      mode: 0o644,
      text: ownText({
        hooks: asLists(
          grouped(
            caller,
            [
              { event: 'SessionStart', mode: 'event' },
              { event: 'UserPromptSubmit', mode: 'event' },
              { event: 'PreToolUse', mode: 'edit', tools: editTools },
              { event: 'PostToolUse', mode: 'edit', tools: editTools },
              ...aroundShell(shellTools, serverTools),
            ],
            { timeout: 30 },
          ),
        ),
      }),
    },
  ],
}
