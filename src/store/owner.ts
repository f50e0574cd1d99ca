import { lchownSync, lstatSync, readdirSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { servesGate } from './gate.js'
import type { Location } from './location.js'
import { treesFolder } from './state-folder.js'

/**
 * What root wrote where a clone keeps things becomes its owner's: an agent in a container is often root, and the person who
 * commits could not read a word of it. Of a server's folder, which is the administrator's, nothing changes. Never throws.
 */
export const handOver = (location: Location): void =>
  toOwner(location, ({ uid, gid }) => {
    const { state, shared, commonDir } = location
    const own = servesGate(commonDir) ? [state].filter((path) => path !== shared) : [state, shared]
    const trees = treesFolder(location)
    // A linked work tree's own is a link to one of these.
    const folders = [...own, ...(isFolder(trees) ? readdirSync(trees).map((name) => join(trees, name)) : [])]
    const within = folders.filter(isFolder).flatMap((path) => [path, join(path, 'spool'), join(path, 'hooks')])
    for (const folder of new Set([...within, trees])) giveFolder(folder, uid, gid)
  })

/** The same for files and folders of the work tree, and for hooks, that `init` or `uninstall` wrote. Never throws. */
export const handOverPaths = (location: Location, paths: readonly string[]): void =>
  toOwner(location, ({ uid, gid }) => {
    for (const path of paths) give(path, uid, gid)
  })

const toOwner = ({ gitDir }: Location, hand: (owner: Stats) => void): void => {
  if (process.getuid?.() !== 0) return
  try {
    const owner = lstatSync(gitDir)
    if (owner.uid !== 0) hand(owner)
  } catch {
    // Root of a container may not: then doctor tells of what cannot be read.
  }
}

const isFolder = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/** A folder and what lies in it, as far as it is root's; no link is followed, and no file that has another name elsewhere. */
const giveFolder = (folder: string, uid: number, gid: number): void => {
  if (!isFolder(folder)) return
  for (const path of [folder, ...readdirSync(folder).map((name) => join(folder, name))]) give(path, uid, gid)
}

const give = (path: string, uid: number, gid: number): void => {
  const found = lstatSync(path, { throwIfNoEntry: false })
  const isRoots = found?.uid === 0 && (found.isDirectory() || (found.isFile() && found.nlink === 1))
  if (isRoots) lchownSync(path, uid, gid)
}
