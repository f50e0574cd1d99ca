import type { Environment } from '../core/environment.js'
import type { Agent } from './agent.js'
import { readDialect } from './claude-dialect.js'
import { grouped } from './hook-list.js'
import { codexLog } from './logs.js'
import { text } from './payload.js'
import { writingTools } from './server-tools.js'

const versionIn = (env: Environment): string | null => text(env['CODEX_VERSION'])
const caller = { agent: 'codex' }
const tools = `^(apply_patch|Bash)$|${writingTools}`

/** `hooks` of `[features]`, in the forms that TOML has for it; `codex_hooks` is its older name. */
const featureOff =
  /^[ \t]*(?:["']?features["']?[ \t]*(?:\.[ \t]*|=[ \t]*\{(?:[^}\n]*,)?[ \t]*))?["']?(?:codex_)?hooks["']?[ \t]*=[ \t]*false/m

/** The key of a hook that tells of work: its file, its event, its places there (codex-rs/hooks/src/config_rules.rs). */
const stateKey = /(?<quote>["'])(?:file:)?(?<file>[^"'\n]*):(?:pre|post)_tool_use:\d+:\d+\k<quote>/

/** `/hooks` switches one hook off by an entry under `[hooks.state]` of the person's configuration: a table, or a line. */
const hasHooksOff = (text: string, folder: string): boolean =>
  text.split(/^(?=[ \t]*\[)/m).some((table) => {
    const [head = '', ...lines] = table.split('\n')
    const isOurs = (line: string) => stateKey.exec(line)?.groups?.['file'] === `${folder}/.codex/hooks.json`
    if (isOurs(head) && /hooks[ \t]*\.[ \t]*state/.test(head))
      return lines.some((line) => /^[ \t]*enabled[ \t]*=[ \t]*false/.test(line))
    return lines.some((line) => isOurs(line) && /\benabled[ \t]*=[ \t]*false/.test(line))
  })

/** OpenAI Codex (JSON schemas embedded in codex 0.169.0; developers.openai.com/codex/hooks); timeouts in seconds. */
export const codex: Agent = {
  product: 'OpenAI Codex',
  trust: 'type /hooks in Codex and trust the four entries; it asks again when they change',
  alsoInHome: true,
  switches: ['.codex/config.toml', '~/.codex/config.toml'].map((path) => ({
    path,
    isOff: (text, folders) => featureOff.test(text) || folders.some((folder) => hasHooksOff(text, folder)),
  })),
  signs: ['.codex', '~/.codex', 'codex'],
  // The answer to a command that goes on (unified exec).
  read: readDialect('codex', (payload, env) => ({
    toolVersion: versionIn(env),
    inBackground: /^Process running with session ID/m.test(text(payload['tool_response']) ?? ''),
  })),
  hooks: [
    {
      form: 'merged',
      path: '.codex/hooks.json',
      under: 'hooks',
      head: {},
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
