import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { agents } from '../agents/index.js'
import { modelUses } from '../agents/model-uses.js'
import type { AgentEvent } from '../core/event.js'
import type { Row, SessionQuery } from '../store/database-query.js'
import type { Location } from '../store/location.js'

/**
 * The events, each edit with the model that the agent's own database tells for it: that outranks a person's setting in the
 * environment, which is all that the payloads of these agents bring. Other events stay as they are, and cost nothing.
 */
export const withStoredModels = async (
  location: Location,
  events: readonly AgentEvent[],
): Promise<readonly AgentEvent[]> => {
  const queries = new Map(events.filter(isEdit).flatMap((event) => queryFor(location, event)))
  if (queries.size === 0) return events
  const answers = await answersTo([...queries.values()])
  const uses = new Map([...queries.keys()].map((key, index) => [key, modelUses(answers[index] ?? [])]))
  return events.map((event) => {
    const told = uses.get(sessionOf(event))
    const model = told === undefined ? null : (agents[event.tool]?.database?.modelOf(told, event) ?? null)
    return model === null || !isEdit(event) ? event : { ...event, model }
  })
}

const isEdit = ({ kind }: AgentEvent): boolean => kind === 'edit-after'

/** The query for an event's session, by its key; none where there is no database that it could be in. */
const queryFor = ({ top }: Location, event: AgentEvent): readonly (readonly [string, SessionQuery])[] => {
  const { tool, session, transcript } = event
  const database = agents[tool]?.database
  if (database === undefined || session === null) return []
  const place = { session, transcript, home: homedir(), env: process.env, top }
  const paths = database.paths(place).filter((path) => existsSync(path))
  return paths.length === 0 ? [] : [[sessionOf(event), { paths, queries: database.queries, session }]]
}

/** A record without a model is better than none, so a failure of the reader is like a database that tells nothing. */
const answersTo = async (queries: readonly SessionQuery[]): Promise<readonly (readonly Row[])[]> => {
  try {
    return await (await import('../store/session-databases.js')).readSessions(queries)
  } catch {
    return []
  }
}

const sessionOf = ({ tool, session, transcript }: AgentEvent): string => [tool, session, transcript].join('\n')
