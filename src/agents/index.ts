import type { Observation } from '../core/event.js'
import type { Environment } from './caller.js'
import { readClaudePayload } from './claude-code.js'
import { readGenericPayload } from './generic.js'
import type { JsonObject } from './payload.js'

type Agent = { readonly read: (payload: JsonObject, env: Environment) => Observation }

/** Every agent whose hook payloads can be recorded, by the name that `provenance record --agent` takes. */
export const agents = {
  'claude-code': { read: readClaudePayload },
  generic: { read: readGenericPayload },
} as const satisfies Record<string, Agent>

export type AgentName = keyof typeof agents

export const isAgentName = (name: string): name is AgentName => Object.hasOwn(agents, name)
