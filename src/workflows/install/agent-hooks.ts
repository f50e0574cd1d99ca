import { existsSync, lstatSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { HookFile } from '../../agents/agent.js'
import { commandMark } from '../../agents/command.js'
import { agentNamed, agentNames, agents, installable } from '../../agents/index.js'
import { object } from '../../agents/payload.js'
import type { Environment } from '../../core/environment.js'
import {
  hasHooks,
  isReadable,
  planSettings,
  type SettingsFile,
  settingsIn,
  unplanSettings,
} from '../../install/agent-settings.js'
import { missingHooks, reportsWork, tellsOfWork } from '../../install/coverage.js'
import { type Own, type OwnPlace, planOwn, unplanOwn } from '../../install/own-file.js'
import { combinePlans, type FileChange, type Plan, type Rename } from '../../install/plan.js'
import { readExactText, readText, unlessAbsent } from '../../store/text.js'
import { type HooksPlace, type Shared, unplanFile } from './unplan-file.js'

/** What registering the named agents' hooks would change. Throws CONFIG_INVALID where a settings file cannot be changed, HOOK_FOREIGN where another file is in the way. */
export const planAgentHooks = (place: HooksPlace, wanted: readonly string[]): readonly FileChange[] =>
  filesOf(wanted).flatMap((hooks) => {
    const file = placed(place, hooks)
    return file.form === 'own'
      ? planOwn(ownPlaceOf(place, file), file).changes
      : planSettings(settingsOf(place, file), file)
  })

/** The hooks of a person's own that the named agents' hooks of ours call from then on. Throws HOOK_FOREIGN. */
export const planAside = (place: HooksPlace, wanted: readonly string[]): readonly Rename[] =>
  filesOf(wanted).flatMap((hooks) => (hooks.form === 'own' ? planOwn(ownPlaceOf(place, hooks), hooks).renames : []))

/** What taking back every agent's hooks would change. A file that cannot be changed stops no other. */
export const unplanAgentHooks = (place: HooksPlace): Plan => {
  const files = filesOf(agentNames).flatMap((hooks) =>
    hooks.form === 'merged' && hooks.instead ? [hooks, { ...hooks, ...hooks.instead }] : [hooks],
  )
  const plans = files.map((hooks) => {
    const shared = { ...place, path: join(place.folder, hooks.path), mark: commandMark }
    return hooks.form === 'own'
      ? unplanOwnFile(shared, hooks)
      : unplanFile(shared, () => unplanSettings(settingsOf(place, hooks), hooks))
  })
  return combinePlans(...plans)
}

/** As unplanFile; and what ours called is back in its place, unless somebody has put another file there. */
const unplanOwnFile = (shared: Shared, hooks: Own): Plan => {
  const plan = unplanFile(shared, () => unplanOwn(ownPlaceOf(shared, hooks)))
  const { path, aside, installed } = ownPlaceOf(shared, hooks)
  if (aside?.isThere !== true || plan.left.length > 0) return plan
  if (plan.changes.length > 0 || (installed !== null && !isThere(path)))
    return { ...plan, renames: [{ from: aside.path, to: path, why: 'the hook that was there before' }] }
  const why = `a hook from before ours, in whose place ${path} stands now`
  return installed === null ? plan : { ...plan, left: [{ path: aside.path, why, unread: false }] }
}

/** The agents whose hooks are registered in a folder. */
export const registeredIn = (folder: string): readonly string[] =>
  agentNames.filter((name) =>
    filesOf([name]).some((hooks) => {
      const [text] = placedText(folder, hooks)
      return hasHooks(text) && (hooks.form === 'own' || isReadable(text))
    }),
  )

/** The agents that report from a folder what they do to files: an agent of several programs, one in each of its files, from all of them. */
export const heardIn = (folder: string): readonly string[] =>
  agentNames.filter((name) => {
    const files = filesOf([name]).filter(tellsOfWork)
    return files.length > 0 && files.every((hooks) => reportsWork(...placedText(folder, hooks)))
  })

/** The files of an agent's that it runs only while they are executable. */
export const runByMode = (name: string): readonly string[] =>
  filesOf([name]).flatMap((hooks) =>
    hooks.form === 'own' && hooks.runsByMode && tellsOfWork(hooks) ? [hooks.path] : [],
  )

/** What of an agent's hooks is missing in a folder; see missingHooks. */
export const missingIn = (folder: string, name: string): readonly string[] =>
  filesOf([name]).flatMap((hooks) => missingHooks(...placedText(folder, hooks)))

const placedText = (folder: string, hooks: HookFile): readonly [string, HookFile] => {
  const file = placed({ folder }, hooks)
  return [readText(join(folder, file.path)) ?? '', file]
}

/** Settings files of agents in a folder that are there and cannot be read, by agent. */
export const brokenIn = (folder: string): readonly { readonly name: string; readonly path: string }[] =>
  installable.flatMap((name) =>
    filesOf([name]).flatMap((hooks) => {
      const text = hooks.form === 'merged' ? readText(join(folder, hooks.path)) : null
      return text === null || text.trim() === '' || isReadable(text) ? [] : [{ name, path: hooks.path }]
    }),
  )

/** The agents that show signs of use: in the project for a team, in the home or on the PATH for this person. */
export const agentsInUse = (project: string | null, env: Environment): readonly string[] => {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const isThere = (sign: string): boolean => {
    if (sign.startsWith('~/')) return env['HOME'] !== undefined && existsSync(join(env['HOME'], sign.slice(2)))
    if (sign.startsWith('.') || sign.includes('.')) return project !== null && existsSync(join(project, sign))
    return folders.some((folder) => existsSync(join(folder, sign)))
  }
  return installable.filter((name) => agents[name]?.signs.some(isThere))
}

const filesOf = (names: readonly string[]): readonly HookFile[] =>
  names.flatMap((name) => agents[agentNamed(name) ?? '']?.hooks ?? [])

const ownPlaceOf = (place: HooksPlace, { path, aside }: Own): OwnPlace => {
  const kept = aside === undefined ? null : join(place.folder, aside)
  const file = settingsOf(place, { path })
  return { ...file, aside: kept === null ? null : { path: kept, isThere: isThere(kept) } }
}

/** True for a link that leads nowhere, too. */
const isThere = (path: string): boolean => unlessAbsent(() => lstatSync(path)) !== undefined

/** The file of the two that an agent really reads: the second, where only that one is there and has hooks. */
const placed = ({ folder }: Pick<HooksPlace, 'folder'>, hooks: HookFile): HookFile => {
  if (hooks.form === 'own' || hooks.instead === undefined || existsSync(join(folder, hooks.path))) return hooks
  const { instead } = hooks
  const settings = settingsIn(readText(join(folder, instead.path)) ?? '{}')
  return Object.keys(object(settings[instead.under])).length > 0 ? { ...hooks, ...instead } : hooks
}

const settingsOf = ({ folder, installed }: HooksPlace, { path }: Pick<HookFile, 'path'>): SettingsFile => {
  const full = join(folder, path)
  return { path: full, text: readExactText(full), installed: installed[full] ?? null }
}
