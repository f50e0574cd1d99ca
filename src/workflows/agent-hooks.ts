import { join } from 'node:path'
import type { HookFile } from '../agents/agent.js'
import { type AgentName, agents, isAgentName } from '../agents/index.js'
import { hasHooks, planSettings, type SettingsFile, unplanSettings } from '../install/agent-settings.js'
import type { FileChange } from '../install/plan.js'
import { readInstalled } from '../store/installed.js'
import type { Location } from '../store/location.js'
import { readText } from '../store/text.js'

const names = Object.keys(agents).filter(isAgentName)

/** What registering the named agents' hooks would change. Throws CONFIG_INVALID where a settings file cannot be changed. */
export const planAgentHooks = (location: Location, wanted: readonly string[]): readonly FileChange[] =>
  wanted
    .filter(isAgentName)
    .flatMap((name) => agents[name].hooks.flatMap((hooks) => planSettings(settingsOf(location, hooks), hooks)))

/** What taking back every agent's hooks would change. */
export const unplanAgentHooks = (location: Location): readonly FileChange[] =>
  names.flatMap((name) => agents[name].hooks.flatMap((hooks) => unplanSettings(settingsOf(location, hooks), hooks)))

/** The agents whose hooks are registered in this project. */
export const registeredAgents = (location: Location): readonly AgentName[] =>
  names.filter((name) => agents[name].hooks.some((hooks) => hasHooks(settingsOf(location, hooks).text ?? '')))

const settingsOf = (location: Location, { path }: HookFile): SettingsFile => {
  const full = join(location.top, path)
  return { path: full, text: readText(full), installed: readInstalled(location)[full] ?? null }
}
