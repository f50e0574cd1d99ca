import { join } from 'node:path'
import type { AgentEvent, FileSnapshot, Observation } from '../../core/edits/event.js'
import type { Location } from '../../store/location.js'
import { readSnapshot } from '../../store/snapshot.js'
import { readSpool, type SpoolEntry } from '../../store/spool.js'
import { eventOfRaw } from './events.js'

/** What is kept of an observation: neither a prompt, nor a command or an answer, nor the folder it was given in. */
export const eventOf = (observation: Observation, now: number): AgentEvent => {
  const { prompt: _prompt, command: _command, answer: _answer, cwd: _cwd, roots: _roots, ...rest } = observation
  return { ...rest, leaf: null, snapshots: [], head: null, at: now }
}

/** A file of the work tree as it stands on disk. */
export const snapshotOf = (location: Location, path: string): FileSnapshot => ({
  path,
  content: readSnapshot(join(location.top, path)),
})

/** The events that wait in the spool, oldest first. */
export const eventsIn = (location: Location, now: number): readonly AgentEvent[] =>
  readSpool(location, now).entries.flatMap((entry) => eventsOf(location, entry))

/** The events in one entry of the spool. */
export const eventsOf = (location: Location, entry: SpoolEntry): readonly AgentEvent[] =>
  entry.form === 'event' ? [entry.event] : eventOfRaw(location, entry)
