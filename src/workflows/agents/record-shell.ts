import { agents } from '../../agents/index.js'
import { type AgentEvent, type FileSnapshot, type Observation, unreadEvent } from '../../core/edits/event.js'
import { movesGit } from '../../core/edits/moves-git.js'
import type { Environment } from '../../core/environment.js'
import { toolsInEnvironment } from '../../core/marks/environment.js'
import type { Location } from '../../store/location.js'
import { appendEvent, isEvent, readSpool, removeEntries, type SpoolEntry } from '../../store/spool.js'
import { eventOf, eventsOf } from './observed-event.js'
import { type OpenLook, runningLook } from './open-looks.js'
import { changesSince } from './shell-changes.js'
import { lookNow, movedOn } from './shell-look.js'
import type { Changes } from './shell-share.js'

/** When a command is reported, in milliseconds since the epoch. */
export type Now = { readonly now: number }

/** Notes how the files stand before a command, which may change any of them. */
export const storeLook = (location: Location, observation: Observation, input: Now): void => {
  if (agents[observation.tool]?.reportsBeforeOnly === true) forgetLooks(location, observation, input)
  // The words of one that has ended say nothing of what comes.
  const moves = observation.kind === 'shell-before' && movesGit(observation.command)
  appendEvent(location, {
    ...eventOf(observation, input.now),
    kind: 'shell-before',
    ...lookNow(location, moves),
  })
}

/** Of an agent that tells of no command's end all looks stay open: what changed since a later one did since the first. */
const forgetLooks = (location: Location, observation: Observation, { now }: Now): void => {
  const looks = readSpool(location, now).entries.filter((entry) => isEvent(entry, ['shell-before'], observation))
  removeEntries(
    location,
    looks.slice(1).map(({ name }) => name),
  )
}

/**
 * A shell command's changes become one edit, before and after; the look around it is then forgotten. An agent that reports
 * no command before it runs is measured from the look at its prompt, or at its last command.
 */
export const storeShellAfter = (location: Location, observation: Observation, input: Now): void => {
  // Its look stays open: what it writes comes later.
  if (observation.inBackground === true) return
  const looks = agents[observation.tool]?.looksAtPrompt === true
  const known = readSpool(location, input.now).entries
  const index = known.findLastIndex(
    (entry) => isEvent(entry, ['shell-before'], observation) && (looks || entry.event.call === observation.call),
  )
  const look = known[index]
  if (isEvent(look, ['shell-before'])) {
    removeEntries(location, [look.name])
    storeChanges(location, observation, { input, look: look.event, since: known.slice(index + 1) })
  } else {
    // Nobody looked before it, or a person's commit took the look of the prompt: what it wrote may be any of what changed.
    appendEvent(location, unreadEvent(input.now))
  }
  if (looks) storeLook(location, observation, input)
}

type Looked = { readonly input: Now; readonly look: AgentEvent; readonly since: readonly SpoolEntry[] }

const storeChanges = (location: Location, observation: Observation, { input, look, since }: Looked): void => {
  const changes = changesSince(location, toldAs(look, observation), editedSince(location, since))
  for (const event of eventsFor(eventOf(observation, input.now), changes)) appendEvent(location, event)
}

/** Of an agent that tells of no command before it runs, its words come with its end. */
const toldAs = (look: AgentEvent, { command }: Observation): AgentEvent =>
  look.standing === undefined || !movesGit(command) ? look : { ...look, standing: { ...look.standing, moves: true } }

/** The edits of a command, the last one under its call, and that nobody can tell what it did to other files. */
const eventsFor = (event: AgentEvent, { edits, unclear }: Changes): readonly AgentEvent[] => [
  ...edits.flatMap((pairs, index): readonly AgentEvent[] => {
    const under = { ...event, call: index === edits.length - 1 ? event.call : null }
    return pairs.length === 0
      ? []
      : [
          { ...under, kind: 'edit-before', snapshots: pairs.map(({ before }) => before) },
          { ...under, kind: 'edit-after', snapshots: pairs.map(({ after }) => after) },
        ]
  }),
  ...(unclear.length === 0 ? [] : [unreadEvent(event.at, unclear.includes('') ? [] : unclear)]),
]

const editedSince = (location: Location, since: readonly SpoolEntry[]): readonly FileSnapshot[] =>
  since
    .flatMap((entry) => eventsOf(location, entry))
    .flatMap(({ kind, snapshots }) => (kind === 'edit-after' ? snapshots : []))

/** What a command did before it came to run this process, as the events that its end would leave; and its look. */
export type SoFar = { readonly open: OpenLook; readonly events: readonly AgentEvent[] }

/** A command that changes files and commits them is reported only when it has ended: what it did until now, null where nothing. */
export const commandSoFar = (location: Location, env: Environment, { now }: Now): SoFar | null => {
  if (toolsInEnvironment(env).length === 0) return null
  const open = runningLook({ location, spool: readSpool(location, now), now }, env)
  if (open === null) return null
  // No call: what the command does later is told under its own, and is another edit.
  const event = { ...open.look, call: null, head: null, snapshots: [], at: now }
  const { standing: _, ...bare } = event
  const events = eventsFor(bare, changesSince(location, open.look, editedSince(location, open.since)))
  return events.length === 0 ? null : { open, events }
}

/** Tells of what a command did so far, and moves its look on. Cut off in between, nothing is lost or told twice. */
export const storeSoFar = (location: Location, { open, events }: SoFar): void => {
  for (const event of events) appendEvent(location, event)
  const made = events.flatMap(({ kind, snapshots }) => (kind === 'edit-after' ? snapshots : []))
  const told = [...editedSince(location, open.since), ...made]
  appendEvent(location, movedOn(location, open.look, told))
  removeEntries(location, [open.name])
}
