import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { Environment } from '../agents/caller.js'
import { agents } from '../agents/index.js'
import { announcedEdit } from '../core/announced-edit.js'
import type { AgentEvent, FileSnapshot, Observation } from '../core/event.js'
import { readObjects } from '../git/objects.js'
import { dirtyPaths, headCommit } from '../git/work-tree.js'
import { isSetUp, type Location, locate, pathInTree } from '../store/location.js'
import { readSnapshot, textOf } from '../store/snapshot.js'
import { appendEvent, readSpool, removeEntries, type SpoolEntry } from '../store/spool.js'
import { eventOfRaw } from './events.js'
import { observe } from './observe.js'
import { promptLeaf } from './prompt-leaf.js'

export type RecordInput = {
  readonly agent: string
  readonly payload: Buffer
  readonly env: Environment
  readonly cwd: string
  readonly now: number
  readonly random: () => Buffer
}

/** At most so many files are looked at around one shell command; more is a checkout or a build, not an edit. */
const maxShellFiles = 500

/**
 * Understands one payload and stores what it reports, for each work tree it concerns.
 * Returns the observation. Throws for what cannot be understood; nothing is then stored.
 */
export const record = (input: RecordInput): Observation => {
  const observation = observe(input.agent, input.payload, input.env)
  const cwd = observation.cwd !== null && isAbsolute(observation.cwd) ? observation.cwd : input.cwd
  if (observation.kind === 'ignored') return observation
  if (observation.files.length > 0 && observation.kind.startsWith('edit')) {
    for (const [location, paths] of byWorkTree(observation, cwd)) storeEdit(location, { observation, paths, input })
    return observation
  }
  const location = locate(cwd)
  if (location === null || !isSetUp(location)) return observation
  if (observation.kind === 'edit-after') storeUnnamedEdit(location, observation, input)
  else if (observation.kind === 'shell-before') storeShellBefore(location, observation, input)
  else if (observation.kind === 'shell-after') storeShellAfter(location, observation, input)
  else if (!observation.kind.startsWith('edit')) {
    const leaf = observation.kind === 'prompt' ? promptLeaf(location, observation.prompt ?? '', input.random) : null
    appendEvent(location, { ...eventOf(observation, input.now), leaf })
    if (observation.kind === 'prompt' && agents[observation.tool]?.looksAtPrompt)
      storeLook(location, observation, input)
  }
  return observation
}

const eventOf = (observation: Observation, now: number): AgentEvent => {
  const { prompt: _prompt, command: _command, cwd: _cwd, ...rest } = observation
  return { ...rest, leaf: null, snapshots: [], head: null, at: now }
}

/** The files of an edit under the work tree each lies in; files outside of any set-up repository are left out. */
const byWorkTree = (observation: Observation, cwd: string) => {
  const trees = new Map<string, { location: Location; paths: Map<string, string> }>()
  for (const file of observation.files) {
    const absolute = resolve(cwd, file.path)
    const location = locate(dirname(absolute))
    const path = location === null || !isSetUp(location) ? null : pathInTree(location, absolute)
    if (location === null || path === null) continue
    const tree = trees.get(location.state) ?? { location, paths: new Map<string, string>() }
    tree.paths.set(file.path, path)
    trees.set(location.state, tree)
  }
  return [...trees.values()].map(({ location, paths }) => [location, paths] as const)
}

type EditWork = {
  readonly observation: Observation
  readonly paths: ReadonlyMap<string, string>
  readonly input: RecordInput
}

const storeEdit = (location: Location, { observation, paths, input }: EditWork): void => {
  const files = observation.files.flatMap((file) => {
    const path = paths.get(file.path)
    return path === undefined ? [] : [{ ...file, path }]
  })
  const snapshots = [...new Set(paths.values())].map((path) => snapshotOf(location, path))
  const event = { ...eventOf(observation, input.now), files, snapshots }
  appendEvent(location, event)
  const announced = observation.kind === 'edit-before' && agents[observation.tool]?.reportsBeforeOnly === true
  if (announced) appendEvent(location, announcedEdit(event))
}

/** Some builds name the file before an edit only (Kiro IDE to 1.0.138): the last that was announced is meant. */
const storeUnnamedEdit = (location: Location, observation: Observation, input: RecordInput): void => {
  const { session, call, tool } = observation
  const announced = eventsIn(location, input.now).findLast(
    (event) => event.kind === 'edit-before' && event.tool === tool && event.session === session && event.call === call,
  )
  if (announced === undefined) return
  const snapshots = announced.snapshots.map(({ path }) => snapshotOf(location, path))
  appendEvent(location, { ...eventOf(observation, input.now), files: announced.files, snapshots })
}

const snapshotOf = (location: Location, path: string): FileSnapshot => ({
  path,
  content: readSnapshot(join(location.top, path)),
})

const storeShellBefore = (location: Location, observation: Observation, input: RecordInput): void => {
  if (!movesRepository(observation.command)) storeLook(location, observation, input)
}

/** Notes how the files stand before a command that may change any of them. */
const storeLook = (location: Location, observation: Observation, input: RecordInput): void => {
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
const storeShellAfter = (location: Location, observation: Observation, input: RecordInput): void => {
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

type Looked = { readonly input: RecordInput; readonly look: AgentEvent; readonly since: readonly SpoolEntry[] }

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

const eventsIn = (location: Location, now: number): readonly AgentEvent[] =>
  readSpool(location, now).entries.flatMap((entry) => eventsOf(location, entry))

const eventsOf = (location: Location, entry: SpoolEntry): readonly AgentEvent[] =>
  entry.form === 'event' ? [entry.event] : eventOfRaw(location, entry)

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
