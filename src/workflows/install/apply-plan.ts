import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { basename, dirname, isAbsolute, join, relative } from 'node:path'
import { ProvenanceError } from '../../core/errors.js'
import { seePlace } from '../../core/file-hints.js'
import { setConfiguration, takesAway } from '../../git/set-configuration.js'
import { type FileChange, type Plan, savedFolder } from '../../install/plan.js'
import { writeAtomically } from '../../store/atomic.js'
import { isOutside } from './hook-place.js'
import { linkByName, unlinkByName } from './saved-hooks.js'

/**
 * Carries out a plan: foreign hooks aside, files, foreign hooks back. Git is told of files that are there, and of none any more
 * before they go: where it looks for hooks in a folder that is gone, it runs nobody's. Throws FILE_UNWRITABLE.
 */
export const applyPlan = ({ renames, changes, named, unnamed, git }: Plan, cwd: string): void => {
  try {
    setConfiguration(git.filter(takesAway), cwd)
    for (const { hook, place } of named) linkByName(hook, place)
    for (const { from, to } of renames) if (isAside(to)) move(from, to)
    for (const change of changes) applyChange(change)
    for (const { from, to } of renames) if (!isAside(to)) move(from, to)
    for (const folder of unnamed) unlinkByName(folder)
    for (const { from } of renames) if (isNamed(from)) removeIfEmpty(dirname(from))
    setConfiguration(
      git.filter((args) => !takesAway(args)),
      cwd,
    )
  } catch (cause) {
    if (cause instanceof ProvenanceError) throw cause
    throw new ProvenanceError('FILE_UNWRITABLE', `a file could not be changed: ${(cause as Error).message}`, { cause })
  }
}

/** A foreign hook is moved aside beside ours, or by its own name into a folder there. */
const isAside = (path: string): boolean => path.endsWith('.saved') || isNamed(path)
const isNamed = (path: string): boolean => basename(dirname(path)) === savedFolder

/** A link goes on leading where it led. */
const move = (from: string, to: string): void => {
  const target = isLink(from) ? readlinkSync(from) : null
  if (!existsSync(dirname(to))) mkdirSync(dirname(to))
  if (target === null || isAbsolute(target) || dirname(from) === dirname(to)) return renameSync(from, to)
  symlinkSync(join(relative(dirname(to), dirname(from)), target), to)
  rmSync(from)
}

/** The folders that a plan will make, which are not there yet. */
export const foldersToMake = ({ changes }: Plan): readonly string[] => {
  const missing = (folder: string): readonly string[] =>
    existsSync(folder) ? [] : [folder, ...missing(dirname(folder))]
  return [...new Set(changes.flatMap(({ path, after }) => (after === null ? [] : missing(dirname(path)))))]
}

/** Removes the folders that a plan's removals left empty, and those above them, up to a folder that stays; of folders that were `made`, where that is known. */
export const removeEmptied = ({ changes }: Plan, upTo: string, made: readonly string[] | undefined): void => {
  const isOurs = (folder: string) => folder !== upTo && !isOutside(upTo, folder) && made?.includes(folder) !== false
  for (const { path, after } of changes)
    for (let folder = dirname(path); after === null && isOurs(folder); folder = dirname(folder))
      if (!removeIfEmpty(folder)) break
}

const applyChange = ({ path, after, mode }: FileChange): void => {
  if (after === null) return rmSync(path, { force: true })
  mkdirSync(dirname(path), { recursive: true })
  const target = mode === null ? targetOf(path) : path
  const kept = mode ?? modeOf(target)
  writeAtomically(target, after, kept ?? 0o666)
  if (kept !== null) chmodSync(target, kept)
}

const modeOf = (path: string): number | null => {
  const known = statSync(path, { throwIfNoEntry: false })
  return known === undefined ? null : known.mode & 0o7777
}

/** The file that a path stands for. Throws FILE_UNWRITABLE for a link that leads nowhere. */
const targetOf = (path: string): string => {
  if (existsSync(path)) return realpathSync(path)
  if (!isLink(path)) return path
  throw new ProvenanceError('FILE_UNWRITABLE', `${path}: expected a file, got a link that leads nowhere`, {
    hint: seePlace(path),
  })
}

/** The file that is written in place of one below a folder, where a link leads there; null where none does. */
export const leadsTo = (folder: string, path: string): string | null => {
  const real = realOf(path)
  return real === join(realOf(folder), relative(folder, path)) ? null : real
}

const realOf = (path: string): string =>
  existsSync(path) || dirname(path) === path ? realpathSync(path) : join(realOf(dirname(path)), basename(path))

/** The plan, where its files can be written, so that none is left half done. Throws FILE_UNWRITABLE where one cannot. */
export const requireChangeable = (plan: Plan): Plan => {
  for (const { path, after, mode } of plan.changes) {
    if (after === null) continue
    requireFolder(dirname(mode === null ? targetOf(path) : path))
  }
  return plan
}

const requireFolder = (folder: string): void => {
  if (!existsSync(folder) && !isLink(folder) && dirname(folder) !== folder) return requireFolder(dirname(folder))
  if (isWritableFolder(folder)) return
  throw new ProvenanceError('FILE_UNWRITABLE', `${folder}: expected a folder that can be written to, got another`, {
    hint: seePlace(folder),
  })
}

const isWritableFolder = (folder: string): boolean => {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return statSync(folder).isDirectory()
  } catch {
    return false
  }
}

const isLink = (path: string): boolean => {
  try {
    return lstatSync(path).isSymbolicLink()
  } catch {
    // Nothing there, or nothing can be.
    return false
  }
}

const removeIfEmpty = (folder: string): boolean => {
  try {
    rmdirSync(folder)
    return true
  } catch {
    // Others' files are in it.
    return false
  }
}
