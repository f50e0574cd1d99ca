import { existsSync, lstatSync, readFileSync, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ProvenanceError } from '../../core/errors.js'
import { tryGit } from '../../git/run.js'
import { versionHere } from '../../git/version.js'
import { requireConfigHooks } from '../../install/choices.js'
import { configHooks, withoutConfigHooks } from '../../install/git-config.js'
import type { HookManager } from '../../install/manager.js'
import {
  combinePlans,
  type FileChange,
  isOurHook,
  type Left,
  noPlan,
  type Plan,
  planHooks,
  unplanAside,
  unplanHooks,
} from '../../install/plan.js'
import { shimMark } from '../../install/shim.js'
import type { Installed } from '../../store/installed.js'
import type { Location } from '../../store/location.js'
import { readText } from '../../store/text.js'
import {
  asideFiles,
  type HookPlace,
  handsOn,
  hasConfigHooks,
  hidesManagers,
  hookFiles,
  hookPlaceOf,
  isOthersToo,
  isOutside,
  isShared,
  managerInUse,
  managersHere,
  misplacedFolder,
  namedBy,
  ownHooksPath,
  withoutHooksPath,
} from './hook-place.js'
import { hookScript } from './hook-script.js'
import { unplanFile } from './unplan-file.js'

/** Our git hooks in the place that was asked for, or that the repository shows, and nowhere else: git would run them twice. */
export const planGitHooks = (
  location: Location,
  { asked, hooks, installed }: { readonly asked: string | null; readonly hooks: string; readonly installed: Installed },
): Plan => {
  const place = hookPlaceOf(location)
  const { choice, sign } = asked === null ? managerInUse(place) : { choice: asked, sign: 'as asked for' }
  if (['lefthook', 'pre-commit'].includes(choice) && hidesManagers(place)) refuseUnrun(place, choice)
  const { [choice]: manager, ...otherManagers } = managersHere(place)
  const elsewhere = combinePlans(
    { ...noPlan, place: { choice, sign } },
    ...Object.values(otherManagers).map((other) => leaveManager(place, other, installed)),
  )
  const aside = unplanAside(asideFiles(place))
  if (choice === 'native') {
    refuseHidden(place)
    const native = planHooks(hookFiles(place), (name) => hookText(place, hooks, name))
    return combinePlans(elsewhere, native, withoutConfig(place))
  }
  const others = combinePlans(elsewhere, unplanHooks(hookFiles(place)), aside)
  if (manager !== undefined) return combinePlans(others, planManager(place, manager), withoutConfig(place))
  requireConfigHooks(versionHere(place.top))
  return combinePlans(others, { ...noPlan, git: configHooks.filter((args) => !isSet(place, args)) })
}

/** Takes our git hooks out of every place in which they are. */
export const unplanGitHooks = (location: Location, installed: Installed): Plan => {
  const place = hookPlaceOf(location)
  return combinePlans(
    unplanNative(place, installed),
    unplanAside(asideFiles(place)),
    ...Object.values(managersHere(place)).map((manager) => unplanManager(place, manager, installed)),
    withoutConfig(place),
    // Doctor's word, carried out by a person: it may hide hooks for all repositories, a company's guard among them.
    { ...noPlan, followUp: withoutHooksPath(place) },
  )
}

const withoutConfig = (place: Location): Plan => ({
  ...noPlan,
  git: hasConfigHooks(place) ? withoutConfigHooks : [],
})

/** True where a `git config` call would set what is set already. */
const isSet = (place: Location, args: readonly string[]): boolean => {
  const [value = '', key = ''] = args.toReversed()
  const { stdout } = tryGit(['config', '--local', '--get', key], { cwd: place.top })
  return stdout.toString('utf8').trimEnd() === value
}

const changeOf = (manager: HookManager, path: string, before: string | null, after: string | null): FileChange => ({
  path,
  before,
  after,
  mode: lstatSync(path, { throwIfNoEntry: false }) === undefined ? (manager.mode ?? null) : null,
  why: `git hooks, run by ${manager.name}`,
})

const planManager = (place: HookPlace, manager: HookManager): Plan => {
  const isThere = (file: string) => existsSync(join(place.top, file))
  const changes = (manager.choose?.(isThere) ?? manager.files).flatMap((name): FileChange[] => {
    const path = join(place.top, name)
    const before = readText(path)
    const after = manager.add(path, before)
    return after === before ? [] : [changeOf(manager, path, before, after)]
  })
  return { ...noPlan, changes, followUp: changes.length > 0 || !isInPlace(place) ? manager.followUp : null }
}

