import type { Environment } from '../agents/caller.js'
import { agents, isAgentName } from '../agents/index.js'
import { parsePayload } from '../agents/payload.js'
import type { Observation } from '../core/event.js'

/** Understands a payload's bytes as one of the known agents does. Throws for an unknown agent and for bytes that are no payload. */
export const observe = (agent: string, bytes: Buffer, env: Environment): Observation => {
  if (!isAgentName(agent))
    throw new TypeError(`agent: expected one of ${Object.keys(agents).join(', ')}, got ${JSON.stringify(agent)}`)
  return agents[agent].read(parsePayload(bytes), env)
}
