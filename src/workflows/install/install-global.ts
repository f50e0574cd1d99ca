import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from '../../core/environment.js'
import { ProvenanceError } from '../../core/errors.js'
import { nonEmptyLines } from '../../core/split.js'
import { tryGit } from '../../git/run.js'
import { globalHookNames, templateHook, templateHookNames, unheardHookNames } from '../../install/global.js'
import { type FileChange, noPlan, type Plan } from '../../install/plan.js'
import { readInstalled, readMadeFolders, rememberInstalled } from '../../store/installed.js'
import { readText } from '../../store/text.js'
import { planAgentHooks, unplanAgentHooks } from './agent-hooks.js'
import { applyPlan, foldersToMake, removeEmptied, requireChangeable } from './apply-plan.js'
import { changesToNote } from './noted.js'
import { type Program, runtimeOf } from './ready-clone.js'
import type { HooksPlace } from './unplan-file.js'

export type GlobalOptions = {
  readonly program: Program
  /** Agents that have hooks in the home, to be registered there. */
  readonly agents: readonly string[]
  /** Agents that a person named, and that have none there: where they are not registered no commit says that no agent was seen. */
  readonly unheard: readonly string[]
  readonly env: Environment
  /** By `init.templateDir`, for new repositories, and not by `core.hooksPath`, for all. */
  readonly template: boolean
}

/** Our folder for all of a person's repositories (XDG Base Directory specification). Throws FILE_UNREADABLE where there is no home. */
const foldersOf = (env: Environment) => {
  const home = env['HOME'] ?? ''
  if (home === '')
    throw new ProvenanceError('FILE_UNREADABLE', 'HOME: expected the folder of a person, got none', {
      hint: 'HOME=$(eval echo "~$(id -un)") provenance init --global',
    })
  const configuration = env['XDG_CONFIG_HOME'] ?? ''
  const folder = join(configuration === '' ? join(home, '.config') : configuration, 'commit-provenance')
  return {
    home,
    folder,
    hooks: join(folder, 'hooks'),
    template: join(folder, 'template'),
    installed: join(folder, 'installed.json'),
  }
}

const setForAll = (key: string): string | null => {
  const { status, stdout } = tryGit(['config', '--global', '--get', key], { cwd: '/' })
  return status === 0 ? stdout.toString('utf8').trim() : null
}

/** The file that `git config --global` reads: one of three (git-config(1), FILES). Null where none is there, or nothing is in it. */
const configurationFile = (): string | null => {
  const { stdout } = tryGit(['config', '--global', '--show-origin', '--null', '--list'], { cwd: '/' })
  const [origin = ''] = stdout.toString('utf8').split('\0')
  return origin.startsWith('file:') ? origin.slice('file:'.length) : null
}

const hasConfiguration = (): boolean => tryGit(['config', '--global', '--list'], { cwd: '/' }).status === 0

/** The `git config` call that has git look in a folder of ours; none where it does. Throws HOOK_FOREIGN where the key is somebody else's. */
const pointTo = (key: string, folder: string, hint: string): readonly (readonly string[])[] => {
  const set = setForAll(key)
  if (set === folder) return []
  if (set === null) return [['config', '--global', key, folder]]
  throw new ProvenanceError('HOOK_FOREIGN', `${key}: expected it to be free, got ${set}`, { hint })
}

/** What installing for all repositories, or for new ones, would change. Throws HOOK_FOREIGN where git's key for it is taken, FILE_UNWRITABLE where a file cannot be changed. */
export const planGlobal = ({ program, agents: names, unheard, env, template: forNew }: GlobalOptions): Plan => {
  const { home, folder, hooks, template, installed } = foldersOf(env)
  const git = forNew
    ? pointTo('init.templateDir', template, 'git config --global --get init.templateDir')
    : pointTo('core.hooksPath', hooks, 'provenance init --global --template --yes')
  const shim = readFileSync(join(program.hooks, 'global.sh'), 'utf8')
  const file = (path: string, after: string, mode: number): readonly FileChange[] => {
    const before = readText(path)
    return before === after ? [] : [{ path, before, after, mode, why: 'hooks for all repositories' }]
  }
  const place: HooksPlace = { folder: home, installed: readInstalled(installed) }
  return requireChangeable({
    ...noPlan,
    changes: [
      ...globalHookNames.flatMap((name) => file(join(hooks, name), shim, 0o755)),
      ...unheardHookNames.flatMap((name) => withoutShim(join(hooks, name))),
      ...(forNew ? templateFiles(hooks, template).flatMap((one) => file(...one)) : []),
      ...file(join(folder, 'runtime'), runtimeOf(program), 0o644),
      ...file(join(folder, 'observing'), `${[...names, ...unheard].join('\n')}\n`, 0o644),
      ...planAgentHooks(place, names),
    ],
    git,
    place: { choice: 'global', sign: signOf(forNew, { hooks, template }) },
    followUp: forNew && hidingFolder(hooks) !== null ? inEachClone : null,
  })
}

