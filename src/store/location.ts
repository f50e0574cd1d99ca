import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { pathInside } from './path-inside.js'

/**
 * Where one work tree keeps things. `state` holds what belongs to this work tree (spool, pending lines),
 * `shared` what all work trees of the clone have in common (key, program, log).
 */
export type Location = {
  readonly top: string
  readonly gitDir: string
  readonly commonDir: string
  readonly state: string
  readonly shared: string
}

/**
 * The work tree around a folder, found without starting git (gitrepository-layout(5)); null outside of any. Around one that a
 * link leads to it is that of where it leads, as git has it.
 */
export const locate = (folder: string): Location | null => {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const gitDir = gitDirAt(at)
    if (gitDir !== null) return locationOf(at, gitDir)
    if (isLink(at)) at = realPath(at)
    if (dirname(at) === at) return null
  }
}

const isLink = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true

/** The location from what git tells a hook: GIT_DIR, else `.git` under the current folder, which is the top (githooks(5)). */
export const locateInHook = (cwd: string, gitDir: string | undefined): Location =>
  locationOf(cwd, resolve(cwd, gitDir ?? gitDirAt(cwd) ?? '.git'))

/** The git directory of the work tree whose top a folder is, by its `.git`; null where it is none. */
export const gitDirAt = (folder: string): string | null => {
  const candidate = join(folder, '.git')
  if (!existsSync(candidate)) return null
  if (statSync(candidate).isDirectory()) return existsSync(join(candidate, 'HEAD')) ? candidate : null
  const pointer = /^gitdir: (.+)\n?$/.exec(readFileSync(candidate, 'utf8'))
  return pointer?.[1] === undefined ? null : resolve(folder, pointer[1])
}

/** Where a work tree keeps things whose git directory is known. */
export const locationOf = (top: string, gitDir: string): Location => {
  const commonFile = join(gitDir, 'commondir')
  const commonDir = existsSync(commonFile) ? resolve(gitDir, readFileSync(commonFile, 'utf8').trim()) : gitDir
  return { top, gitDir, commonDir, state: join(gitDir, 'provenance'), shared: join(commonDir, 'provenance') }
}

/** Set up by `init`? Nothing is ever recorded for a repository that did not ask for it. */
export const isSetUp = (location: Location): boolean => existsSync(location.shared)

/**
 * A file's path relative to the top of the work tree, with `/`; null where it lies outside, or inside the git directory.
 * Symbolic links are followed, as the agent's write followed them: it is the file behind one that changes. `from` is the top's
 * path where the agent worked: a container has another for the same folder, and a work tree is moved.
 */
export const pathInTree = (location: Location, path: string, from = location.top): string | null => {
  const top = realPath(location.top)
  const real = realPath(movedTo(top, from, path))
  const inside = insideOf(top, real) ?? insideOf(top, movedTo(top, from, real))
  const parts = inside?.split(sep) ?? []
  return inside === null || parts[0] === '.git' ? null : parts.join('/')
}

const movedTo = (top: string, from: string, path: string): string => {
  const inside = insideOf(from, path)
  return inside === null ? path : join(top, inside)
}

/** A path as a folder has it; null where it lies outside, or is that folder. */
const insideOf = (folder: string, path: string): string | null => pathInside(folder, path) || null

/** A path without links, as far as it exists. */
const realPath = (path: string): string => {
  try {
    return realpathSync(path)
  } catch {
    const above = dirname(path)
    return above === path ? path : join(realPath(above), basename(path))
  }
}
