import type { Observation } from '../core/edits/event.js'
import type { Environment } from '../core/environment.js'
import type { Agent } from './agent.js'
import { claudeSaid, eventOf } from './claude-dialect.js'
import { hookCommand, type Mode } from './command.js'
import { ownText } from './hook-list.js'
import { parsed } from './log-lines.js'
import { modelAt } from './logs.js'
import { type JsonObject, list, object, text } from './payload.js'
import { serverTool, writingToolsOf } from './server-tools.js'
import { observation, type Said } from './tool-call.js'

const read = (payload: JsonObject, env: Environment): Observation => {
  // IDE 0.11 and 0.12 put the report into a variable and never close standard input.
  const older =
    payload['hook_event_name'] === undefined && payload['toolName'] === undefined ? inEnvironment(env) : payload
  const said = claudeSaid(older, 'kiro')
  const event = eventOf(older)
  const moment = event === 'agentspawn' ? 'session-start' : event === '' ? 'after' : said.moment
  const seen = observation({ ...said, ...called(said), moment })
  const answer = text(payload['tool_response'])
  return seen.kind === 'edit-after' && seen.files.length === 0 && answer !== null ? { ...seen, answer } : seen
}

/**
 * Tools that do one of several things by their arguments (tools and their schemas as others list them out of Kiro's engine, IDE 1
 * and CLI 3): a process that is started goes on, a power calls a server's tool, `code` also rewrites.
 */
const called = ({ name, input }: Said): Partial<Said> => {
  const { action, operation, op, toolName } = object(input)
  if (/^control_(?:bash|pwsh)_process$/.test(name ?? ''))
    return action === 'stop' ? { name: null } : { inBackground: true }
  if (name === 'kiro_powers') return { name: action === 'use' ? serverTool(text(toolName) ?? '') : null }
  return name === 'code' ? { name: text(operation) ?? text(op) ?? 'rewrite' } : {}
}

const inEnvironment = (env: Environment): JsonObject => {
  try {
    return object(JSON.parse(env['USER_PROMPT'] ?? '{}'))
  } catch {
    return {}
  }
}

/** hooks/record.sh starts node for few of the operations of `code`: most read. */
const tools = '^(fs_write|str_replace|fs_append|delete_file|code)$'
const others = ['execute_bash', 'execute_pwsh', 'control_bash_process', 'control_pwsh_process', 'semantic_rename']
/** A matcher is an expression (kiro.dev/docs/hooks); the names of servers' tools are in different forms from build to build. */
const shells = `^(${[...others, 'smart_relocate', 'createHook', 'kiro_powers'].join('|')})$|${writingToolsOf('(@|mcp_|.*__|.*::)')}`

const hook = (trigger: string, mode: Mode, matcher?: string) => ({
  name: `provenance-${trigger}${matcher === shells ? '-shell' : ''}`.toLowerCase(),
  trigger,
  ...(matcher === undefined ? {} : { matcher }),
  action: { type: 'command', command: hookCommand({ agent: 'kiro', mode }) },
  timeout: 30,
  enabled: true,
})

const file = '.kiro/hooks/provenance.json'

/** Each hook has a switch of its own, in its file and in the view of agent hooks; what those of sessions and prompts tell is no work. */
const isHookOff = (text: string): boolean =>
  list(parsed(text)['hooks'])
    .map(object)
    .some(({ trigger, enabled }) => enabled === false && /ToolUse$/.test(String(trigger)))

/** Kiro: IDE 1.x and CLI v3 (`.kiro/hooks`, format v1), payloads of CLI 2.x and IDE 0.x read too; timeouts in seconds. */
export const kiro: Agent = {
  product: 'Kiro',
  alsoInHome: true,
  switches: [file, `~/${file}`].map((path) => ({ path, isOff: isHookOff })),
  signs: ['.kiro', '~/.kiro', 'kiro-cli'],
  read,
  hooks: [
    {
      form: 'own',
      path: file,
      mode: 0o644,
      text: ownText({
        version: 'v1',
        hooks: [
          hook('SessionStart', 'event'),
          hook('UserPromptSubmit', 'event'),
          hook('PreToolUse', 'edit', tools),
          hook('PostToolUse', 'edit', tools),
          hook('PreToolUse', 'event', shells),
          hook('PostToolUse', 'event', shells),
        ],
      }),
    },
  ],
  logs: ({ session, home, env }) =>
    session === null
      ? []
      : [
          {
            path: `${env['KIRO_HOME'] ?? `${home}/.kiro`}/sessions/cli/${session}.json`,
            read: modelAt('session_state', 'rts_model_state', 'model_info', 'model_id'),
          },
        ],
  logsNow: true,
}
