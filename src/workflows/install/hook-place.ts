import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { ProvenanceError } from '../../core/errors.js'
import { shellWord } from '../../core/shell-word.js'
import { git, tryGit } from '../../git/run.js'
import { huskyScripts } from '../../install/husky.js'
import { type HookManager, hookNames } from '../../install/manager.js'
import { managerOf, managersFor, refusesManagers, runnerOf, type Signs } from '../../install/managers.js'
import { type AsideHook, type GitHookFile, isOurHook } from '../../install/plan.js'
import type { Location } from '../../store/location.js'
import { pathInside } from '../../store/path-inside.js'
import { readText } from '../../store/text.js'
import { hookAt } from './saved-hooks.js'

/** A repository, and where git looks for its hooks. */
export type HookPlace = Location & {
  /** The folder in which git looks for hooks. */
  readonly folder: string
  /** What `core.hooksPath` says; null where it is not set. */
  readonly hooksPath: string | null
  /** Where it is set (git-config(1), --show-scope); empty where it is not. */
  readonly scope: string
}

/** Asks git once where it looks for a repository's hooks. Throws HOOK_FOREIGN where an empty name tells it to look nowhere. */
export const hookPlaceOf = (location: Location): HookPlace => {
  const at = { cwd: location.top }
  const { status, stdout } = tryGit(['config', '--show-scope', '--get', 'core.hooksPath'], at)
  // `<scope>` TAB `<value>` LF.
  const [scope = '', ...value] = stdout.toString('utf8').trimEnd().split('\t')
  const hooksPath = status === 0 ? value.join('\t') : null
  if (hooksPath === '')
    throw new ProvenanceError(
      'HOOK_FOREIGN',
      'core.hooksPath: expected a folder for hooks, got an empty name, so git looks in no folder',
      { hint: ownHooksPath(location) },
    )
  const folder = git(['rev-parse', '--path-format=absolute', '--git-path', 'hooks'], at).toString('utf8').trim()
  return { ...location, folder, hooksPath, scope }
}

/** The repository's own hooks folder, in which git looks where nothing else is named to it (githooks(5)). */
export const ownFolder = (location: Location): string => join(location.commonDir, 'hooks')

/** True where `core.hooksPath` is set for more than this repository. */
export const isShared = ({ scope }: HookPlace): boolean => ['global', 'system', 'command'].includes(scope)

/** The command with which git looks in the repository's own hooks folder again; by its full name, for linked work trees. */
export const ownHooksPath = (location: Location): string =>
  `git config --local core.hooksPath ${shellWord(ownFolder(location))}`

/** The command that takes back what ownHooksPath says; null where the repository's own configuration does not say it. */
export const withoutHooksPath = (place: HookPlace): string | null =>
  place.scope === 'local' && place.folder === ownFolder(place) ? 'git config --local --unset core.hooksPath' : null

/**
 * What is wrong with the folder that the repository's own `core.hooksPath` names, or to which its hooks are a link, and the command that mends it: no folder, by
 * which people switch hooks off, one that is gone, as after a move, or that of another repository, as after a copy.
 */
export const misplacedFolder = (place: HookPlace): { readonly says: string; readonly mend: string } | null => {
  if (!isOthersToo(place)) return null
  const { folder } = place
  const isLink = place.hooksPath === null
  const unset = isLink ? `rm ${shellWord(ownFolder(place))}` : `git config --${place.scope} --unset core.hooksPath`
  const stat = statSync(folder, { throwIfNoEntry: false })
  if (stat?.isDirectory() === false) return { says: `${folder}, which is no folder, so no hook runs`, mend: unset }
  if (stat === undefined && isOutside(realpathSync(place.top), folder))
    return { says: `${folder}, which is not there`, mend: unset }
  const isOfAnother = ['HEAD', 'objects'].every((name) => existsSync(join(dirname(folder), name)))
  const mend = isLink ? unset : ownHooksPath(place)
  return isOfAnother ? { says: `the hooks of another repository, ${folder}`, mend } : null
}

/** What tells git of a folder that is not the repository's own. */
export const namedBy = ({ hooksPath }: HookPlace): '.git/hooks' | 'core.hooksPath' =>
  hooksPath === null ? '.git/hooks' : 'core.hooksPath'

/** True where the repository's own hooks are not in its git directory: its `core.hooksPath` names a folder of the team's, or one that other repositories use, or they are a link to one. */
export const isOthersToo = (place: HookPlace): boolean =>
  !isShared(place) && isOutside(realpathSync(place.commonDir), place.folder)

/** True for a path that is not below a folder; both without links. */
export const isOutside = (folder: string, path: string): boolean => pathInside(folder, path) === null

/** True for our own folder for all repositories, which hands on to each one's hooks. */
export const handsOn = (folder: string): boolean =>
  readText(join(folder, 'commit-msg'))?.includes('# commit-provenance: hooks for all') === true

/** The repository's own hooks: in the folder that its own `core.hooksPath` names, else in git's (git-config(1)). A folder named for all repositories is nobody's to change from here. */
export const hookFiles = (place: HookPlace): readonly GitHookFile[] => {
  const folder = isShared(place) ? ownFolder(place) : place.folder
  return hookNames.map((name) => hookAt(join(folder, name)))
}

/** Where lefthook and pre-commit keep the hooks that they found in place of theirs, `.old` and `.legacy`; and the hook that only our template brings. */
export const asideFiles = (place: HookPlace): readonly AsideHook[] => {
  const copied = join(ownFolder(place), 'post-checkout')
  return [
    { path: copied, text: readText(copied), saved: null },
    ...hookFiles(place).flatMap(({ path, saved }) =>
      ['.old', '.legacy'].map((end) => ({
        path: path + end,
        text: readText(path + end),
        saved: saved === 'ours' ? `${path}.saved` : null,
      })),
    ),
  ]
}

/** What a repository shows of its hook manager. */
const signsOf = (place: HookPlace): Signs => {
  const { top, hooksPath } = place
  const named = hooksPath !== null && isAbsolute(hooksPath) ? relative(top, hooksPath) : hooksPath
  const namesIn = (folder: string) => (existsSync(folder) ? readdirSync(folder) : [])
  const [prepare] = hookFiles(place)
  const isIn = (name: string) => existsSync(join(place.folder, name))
  return {
    hooksPath: named,
    inPlace: isOurHook(prepare?.text ?? null) ? undefined : runnerOf(prepare?.text ?? null),
    huskyScript: hooksPath === null ? null : (huskyScripts.find(isIn) ?? null),
    names: [...namesIn(top), ...namesIn(join(top, '.config')).map((name) => `.config/${name}`)],
    packageJson: readText(join(top, 'package.json')) ?? '',
  }
}

/** The hook manager that a repository uses, and the sign of it. */
export const managerInUse = (place: HookPlace): { readonly choice: string; readonly sign: string } =>
  managerOf(signsOf(place))

/** True where a manager can be entered and not run; see refusesManagers. */
export const hidesManagers = (place: HookPlace): boolean => refusesManagers(signsOf(place))

/** The hook managers as this repository has told them where to look. */
export const managersHere = (place: HookPlace): Readonly<Record<string, HookManager>> => managersFor(signsOf(place))

/** True where git's configuration names our hooks. */
export const hasConfigHooks = (location: Location): boolean =>
  tryGit(['config', '--get-regexp', '^hook\\.commit-provenance-'], { cwd: location.top }).status === 0
