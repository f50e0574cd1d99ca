import { readlinkSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { type Location, locationOf } from './location.js'
import { treesFolder } from './state-folder.js'
import { namesIn, readText } from './text.js'

/** The other work trees of the clone, those that are gone but not pruned as well (gitrepository-layout(5), worktrees). */
export const otherWorkTrees = (location: Location): readonly Location[] => {
  const trees = join(location.commonDir, 'worktrees')
  const linked = namesIn(trees).map((name) => {
    const gitDir = join(trees, name)
    const pointer = (readText(join(gitDir, 'gitdir')) ?? '').trim()
    return locationOf(dirname(resolve(gitDir, pointer)), gitDir)
  })
  const main = locationOf(dirname(location.commonDir), location.commonDir)
  return [main, ...linked].filter(({ state }) => resolve(state) !== resolve(location.state))
}

/**
 * What is left of linked work trees that git removed (state-folder.ts). Their files are looked for in the work tree at hand: a
 * link in them leads where it does here.
 */
export const goneWorkTrees = (location: Location): readonly Location[] => {
  const names = namesIn(treesFolder(location))
  if (names.length === 0) return []
  const there = new Set([location, ...otherWorkTrees(location)].map(linkedTo))
  const gone = names.filter((name) => !there.has(name)).map((name) => join(treesFolder(location), name))
  return gone.map((state) => ({ ...location, gitDir: state, state }))
}

/** The name of the folder that a work tree's own is a link to; null where it is none. */
const linkedTo = ({ state }: Location): string | null => {
  try {
    return basename(readlinkSync(state))
  } catch {
    return null
  }
}
