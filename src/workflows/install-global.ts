import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from '../agents/caller.js'
import { agentNamed, agents } from '../agents/index.js'
import { ProvenanceError } from '../core/errors.js'
import { tryGit } from '../git/run.js'
import { globalHookNames } from '../install/global.js'
import { type FileChange, noPlan, type Plan } from '../install/plan.js'
import { readInstalled, rememberInstalled } from '../store/installed.js'
import { readText } from '../store/text.js'
import { type Place, planAgentHooks, unplanAgentHooks } from './agent-hooks.js'
import { applyPlan, removeEmptied } from './apply-plan.js'
import { type Program, runtimeOf } from './ready-clone.js'

export type GlobalOptions = {
  readonly program: Program
  readonly agents: readonly string[]
  readonly env: Environment
}

/** Our folder for all of a person's repositories (XDG Base Directory specification). Throws FILE_UNREADABLE where there is no home. */
const foldersOf = (env: Environment) => {
  const home = env['HOME'] ?? ''
  if (home === '')
    throw new ProvenanceError('FILE_UNREADABLE', 'HOME: expected the folder of a person, got none', {
      hint: 'echo $HOME',
    })
  const configuration = env['XDG_CONFIG_HOME'] ?? ''
  const folder = join(configuration === '' ? join(home, '.config') : configuration, 'commit-provenance')
  return { home, folder, hooks: join(folder, 'hooks'), installed: join(folder, 'installed.json') }
}

const hooksPath = (): string | null => {
  const { status, stdout } = tryGit(['config', '--global', '--get', 'core.hooksPath'], { cwd: '/' })
  return status === 0 ? stdout.toString('utf8').trim() : null
}

/** What installing for all repositories would change. Throws HOOK_FOREIGN where core.hooksPath is somebody else's. */
export const planGlobal = ({ program, agents: wanted, env }: GlobalOptions): Plan => {
  const { home, folder, hooks, installed } = foldersOf(env)
  const set = hooksPath()
  if (set !== null && set !== hooks)
    throw new ProvenanceError('HOOK_FOREIGN', `core.hooksPath: expected it to be free, got ${set}`, {
      hint: 'git config --global --get core.hooksPath',
    })
  const shim = readFileSync(join(program.hooks, 'global.sh'), 'utf8')
  const file = (path: string, after: string, mode: number): readonly FileChange[] => {
    const before = readText(path)
    return before === after ? [] : [{ path, before, after, mode, why: 'hooks for all repositories' }]
  }
  const names = wanted.flatMap((name) => agentNamed(name) ?? []).filter((name) => agents[name]?.alsoInHome === true)
  const place: Place = { folder: home, installed: readInstalled(installed) }
  return {
    ...noPlan,
    changes: [
      ...globalHookNames.flatMap((name) => file(join(hooks, name), shim, 0o755)),
      ...file(join(folder, 'runtime'), runtimeOf(program), 0o644),
      ...file(join(folder, 'observing'), `${names.join('\n')}\n`, 0o644),
      ...planAgentHooks(place, names),
    ],
    git: set === hooks ? [] : [['config', '--global', 'core.hooksPath', hooks]],
    place: { choice: 'global', sign: `core.hooksPath, ${hooks}` },
  }
}

/** Carries out a plan of planGlobal. */
export const applyGlobal = (plan: Plan, { env }: GlobalOptions): void => {
  const { folder, installed, home } = foldersOf(env)
  applyPlan(plan, home)
  const shared = plan.changes.filter(({ path }) => !path.startsWith(folder))
  if (shared.length > 0 || !existsSync(installed)) rememberInstalled(installed, shared)
}

/** What taking it back would change. */
export const planGlobalRemoval = (env: Environment): Plan => {
  const { home, folder, hooks, installed } = foldersOf(env)
  const own = [...globalHookNames.map((name) => join(hooks, name)), join(folder, 'runtime'), join(folder, 'observing')]
  return {
    ...noPlan,
    changes: [
      ...own.flatMap((path): FileChange[] => {
        const before = readText(path)
        return before === null ? [] : [{ path, before, after: null, mode: 0o644, why: 'hooks for all repositories' }]
      }),
      ...unplanAgentHooks({ folder: home, installed: readInstalled(installed) }),
    ],
    git: hooksPath() === hooks ? [['config', '--global', '--unset', 'core.hooksPath']] : [],
  }
}

/** Carries out a plan of planGlobalRemoval; what clones keep of their own stays with them. */
export const applyGlobalRemoval = (plan: Plan, env: Environment): void => {
  const { home, folder, installed } = foldersOf(env)
  applyPlan(plan, home)
  rmSync(installed, { force: true })
  removeEmptied(plan, home)
  rmSync(folder, { recursive: true, force: true })
}

/** The agents whose hooks are live for all repositories. */
export const globalAgents = (env: Environment): readonly string[] =>
  (readText(join(foldersOf(env).folder, 'observing')) ?? '').split('\n').filter((name) => name !== '')

/** What a clone's folder needs of the program that is installed for all repositories; null where none is. */
export const globalProgram = (env: Environment): Omit<Program, 'hooks'> | null => {
  const [node = '', entry = ''] = (readText(join(foldersOf(env).folder, 'runtime')) ?? '').split('\n')
  return entry === '' ? null : { node, entry }
}
