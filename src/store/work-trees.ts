import { dirname, join, resolve } from 'node:path'
import { type Location, locationOf } from './location.js'
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
