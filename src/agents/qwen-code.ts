import type { Agent } from './agent.js'
import { readDialect } from './claude-dialect.js'
import { aroundShell, grouped, switchedOff } from './hook-list.js'
import { qwenLog } from './logs.js'
import { firstString, text } from './payload.js'
import { writingTools } from './server-tools.js'

const caller = { agent: 'qwen-code', folder: 'QWEN_PROJECT_DIR' }
/** Expressions that would be found anywhere in a name. */
const editTools = '^(write_file|edit|replace|notebook_edit)$'

/** In milliseconds, as versions before 0.24 read any timeout, and later ones what is 1000 or more (github.com/QwenLM/qwen-code/pull/11615). */
const handler = { timeout: 30_000 }

/** Qwen Code (source of 0.24.4). `submitted_prompt` is what the person typed, `prompt` what the model got. */
export const qwenCode: Agent = {
  product: 'Qwen Code',
  trust: 'trust the folder (/trust)',
  alsoInHome: true,
  // As Gemini CLI, whose settings it has.
  readsWhereStarted: true,
  switches: ['.qwen/settings.json', '~/.qwen/settings.json'].map(switchedOff),
  signs: ['.qwen', '~/.qwen', 'qwen'],
  read: readDialect('qwen-code', (payload) => ({ prompt: firstString(payload, 'submitted_prompt', 'prompt') })),
  hooks: [
    {
      form: 'merged',
      path: '.qwen/settings.json',
      under: 'hooks',
      head: {},
      entries: grouped(
        caller,
        [
          { event: 'SessionStart', mode: 'event' },
          { event: 'UserPromptSubmit', mode: 'event' },
          { event: 'PreToolUse', mode: 'edit', tools: editTools },
          { event: 'PostToolUse', mode: 'edit', tools: editTools },
          ...aroundShell('^run_shell_command$', writingTools),
        ],
        handler,
      ),
    },
  ],
  logs: ({ transcript, session, home }) => {
    if (transcript !== null) return [{ path: transcript, read: qwenLog }]
    return session === null ? [] : [{ path: `${home}/.qwen/projects/*/chats/${session}.jsonl`, read: qwenLog }]
  },
  sessionIn: (env) => text(env['QWEN_CODE_SESSION_ID']),
}
