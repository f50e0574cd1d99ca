import { type AgentEvent, unreadEvent } from './event.js'
import { derivedBefore, outcomeOf } from './reported-edit.js'

/** The edit that an agent announces, as it should come out; of a file it does not say enough of, nothing. */
const announcedEdit = (event: AgentEvent): AgentEvent => ({
  ...event,
  kind: 'edit-after',
  expected: true,
  snapshots: event.snapshots.flatMap(({ path, content }) => {
    const said = event.files.find((file) => file.path === path)
    const after = said === undefined || content === undefined ? null : outcomeOf(said, content)
    return after === null ? [] : [{ path, content: after }]
  }),
})

/**
 * An event with what follows from it. An edit that is told of before it is made, and never after, is followed by what it
 * should come to; one that an editor holds may have been saved by then: it is an edit as it stands, or, where nothing of it
 * stands there either, one that nobody can measure.
 */
export const withAnnounced = (event: AgentEvent, beforeOnly: boolean): readonly AgentEvent[] => {
  if (event.kind !== 'edit-before' || (!beforeOnly && event.unsaved !== true)) return [event]
  const announced = announcedEdit(event)
  if (event.unsaved !== true || announced.snapshots.length > 0) return [event, announced]
  const saved = event.snapshots.every(({ path, content }) => {
    const said = event.files.find((file) => file.path === path)
    return typeof content === 'string' && derivedBefore(said, content) !== undefined
  })
  return [saved ? { ...event, kind: 'edit-after' } : unreadEvent(event.at)]
}
