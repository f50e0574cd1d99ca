import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { ProvenanceError } from '../core/errors.js'
import { git, tryGit } from '../git/run.js'
import { type FileChange, type HookFile, hookNames, type Plan, planHooks, unplanHooks } from '../install/plan.js'
import { writeAtomically } from '../store/atomic.js'
import { readInstalled, rememberInstalled } from '../store/installed.js'
import { type Location, locate } from '../store/location.js'
import { readText } from '../store/text.js'
import { planAgentHooks, unplanAgentHooks } from './agent-hooks.js'

/** Where the program's own files are: the hook shims, and the bundle that hooks start. */
export type Program = { readonly hooks: string; readonly entry: string; readonly node: string }

export type InstallOptions = {
  readonly cwd: string
  readonly program: Program
  readonly agents: readonly string[]
  /** Text of the `.provenancerc` to write where there is none, null for none. */
  readonly config: string | null
}

/** The work tree around a folder. Throws NOT_A_REPOSITORY outside of one. */
export const requireLocation = (cwd: string): Location => {
  const location = locate(cwd)
  if (location !== null) return location
  throw new ProvenanceError('NOT_A_REPOSITORY', `${cwd}: expected a folder in a git work tree, found none around it`)
}

/** What installing would change. Changes nothing. Throws HOOK_FOREIGN and CONFIG_INVALID where something stands in the way. */
export const planInstall = (options: InstallOptions): Plan => {
  const location = requireLocation(options.cwd)
  const hooks = planHooks(hookFiles(location), readFileSync(join(options.program.hooks, 'gate.sh'), 'utf8'))
  const settings = planAgentHooks(location, options.agents)
  const rc = join(location.top, '.provenancerc')
  const config: readonly FileChange[] =
    options.config === null || hasConfig(location)
      ? []
      : [{ path: rc, before: null, after: options.config, mode: 0o644, why: 'policy and settings' }]
  return { renames: hooks.renames, changes: [...hooks.changes, ...settings, ...config] }
}

/** Carries out a plan of planInstall and readies the clone's own folder: key, program, agents' shim. */
export const applyInstall = (plan: Plan, options: InstallOptions): void => {
  const location = requireLocation(options.cwd)
  mkdirSync(location.shared, { recursive: true, mode: 0o700 })
  chmodSync(location.shared, 0o700)
  copyFileSync(join(options.program.hooks, 'record.sh'), join(location.shared, 'record.sh'))
  writeAtomically(join(location.shared, 'runtime'), `${options.program.node}\n${realpathSync(options.program.entry)}\n`)
  if (options.agents.length > 0) writeAtomically(join(location.shared, 'observing'), `${options.agents.join('\n')}\n`)
  rememberInstalled(location, plan.changes)
  applyPlan(plan)
}

/** What uninstalling would change. */
export const planUninstall = (cwd: string): Plan => {
  const location = requireLocation(cwd)
  const hooks = unplanHooks(hookFiles(location))
  const rc = join(location.top, '.provenancerc')
  const text = readText(rc)
  const written = readInstalled(location)[rc]
  const config: readonly FileChange[] =
    text !== null && written?.before === null && written.after === text
      ? [{ path: rc, before: text, after: null, mode: 0o644, why: 'policy and settings, as init wrote them' }]
      : []
  return { renames: hooks.renames, changes: [...hooks.changes, ...unplanAgentHooks(location), ...config] }
}

/** Carries out a plan of planUninstall, and removes the clone's own folders, events that no commit took among them. */
export const applyUninstall = (plan: Plan, cwd: string): void => {
  const location = requireLocation(cwd)
  applyPlan(plan)
  for (const { path, after } of plan.changes) if (after === null) removeIfEmpty(dirname(path))
  const trees = join(location.commonDir, 'worktrees')
  const linked = existsSync(trees) ? readdirSync(trees).map((name) => join(trees, name, 'provenance')) : []
  for (const folder of [location.shared, ...linked]) rmSync(folder, { recursive: true, force: true })
}

/** Hooks as git finds them: `core.hooksPath` where it is set (git-config(1)). */
export const hookFiles = (location: Location): readonly HookFile[] => {
  const folder = hooksFolder(location)
  return hookNames.map((name) => {
    const path = join(folder, name)
    return { path, text: readText(path), saved: readText(`${path}.saved`) }
  })
}

const hooksFolder = (location: Location): string => {
  const folder = git(['rev-parse', '--path-format=absolute', '--git-path', 'hooks'], { cwd: location.top })
    .toString('utf8')
    .trim()
  const managed = tryGit(['config', '--get', 'core.hooksPath'], { cwd: location.top }).status === 0
  if (managed && /[\\/]\.husky[\\/]_$/.test(folder)) {
    throw new ProvenanceError(
      'HOOK_FOREIGN',
      `${folder}: expected git's own hooks folder, got husky's, which husky writes anew`,
      {
        hint: 'git config --unset core.hooksPath',
      },
    )
  }
  return folder
}

const configNames = ['.provenancerc', '.provenancerc.json', '.provenancerc.yaml', '.provenancerc.yml']

const hasConfig = (location: Location): boolean =>
  configNames.some((name) => existsSync(join(location.top, name))) ||
  /"provenance"\s*:\s*\{/.test(readText(join(location.top, 'package.json')) ?? '')

const applyPlan = ({ renames, changes }: Plan): void => {
  try {
    const away = renames.filter(({ to }) => to.endsWith('.saved'))
    for (const { from, to } of away) renameSync(from, to)
    for (const change of changes) applyChange(change)
    for (const { from, to } of renames) if (!to.endsWith('.saved')) renameSync(from, to)
  } catch (cause) {
    throw new ProvenanceError('FILE_UNWRITABLE', `a file could not be changed: ${(cause as Error).message}`, { cause })
  }
}

const applyChange = ({ path, after, mode }: FileChange): void => {
  if (after === null) return rmSync(path, { force: true })
  mkdirSync(dirname(path), { recursive: true })
  writeAtomically(path, after, mode)
  chmodSync(path, mode)
}

const removeIfEmpty = (folder: string): void => {
  try {
    rmdirSync(folder)
  } catch {
    // Others' files are in it.
  }
}
