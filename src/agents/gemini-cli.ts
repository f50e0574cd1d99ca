import { byName } from '../core/by-name.js'
import type { Observation } from '../core/edits/event.js'
import type { Agent } from './agent.js'
import { claudeSaid, eventOf } from './claude-dialect.js'
import { around, grouped, switchedBy } from './hook-list.js'
import { geminiLog } from './logs.js'
import { type JsonObject, object, text } from './payload.js'
import { writingToolsBehindOne } from './server-tools.js'
import { type Moment, observation } from './tool-call.js'

const moments: Readonly<Record<string, Moment>> = byName({
  beforeagent: 'prompt',
  beforetool: 'before',
  aftertool: 'after',
  beforemodel: 'model',
})

const read = (payload: JsonObject): Observation => {
  const said = claudeSaid(payload, 'gemini-cli')
  const event = eventOf(payload)
  const model = event === 'beforemodel' ? text(object(payload['llm_request'])['model']) : said.model
  return observation({ ...said, moment: moments[event] ?? said.moment, model: model ?? null })
}

const caller = { agent: 'gemini-cli', folder: 'GEMINI_PROJECT_DIR' }
/** Expressions that would be found anywhere in a name. */
const editTools = '^(write_file|replace)$'
const otherTools = ['^run_shell_command$', writingToolsBehindOne]

/** Milliseconds; the name is what `/hooks` shows. Gemini takes any end but 0 and 1 for a refusal: ours ends with 0. */
const handler = { name: 'provenance', timeout: 30_000 }

/** Gemini CLI (gemini-cli-core 0.61.0: hookRunner, settings schema). */
export const geminiCli: Agent = {
  product: 'Gemini CLI',
  trust: 'trust the folder (/permissions) and accept the hooks it names at its next start',
  alsoInHome: true,
  // packages/core/src/config/storage.ts, getWorkspaceSettingsPath.
  readsWhereStarted: true,
  // `/hooks disable` puts the name of one into a list (docs/reference/configuration.md).
  switches: ['.gemini/settings.json', '~/.gemini/settings.json'].map(
    switchedBy(/"hooksConfig"\s*:\s*\{[^{}]*(?:"enabled"\s*:\s*false|"disabled"\s*:\s*\[[^\]]*"provenance")/),
  ),
  signs: ['.gemini', '~/.gemini', 'gemini'],
  read,
  hooks: [
    {
      form: 'merged',
      path: '.gemini/settings.json',
      under: 'hooks',
      head: {},
      entries: grouped(
        caller,
        [
          { event: 'SessionStart', mode: 'event' },
          { event: 'BeforeAgent', mode: 'event' },
          { event: 'BeforeTool', mode: 'edit', tools: editTools },
          { event: 'AfterTool', mode: 'edit', tools: editTools },
          ...around(['BeforeTool', 'AfterTool'], otherTools),
        ],
        handler,
      ),
    },
  ],
  logs: ({ transcript }) => (transcript === null ? [] : [{ path: transcript, read: geminiLog }]),
}
