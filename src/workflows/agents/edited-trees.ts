import { dirname, isAbsolute, resolve, win32 } from 'node:path'
import type { Observation, ReportedFile } from '../../core/edits/event.js'
import { isMadeBy } from '../../core/edits/reported-edit.js'
import type { Environment } from '../../core/environment.js'
import { type Location, locate, pathInTree } from '../../store/location.js'
import { readSnapshot } from '../../store/snapshot.js'
import { isOwnPlace } from './own-place.js'

/** A work tree with the files of an edit that lie in it, by their paths from its top. */
export type EditedTree = { readonly location: Location; readonly files: readonly ReportedFile[] }

export type Edited = {
  readonly trees: readonly EditedTree[]
  /** False where a file is named in a way that leads nowhere here, or to several files. */
  readonly isClear: boolean
}

/**
 * The files of an edit under the work tree each lies in, by the folders that relative paths may start from; files outside of
 * any repository that is ours and set up are left out.
 */
export const editedTrees = (observation: Observation, folders: readonly string[], env: Environment): Edited => {
  const trees = new Map<string, { location: Location; files: ReportedFile[] }>()
  const named = observation.files.map((file) => ({ file, paths: pathsOf(file, folders, env) }))
  for (const { file, paths } of named)
    for (const absolute of paths) {
      const location = locate(dirname(absolute))
      const path = location === null ? null : pathInTree(location, absolute)
      if (location === null || path === null) continue
      const tree = trees.get(location.state) ?? { location, files: [] }
      tree.files.push({ ...file, path })
      trees.set(location.state, tree)
    }
  return {
    trees: [...trees.values()].filter(({ location }) => isOwnPlace(location)),
    isClear: named.every(({ paths }) => paths.length > 0),
  }
}

/**
 * Where a file may lie: a relative path leads to the folder that has such a file, of several to the one whose file the edit made.
 * One that is in none of them was deleted, from whichever. None for a path of Windows in its subsystem for Linux, or no path at all.
 */
const pathsOf = (file: ReportedFile, folders: readonly string[], env: Environment): readonly string[] => {
  const path = atHome(file.path, env)
  if (path === '' || (win32.isAbsolute(path) && !isAbsolute(path))) return []
  const paths = [...new Set(folders.map((folder) => resolve(folder, path)))]
  if (paths.length === 1) return paths
  const texts = paths.map((one) => ({ one, text: readSnapshot(one) })).filter(({ text }) => text !== null)
  if (texts.length === 0) return paths
  const [only, ...others] = texts.length === 1 ? texts : texts.filter(({ text }) => isMadeBy(file, text))
  return only === undefined || others.length > 0 ? [] : [only.one]
}

/** Some agents take `~` for the home folder in a path (Kiro CLI). */
const atHome = (path: string, { HOME: home }: Environment): string =>
  path.startsWith('~/') && home ? `${home}${path.slice(1)}` : path
