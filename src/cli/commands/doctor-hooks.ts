import { existsSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { tryGit } from '../../git/run.js'
import { versionHere } from '../../git/version.js'
import { runsConfigHooks } from '../../install/choices.js'
import { templateHook, templateMark, unheardHookNames } from '../../install/global.js'
import { hookNames } from '../../install/manager.js'
import { runnerOf } from '../../install/managers.js'
import { isOurHook } from '../../install/plan.js'
import { stageFile } from '../../install/pre-commit.js'
import { shimMark } from '../../install/shim.js'
import { isSetUp, type Location } from '../../store/location.js'
import { readText } from '../../store/text.js'
import { hookText } from '../../workflows/install/git-hooks.js'
import {
  asideFiles,
  type HookPlace,
  handsOn,
  hasConfigHooks,
  hidesManagers,
  hookPlaceOf,
  isShared,
  managerInUse,
  managersHere,
  misplacedFolder,
  namedBy,
  ownFolder,
  ownHooksPath,
} from '../../workflows/install/hook-place.js'
import { hookAt } from '../../workflows/install/saved-hooks.js'
import { program } from '../program-files.js'
import { type Check, notAsWritten, well, wrong } from './doctor-check.js'
import { passedOverCheck } from './doctor-executable.js'

/** Where git looks for hooks, who runs them, whether ours are among them, and what hides what. */
export const hookChecks = (location: Location): readonly Check[] => {
  const place = hookPlaceOf(location)
  const misplaced = misplacedFolder(place)
  const leads = place.hooksPath === null ? 'is a link to' : 'names'
  if (misplaced !== null) return [wrong('hooks', `${namedBy(place)} ${leads} ${misplaced.says}`, misplaced.mend)]
  const rest = [shadowed, unheard, outdated, unstaged].flatMap((checksOf) => checksOf(place))
  if (hasConfigHooks(place)) return [configCheck(place), ...rest]
  const hooks = hookNames.map((name) => checkOf(place, join(place.folder, name)))
  return [active(place), ...hooks, ...rest]
}

const active = (place: HookPlace): Check => {
  const { folder } = place
  const texts = hookNames.map((name) => readText(join(folder, name)))
  const entered = texts.some((text) => !isOurHook(text) && text?.includes(shimMark)) ? enteredIn(place) : undefined
  const runner =
    texts.map(runnerOf).find((one) => one !== undefined) ?? entered ?? (texts.some(isOurHook) ? 'native' : 'git')
  const who = handsOn(folder) ? 'yours for all repositories' : runner
  const scope = isShared(place) ? 'core.hooksPath for all repositories' : 'core.hooksPath of this repository'
  const named = place.hooksPath === null ? '.git/hooks is a link there' : scope
  const why = folder === ownFolder(place) ? 'its own folder' : named
  return well('hooks', `git looks in ${relative(place.top, folder) || '.'} (${why}): ${who}`)
}

const configCheck = (place: HookPlace): Check => {
  const { folder } = place
  const version = versionHere(place.top)
  if (!runsConfigHooks(version))
    return wrong('hooks', `in git’s configuration, which git ${version} does not run`, 'provenance init --yes')
  return hookNames.some((name) => isOurHook(readText(join(folder, name))))
    ? wrong(
        'hooks',
        `run twice: from git’s configuration, and from ${folder}`,
        'provenance init --yes --hooks git-config',
      )
    : well('hooks', 'git runs them from its configuration')
}

const checkOf = (place: HookPlace, path: string): Check => {
  const name = `hook ${basename(path)}`
  const text = readText(path)
  if (isOurHook(text)) return gateCheck(place, { name, path, text: text ?? '' })
  if (text?.includes('# commit-provenance: hooks for all') === true)
    return text === readText(join(program().hooks, 'global.sh'))
      ? well(name, 'run from the folder for all of your repositories')
      : wrong(name, notAsWritten, 'provenance init --global --yes')
  if (text !== null && existsSync(join(dirname(path), '..', 'runtime')))
    return wrong(name, 'overwritten in your folder for all repositories', 'provenance init --global --yes')
  const manager = runnerOf(text) ?? enteredIn(place)
  if (manager !== undefined) return managerCheck(place, { name, path, text, manager })
  const says = text === null ? `not installed${hidden(place)}` : 'another program’s hook stands there, not ours'
  if (!isElsewhere(place)) return wrong(name, says, 'provenance init --yes')
  return wrong(name, `${says}; with this command the hooks in there no longer run here`, ownHooksPath(place))
}

/** True where git looks in somebody else's folder for all repositories, which nothing here may change. */
const isElsewhere = (place: HookPlace): boolean => isShared(place) && !handsOn(place.folder)

/** Puts the hooks into a folder of the person's own. */
const inOwnFolder = 'mkdir -p ~/.git-hooks && git config core.hooksPath ~/.git-hooks && provenance init --yes'

type Gate = { readonly name: string; readonly path: string; readonly text: string }

const gateCheck = (place: HookPlace, { name, path, text }: Gate): Check => {
  const over = passedOverCheck(name, path, inOwnFolder)
  if (over !== null) return over
  if (text.includes(templateMark)) return templateCheck(name, text)
  if (text !== hookText(place, program().hooks, basename(path))) return wrong(name, notAsWritten, again(place))
  if (!isSetUp(place)) return wrong(name, 'rests: nobody has run init in this clone', again(place))
  return well(name, hookAt(path).saved === 'ours' ? 'installed; the hook that was there is called first' : 'installed')
}

/** The command that writes native hooks anew, where the repository shows a manager too. */
const again = (place: HookPlace): string =>
  `provenance init --yes${managerInUse(place).choice === 'native' ? '' : ' --hooks native'}`

const templateCheck = (name: string, text: string): Check => {
  const [, quoted, word] = /\[ ! -f (?:'((?:[^']|'\\'')*)'|(\S+)) \]/.exec(text) ?? []
  const target = quoted?.replaceAll("'\\''", "'") ?? word ?? ''
  if (!existsSync(target)) return wrong(name, 'from a template whose program was taken away', 'provenance init --yes')
  return text === templateHook(target)
    ? well(name, 'installed from your template for new repositories')
    : wrong(name, notAsWritten, 'provenance init --yes')
}