/** A hook that an older version put there, and whose presence alone is felt. */
const withoutShim = (path: string): readonly FileChange[] => {
  const before = readText(path)
  const isOurs = before?.startsWith('#!/bin/sh\n# commit-provenance: ') === true
  return isOurs ? [{ path, before, after: null, mode: 0o755, why: 'hooks for all repositories' }] : []
}

/** The template's files: our hooks, and the file of ignored names that people expect in a new repository (gitrepository-layout(5)). */
const templateFiles = (hooks: string, template: string): readonly (readonly [string, string, number])[] => [
  ...templateHookNames.map((name) => [join(template, 'hooks', name), templateHook(join(hooks, name)), 0o755] as const),
  [join(template, 'info', 'exclude'), '# Names that git ignores in this clone alone; see gitignore(5).\n', 0o644],
]

/** Somebody else's folder for all repositories, in which git looks instead of where it copied our hooks; null for none. */
const hidingFolder = (hooks: string): string | null => {
  const set = setForAll('core.hooksPath')
  return set === hooks ? null : set
}

/** Has git look at its copies there; doctor says it in each clone (see ownHooksPath). */
const inEachClone =
  'git config --local core.hooksPath "$(git rev-parse --path-format=absolute --git-common-dir)/hooks" # in each new clone; there the hooks for all no longer run'

/** What the plan says of its place; hooks that git copies do not run where it looks elsewhere for all repositories. */
const signOf = (
  forNew: boolean,
  { hooks, template }: { readonly hooks: string; readonly template: string },
): string => {
  if (!forNew) return `core.hooksPath, ${hooks}`
  const hiding = hidingFolder(hooks)
  return `init.templateDir, ${template}${hiding === null ? '' : `; hidden wherever core.hooksPath, ${hiding}, is not overruled`}`
}

/** Carries out a plan of planGlobal. */
export const applyGlobal = (plan: Plan, { env }: GlobalOptions): void => {
  const { folder, installed, home } = foldersOf(env)
  const made = foldersToMake(plan)
  const hadConfiguration = hasConfiguration()
  const notes = { folder: home, installed: readInstalled(installed), own: folder }
  const shared = changesToNote(notes, plan.changes)
  // First, so that a plan that is stopped in the middle can be taken back, too.
  mkdirSync(folder, { recursive: true })
  if (shared.length > 0 || !existsSync(installed)) rememberInstalled(installed, shared, made)
  applyPlan(plan, home)
  const configuration = hadConfiguration ? null : configurationFile()
  if (configuration !== null)
    rememberInstalled(installed, [{ path: configuration, before: null, after: readText(configuration) }], [])
}

/** What taking it back would change. */
export const planGlobalRemoval = (env: Environment): Plan => {
  const { home, folder, hooks, template, installed } = foldersOf(env)
  const settings = unplanAgentHooks({ folder: home, installed: readInstalled(installed) })
  const own = [
    ...globalHookNames.map((name) => join(hooks, name)),
    ...templateFiles(hooks, template).map(([path]) => path),
    join(folder, 'runtime'),
    join(folder, 'observing'),
  ]
  return {
    ...settings,
    changes: [
      ...own.flatMap((path): FileChange[] => {
        const before = readText(path)
        return before === null ? [] : [{ path, before, after: null, mode: 0o644, why: 'hooks for all repositories' }]
      }),
      ...settings.changes,
    ],
    git: [
      ...(setForAll('core.hooksPath') === hooks ? [['config', '--global', '--unset', 'core.hooksPath']] : []),
      ...(setForAll('init.templateDir') === template ? [['config', '--global', '--unset', 'init.templateDir']] : []),
    ],
  }
}

/** Carries out a plan of planGlobalRemoval; what clones keep of their own stays with them. */
export const applyGlobalRemoval = (plan: Plan, env: Environment): void => {
  const { home, folder, installed } = foldersOf(env)
  const configuration = configurationFile()
  const wasNone = configuration !== null && readInstalled(installed)[configuration]?.before === null
  applyPlan(plan, home)
  if (wasNone && readText(configuration) === '') rmSync(configuration)
  const made = readMadeFolders(installed)
  rmSync(installed, { force: true })
  removeEmptied(plan, home, made)
  rmSync(folder, { recursive: true, force: true })
}

/** The agents that have to be heard in each repository. */
export const globalAgents = (env: Environment): readonly string[] =>
  nonEmptyLines(readText(join(foldersOf(env).folder, 'observing')) ?? '')

/** What a clone's folder needs of the program that is installed for all repositories; null where none is. */
export const globalProgram = (env: Environment): Omit<Program, 'hooks'> | null => {
  const [node = '', entry = ''] = (readText(join(foldersOf(env).folder, 'runtime')) ?? '').split('\n')
  return entry === '' ? null : { node, entry }
}
