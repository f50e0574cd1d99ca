import { homedir } from 'node:os'
import type { ModelUse } from '../../agents/agent.js'
import { agents } from '../../agents/index.js'
import { modelUses } from '../../agents/model-uses.js'
import type { AgentEvent } from '../../core/edits/event.js'
import { rowsIn } from '../../sqlite/rows.js'
import { readDatabase } from '../../store/database-file.js'
import type { Location } from '../../store/location.js'

/**
 * The events, each edit with the model that the agent's own database tells for it: that outranks a person's setting in the
 * environment, which is all that the payloads of these agents bring. Other events stay as they are, and cost nothing.
 */
export const withStoredModels = (location: Location, events: readonly AgentEvent[]): readonly AgentEvent[] => {
  const uses = new Map<string, readonly ModelUse[]>()
  return events.map((event) => {
    const database = agents[event.tool]?.database
    if (database === undefined || event.kind !== 'edit-after') return event
    const session = [event.tool, event.session, event.transcript].join('\n')
    const told = uses.get(session) ?? usesIn(location, event)
    uses.set(session, told)
    const model = database.modelOf(told, event)
    return model === null ? event : { ...event, model }
  })
}

/** The uses of models in an event's session, out of the first database that tells of one. */
const usesIn = ({ top }: Location, { tool, session, transcript }: AgentEvent): readonly ModelUse[] => {
  const database = agents[tool]?.database
  if (database === undefined || session === null) return []
  const questions = database.tables.map(({ table, session: where, columns }) => ({
    table,
    where,
    columns,
    is: session,
  }))
  for (const path of database.paths({ session, transcript, home: homedir(), env: process.env, top })) {
    const rows = readDatabase(path, (pages) => rowsIn(pages, questions))
    const uses = modelUses(database, rows ?? [])
    if (uses.length > 0) return uses
  }
  return []
}
