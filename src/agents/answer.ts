import type { Environment } from './caller.js'
import { firstString, type JsonObject } from './payload.js'

/**
 * What a hook's caller needs on standard output. Silence for nearly all, whose context or approvals it would enter;
 * Cursor takes an empty or non-JSON answer to preToolUse for a refusal (reports against Cursor 3.9 to 3.15 and its
 * CLI of July 2026), Cline waits for its JSON (cline source, August 2026).
 */
export const answerTo = (payload: JsonObject, env: Environment): string => {
  if (payload['clineVersion'] !== undefined) return '{"cancel":false}\n'
  if (payload['cursor_version'] === undefined && (env['CURSOR_VERSION'] ?? '') === '') return ''
  const event = (firstString(payload, 'hook_event_name', 'hookEventName') ?? '').toLowerCase()
  if (event === 'pretooluse') return '{"permission":"allow"}\n'
  if (event === 'beforesubmitprompt' || event === 'userpromptsubmit') return '{"continue":true}\n'
  return '{}\n'
}
