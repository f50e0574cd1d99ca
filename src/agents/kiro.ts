import type { Observation } from '../core/edits/event.js'
import type { Environment } from '../core/environment.js'
import type { Agent } from './agent.js'
import { claudeSaid, eventOf } from './claude-dialect.js'
import { hookCommand, type Mode } from './command.js'
import { ownText } from './hook-list.js'
import { parsed } from './log-lines.js'
import { modelAt } from './logs.js'
import { type JsonObject, list, object } from './payload.js'
import { observation } from './tool-call.js'

const read = (payload: JsonObject, env: Environment): Observation => {
  // IDE 0.11 and 0.12 put the report into a variable and never close standard input.
  const older =
    payload['hook_event_name'] === undefined && payload['toolName'] === undefined ? inEnvironment(env) : payload
  const said = claudeSaid(older, 'kiro')
  const event = eventOf(older)
  const moment = event === 'agentspawn' ? 'session-start' : event === '' ? 'after' : said.moment
  return observation({ ...said, moment })
}

const inEnvironment = (env: Environment): JsonObject => {
  try {
    return object(JSON.parse(env['USER_PROMPT'] ?? '{}'))
  } catch {
    return {}
  }
}

const tools = 'fs_write|str_replace|fs_append|delete_file'
const shells = 'execute_bash|execute_pwsh'

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
