import { join } from 'node:path'
import { byName } from '../../core/by-name.js'
import type { AgentEvent, FileSnapshot, LookState } from '../../core/edits/event.js'
import { headLogLength } from '../../git/head-log.js'
import { stashesIn } from '../../git/stash.js'
import { headCommit, type Modes, submoduleMode, type WorkTreeState, workTreeState } from '../../git/work-tree.js'
import type { Location } from '../../store/location.js'
import { stampOf } from '../../store/snapshot.js'
import { snapshotOf } from './observed-event.js'

/** Of so many changed files the text is kept at a look; of the others how they stand in the file system. */
const maxTexts = 500

/** Of so many hidden files it is kept how they stand. */
const maxHidden = 2_000

/** How the files stand that differ from the last commit: each of them, since one that is missing here would pass for new later. */
export const lookNow = (location: Location, moves: boolean): Pick<AgentEvent, 'snapshots' | 'head' | 'standing'> => {
  const stands = workTreeState(location.top)
  const entries = [...stands.changed]
  return {
    snapshots: entries.map(([path, modes], index) => lookAt(location, path, modes, index < maxTexts)),
    head: stands.head,
    standing: {
      moves,
      stashes: stashesIn(location),
      log: headLogLength(location),
      index: indexOf(stands),
      stamps: stampsOf(location, stands),
    },
  }
}

const indexOf = ({ changed }: WorkTreeState): LookState['index'] =>
  byName(
    Object.fromEntries(
      [...changed].flatMap(([path, modes]) => (modes === null ? [] : [[path, [modes.blob, modes.index, modes.work]]])),
    ),
  )

/** How files stand whose text is not looked at, by path; of those that are not UTF-8 by the bytes in hexadecimal. */
export const stampsOf = (location: Location, { ignored, unnamed }: WorkTreeState): LookState['stamps'] => {
  const top = Buffer.from(`${location.top}/`)
  return Object.fromEntries([
    ...ignored.slice(0, maxHidden).map((path) => [path, stampOf(join(location.top, path)) ?? '']),
    ...unnamed.map((bytes) => [bytes.toString('hex'), stampOf(Buffer.concat([top, bytes])) ?? '']),
  ])
}

const lookAt = (location: Location, path: string, modes: Modes, withText: boolean): FileSnapshot =>
  modes?.work === submoduleMode
    ? { path, content: undefined, stamp: headCommit(join(location.top, path)) ?? '' }
    : stamped(location, withText ? snapshotOf(location, path) : { path, content: undefined })

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
