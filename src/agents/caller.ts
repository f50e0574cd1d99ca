import type { Environment } from '../core/environment.js'
import { type JsonObject, object, text } from './payload.js'

type Sign = (payload: JsonObject, env: Environment) => boolean

const has =
  (...keys: string[]): Sign =>
  (payload) =>
    keys.some((key) => payload[key] !== undefined)

const runsUnder =
  (...variables: string[]): Sign =>
  (_, env) =>
    variables.some((name) => (env[name] ?? '') !== '')

const vscodeTools = new Set([
  'create_file',
  'replace_string_in_file',
  'multi_replace_string_in_file',
  'run_in_terminal',
])
const transcript = (payload: JsonObject) => text(payload['transcript_path']) ?? ''
const either =
  (...signs: Sign[]): Sign =>
  (payload, env) =>
    signs.some((sign) => sign(payload, env))

/**
 * Signs of each agent in the order in which they are tested. Several agents read Claude Code's settings file
 * and call its hooks, so the registration proves nothing; a payload's own fields outrank inherited variables.
 * Read from the agents' sources and documents (Cursor hooks 3.x, Codex 0.169 schemas, VS Code chatHookService, Copilot CLI 1.0,
 * Gemini CLI 0.61, Continue cn 1.5, Qwen Code 0.24, Droid 0.225, Devin CLI, Cline source of August 2026).
 */
const signs: readonly (readonly [tool: string, sign: Sign])[] = [
  ['cursor', has('cursor_version')],
  ['cline', has('clineVersion')],
  ['windsurf', has('agent_action_name')],
  ['codex', (payload) => text(payload['turn_id']) !== null && text(payload['model']) !== null],
  [
    'github-copilot',
    either(
      (payload) => /GitHub\.copilot-chat|\/\.copilot\//i.test(transcript(payload)),
      (payload) => vscodeTools.has(text(payload['tool_name']) ?? ''),
      has('tool_result', 'toolResult'),
    ),
  ],
  // Its own transcript tells Claude Code apart even inside another agent's terminal, wherever CLAUDE_CONFIG_DIR puts it.
  [
    'claude-code',
    (payload) =>
      /[\\/](?:\.claude[\\/]projects[\\/]|projects[\\/][^\\/]+[\\/][0-9a-f]{8}-[0-9a-f-]{27}\.jsonl$)/.test(
        transcript(payload),
      ),
  ],
  ['cursor', runsUnder('CURSOR_VERSION', 'CURSOR_PROJECT_DIR')],
  ['grok-cli', (payload, env) => has('sessionId')(payload, env) && runsUnder('GROK_SESSION_ID')(payload, env)],
  ['devin', runsUnder('DEVIN_PROJECT_DIR', 'CHISEL_SESSION_DB')],
  ['github-copilot', runsUnder('COPILOT_CLI', 'COPILOT_AGENT_SESSION_ID')],
  ['continue', runsUnder('CONTINUE_PROJECT_DIR')],
  ['qwen-code', runsUnder('QWEN_PROJECT_DIR')],
  ['gemini-cli', runsUnder('GEMINI_SESSION_ID', 'GEMINI_PROJECT_DIR')],
  ['gemini-cli', (payload) => /^(Before|After)(Agent|Tool|Model)$/.test(text(payload['hook_event_name']) ?? '')],
  ['factory-droid', runsUnder('FACTORY_PROJECT_DIR', 'DROID_PROJECT_DIR')],
  ['crush', (payload, env) => has('event')(payload, env) && runsUnder('CRUSH')(payload, env)],
  ['goose', (payload, env) => has('event')(payload, env) && runsUnder('PLUGIN_ROOT')(payload, env)],
  [
    'claude-code',
    either(
      runsUnder('CLAUDECODE'),
      (_, env) => /^claude-code(?:_|$)/.test(env['AI_AGENT'] ?? ''),
      has('effort'),
      (payload) => object(payload['tool_response'])['structuredPatch'] !== undefined,
    ),
  ],
  // What is missing proves nothing, and tells two apart of which nothing else speaks.
  [
    'devin',
    (payload) =>
      payload['cwd'] === undefined && payload['transcript_path'] === undefined && text(payload['prompt_id']) !== null,
  ],
  ['continue', (payload) => payload['transcript_path'] === '' && payload['prompt_id'] === undefined],
]

/** The agent that really calls a Claude-shaped hook, decided from payload and environment, never from the registration. */
export const callerOf = (payload: JsonObject, env: Environment): string =>
  signs.find(([, sign]) => sign(payload, env))?.[0] ?? 'claude-code'
