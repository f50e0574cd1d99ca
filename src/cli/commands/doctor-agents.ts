import type { Location } from '../../store/location.js'
import { registeredAgents } from '../../workflows/agent-hooks.js'
import { type Check, well, wrong } from './check.js'

/** Which agents' hooks are registered in this project. */
export const agentChecks = (location: Location): readonly Check[] => {
  const registered = registeredAgents(location)
  if (registered.length === 0)
    return [
      wrong('agents', 'no agent’s hooks are registered, so nothing that one does is seen', 'provenance init --yes'),
    ]
  return registered.map((name) =>
    well(`agent ${name}`, 'its hooks are registered; they speak after the agent’s next start'),
  )
}
