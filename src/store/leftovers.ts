import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Location } from './location.js'

/** A draft younger than this, in milliseconds, may still be in the writing. */
const grace = 10_000

/** What a program that was stopped in the middle left behind: drafts never renamed into place, copies of files without their event. Paths. */
export const leftovers = (location: Location, now: number): readonly string[] =>
  [location.state, join(location.state, 'spool'), location.shared].flatMap((folder) => {
    const names = existsSync(folder) ? readdirSync(folder) : []
    const known = new Set(names)
    return names
      .filter((name) => name.endsWith('.tmp') || (/^\d+\.\d+\.file$/.test(name) && !known.has(name.slice(0, -5))))
      .map((name) => join(folder, name))
      .filter((path) => now - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now) > grace)
  })

/** Removes leftovers from before the given time, in milliseconds. */
export const pruneLeftovers = (location: Location, olderThan: number): void => {
  for (const path of leftovers(location, olderThan + grace)) rmSync(path, { recursive: true, force: true })
}
