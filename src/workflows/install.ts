import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ProvenanceError } from '../core/errors.js'
import { git, tryGit } from '../git/run.js'
import { configHooks, withoutConfigHooks } from '../install/git-config.js'
import { type HookManager, hookNames } from '../install/manager.js'
import { managerOf, managers, requireConfigHooks } from '../install/managers.js'
import { type FileChange, type HookFile, noPlan, type Plan, planHooks, unplanHooks } from '../install/plan.js'
import { readInstalled, rememberInstalled } from '../store/installed.js'
import { type Location, locate } from '../store/location.js'
import { readText } from '../store/text.js'
import { type Place, planAgentHooks, unplanAgentHooks } from './agent-hooks.js'
import { applyPlan, removeEmptied } from './apply-plan.js'
import { type Program, readyClone } from './ready-clone.js'

export type InstallOptions = {
  readonly cwd: string
  readonly program: Program
  readonly agents: readonly string[]
  /** Whose hooks ours go among: a manager's name, `native` or `git-config`; null for what the repository shows. */
  readonly hooks: string | null
  /** Text of the `.provenancerc` to write where there is none, null for none. */
  readonly config: string | null
}

/** The work tree around a folder. Throws NOT_A_REPOSITORY outside of one. */
export const requireLocation = (cwd: string): Location => {
  const location = locate(cwd)
  if (location !== null) return location
  throw new ProvenanceError('NOT_A_REPOSITORY', `${cwd}: expected a folder in a git work tree, found none around it`)
}

const installedFile = (location: Location) => join(location.shared, 'installed.json')
const placeOf = (location: Location): Place => ({
  folder: location.top,
  installed: readInstalled(installedFile(location)),
})

/** What installing would change. Changes nothing. Throws HOOK_FOREIGN and CONFIG_INVALID where something stands in the way. */
export const planInstall = (options: InstallOptions): Plan => {
  const location = requireLocation(options.cwd)
  const hooks = planGitHooks(location, options)
  const settings = planAgentHooks(placeOf(location), options.agents)
  const rc = join(location.top, '.provenancerc')
  const config: readonly FileChange[] =
    options.config === null || hasConfig(location)
      ? []
      : [{ path: rc, before: null, after: options.config, mode: 0o644, why: 'policy and settings' }]
  return { ...hooks, changes: [...hooks.changes, ...settings, ...config] }
}

/** Our git hooks in the place that was asked for, or that the repository shows. */
const planGitHooks = (location: Location, { hooks, program }: InstallOptions): Plan => {
  const found = hooks === null ? managerInUse(location) : { choice: hooks, sign: 'as asked for' }
  const place = { choice: found.choice, sign: found.sign }
  const manager = managers[found.choice]
  if (manager !== undefined) return { ...noPlan, ...planManager(location, manager), place }
  if (found.choice === 'git-config') {
    requireConfigHooks(
      git(['version'], { cwd: location.top })
        .toString('utf8')
        .trim()
        .replace(/^git version /, ''),
    )
    return { ...noPlan, git: configHooks.filter((args) => !isSet(location, args)), place }
  }
  refuseHidden(location)
  return { ...planHooks(hookFiles(location), readFileSync(join(program.hooks, 'gate.sh'), 'utf8')), place }
}

/** True where a `git config` call would set what is set already. */
const isSet = (location: Location, args: readonly string[]): boolean => {
  const [value = '', key = ''] = args.toReversed()
  const { stdout } = tryGit(['config', '--local', '--get', key], { cwd: location.top })
  return stdout.toString('utf8').trimEnd() === value
}

const planManager = (location: Location, manager: HookManager): Pick<Plan, 'changes' | 'followUp'> => {
  const changes = manager.files.flatMap((name): FileChange[] => {
    const path = join(location.top, name)
    const before = readText(path)
    const after = manager.add(path, before)
    return after === before ? [] : [{ path, before, after, mode: 0o644, why: `git hooks, run by ${manager.name}` }]
  })
  return { changes, followUp: changes.length > 0 ? manager.followUp : null }
}

/** The hook manager that a repository uses, and the sign of it. */
export const managerInUse = (location: Location): { readonly choice: string; readonly sign: string } =>
  managerOf({
    hooksPath: hooksPathOf(location),
    names: readdirSync(location.top),
    packageJson: readText(join(location.top, 'package.json')) ?? '',
  })

const hooksPathOf = (location: Location): string | null => {
  const { status, stdout } = tryGit(['config', '--get', 'core.hooksPath'], { cwd: location.top })
  return status === 0 ? stdout.toString('utf8').trim() : null
}