/** The manager in whose files ours stand, where it has no hook in place itself and can put it there; husky names its own folder to git. */
const enteredIn = (place: HookPlace): string | undefined =>
  Object.values(managersHere(place)).find(
    ({ name, files }) =>
      files.some((file) => readText(join(place.top, file))?.includes(shimMark) === true) &&
      (name === 'husky' || !hidesManagers(place)),
  )?.name

type Managed = { readonly name: string; readonly path: string; readonly text: string | null; readonly manager: string }

const managerCheck = (place: HookPlace, managed: Managed): Check => {
  const { name, path, manager } = managed
  const hook = basename(path)
  const { files = [] } = managersHere(place)[manager] ?? {}
  if (files.some((file) => readText(join(place.top, file))?.includes(`${shimMark}${hook}`) === true))
    return enteredCheck(place, managed)
  // pre-commit hands the commits of a rebase to nobody; a later amend then knows less.
  if (manager === 'pre-commit' && hook === 'post-rewrite') return well(name, 'not run by pre-commit')
  const aside = asideFiles(place).some((one) => one.path.startsWith(`${path}.`) && isOurHook(one.text))
  const how = aside ? 'which moved ours aside' : 'which does not know ours'
  return wrong(name, `run by ${manager}, ${how}`, `provenance init --yes --hooks ${manager}`)
}

