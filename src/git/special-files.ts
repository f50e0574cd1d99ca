import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { ProvenanceError } from '../core/errors.js'
import { seePlace } from '../core/file-hints.js'

/** Folders of a git folder in which git opens whatever a name leads to (gitrepository-layout(5)). */
const opened = ['info', 'logs', 'objects', 'refs', 'reftable']

/** Files that are read whole, by git or by us, and so may be nothing else. */
const files = ['shallow', join('info', 'grafts')]

/**
 * Refuses a git folder with a pipe or a device in it: who opens one waits for ever, or reads without end. Looks through
 * links and into borrowed object stores. Throws NOT_A_REPOSITORY, and FILE_UNREADABLE where it cannot look.
 */
export const refuseSpecialFiles = (gitDir: string): void => {
  const seen = new Set<string>()
  refuseIn(gitDir, seen, false)
  const common = commonFolder(gitDir)
  refuseIn(common, seen, false)
  for (const name of opened) refuseIn(join(common, name), seen, true)
  for (const name of files) {
    const path = join(common, name)
    if (statOf(path)?.isDirectory()) throw refusal(path)
  }
  refuseBorrowed(join(common, 'objects'), seen)
}

const commonFolder = (gitDir: string): string => {
  const file = join(gitDir, 'commondir')
  return statOf(file)?.isFile() ? resolve(gitDir, readFileSync(file, 'utf8').trim()) : gitDir
}

/** Object stores named in `info/alternates`, and those that they name. */
const refuseBorrowed = (objects: string, seen: Set<string>): void => {
  const file = join(objects, 'info', 'alternates')
  if (!statOf(file)?.isFile()) return
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const store = resolve(objects, line)
    if (line === '' || line.startsWith('#') || seen.has(store)) continue
    refuseIn(store, seen, true)
    seen.add(store)
    refuseBorrowed(store, seen)
  }
}

const refuseIn = (folder: string, seen: Set<string>, deep: boolean): void => {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name)
    const found = entry.isSymbolicLink() ? statOf(path) : entry
    if (found?.isFIFO() || found?.isCharacterDevice() || found?.isBlockDevice()) throw refusal(path)
    if (!deep || !found?.isDirectory()) continue
    if (entry.isSymbolicLink()) {
      const real = realpathSync(path)
      if (seen.has(real)) continue
      seen.add(real)
    }
    refuseIn(path, seen, true)
  }
}

const entriesOf = (folder: string): readonly Dirent[] => {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return []
    throw new ProvenanceError(
      'FILE_UNREADABLE',
      `${folder}: expected a readable folder, got ${(cause as Error).message}`,
    )
  }
}

const statOf = (path: string) => {
  try {
    return statSync(path)
  } catch {
    // Not there, or a link that leads nowhere: git finds nothing either.
    return undefined
  }
}

const refusal = (path: string): ProvenanceError =>
  new ProvenanceError('NOT_A_REPOSITORY', `${path}: expected a plain file, got something else`, {
    hint: seePlace(dirname(path)),
  })
