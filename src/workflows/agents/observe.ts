import { agentNamed, agentNames, readerFor } from '../../agents/index.js'
import { parsePayload } from '../../agents/payload.js'
import type { Observation } from '../../core/edits/event.js'
import type { Environment } from '../../core/environment.js'

/** Understands a payload's bytes as one of the known agents does. Throws for an unknown agent and for bytes that are no payload. */
export const observe = (agent: string, bytes: Buffer, env: Environment): Observation => {
  const name = agentNamed(agent)
  if (name === null)
    throw new TypeError(`agent: expected one of ${agentNames.join(', ')}, got ${JSON.stringify(agent)}`)
  const payload = parsePayload(bytes)
  return readerFor(name, payload, env)(payload, env)
}
