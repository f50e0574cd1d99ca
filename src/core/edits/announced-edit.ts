import { linesAdded } from '../attribution/aside.js'
import { hasWord } from '../attribution/lines.js'
import { type AgentEvent, type ReportedFile, unreadEvent } from './event.js'
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
 * stands there either, one that nobody can measure. One that only adds lines can still be made where it is saved already.
 */
export const withAnnounced = (event: AgentEvent, beforeOnly: boolean): readonly AgentEvent[] => {
  if (event.kind !== 'edit-before' || (!beforeOnly && event.unsaved !== true)) return [event]
  const announced = announcedEdit(event)
  if (event.unsaved !== true) return [event, announced]
  const saved = event.snapshots.every(({ path, content }) => {
    const said = event.files.find((file) => file.path === path)
    return typeof content === 'string' && derivedBefore(said, content) !== undefined
  })
  const canBeMade = announced.snapshots.length > 0
  if (!saved) return canBeMade ? [event, announced] : [unreadEvent(event.at)]
  if (!canBeMade || event.files.some(addsWords)) return [{ ...event, kind: 'edit-after' }]
  return [event, announced, unreadEvent(event.at)]
}

/** Lines with words in them stand where an edit puts them because it was made; blank lines and braces may have stood there before. */
const addsWords = ({ replacements }: ReportedFile): boolean =>
  replacements.some(({ old, new: fresh }) => linesAdded(old, fresh).some(hasWord))
