import type { Observation } from '../core/edits/event.js'
import type { Agent, LogFile, LogPlace } from './agent.js'
import { claudeSaid } from './claude-dialect.js'
import { copilotLog, vscodeChatLog } from './copilot-logs.js'
import { asLists, flat, ownText, switchedOff } from './hook-list.js'
import { type JsonObject, text } from './payload.js'
import { type Moment, observation } from './tool-call.js'

/** The report of a tool that failed has its error, and no result (postToolUseFailure, copilot-sdk 1.0.14). */
const isFailure = (payload: JsonObject): boolean => payload['toolName'] !== undefined && text(payload['error']) !== null

/** Copilot CLI's camel-case payloads name no event: what they hold tells it (docs.github.com, copilot-sdk 1.0.14). */
const momentOf = (payload: JsonObject): Moment | null => {
  if (payload['toolResult'] !== undefined || isFailure(payload)) return 'after'
  if (payload['toolName'] !== undefined) return 'before'
  if (payload['prompt'] !== undefined) return 'prompt'
  if (payload['source'] !== undefined) return 'session-start'
  return payload['reason'] === undefined ? null : 'session-end'
}

const read = (payload: JsonObject): Observation => {
  const said = claudeSaid(payload, 'github-copilot')
  const named = payload['hook_event_name'] ?? payload['hookEventName']
  const moment = named === undefined ? { moment: momentOf(payload), failed: isFailure(payload) } : {}
  return observation({ ...said, ...moment, model: null })
}

/** Both surfaces read this file: the CLI takes `bash`, `timeoutSec`, VS Code `command`, `timeout`; `cwd` makes VS Code name the folder. */
const entries = flat(
  { agent: 'github-copilot' },
  [
    { event: 'SessionStart', mode: 'event' },
    { event: 'UserPromptSubmit', mode: 'event' },
    { event: 'PreToolUse', mode: 'edit' },
    { event: 'PostToolUse', mode: 'edit' },
    { event: 'PostToolUseFailure', mode: 'event' },
  ],
  { type: 'command', cwd: '.', timeoutSec: 30, timeout: 30 },
).map(({ event, value }) => ({ event, value: { ...value, bash: value['command'] } }))

/** VS Code's chat sessions lie beside its extension's folder; the CLI keeps events by session. */
const logs = ({ transcript, session, home, env }: LogPlace): readonly LogFile[] => {
  const chat = /^(.*)[\\/]GitHub\.copilot-chat[\\/]transcripts[\\/]([\w-]+)\.jsonl$/i.exec(transcript ?? '')
  if (chat !== null) {
    const sessions = `${chat[1]}/chatSessions/${chat[2]}`
    return [
      { path: `${sessions}.jsonl`, read: vscodeChatLog },
      { path: `${sessions}.json`, read: vscodeChatLog },
      { path: transcript ?? '', read: copilotLog },
    ]
  }
  const states = `${env['COPILOT_HOME'] ?? `${home}/.copilot`}/session-state`
  return session === null ? [] : [{ path: `${states}/${session}/events.jsonl`, read: copilotLog }]
}

/**
 * GitHub Copilot: CLI 1.0.102 in both of its dialects, and VS Code's own agent (chatHookService.ts of March 2026,
 * documentation of October 2026). Its CLI refuses a tool when a hook before it fails: ours always ends with 0.
 */
export const githubCopilot: Agent = {
  product: 'GitHub Copilot',
  trust: 'trust the folder when the CLI asks; VS Code: keep chat.hookFilesLocations at its default',
  // The CLI kept its settings in config.json before 1.0 (docs.github.com, cli-config-dir-reference).
  switches: [
    '.github/hooks/provenance.json',
    '.github/copilot/settings.json',
    '.github/copilot/settings.local.json',
    '~/.copilot/settings.json',
    '~/.copilot/config.json',
  ].map(switchedOff),
  signs: ['.github/hooks', '~/.copilot', 'copilot'],
  read,
  hooks: [
    {
      form: 'own',
      path: '.github/hooks/provenance.json',
      mode: 0o644,
      text: ownText({ version: 1, hooks: asLists(entries) }),
    },
  ],
  logs,
  sessionIn: (env) => text(env['COPILOT_AGENT_SESSION_ID']),
}
