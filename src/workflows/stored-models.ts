import { homedir } from 'node:os'
import type { Environment } from '../agents/caller.js'
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
  { top }: Location,
  events: readonly AgentEvent[],
  { home = homedir(), env = process.env }: { home?: string; env?: Environment } = {},
): Promise<readonly AgentEvent[]> => {
  const queries = new Map<string, SessionQuery>()
  for (const event of events) {
    const { tool, session, transcript } = event
    const database = agents[tool]?.database
    if (database === undefined || session === null || event.kind !== 'edit-after') continue
    const paths = database.paths({ session, transcript, home, env, top })
    queries.set(sessionOf(event), { paths, queries: database.queries, session })
  }
  if (queries.size === 0) return events
  const answers = await answersTo([...queries.values()])
  const uses = new Map([...queries.keys()].map((key, index) => [key, modelUses(answers[index] ?? [])]))
  return events.map((event) => {
    const told = uses.get(sessionOf(event))
    const model = told === undefined ? null : (agents[event.tool]?.database?.modelOf(told, event) ?? null)
    return model === null || event.kind !== 'edit-after' ? event : { ...event, model }
  })
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
