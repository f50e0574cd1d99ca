import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import { shellWord } from '../../core/shell-word.js'
import { git, tryGit } from '../../git/run.js'
import { huskyScripts } from '../../install/husky.js'
import { type HookManager, hookNames } from '../../install/manager.js'
import { managerOf, managersFor, refusesManagers, runnerOf, type Signs } from '../../install/managers.js'
import { type AsideHook, type HookFile, isGate } from '../../install/plan.js'
import type { Location } from '../../store/location.js'
import { readText } from '../../store/text.js'
import { hookAt } from './saved-hooks.js'

/** The folder in which git looks for hooks. */
export const hooksFolder = (location: Location): string =>
  git(['rev-parse', '--path-format=absolute', '--git-path', 'hooks'], { cwd: location.top }).toString('utf8').trim()

/** The repository's own hooks folder, in which git looks where nothing else is named to it (githooks(5)). */
export const ownFolder = (location: Location): string => join(location.commonDir, 'hooks')

/** Where `core.hooksPath` is set (git-config(1), --show-scope); empty where it is not. */
const scopeOf = (location: Location): string => {
  const args = ['config', '--show-scope', '--get', 'core.hooksPath']
  return tryGit(args, { cwd: location.top }).stdout.toString('utf8').split('\t')[0] ?? ''
}

/** True where `core.hooksPath` is set for more than this repository. */
export const isShared = (location: Location): boolean => ['global', 'system', 'command'].includes(scopeOf(location))

/** The command with which git looks in the repository's own hooks folder again; by its full name, for linked work trees. */
export const ownHooksPath = (location: Location): string =>
  `git config --local core.hooksPath ${shellWord(ownFolder(location))}`

/** The command that takes back what ownHooksPath says; null where the repository's own configuration does not say it. */
export const withoutHooksPath = (location: Location): string | null =>
  scopeOf(location) === 'local' && hooksFolder(location) === ownFolder(location)
    ? 'git config --local --unset core.hooksPath'
    : null

/**
 * What is wrong with the folder that the repository's own `core.hooksPath` names, and the command that mends it: no folder, by
 * which people switch hooks off, one that is gone, as after a move, or that of another repository, as after a copy.
 */
export const misplacedFolder = (location: Location): { readonly says: string; readonly mend: string } | null => {
  if (!isOthersToo(location)) return null
  const folder = hooksFolder(location)
  const unset = `git config --${scopeOf(location)} --unset core.hooksPath`
  const stat = statSync(folder, { throwIfNoEntry: false })
  if (stat?.isDirectory() === false) return { says: `${folder}, which is no folder, so no hook runs`, mend: unset }
  if (stat === undefined && isOutside(realpathSync(location.top), folder))
    return { says: `${folder}, which is not there`, mend: unset }
  const isOfAnother = ['HEAD', 'objects'].every((name) => existsSync(join(dirname(folder), name)))
  return isOfAnother ? { says: `the hooks of another repository, ${folder}`, mend: ownHooksPath(location) } : null
}

/** True where the repository's own hooks are not in its git directory: its `core.hooksPath` names a folder of the team's, or one that other repositories use. */
export const isOthersToo = (location: Location): boolean =>
  !isShared(location) && isOutside(realpathSync(location.commonDir), hooksFolder(location))

/** True for a path that is not below a folder; both without links. */
export const isOutside = (folder: string, path: string): boolean => {
  const way = relative(folder, path)
  return isAbsolute(way) || way.split(sep)[0] === '..'
}

/** True for our own folder for all repositories, which hands on to each one's hooks. */
export const handsOn = (folder: string): boolean =>
  readText(join(folder, 'commit-msg'))?.includes('# commit-provenance: hooks for all') === true

/** The repository's own hooks: in the folder that its own `core.hooksPath` names, else in git's (git-config(1)). A folder named for all repositories is nobody's to change from here. */
export const hookFiles = (location: Location): readonly HookFile[] => {
  const folder = isShared(location) ? ownFolder(location) : hooksFolder(location)
  return hookNames.map((name) => hookAt(join(folder, name)))
}

/** Where lefthook and pre-commit keep the hooks that they found in place of theirs, `.old` and `.legacy`; and the hook that only our template brings. */
export const asideFiles = (location: Location): readonly AsideHook[] => {
  const copied = join(ownFolder(location), 'post-checkout')
  return [
    { path: copied, text: readText(copied), saved: null },
    ...hookFiles(location).flatMap(({ path, saved }) =>
      ['.old', '.legacy'].map((end) => ({
        path: path + end,
        text: readText(path + end),
        saved: saved === 'ours' ? `${path}.saved` : null,
      })),
    ),
  ]
}

/** What a repository shows of its hook manager. */
const signsOf = (location: Location): Signs => {
  const set = tryGit(['config', '--get', 'core.hooksPath'], { cwd: location.top }).stdout.toString('utf8').trim()
  const hooksPath = isAbsolute(set) ? relative(location.top, set) : set
  const namesIn = (folder: string) => (existsSync(folder) ? readdirSync(folder) : [])
  const [prepare] = hookFiles(location)
  return {
    hooksPath: hooksPath === '' ? null : hooksPath,
    inPlace: isGate(prepare?.text ?? null) ? undefined : runnerOf(prepare?.text ?? null),
    huskyScript:
      set === '' ? null : (huskyScripts.find((name) => existsSync(join(hooksFolder(location), name))) ?? null),
    names: [...namesIn(location.top), ...namesIn(join(location.top, '.config')).map((name) => `.config/${name}`)],
    packageJson: readText(join(location.top, 'package.json')) ?? '',
  }
}

/** The hook manager that a repository uses, and the sign of it. */
export const managerInUse = (location: Location): { readonly choice: string; readonly sign: string } =>
  managerOf(signsOf(location))

/** True where a manager can be entered and not run; see refusesManagers. */
export const hidesManagers = (location: Location): boolean => refusesManagers(signsOf(location))

/** The hook managers as this repository has told them where to look. */
export const managersHere = (location: Location): Readonly<Record<string, HookManager>> =>
  managersFor(signsOf(location))

/** True where git's configuration names our hooks. */
export const hasConfigHooks = (location: Location): boolean =>
  tryGit(['config', '--get-regexp', '^hook\\.commit-provenance-'], { cwd: location.top }).status === 0
