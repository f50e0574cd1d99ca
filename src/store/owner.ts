import { lchownSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { servesGate } from './gate.js'
import type { Location } from './location.js'
import { treesFolder } from './state-folder.js'

/**
 * What root wrote where a clone keeps things becomes its owner's: an agent in a container is often root, and the person who
 * commits could not read a word of it. Of a server's folder, which is the administrator's, nothing changes. Never throws.
 */
export const handOver = (location: Location): void => {
  if (process.getuid?.() !== 0) return
  const { state, shared, gitDir, commonDir } = location
  try {
    const { uid, gid } = lstatSync(gitDir)
    if (uid === 0) return
    const own = servesGate(commonDir) ? [state].filter((path) => path !== shared) : [state, shared]
    const trees = treesFolder(location)
    // A linked work tree's own is a link to one of these.
    const folders = [...own, ...(isFolder(trees) ? readdirSync(trees).map((name) => join(trees, name)) : [])]
    const within = folders.filter(isFolder).flatMap((path) => [path, join(path, 'spool'), join(path, 'hooks')])
    for (const folder of new Set([...within, trees])) giveFolder(folder, uid, gid)
  } catch {
    // Root of a container may not: then doctor tells of what cannot be read.
  }
}

const isFolder = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/** A folder and what lies in it, as far as it is root's; no link is followed, and no file that has another name elsewhere. */
const giveFolder = (folder: string, uid: number, gid: number): void => {
  if (!isFolder(folder)) return
  for (const path of [folder, ...readdirSync(folder).map((name) => join(folder, name))]) {
    const found = lstatSync(path, { throwIfNoEntry: false })
    const isRoots = found?.uid === 0 && (found.isDirectory() || (found.isFile() && found.nlink === 1))
    if (isRoots) lchownSync(path, uid, gid)
  }
}