/** False where a manager has not put its own hooks in place yet: its file can be the team's, and complete. */
const isInPlace = (place: HookPlace): boolean => existsSync(join(place.folder, 'prepare-commit-msg'))

const unplanManager = (place: HookPlace, manager: HookManager, installed: Installed): Plan => {
  const plans = manager.files
    .map((name) => join(place.top, name))
    .map((path) =>
      unplanFile({ folder: place.top, installed, path, mark: shimMark }, () => {
        const before = readText(path) ?? ''
        const known = installed[path]
        const after = known?.after === before ? known.before : manager.remove(path, before)
        return after === before ? [] : [changeOf(manager, path, before, after)]
      }),
    )
  const plan = combinePlans(...plans)
  const [first] = plan.changes
  return { ...plan, followUp: first === undefined ? null : manager.farewell(first.after !== null) }
}

/** Takes ours out of a manager's files, for another place; its own hooks may stay, and go on asking for a file. */
const leaveManager = (place: HookPlace, manager: HookManager, installed: Installed): Plan => {
  const plan = unplanManager(place, manager, installed)
  const { empty } = manager
  if (empty === undefined || plan.changes.every(({ after }) => after !== null)) return plan
  const changes = plan.changes.map((change) => ({ ...change, after: change.after ?? empty }))
  return { ...plan, changes, followUp: manager.farewell(true) }
}

/** Refuses to enter our hooks for a manager that would refuse to put its own in place (see refusesManagers). */
const refuseUnrun = ({ hooksPath }: HookPlace, manager: string): never => {
  throw new ProvenanceError(
    'HOOK_FOREIGN',
    `core.hooksPath: expected none for ${manager}, which puts no hook in place beside one, got ${hooksPath}`,
    { hint: 'provenance init --yes --hooks native' },
  )
}

/** Refuses a native hook where it would not run, or where it would stop others': beside husky's, in what is no folder of this repository's, and behind another's folder for all repositories. Our own folder hands on. */
const refuseHidden = (place: HookPlace): void => {
  const { folder } = place
  if (basename(folder) === '_' && existsSync(join(folder, 'h')))
    throw new ProvenanceError(
      'HOOK_FOREIGN',
      `core.hooksPath: expected a folder for hooks, got husky's ${folder}, which it writes anew`,
      { hint: 'provenance init --yes --hooks husky' },
    )
  const misplaced = misplacedFolder(place)
  if (misplaced !== null)
    throw new ProvenanceError('HOOK_FOREIGN', `${namedBy(place)}: expected a folder for hooks, got ${misplaced.says}`, {
      hint: misplaced.mend,
    })
  if (!isShared(place) || handsOn(folder)) return
  throw new ProvenanceError(
    'HOOK_FOREIGN',
    `core.hooksPath: expected git to look for hooks in this repository, got ${folder} for all of them; once it looks here, the hooks in there no longer run for this repository`,
    { hint: ownHooksPath(place) },
  )
}

/** A git hook of ours as `init` writes it, from the program's folder of hooks: the gate itself in the clone's own folder, in one of others too what calls it. */
export const hookText = (place: HookPlace, hooks: string, name: string): string =>
  isOthersToo(place) ? readFileSync(join(hooks, 'shared.sh'), 'utf8') : hookScript(hooks, name)

/** Takes our hooks away; in a folder of others too those stay, and are named, that may be theirs: outside of this work tree, or committed and not by this clone. */
const unplanNative = (place: HookPlace, installed: Installed): Plan => {
  const files = hookFiles(place)
  if (!isOthersToo(place)) return unplanHooks(files)
  const left = files.flatMap(({ path }) => leftFor(place, installed, path))
  const plan = unplanHooks(files.filter(({ path }) => left.every((one) => one.path !== path)))
  return { ...plan, left: [...left, ...plan.left], unnamed: left.length === 0 ? plan.unnamed : [] }
}

const leftFor = (place: HookPlace, installed: Installed, path: string): readonly Left[] => {
  if (isOutside(realpathSync(place.top), path) && isOurHook(readText(path)))
    return [{ path, why: 'outside of this work tree, for others too; without init it does nothing', unread: false }]
  // Where this clone brought another's hook up to date, that is nothing to take back.
  const noted = isOurHook(installed[path]?.before ?? null) ? {} : installed
  return unplanFile({ folder: place.top, installed: noted, path, mark: '# commit-provenance: ' }, () => []).left
}
