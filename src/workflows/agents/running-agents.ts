import { homedir } from 'node:os'
import { agents } from '../../agents/index.js'
import type { Environment } from '../../core/environment.js'
import { toolsInEnvironment } from '../../core/marks/environment.js'
import type { RunningAgent } from '../../core/record/decide-record.js'
import { transcriptResolver } from './events.js'

/** What an agent does now: after all that its log tells of. */
const latest = { transcript: null, call: null, files: [], at: Number.POSITIVE_INFINITY }

/**
 * The agents that run this commit, by the environment: that is all that is known of one whose hooks did not speak, with the
 * version it may name, but for the session it names, whose log tells model and version.
 */
export const runningAgents = (env: Environment): readonly RunningAgent[] => {
  const resolve = transcriptResolver(env['HOME'] ?? homedir(), env)
  return toolsInEnvironment(env).map(({ tool }) => {
    const session = agents[tool]?.sessionIn?.(env) ?? null
    const told = session === null ? null : resolve({ tool, session, ...latest })
    const toolVersion = told?.toolVersion ?? agents[tool]?.versionIn?.(env) ?? null
    return { tool, toolVersion, model: told?.model ?? null }
  })
}
