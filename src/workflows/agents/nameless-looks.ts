import { nameless } from '../../agents/generic.js'
import { agentNamed } from '../../agents/index.js'
import type { AgentEvent } from '../../core/edits/event.js'
import type { Location } from '../../store/location.js'
import { appendEvent, type EventEntry, isEvent, readSpool, removeEntries, type SpoolEntry } from '../../store/spool.js'
import { eventsOf } from './observed-event.js'

/** Gives an edit that ended the look before it, where its agent was not named by then (git-ai's `agent-v1`). */
export const nameLooks = (location: Location, edit: AgentEvent, agent: string): void => {
  if (agentNamed(agent) !== 'generic' || edit.kind !== 'edit-after' || edit.call !== null) return
  const paths = new Set(edit.snapshots.map(({ path }) => path))
  const { entries } = readSpool(location, edit.at)
  const index = entries.findLastIndex(
    (entry) => isNameless(entry) && pathsIn(location, entry).some((one) => paths.has(one)),
  )
  const look = entries[index]
  if (!isNameless(look)) return
  // What another edit ended with since is what this one began with.
  const since = new Set(entries.slice(index + 1).flatMap((entry) => pathsIn(location, entry, 'edit-after')))
  const keep = (event: AgentEvent, isOfThis: boolean) => {
    const isKept = ({ path }: { readonly path: string }) => paths.has(path) === isOfThis && !since.has(path)
    const snapshots = event.snapshots.filter(isKept)
    if (snapshots.length > 0) appendEvent(location, { ...event, snapshots, files: event.files.filter(isKept) })
  }
  keep(look.event, false)
  keep({ ...look.event, tool: edit.tool, session: edit.session }, true)
  removeEntries(location, [look.name])
}

const isNameless = (entry: SpoolEntry | undefined): entry is EventEntry =>
  isEvent(entry, ['edit-before'], { tool: nameless, session: null })

const pathsIn = (location: Location, entry: SpoolEntry, kind: AgentEvent['kind'] = 'edit-before'): readonly string[] =>
  eventsOf(location, entry).flatMap((event) => (event.kind === kind ? event.snapshots.map(({ path }) => path) : []))
