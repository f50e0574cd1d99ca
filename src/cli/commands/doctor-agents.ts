import { agents } from '../../agents/index.js'
import { shellWord } from '../../core/shell-word.js'
import type { Location } from '../../store/location.js'
import { agentsInUse, brokenIn, registeredIn } from '../../workflows/agent-hooks.js'
import { unheardAgents } from '../../workflows/liveness.js'
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
  const lost = unheardAgents(location, process.env)
  const isLost = (name: string) => lost.some((one) => one.name === name)
  // Only what the project itself shows: a program on the PATH may never be used here.
  const unheard = agentsInUse(location.top, {}).filter((name) => !registered.includes(name) && !isLost(name))
  const withAgent = (name: string) => `provenance init --yes --agents ${[...new Set([...registered, name])].join(',')}`
  return [
    ...registered
      .filter((name) => !isLost(name))
      .map((name) => well(`agent ${name}`, `its hooks are registered; ${conditionOf(name)}`)),
    ...lost.map(({ name, off }) =>
      wrong(
        `agent ${name}`,
        `${off === null ? 'its hooks are gone from this work tree' : `${off} switches its hooks off`}: nothing it does is seen, and no commit says that no agent was`,
        off === null ? withAgent(name) : `cat ${shellWord(off)}`,
      ),
    ),
    ...unheard.map((name) =>
      wrong(
        `agent ${name}`,
        `${agents[name]?.product} is used here, and its hooks are not registered: nothing it does is seen`,
        withAgent(name),
      ),
    ),
  ]
}

/** Hook trust is the person's to give: it is explained, never gone around. */
const conditionOf = (name: string): string => {
  const trust = agents[name]?.trust
  return trust === undefined ? 'they speak after the agent’s next start' : `before they speak: ${trust}`
}
