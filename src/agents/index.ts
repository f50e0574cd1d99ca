import { byName } from '../core/by-name.js'
import type { Environment } from '../core/environment.js'
import type { Agent } from './agent.js'
import { amp } from './amp.js'
import { antigravity } from './antigravity.js'
import { callerOf } from './caller.js'
import { claudeCode } from './claude-code.js'
import { readDialect } from './claude-dialect.js'
import { cline } from './cline.js'
import { codex } from './codex.js'
import { continueCli } from './continue.js'
import { crush } from './crush.js'
import { cursor } from './cursor.js'
import { devin } from './devin.js'
import { factoryDroid } from './factory-droid.js'
import { geminiCli } from './gemini-cli.js'
import { readGenericPayload } from './generic.js'
import { githubCopilot } from './github-copilot.js'
import { goose } from './goose.js'
import { junie } from './junie.js'
import { kiro } from './kiro.js'
import { opencode } from './opencode.js'
import type { JsonObject } from './payload.js'
import { qwenCode } from './qwen-code.js'
import { windsurf } from './windsurf.js'

/** Every agent whose hook payloads can be recorded, by its name in `AI-Tool` and for `provenance record --agent`. */
export const agents: Readonly<Record<string, Agent>> = byName({
  'claude-code': claudeCode,
  cursor,
  codex,
  'github-copilot': githubCopilot,
  'gemini-cli': geminiCli,
  opencode,
  devin,
  windsurf,
  cline,
  amp,
  kiro,
  'factory-droid': factoryDroid,
  continue: continueCli,
  'qwen-code': qwenCode,
  goose,
  crush,
  junie,
  antigravity,
  generic: { product: 'any tool', signs: [], read: readGenericPayload, hooks: [] },
})

/** Other names that people and products have for them. */
const aliases: Readonly<Record<string, string>> = byName({
  claude: 'claude-code',
  copilot: 'github-copilot',
  'copilot-cli': 'github-copilot',
  'copilot-vscode': 'github-copilot',
  'vscode-copilot': 'github-copilot',
  gemini: 'gemini-cli',
  'devin-cli': 'devin',
  'devin-desktop': 'devin',
  droid: 'factory-droid',
  factory: 'factory-droid',
  qwen: 'qwen-code',
  'codex-cli': 'codex',
  'cursor-cli': 'cursor',
  'cursor-agent': 'cursor',
  'agent-v1': 'generic',
})

/** Agents whose hooks can be installed in a project. */
export const installable: readonly string[] = Object.keys(agents).filter(
  (name) => (agents[name]?.hooks.length ?? 0) > 0,
)

/** True for an agent that can have hooks for all of a person's repositories. */
export const isInHome = (name: string): boolean => agents[name]?.alsoInHome === true

export const agentNames: readonly string[] = Object.keys(agents)

/** The name in the table for a name or alias; null for one that is not known. */
export const agentNamed = (name: string): string | null => {
  const known = aliases[name] ?? name
  return Object.hasOwn(agents, known) ? known : null
}

/**
 * How a payload is read that came through the hooks registered for an agent. Several agents read Claude Code's settings and
 * call its hooks: who really calls is told by payload and environment.
 */
export const readerFor = (registered: string, payload: JsonObject, env: Environment): Agent['read'] => {
  const name = registered === 'claude-code' ? callerOf(payload, env) : registered
  return agents[name]?.read ?? readDialect(name)
}
