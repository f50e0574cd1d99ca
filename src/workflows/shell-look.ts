import { join } from 'node:path'
import type { AgentEvent, FileSnapshot } from '../core/event.js'
import { readObjects } from '../git/objects.js'
import { dirtyPaths, headCommit } from '../git/work-tree.js'
import type { Location } from '../store/location.js'
import { stampOf, textOf } from '../store/snapshot.js'
import { snapshotOf } from './observed-event.js'

/** Of so many changed files the text is kept at a look; of the others how they stand in the file system. */
const maxTexts = 500

/** So many files that a command was the first to change are measured; of more the record says who wrote them, not how much. */
const maxMeasured = 2_000

/** How the files stand that differ from the last commit: each of them, since one that is missing here would pass for new later. */
export const lookNow = (location: Location): Pick<AgentEvent, 'snapshots' | 'head'> => ({
  snapshots: dirtyPaths(location.top).map((path, index) => lookAt(location, path, index < maxTexts)),
  head: headCommit(location.top),
})

const lookAt = (location: Location, path: string, withText: boolean): FileSnapshot => {
  return stamped(location, withText ? snapshotOf(location, path) : { path, content: undefined })
}

/** A file as a look keeps it: where its text is not known, by how it stands in the file system. */
const stamped = (location: Location, snapshot: FileSnapshot): FileSnapshot => {
  if (snapshot.content !== undefined) return snapshot
  const stamp = stampOf(join(location.top, snapshot.path))
  return stamp === null ? { path: snapshot.path, content: null } : { ...snapshot, stamp }
}

/** The look moved on over edits that were told of: what they changed is not found a second time. */
export const movedOn = (location: Location, look: AgentEvent, told: readonly FileSnapshot[]): AgentEvent => {
  const now = told.map((snapshot) => stamped(location, snapshot))
  const stands = new Map([...look.snapshots, ...now].map((snapshot) => [snapshot.path, snapshot]))
  return { ...look, snapshots: [...stands.values()] }
}

/** Files before a command and after it, those alone that it changed. */
export type Changes = { readonly before: readonly FileSnapshot[]; readonly after: readonly FileSnapshot[] }

/**
 * What differs from the look; edits that were told of meanwhile are no work of the command's. What a commit took meanwhile
 * went into that commit, and was measured there.
 */
export const changesSince = (
  location: Location,
  look: Pick<AgentEvent, 'snapshots' | 'head'>,
  edited: readonly FileSnapshot[],
): Changes => {
  const known = new Map([...look.snapshots, ...edited].map((snapshot) => [snapshot.path, snapshot]))
  const now = dirtyPaths(location.top)
  const { head, were } = cleanAt(
    location,
    look.head,
    now.filter((path) => !known.has(path)),
  )
  const dirty = new Set(now)
  const stood = [...known.values()].filter(({ path }) => head === look.head || dirty.has(path))
  const pairs = [...stood, ...were].flatMap((before) => {
    const after = afterOf(location, before)
    return after === null ? [] : [{ before, after }]
  })
  return { before: pairs.map(({ before }) => before), after: pairs.map(({ after }) => after) }
}

/** The commit that HEAD names, and the text of files that did not differ from that of the look. */
const cleanAt = (location: Location, lookHead: string | null, paths: readonly string[]) => {
  const measured = paths.slice(0, maxMeasured)
  const names = lookHead === null ? [] : measured.map((path) => `${lookHead}:${path}`)
  const [head, ...blobs] = readObjects(location.top, ['HEAD', ...names])
  const were = paths.map((path, index): FileSnapshot => {
    const blob = blobs[index]
    const content = index >= maxMeasured ? undefined : blob == null ? null : textOf(blob.bytes)
    // It differs now, whatever it holds.
    return content === undefined ? { path, content, stamp: '' } : { path, content }
  })
  return { head: head?.oid ?? null, were }
}

/** The file as it stands now, null where nothing happened to it. What cannot be compared need not be read. */
const afterOf = (location: Location, before: FileSnapshot): FileSnapshot | null => {
  if (before.stamp !== undefined) {
    const same = before.stamp === stampOf(join(location.top, before.path))
    return same ? null : { path: before.path, content: undefined }
  }
  const after = snapshotOf(location, before.path)
  return after.content === before.content ? null : after
}