/** A hook of ours that stands in a manager's file: whether the manager comes to it. */
const enteredCheck = (place: HookPlace, { name, path, text, manager }: Managed): Check => {
  const { followUp = null, conditionsOf } = managersHere(place)[manager] ?? {}
  if (text === null)
    return wrong(name, `entered for ${manager}, which has not put its hook in place`, followUp ?? `npx ${manager}`)
  const over = passedOverCheck(name, path, inOwnFolder)
  if (over !== null) return over
  const conditions = conditionsOf?.(basename(path), (one) => readText(join(place.top, one))) ?? []
  const but = conditions.length === 0 ? '' : `, save where ${conditions.join(' or ')} leaves it out`
  return well(name, `run by ${manager}${but}`)
}

/** A manager's files in which ours stand otherwise than init enters them: where the manager may pass them over, or as an older version did. */
const outdated = (place: HookPlace): readonly Check[] => {
  const { folder } = place
  const text = readText(join(folder, 'prepare-commit-msg'))
  const manager = isOurHook(text) ? undefined : managersHere(place)[runnerOf(text) ?? enteredIn(place) ?? '']
  if (manager === undefined) return []
  const isOutdated = (path: string): boolean => {
    const entered = readText(path)
    return entered?.includes(shimMark) === true && manager.add(path, entered) !== entered
  }
  return manager.files
    .filter((file) => isOutdated(join(place.top, file)))
    .map((file) =>
      wrong(
        manager.name,
        `${file}: ours stand there otherwise than init enters them`,
        `provenance init --yes --hooks ${manager.name}`,
      ),
    )
}

/** Hooks of ours that git does not look at: another folder is named to it. They do no harm, and no good. */
const shadowed = (place: HookPlace): readonly Check[] => {
  const { folder } = place
  const own = ownFolder(place)
  // Git's own folder can be a link to where it looks.
  const there =
    folder === own || place.hooksPath === null ? [] : hookNames.filter((name) => isOurHook(readText(join(own, name))))
  const forAll = tryGit(['config', '--global', '--get', 'core.hooksPath'], { cwd: place.top })
    .stdout.toString('utf8')
    .trim()
  return [
    ...(there.length === 0 || handsOn(folder)
      ? []
      : [
          well(
            'hooks elsewhere',
            `${there.length} of ours in ${relative(place.top, own)} are hidden by core.hooksPath`,
          ),
        ]),
    ...(forAll === '' || forAll === folder || !handsOn(forAll)
      ? []
      : [well('hooks for all', 'yours for all repositories are hidden here by core.hooksPath of this one')]),
  ]
}

/** Hooks of the repository's own that our folder for all repositories does not hand on (see globalHookNames). */
const unheard = (place: HookPlace): readonly Check[] =>
  handsOn(place.folder)
    ? unheardHookNames
        .filter((name) => existsSync(join(ownFolder(place), name)))
        .map((name) =>
          wrong(
            `hook ${name}`,
            'this repository’s own is hidden by your hooks for all repositories',
            `${ownHooksPath(place)} && provenance init --yes`,
          ),
        )
    : []

/** pre-commit lets no commit through while its file is changed and not staged. */
const unstaged = (place: HookPlace): readonly Check[] => {
  const { folder } = place
  const isRun = [...hookNames, 'pre-commit'].some((name) => {
    const text = readText(join(folder, name)) ?? ''
    return runnerOf(text) === 'pre-commit' || /^[^#\n]*\bpre-commit run\b/m.test(text)
  })
  const args = ['diff', '--quiet', '--no-ext-diff', '--', '.pre-commit-config.yaml']
  return isRun && tryGit(args, { cwd: place.top }).status === 1
    ? [wrong('pre-commit', 'stops every commit while its file has changes that are not staged', stageFile)]
    : []
}

/** Why a hook that is installed may not be seen. */
const hidden = (place: HookPlace): string =>
  place.hooksPath !== null &&
  place.folder !== ownFolder(place) &&
  isOurHook(readText(join(ownFolder(place), 'prepare-commit-msg')))
    ? `: core.hooksPath names ${relative(place.top, place.folder) || '.'}, which hides ours`
    : ''
