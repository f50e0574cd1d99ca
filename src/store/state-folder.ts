import { existsSync, lstatSync, mkdirSync, rmdirSync, rmSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isSetUp, type Location } from './location.js'

/** Where the folders of linked work trees lie, those of work trees that are gone as well. */
export const treesFolder = ({ shared }: Location): string => join(shared, 'trees')

/** As many folders may be left of work trees of one name. */
const maxCopies = 50

/**
 * Makes the folder in which a work tree keeps things. `git worktree remove` deletes the git directory of a linked one: there it is
 * a link into the folder of the clone, where events that no commit took outlive the work tree. hooks/parts/state.sh does the same.
 * Throws what the file system throws.
 */
export const makeState = (location: Location): void => {
  if (existsSync(location.state)) return
  // It leads nowhere.
  if (lstatSync(location.state, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(location.state)
  const isLinked = location.gitDir !== location.commonDir && isSetUp(location)
  if (!isLinked || !linkState(location)) mkdirSync(location.state, { recursive: true, mode: 0o700 })
}

/** False where the file system knows no links. */
const linkState = (location: Location): boolean => {
  try {
    const name = makeFolder(location)
    try {
      symlinkSync(join('..', '..', 'provenance', 'trees', name), location.state)
      return existsSync(location.state)
    } catch {
      rmdirSync(join(treesFolder(location), name))
      return existsSync(location.state)
    }
  } catch {
    return false
  }
}

const makeFolder = (location: Location): string => {
  mkdirSync(treesFolder(location), { recursive: true, mode: 0o700 })
  for (let copy = 0; ; copy += 1) {
    const name = `${basename(location.gitDir)}.${copy}`
    try {
      mkdirSync(join(treesFolder(location), name), { mode: 0o700 })
      return name
    } catch (cause) {
      if (copy >= maxCopies) throw cause
    }
  }
}
