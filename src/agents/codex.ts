import type { Environment } from '../core/environment.js'
import type { Agent } from './agent.js'
import { readDialect } from './claude-dialect.js'
import { grouped, writingTools } from './hook-list.js'
import { codexLog } from './logs.js'
import { text } from './payload.js'

const versionIn = (env: Environment): string | null => text(env['CODEX_VERSION'])
const caller = { agent: 'codex' }
const tools = `^(apply_patch|Bash)$|${writingTools}`

/** OpenAI Codex (JSON schemas embedded in codex 0.169.0; developers.openai.com/codex/hooks); timeouts in seconds. */
export const codex: Agent = {
  product: 'OpenAI Codex',
  trust: 'type /hooks in Codex and trust the four entries; it asks again when they change',
  alsoInHome: true,
  // `codex_hooks` is its older name.
  switches: ['.codex/config.toml', '~/.codex/config.toml'].map((path) => ({
    path,
    off: /^[ \t]*(?:features\.)?(?:codex_)?hooks[ \t]*=[ \t]*false/m,
  })),
  signs: ['.codex', '~/.codex', 'codex'],
  // The answer to a command that goes on (unified exec).
  read: readDialect('codex', (payload, env) => ({
    toolVersion: versionIn(env),
    inBackground: /^Process running with session ID/m.test(text(payload['tool_response']) ?? ''),
  })),
  hooks: [
    {
      ...{ form: 'merged', path: '.codex/hooks.json', under: 'hooks', head: {} },
      entries: grouped(
        caller,
        [
          { event: 'SessionStart', mode: 'event' },
          { event: 'UserPromptSubmit', mode: 'event' },
          { event: 'PreToolUse', mode: 'event', tools },
          { event: 'PostToolUse', mode: 'event', tools },
        ],
        { timeout: 30 },
      ),
    },
  ],
  logs: ({ transcript, session, home, env }) => {
    if (transcript !== null) return [{ path: transcript, read: codexLog }]
    const folder = `${env['CODEX_HOME'] ?? `${home}/.codex`}/sessions`
    return session === null ? [] : [{ path: `${folder}/*/*/*/rollout-*-${session}.jsonl`, read: codexLog }]
  },
  versionIn,
  sessionIn: (env) => text(env['CODEX_THREAD_ID']) ?? text(env['CODEX_SESSION_ID']),
}
