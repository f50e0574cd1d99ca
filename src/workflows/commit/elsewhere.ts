import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { linesAdded } from '../../core/attribution/aside.js'
import { bare, isTelling } from '../../core/attribution/lines.js'
import { assemble } from '../../core/edits/assemble.js'
import { stagedAdditions } from '../../git/staged.js'
import { readCarry } from '../../store/kept.js'
import type { Location } from '../../store/location.js'
import { pruneSpool } from '../../store/spool.js'
import { goneWorkTrees, otherWorkTrees } from '../../store/work-trees.js'
import { eventsIn } from '../agents/observed-event.js'
import { retention } from '../install/purge.js'

/** What agents wrote in one work tree and no commit took: their lines by path; null for a file that cannot be measured. */
type Written = ReadonlyMap<string, ReadonlySet<string> | null>

/**
 * True where a commit adds lines that an agent wrote in another work tree of the clone, be it gone by now: a stash is one for all of them, and a
 * diff or a copy brings them as well. `base` is the commit that the staged files are held against.
 */
export const bringsFromElsewhere = (location: Location, base: string, now: number): boolean => {
  const written = [...otherWorkTrees(location), ...goneWorkTrees(location)].map((tree) => writtenIn(tree, now))
  if (written.every((files) => files.size === 0)) return false
  return [...stagedAdditions(location.top, base)].some(([path, added]) =>
    written.some((files) => {
      const lines = files.get(path)
      return lines === null || added.some((line) => line !== undefined && lines?.has(bare(line)))
    }),
  )
}

const writtenIn = (tree: Location, now: number): Written => {
  const { edits, unmeasured } = assemble(eventsIn(tree, now), {
    sessions: new Map(),
    resolve: () => ({ model: null, toolVersion: null, now: false }),
    // Whose the lines of a moved file are is asked where it is committed.
    committed: () => [],
  })
  const files = new Map<string, Set<string> | null>()
  const add = (path: string, lines: readonly string[]) => {
    const known = files.get(path) ?? new Set()
    for (const line of lines.map(bare).filter(isTelling)) known.add(line)
    files.set(path, known)
  }
  for (const [path, { lines, removed }] of Object.entries(readCarry(tree).files))
    add(
      path,
      [...lines, ...removed].flatMap(({ text, proposal }) => (proposal === undefined ? [] : [text])),
    )
  for (const [path, all] of edits) for (const { before, after } of all) add(path, linesAdded(before ?? null, after))
  for (const path of unmeasured.keys()) files.set(path, null)
  return files
}

/** So young a folder, in milliseconds, may be one of a work tree that is about to link to it. */
const grace = 10_000

/** Forgets what is left of work trees that are gone where it is too old, and all of one in which no line of an agent's waits. */
export const forgetGone = (location: Location, now: number): void => {
  const timeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now
  for (const tree of goneWorkTrees(location)) {
    const carry = join(tree.state, 'carry.json')
    pruneSpool(tree, now - retention)
    if (timeOf(carry) < now - retention) rmSync(carry, { force: true })
    if (now - timeOf(tree.state) > grace && writtenIn(tree, now).size === 0)
      rmSync(tree.state, { recursive: true, force: true })
  }
}
