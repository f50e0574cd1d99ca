import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { agents } from '../../agents/index.js'
import { seeText } from '../../core/file-hints.js'
import { shellWord } from '../../core/shell-word.js'
import type { Location } from '../../store/location.js'
import { observedNames } from '../../store/missed.js'
import { isFound, type Unheard, unheardAgents } from '../../workflows/agents/liveness.js'
import { agentsInUse, brokenIn, missingIn, registeredIn } from '../../workflows/install/agent-hooks.js'
import { type Check, well, wrong } from './doctor-check.js'

/** Which agents' hooks are registered in this project, what each still asks of a person, and who is here unheard. */
export const agentChecks = (location: Location): readonly Check[] => {
  const broken = brokenIn(location.top).map(({ name, path }) =>
    wrong(`agent ${name}`, `${path} is no JSON object, so no hook in it is read`, seeText(path)),
  )
  if (broken.length > 0) return broken
  const registered = [...new Set([...registeredIn(location.top), ...registeredIn(process.env['HOME'] ?? location.top)])]
  if (registered.length === 0) return [noneCheck(location)]
  if (!isFound(location)) return [foundCheck(location)]
  const lost = unheardAgents(location, process.env)
  const isLost = (name: string) => lost.some((one) => one.name === name)
  // Only what the project itself shows: a program on the PATH may never be used here.
  const unheard = agentsInUse(location.top, {}).filter((name) => !registered.includes(name) && !isLost(name))
  const all = [...registered, ...lost.map(({ name }) => name)]
  const withAgent = (name: string) => `provenance init --yes --agents ${[...new Set([...all, name])].join(',')}`
  return [
    ...registered.filter((name) => !isLost(name)).map((name) => registeredCheck(location, name)),
    ...lost.map((one) => lostCheck(location, one, withAgent(one.name))),
    ...unheard.map((name) =>
      wrong(
        `agent ${name}`,
        `${agents[name]?.product} is used here, and its hooks are not registered: nothing it does is seen`,
        withAgent(name),
      ),
    ),
  ]
}

/** Who asked `init` for none has none; their hooks write what is declared. */
const noneCheck = (location: Location): Check => {
  const isAsked = existsSync(join(location.shared, 'runtime')) && observedNames(location).length === 0
  return isAsked
    ? well(
        'agents',
        'none is registered, as init was asked: what a person declares is recorded, what an agent does is not seen',
      )
    : wrong('agents', 'no agent’s hooks are registered, so nothing that one does is seen', 'provenance init --yes')
}

/** A work tree that git finds by its variables or options alone (git(1), --git-dir), as for the files of a home. */
const foundCheck = ({ top, gitDir }: Location): Check => {
  const pointer = join(top, '.git')
  const says = `${pointer} does not lead to ${gitDir}, and agents’ hooks find a repository by it alone: nothing that an agent does is seen, and no commit says that none was`
  // One that leads elsewhere is another repository's.
  return wrong(
    'agents',
    says,
    existsSync(pointer)
      ? `ls -ld ${shellWord(pointer)}`
      : `printf 'gitdir: %s\\n' ${shellWord(gitDir)} >${shellWord(pointer)}`,
  )
}

/** What is missing of an agent's hooks where more of them are, in the project or in the person's home, and what brings it back. */
const missingHooks = (location: Location, name: string) => {
  const places = [
    [location.top, 'provenance init --yes'],
    [process.env['HOME'] ?? location.top, 'provenance init --global --yes'],
  ] as const
  const [most] = places
    .filter(([folder]) => registeredIn(folder).includes(name))
    .map(([folder, init]) => ({
      missing: missingIn(folder, name),
      mend: `${init} --agents ${registeredIn(folder).join(',')}`,
    }))
    .toSorted((one, two) => one.missing.length - two.missing.length)
  return most
}

const registeredCheck = (location: Location, name: string): Check => {
  const { missing = [], mend = '' } = missingHooks(location, name) ?? {}
  const which = `hooks are missing or of another version (${missing.join(', ')})`
  return missing.length > 0
    ? wrong(`agent ${name}`, `${which}: not all that it does is seen`, mend)
    : well(`agent ${name}`, `its hooks are registered; ${conditionOf(name)}${whereOf(name)}`)
}

const lostCheck = (location: Location, { name, off, idle, below }: Unheard, withAgent: string): Check => {
  const lost = (why: string, mend: string) =>
    wrong(`agent ${name}`, `${why} is seen, and no commit says that no agent was`, mend)
  if (off !== null) return lost(`${off} switches its hooks off: nothing it does`, seeText(off))
  if (idle !== null)
    return lost(
      `${idle} is not executable, which is how ${agents[name]?.product} switches it off: not all that it does`,
      `chmod +x ${shellWord(idle)}`,
    )
  if (below !== null)
    return lost(
      `it was started in ${below}, where it reads no hooks of the project’s: not all that it does`,
      `provenance init --global --yes --agents ${name}`,
    )
  const found = missingHooks(location, name)
  return found === undefined
    ? lost('its hooks are not in this work tree: nothing it does', withAgent)
    : lost(`hooks are missing (${found.missing.join(', ')}): not all that it does`, found.mend)
}

/** What a person's own settings register is read wherever the agent is started. */
const whereOf = (name: string): string => {
  const home = process.env['HOME'] ?? ''
  const everywhere = home !== '' && registeredIn(home).includes(name)
  return agents[name]?.readsWhereStarted !== true || everywhere
    ? ''
    : '; a session that starts in a folder below the top does not read them (those of init --global it does)'
}

/** Hook trust is the person's to give: it is explained, never gone around. */
const conditionOf = (name: string): string => {
  const trust = agents[name]?.trust
  return trust === undefined ? 'they speak after the agent’s next start' : `before they speak: ${trust}`
}
