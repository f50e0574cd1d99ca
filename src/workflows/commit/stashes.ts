import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { StashedText } from '../../core/record/plan-input.js'
import { stashedChanges } from '../../git/stash.js'
import type { Location } from '../../store/location.js'
import { maxFileBytes, textOf } from '../../store/snapshot.js'

/** What stashes hold of a file. git is asked at the first question, about all the files, and only where there may be a stash. */
export const stashesOf = (location: Location, paths: readonly string[]) => {
  let held: ReadonlyMap<string, readonly StashedText[]> | null = null
  return (path: string): readonly StashedText[] => {
    held ??= mayHaveStash(location) ? textsIn(location, paths) : new Map()
    return held.get(path) ?? []
  }
}

const textsIn = (location: Location, paths: readonly string[]) => {
  const text = (bytes: Buffer | null) =>
    bytes === null ? null : bytes.length > maxFileBytes ? undefined : textOf(bytes)
  return new Map(
    [...stashedChanges(location, paths)].map(([path, changes]) => [
      path,
      changes.map(({ before, after }) => ({ before: text(before), after: text(after) })),
    ]),
  )
}

/** Where refs are no files (reftable), git has to be asked. */
const mayHaveStash = ({ commonDir, gitDir }: Location): boolean =>
  [
    join(commonDir, 'refs', 'stash'),
    join(commonDir, 'logs', 'refs', 'stash'),
    join(commonDir, 'reftable'),
    join(gitDir, 'rebase-merge', 'autostash'),
  ].some((path) => existsSync(path))
