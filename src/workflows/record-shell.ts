import { agents } from '../agents/index.js'
import type { AgentEvent, FileSnapshot, Observation } from '../core/event.js'
import { readObjects } from '../git/objects.js'
import { dirtyPaths, headCommit } from '../git/work-tree.js'
import type { Location } from '../store/location.js'
import { textOf } from '../store/snapshot.js'
import { appendEvent, readSpool, removeEntries, type SpoolEntry } from '../store/spool.js'
import { eventOf, eventsOf, snapshotOf } from './observed-event.js'

/** At most so many files are looked at around one shell command; more is a checkout or a build, not an edit. */
const maxShellFiles = 500

/** When a command is reported, in milliseconds since the epoch. */
type Now = { readonly now: number }

/** Notes how the files stand before a command. */
export const storeShellBefore = (location: Location, observation: Observation, input: Now): void => {
  if (!movesRepository(observation.command)) storeLook(location, observation, input)
}

/** Notes how the files stand before a command that may change any of them. */
export const storeLook = (location: Location, observation: Observation, input: Now): void => {
  const snapshots = dirtyPaths(location.top)
    .slice(0, maxShellFiles)
    .map((path) => snapshotOf(location, path))
  const event = { ...eventOf(observation, input.now), kind: 'shell-before' as const, snapshots }
  appendEvent(location, { ...event, head: headCommit(location.top) })
}

/**
 * A shell command's changes become one edit, before and after; the look around it is then forgotten. An agent that reports
 * no command before it runs is measured from the look at its prompt, or at its last command.
 */
export const storeShellAfter = (location: Location, observation: Observation, input: Now): void => {
  const looks = agents[observation.tool]?.looksAtPrompt === true
  const known = readSpool(location, input.now).entries
  const index = known.findLastIndex(
    (entry) =>
      entry.form === 'event' &&
      entry.event.kind === 'shell-before' &&
      entry.event.tool === observation.tool &&
      entry.event.session === observation.session &&
      (looks || entry.event.call === observation.call),
  )
  const look = known[index]
  if (look?.form === 'event') {
    removeEntries(location, [look.name])
    if (!movesRepository(observation.command))
      storeChanges(location, observation, { input, look: look.event, since: known.slice(index + 1) })
  }
  if (looks) storeLook(location, observation, input)
}

type Looked = { readonly input: Now; readonly look: AgentEvent; readonly since: readonly SpoolEntry[] }

const storeChanges = (location: Location, observation: Observation, { input, look, since }: Looked): void => {
  const edited = since.flatMap((entry) => eventsOf(location, entry)).filter(({ kind }) => kind === 'edit-after')
  const { before, after } = shellChanges(
    location,
    look,
    edited.flatMap(({ snapshots }) => snapshots),
  )
  if (after.length === 0) return
  const event = eventOf(observation, input.now)
  appendEvent(location, { ...event, kind: 'edit-before', snapshots: before })
  appendEvent(location, { ...event, kind: 'edit-after', snapshots: after })
}

/** What differs from the look; edits that were told of meanwhile are no work of the command's. */
const shellChanges = (location: Location, look: AgentEvent, edited: readonly FileSnapshot[]) => {
  const known = new Map([...look.snapshots, ...edited].map((snapshot) => [snapshot.path, snapshot]))
  const now = dirtyPaths(location.top).slice(0, maxShellFiles)
  const wereClean = now.filter((path) => !known.has(path))
  const blobs = readObjects(location.top, look.head === null ? [] : wereClean.map((path) => `${look.head}:${path}`))
  wereClean.forEach((path, index) => {
    const blob = blobs[index]
    known.set(path, { path, content: blob == null ? null : textOf(blob.bytes) })
  })
  const after = [...known.keys()]
    .map((path) => snapshotOf(location, path))
    .filter((snapshot) => snapshot.content !== known.get(snapshot.path)?.content)
  return { after, before: after.flatMap((snapshot) => known.get(snapshot.path) ?? []) }
}

/** Commands that bring in what somebody wrote before (git-stash(1), git-checkout(1) …) are no work of the agent's. */
const movesRepository = (command: string | null): boolean =>
  /^\s*git\s+(?:-\S+\s+)*(?:stash|checkout|switch|merge|rebase|pull|reset|restore|cherry-pick|revert|am|commit|bisect|clone|fetch)\b[^|;&]*$/.test(
    command ?? '',
  )
