import { agents } from '../../agents/index.js'
import type { AgentEvent } from '../../core/edits/event.js'
import type { Environment } from '../../core/environment.js'
import { toolsInEnvironment } from '../../core/marks/environment.js'
import { laidOutSince } from '../../git/in-progress.js'
import { readObjects } from '../../git/objects.js'
import type { Location } from '../../store/location.js'
import { isEvent, type Spool, type SpoolEntry } from '../../store/spool.js'
import { eventsOf } from './observed-event.js'
import { changesSince } from './shell-changes.js'

/** The longest that an agent lets a command run, in milliseconds (Claude Code's BASH_MAX_TIMEOUT_MS as it is shipped). */
export const longestCommand = 600_000

export type OpenLook = { readonly name: string; readonly look: AgentEvent; readonly since: readonly SpoolEntry[] }

/** Looks before commands of whose end nobody told. An agent that is looked at with each prompt always has one. */
const openLooks = ({ entries }: Spool): readonly OpenLook[] =>
  entries.flatMap((entry, index) =>
    isEvent(entry, ['shell-before']) ? [{ name: entry.name, look: entry.event, since: entries.slice(index + 1) }] : [],
  )

const looksAtPrompt = ({ tool }: AgentEvent): boolean => agents[tool]?.looksAtPrompt === true

/**
 * The looks that a commit leaves where they are, by their names in the spool: the command runs this very commit, or may
 * still run, and what it writes after the commit is told by the same look.
 */
export const looksToKeep = (spool: Spool, now: number, env: Environment = process.env): ReadonlySet<string> => {
  const running = new Set(toolsInEnvironment(env).map(({ tool }) => tool))
  const kept = openLooks(spool).filter(
    ({ look, since }) =>
      running.has(look.tool) || (!looksAtPrompt(look) && now - look.at < longestCommand && !isOver(look, since)),
  )
  return new Set(kept.map(({ name }) => name))
}

/** A turn is over when the next one begins: its command was refused or stopped, or nobody told of its end. */
const isOver = (look: AgentEvent, since: readonly SpoolEntry[]): boolean =>
  look.inBackground !== true && since.some((entry) => isEvent(entry, ['prompt', 'session-end'], look))

/** The place of a commit, what waits there, and when. */
export type SpoolPlace = { readonly location: Location; readonly spool: Spool; readonly now: number }

/**
 * The look before the command that runs this process, by the environment: the newest of its session of whose end nobody told.
 * None where git laid out others' work since, which is no work of the command's.
 */
export const runningLook = ({ location, spool, now }: SpoolPlace, env: Environment): OpenLook | null => {
  const running = new Map(toolsInEnvironment(env).map(({ tool, confidence }) => [tool, confidence]))
  const isCaller = ({ tool, session }: AgentEvent) =>
    running.has(tool) && [null, session].includes(agents[tool]?.sessionIn?.(env) ?? null)
  const callers = openLooks(spool).filter(({ look, since }) => isCaller(look) && !isOver(look, since))
  const open = callers.findLast(
    (one) =>
      !looksAtPrompt(one.look) ||
      (running.get(one.look.tool) === 'high' && isAlone(one, callers) && isAtWork({ location, now }, one)),
  )
  return open === undefined || laidOutSince(location.gitDir, open.look.at) ? null : open
}

/** Of several conversations nobody can say which of them runs a command. */
const isAlone = ({ look }: OpenLook, callers: readonly OpenLook[]): boolean =>
  callers.every((other) => other.look.tool !== look.tool || other.look.session === look.session)

/**
 * The turn of a prompt has no end that is told: a conversation that was not heard of for as long as a command may run is none
 * that runs this one. It may be of another that has no hooks.
 */
const isAtWork = ({ location, now }: Pick<SpoolPlace, 'location' | 'now'>, { look, since }: OpenLook): boolean =>
  [look, ...since.flatMap((entry) => eventsOf(location, entry))].some(
    ({ tool, session, at }) => tool === look.tool && session === look.session && now - at < longestCommand,
  )

/**
 * True where the commit takes what changed since a command of this turn began, of whose end nobody told: an agent may have
 * written it, or nobody but a person, the command having been refused.
 */
export const mayHoldUntold = (location: Location, spool: Spool): boolean => {
  // Nothing changed since a later look that did not since the first one.
  const first = openLooks(spool).find(({ look, since }) => !looksAtPrompt(look) && !isOver(look, since))
  if (first === undefined) return false
  const told = first.since.flatMap((entry) => eventsOf(location, entry)).filter(({ kind }) => kind === 'edit-after')
  const { edits, unclear } = changesSince(
    location,
    first.look,
    told.flatMap(({ snapshots }) => snapshots),
  )
  const paths = [...new Set([...edits.flat().map(({ after }) => after.path), ...unclear])].filter((path) => path !== '')
  const oids = readObjects(
    location.top,
    paths.flatMap((path) => [`:${path}`, `HEAD:${path}`]),
  ).map((object) => object?.oid)
  return paths.some((_, index) => oids[2 * index] !== oids[2 * index + 1])
}
