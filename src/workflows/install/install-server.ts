import { chmodSync, existsSync, readFileSync, realpathSync, rmdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ProvenanceError } from '../../core/errors.js'
import { tryGit } from '../../git/run.js'
import { type FileChange, isOurHook, type Plan, planHooks, unplanHooks } from '../../install/plan.js'
import { gateFolder, gateProgram, servesGate } from '../../store/gate.js'
import { readText } from '../../store/text.js'
import { applyPlan, requireChangeable } from './apply-plan.js'
import { type Program, runtimeOf } from './ready-clone.js'
import { hookAt } from './saved-hooks.js'

/** The git folder of the bare repository around a folder, as git finds it; null where there is none, or one with a work tree. */
export const bareRepository = (cwd: string): string | null => {
  const { status, stdout } = tryGit(['rev-parse', '--is-bare-repository', '--absolute-git-dir'], { cwd })
  const [bare, gitDir = ''] = stdout.toString('utf8').split('\n')
  return status === 0 && bare === 'true' ? gitDir : null
}

/** The gates of a server that can be ours: the second only where an administrator copied it (githooks(5)). */
export const gateNames = ['pre-receive', 'update'] as const

/** Where git looks for a bare repository's hooks, and whether that is for this repository alone (git-config(1), core.hooksPath). */
export const serverHooks = (gitDir: string): { readonly folder: string; readonly shared: boolean } => {
  const ask = (...args: readonly string[]) => tryGit(args, { cwd: gitDir }).stdout.toString('utf8')
  const folder = ask('rev-parse', '--path-format=absolute', '--git-path', 'hooks').trim()
  const scope = ask('config', '--show-scope', '--get', 'core.hooksPath')
  return { folder, shared: /^(?:global|system|command)\t/.test(scope) }
}

/** The bundle that a gate starts, beside the one of the commit hooks; it ends with 92 for yes, and nothing else is one. */
export const serverProgram = ({ entry, ...program }: Program): Program => ({
  ...program,
  entry: join(dirname(realpathSync(entry)), 'receive.mjs'),
})

/** What installing the gate in a bare repository would change. Throws HOOK_FOREIGN where another hook stands in the way, or hooks are looked for elsewhere. */
export const planServerInstall = (gitDir: string, program: Program): Plan => {
  const { folder, shared } = serverHooks(gitDir)
  if (shared)
    throw new ProvenanceError(
      'HOOK_FOREIGN',
      `core.hooksPath: expected git to look for hooks in this repository, got ${folder} for all of them`,
      { hint: 'git config --local core.hooksPath hooks' },
    )
  const ours = gateNames.filter((name) => isOurHook(readText(join(folder, name))))
  // Where an administrator moved it, a second one would judge each push again, and refuse it as a whole.
  const names = ours.length > 0 ? ours : (['pre-receive'] as const)
  const hooks = planHooks(
    names.map((name) => hookAt(join(folder, name))),
    () => readFileSync(join(program.hooks, 'pre-receive'), 'utf8'),
  )
  const path = gateProgram(gitDir)
  const [before, after] = [readText(path), runtimeOf(serverProgram(program))]
  const place: readonly FileChange[] =
    before === after ? [] : [{ path, before, after, mode: 0o644, why: 'where the gate finds its program' }]
  // The program's place first: a gate that is there and does not know it refuses every push.
  return requireChangeable({
    ...hooks,
    changes: [...place, ...hooks.changes],
    place: { choice: names.join(' and '), sign: 'a bare repository, to which others push' },
  })
}

/** What taking it back would change; the administrator's policy stays. */
export const planServerRemoval = (gitDir: string): Plan => {
  const { folder } = serverHooks(gitDir)
  const hooks = unplanHooks(gateNames.map((name) => hookAt(join(folder, name))))
  const path = gateProgram(gitDir)
  const before = readText(path)
  const names: readonly FileChange[] =
    before === null ? [] : [{ path, before, after: null, mode: 0o644, why: 'where the gate finds its program' }]
  return { ...hooks, changes: [...hooks.changes, ...names] }
}

/** Carries out a plan of this file. Throws FILE_UNWRITABLE. */
export const applyServerPlan = (plan: Plan, gitDir: string): void => {
  applyPlan(plan, gitDir)
  // As open as the repository itself, whose pushers need not be who installs this, but for writing; closed where only a work tree uses it.
  if (existsSync(gateFolder(gitDir)))
    chmodSync(gateFolder(gitDir), servesGate(gitDir) ? statSync(gitDir).mode & 0o755 : 0o700)
  try {
    rmdirSync(gateFolder(gitDir))
  } catch {
    // In use, the administrator's policy is in it, or it never was.
  }
}
