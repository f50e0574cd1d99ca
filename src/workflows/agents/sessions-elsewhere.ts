import { type Heard, joinedWith, writers } from '../../core/edits/sessions-elsewhere.js'
import type { Location } from '../../store/location.js'
import { readSessions } from '../../store/sessions.js'
import { readTold } from '../../store/spool.js'
import { otherWorkTrees } from '../../store/work-trees.js'

/** What tells of a session and of no file. */
const telling = ['prompt', 'session-start', 'model'] as const

/**
 * What was heard in a work tree, with what the sessions that wrote in it were asked in other work trees of the clone: an agent
 * goes into one in the middle of a session, or sends a subagent there. Where nobody wrote anything nothing is read.
 */
export const withSessionsElsewhere = (location: Location, here: Heard): Heard => {
  if (writers(here.events).size === 0) return here
  const trees = otherWorkTrees(location)
  return joinedWith(
    here,
    trees.map((tree) => ({ events: readTold(tree, telling), sessions: readSessions(tree) })),
  )
}
