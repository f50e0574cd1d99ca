import type { AgentEvent } from './event.js'
import { outcomeOf } from './reported-edit.js'

/** The edit that an agent announces, as it should come out; of a file it does not say enough of, nothing. */
export const announcedEdit = (event: AgentEvent): AgentEvent => ({
  ...event,
  kind: 'edit-after',
  expected: true,
  snapshots: event.snapshots.flatMap(({ path, content }) => {
    const said = event.files.find((file) => file.path === path)
    const after = said === undefined || content === undefined ? null : outcomeOf(said, content)
    return after === null ? [] : [{ path, content: after }]
  }),
})