/** Carries out a plan of planInstall and readies the clone's own folder: key, program, agents' shim. */
export const applyInstall = (plan: Plan, options: InstallOptions): void => {
  const location = requireLocation(options.cwd)
  readyClone(location, options.program, options.agents)
  const shared = plan.changes.filter(({ path }) => !path.startsWith(location.gitDir))
  rememberInstalled(installedFile(location), shared)
  applyPlan(plan, location.top)
}

/** What uninstalling would change. */
export const planUninstall = (cwd: string): Plan => {
  const location = requireLocation(cwd)
  const hooks = unplanHooks(hookFiles(location))
  const rc = join(location.top, '.provenancerc')
  const text = readText(rc)
  const written = readInstalled(installedFile(location))[rc]
  const config: readonly FileChange[] =
    text !== null && written?.before === null && written.after === text
      ? [{ path: rc, before: text, after: null, mode: 0o644, why: 'policy and settings, as init wrote them' }]
      : []
  const entered = Object.values(managers).flatMap((manager) => unplanManager(location, manager))
  const changes = [...hooks.changes, ...entered, ...unplanAgentHooks(placeOf(location)), ...config]
  return { ...hooks, changes, git: hasConfigHooks(location) ? withoutConfigHooks : [] }
}

const unplanManager = (location: Location, manager: HookManager): readonly FileChange[] =>
  manager.files.flatMap((name): FileChange[] => {
    const path = join(location.top, name)
    const before = readText(path)
    if (before === null) return []
    const installed = readInstalled(installedFile(location))[path]
    const after = installed?.after === before ? installed.before : manager.remove(path, before)
    return after === before ? [] : [{ path, before, after, mode: 0o644, why: `git hooks, run by ${manager.name}` }]
  })

/** True where git's configuration names our hooks. */
export const hasConfigHooks = (location: Location): boolean =>
  tryGit(['config', '--get-regexp', '^hook\\.commit-provenance-'], { cwd: location.top }).status === 0

/** Carries out a plan of planUninstall, and removes the clone's own folders, events that no commit took among them. */
export const applyUninstall = (plan: Plan, cwd: string): void => {
  const location = requireLocation(cwd)
  applyPlan(plan, location.top)
  removeEmptied(plan, location.top)
  const trees = join(location.commonDir, 'worktrees')
  const linked = existsSync(trees) ? readdirSync(trees).map((name) => join(trees, name, 'provenance')) : []
  for (const folder of [location.shared, ...linked]) rmSync(folder, { recursive: true, force: true })
}

/** The repository's own hooks: in the folder that its own `core.hooksPath` names, else in git's (git-config(1)). A folder named for all repositories is nobody's to change from here. */
export const hookFiles = (location: Location): readonly HookFile[] => {
  const folder = isShared(location) ? join(location.commonDir, 'hooks') : hooksFolder(location)
  return hookNames.map((name) => {
    const path = join(folder, name)
    return { path, text: readText(path), saved: readText(`${path}.saved`) }
  })
}

/** True where `core.hooksPath` is set for more than this repository. */
const isShared = (location: Location): boolean => {
  const args = ['config', '--show-scope', '--get', 'core.hooksPath']
  return /^(?:global|system|command)\t/.test(tryGit(args, { cwd: location.top }).stdout.toString('utf8'))
}

/** Hooks that somebody else's folder for all repositories hides would never run. Our own folder hands on to them. */
const refuseHidden = (location: Location): void => {
  const folder = hooksFolder(location)
  const handsOn = readText(join(folder, 'commit-msg'))?.includes('# commit-provenance: hooks for all') === true
  if (!isShared(location) || handsOn) return
  throw new ProvenanceError(
    'HOOK_FOREIGN',
    `core.hooksPath: expected git to look for hooks in this repository, got ${folder} for all of them`,
    { hint: 'git config --local core.hooksPath .git/hooks' },
  )
}

/** The folder in which git looks for hooks. */
export const hooksFolder = (location: Location): string =>
  git(['rev-parse', '--path-format=absolute', '--git-path', 'hooks'], { cwd: location.top }).toString('utf8').trim()

const configNames = ['.provenancerc', '.provenancerc.json', '.provenancerc.yaml', '.provenancerc.yml']

const hasConfig = (location: Location): boolean =>
  configNames.some((name) => existsSync(join(location.top, name))) ||
  /"provenance"\s*:\s*\{/.test(readText(join(location.top, 'package.json')) ?? '')
