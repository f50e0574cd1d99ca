import { byName } from '../core/by-name.js'
import type { Environment } from '../core/environment.js'
import { firstString, type JsonObject, text } from './payload.js'

/** What a hook's caller hears: standard output, standard error, and the status to end with. */
export type Answer = { readonly stdout: string; readonly stderr: string; readonly status: number }

const json = (value: JsonObject): Answer => ({ stdout: `${JSON.stringify(value)}\n`, stderr: '', status: 0 })
const silence: Answer = { stdout: '', stderr: '', status: 0 }

/**
 * What a hook's caller needs on standard output. Silence for nearly all, whose context or approvals it would enter;
 * Cursor takes an empty or non-JSON answer to preToolUse for a refusal (reports against Cursor 3.9 to 3.15 and its
 * CLI of July 2026), Cline waits for its JSON (cline source, August 2026). `registered` is whose settings called us, where
 * the payload itself, being broken, does not tell.
 */
export const answerTo = (payload: JsonObject, env: Environment, registered = ''): Answer => {
  if (payload['clineVersion'] !== undefined || registered === 'cline') return json({ cancel: false })
  const isCursor = payload['cursor_version'] !== undefined || (env['CURSOR_VERSION'] ?? '') !== ''
  if (!isCursor && registered !== 'cursor') return silence
  const event = (firstString(payload, 'hook_event_name', 'hookEventName') ?? '').toLowerCase()
  if (event === 'pretooluse') return json({ permission: 'allow' })
  if (event === 'beforesubmitprompt' || event === 'userpromptsubmit') return json({ continue: true })
  // Where nobody can say what was asked, both answers that let it go on.
  return json(event === '' ? { permission: 'allow', continue: true } : {})
}

type Way = (sentence: string) => Answer

const said =
  (key: string, more: JsonObject = {}): Way =>
  (sentence) =>
    json({ ...more, [key]: sentence })
const failing =
  (status: number): Way =>
  (sentence) => ({ stdout: '', stderr: `${sentence}\n`, status })

const claudeBlock = said('reason', { decision: 'block' })
const message = said('systemMessage')

/** How each agent lets a hook hold a prompt, and tell of one; from its hooks reference, named in its own file. */
const ways: Readonly<Record<string, { readonly block?: Way; readonly warn?: Way }>> = byName({
  'claude-code': { block: claudeBlock, warn: message },
  codex: { block: claudeBlock, warn: message },
  'qwen-code': { block: claudeBlock, warn: message },
  'factory-droid': { block: claudeBlock, warn: message },
  continue: { block: claudeBlock, warn: message },
  devin: { block: claudeBlock },
  'gemini-cli': { block: said('reason', { decision: 'deny' }), warn: message },
  cursor: { block: said('user_message', { continue: false }), warn: said('user_message', { continue: true }) },
  cline: { block: said('errorMessage', { cancel: true }) },
  kiro: { block: failing(2), warn: failing(1) },
  windsurf: { block: failing(2), warn: failing(1) },
})
const vscode = { block: said('stopReason', { continue: false }), warn: message }

/** How the caller is told of a prompt that the guard holds or warns of; null where the agent has no way for it. */
export const guardAnswer = (
  tool: string,
  payload: JsonObject,
  { action, sentence }: { readonly action: 'warn' | 'block'; readonly sentence: string },
): Answer | null => {
  // Copilot's CLI does not hear what a prompt's hook says; VS Code does.
  const isVscode = /GitHub\.copilot-chat/i.test(text(payload['transcript_path']) ?? '')
  const way = tool === 'github-copilot' && isVscode ? vscode : ways[tool]
  return way?.[action]?.(sentence) ?? null
}
