import { existsSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ProvenanceError } from '../../core/errors.js'
import { isNamed, repositoryByVariables } from '../../git/inherited.js'
import { requireAccepted } from '../../git/ownership.js'
import { combinePlans, type FileChange, type Left, noPlan, type Plan } from '../../install/plan.js'
import {
  type Installed,
  keepInstalled,
  readInstalled,
  readMadeFolders,
  rememberInstalled,
} from '../../store/installed.js'
import { type Location, locate, locationOf } from '../../store/location.js'
import { isOwnRepository } from '../../store/own-repository.js'
import { installedFile, ownState } from '../../store/own-state.js'
import { handOver, handOverPaths } from '../../store/owner.js'
import { readText } from '../../store/text.js'
import { planAgentHooks, planAside, unplanAgentHooks } from './agent-hooks.js'
import { applyPlan, foldersToMake, leadsTo, removeEmptied, requireChangeable } from './apply-plan.js'
import { planGitHooks, unplanGitHooks } from './git-hooks.js'
import { isOutside } from './hook-place.js'
import { bareRepository } from './install-server.js'
import { changesToNote, leftElsewhere } from './noted.js'
import { type Program, readyClone, runtimeOf } from './ready-clone.js'
import type { HooksPlace } from './unplan-file.js'

export type InstallOptions = {
  readonly cwd: string
  readonly program: Program
  readonly agents: readonly string[]
  /** Whose hooks ours go among: a manager's name, `native` or `git-config`; null for what the repository shows. */
  readonly hooks: string | null
  /** Text of the `.provenancerc` to write where there is none, null for none. */
  readonly config: string | null
}

/** The work tree that git itself would take: the one that its variables name, else that around a folder; null where there is none. */
export const locationHere = (cwd: string): Location | null => {
  const named = repositoryByVariables(cwd, process.env)
  if (named !== null) return locationOf(named.top, named.gitDir)
  return isNamed(process.env) ? null : locate(cwd)
}

/** As locationHere. Throws NOT_A_REPOSITORY outside of a work tree, GIT_FAILED with git's words in one of somebody whom git was not told to trust. */
export const requireLocation = (cwd: string): Location => {
  const location = locationHere(cwd)
  // Git takes what its variables name for trusted.
  if (location !== null && !isNamed(process.env) && !isOwnRepository(location)) requireAccepted(location)
  if (location !== null) return location
  if (isNamed(process.env))
    throw new ProvenanceError(
      'NOT_A_REPOSITORY',
      `${cwd}: expected a folder in the work tree that GIT_DIR and GIT_WORK_TREE name, got another`,
      { hint: 'env | grep ^GIT_' },
    )
  const bare = bareRepository(cwd)
  throw bare === null
    ? new ProvenanceError('NOT_A_REPOSITORY', `${cwd}: expected a folder in a git work tree, found none around it`)
    : new ProvenanceError('NOT_A_REPOSITORY', `${cwd}: expected a git work tree, got the bare repository ${bare}`, {
        hint: 'git worktree list',
      })
}

const placeOf = (location: Location): HooksPlace => ({
  folder: location.top,
  installed: readInstalled(installedFile(location)),
})

/** What installing would change. Changes nothing. Throws HOOK_FOREIGN, CONFIG_INVALID, VALUE_REFUSED and FILE_UNWRITABLE where something stands in the way. */
export const planInstall = (options: InstallOptions): Plan => {
  const location = requireLocation(options.cwd)
  // Refused before anything is written.
  runtimeOf(options.program)
  const hooks = planGitHooks(location, {
    asked: options.hooks,
    hooks: options.program.hooks,
    installed: placeOf(location).installed,
  })
  const aside = planAside(placeOf(location), options.agents)
  const settings = planAgentHooks(placeOf(location), options.agents)
  const rc = join(location.top, '.provenancerc')
  const config: readonly FileChange[] =
    options.config === null || hasConfig(location.top)
      ? []
      : [{ path: rc, before: null, after: options.config, mode: null, why: 'policy and settings' }]
  const changes = [...hooks.changes, ...settings, ...config]
  return requireChangeable({ ...hooks, renames: [...hooks.renames, ...aside], changes })
}

/** Carries out a plan of planInstall and readies the clone's own folder: key, program, agents' shim. */
export const applyInstall = (plan: Plan, options: InstallOptions): void => {
  const location = requireLocation(options.cwd)
  readyClone(location, options.program, options.agents)
  const noted = changesToNote({ ...placeOf(location), own: location.gitDir }, plan.changes)
  const made = foldersToMake(plan)
  rememberInstalled(installedFile(location), noted, made)
  applyPlan(plan, location.top)
  handOverWritten(location, plan, made)
}

/** What root wrote in a person's clone becomes the person's, so that they can commit, change and take it back; not what a link leads to. */
const handOverWritten = (location: Location, { changes, named }: Plan, made: readonly string[]): void => {
  const paths = [...made, ...changes.map(({ path }) => path), ...named.map(({ place }) => dirname(place))]
  const isWithin = (path: string) =>
    [location.top, location.commonDir].some((folder) => !isOutside(folder, path) && leadsTo(folder, path) === null)
  handOverPaths(location, paths.filter(existsSync).filter(isWithin))
  handOver(location)
}

/** What uninstalling would change: the clone's git hooks and folders, and the files of this work tree. What init did in another one is named. */
export const planUninstall = (cwd: string): Plan => {
  const location = requireLocation(cwd)
  const installed = readInstalled(installedFile(location))
  const rc = join(location.top, '.provenancerc')
  const text = readText(rc)
  const written = installed[rc]
  const config: readonly FileChange[] =
    text !== null && written?.before === null && written.after === text
      ? [{ path: rc, before: text, after: null, mode: 0o644, why: 'policy and settings, as init wrote them' }]
      : []
  const here = combinePlans(unplanGitHooks(location, installed), unplanAgentHooks(placeOf(location)), {
    ...noPlan,
    changes: config,
  })
  const left = [...here.left, ...leftElsewhere(location, installed, here)]
  return { ...here, left, state: ownState(location, left.some(isNoted(installed))) }
}

/** What was noted of a file in which something of ours stays is needed to take that back later. */
const isNoted =
  (installed: Installed) =>
  ({ path }: Left): boolean =>
    installed[path] !== undefined

/** Carries out a plan of planUninstall, and removes what the clone keeps for itself, events that no commit took among it. */
export const applyUninstall = (plan: Plan, cwd: string): void => {
  const location = requireLocation(cwd)
  const note = installedFile(location)
  const noted = plan.left.filter(isNoted(readInstalled(note)))
  const made = readMadeFolders(note)
  applyPlan(plan, location.top)
  removeEmptied(plan, location.top, made)
  for (const path of plan.state) rmSync(path, { recursive: true, force: true })
  if (noted.length > 0)
    keepInstalled(
      note,
      noted.map(({ path }) => path),
    )
  handOverWritten(location, plan, [])
}

const configNames = ['.provenancerc', '.provenancerc.json', '.provenancerc.yaml', '.provenancerc.yml']

/** True where a project has a configuration already. */
export const hasConfig = (top: string): boolean =>
  configNames.some((name) => existsSync(join(top, name))) ||
  /"provenance"\s*:\s*\{/.test(readText(join(top, 'package.json')) ?? '')
