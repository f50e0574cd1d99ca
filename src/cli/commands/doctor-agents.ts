import { agents } from '../../agents/index.js'
import type { Location } from '../../store/location.js'
import { agentsInUse, brokenIn, registeredIn } from '../../workflows/agent-hooks.js'
import { type Check, well, wrong } from './check.js'

/** Which agents' hooks are registered in this project, what each still asks of a person, and who is here unheard. */
export const agentChecks = (location: Location): readonly Check[] => {
  const broken = brokenIn(location.top).map(({ name, path }) =>
    wrong(`agent ${name}`, `${path} is no JSON object, so no hook in it is read`, `cat ${path}`),
  )
  if (broken.length > 0) return broken
  const registered = [...new Set([...registeredIn(location.top), ...registeredIn(process.env['HOME'] ?? location.top)])]
  if (registered.length === 0)
    return [
      wrong('agents', 'no agent’s hooks are registered, so nothing that one does is seen', 'provenance init --yes'),
    ]
  // Only what the project itself shows: a program on the PATH may never be used here.
  const unheard = agentsInUse(location.top, {}).filter((name) => !registered.includes(name))
  return [
    ...registered.map((name) => well(`agent ${name}`, `its hooks are registered; ${conditionOf(name)}`)),
    ...unheard.map((name) =>
      wrong(
        `agent ${name}`,
        `${agents[name]?.product} is used here, and its hooks are not registered: nothing it does is seen`,
        `provenance init --yes --agents ${[...registered, name].join(',')}`,
      ),
    ),
  ]
}

/** Hook trust is the person's to give: it is explained, never gone around. */
const conditionOf = (name: string): string => {
  const trust = agents[name]?.trust
  return trust === undefined ? 'they speak after the agent’s next start' : `before they speak: ${trust}`
}
