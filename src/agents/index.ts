import type { Agent } from './agent.js'
import { claudeCode } from './claude-code.js'
import { readGenericPayload } from './generic.js'

/** Every agent whose hook payloads can be recorded, by the name that `provenance record --agent` takes. */
export const agents = {
  'claude-code': claudeCode,
  generic: { read: readGenericPayload, hooks: [] },
} as const satisfies Record<string, Agent>

export type AgentName = keyof typeof agents

export const isAgentName = (name: string): name is AgentName => Object.hasOwn(agents, name)
