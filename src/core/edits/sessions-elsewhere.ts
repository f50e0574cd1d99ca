import type { AgentEvent } from './event.js'
import { type Session, sessionOf } from './session.js'

/** What is known of sessions: the events that wait, oldest first, and what they last said of themselves. */
export type Heard = { readonly events: readonly AgentEvent[]; readonly sessions: ReadonlyMap<string, Session> }

/** The sessions that wrote something, by their names; one that its agent does not name is none. */
export const writers = (events: readonly AgentEvent[]): ReadonlySet<string> =>
  new Set(events.filter(({ kind, session }) => kind === 'edit-after' && session !== null).map(sessionOf))

/**
 * What was heard in one work tree, with what its writers' sessions were asked in others since they were last asked something
 * that a commit here has taken. What was asked after their last edit is behind none of it.
 */
export const joinedWith = (here: Heard, elsewhere: readonly Heard[]): Heard => {
  const names = writers(here.events)
  const last = here.events.reduce((time, { kind, at }) => (kind === 'edit-after' ? Math.max(time, at) : time), 0)
  const told = elsewhere
    .flatMap(({ events }) => events)
    .filter((event) => names.has(sessionOf(event)) && event.at <= last)
    .filter((event) => event.at > (here.sessions.get(sessionOf(event))?.asked ?? 0))
    .sort((one, other) => one.at - other.at)
  const sessions = new Map(here.sessions)
  for (const [name, session] of elsewhere.flatMap((heard) => [...heard.sessions]))
    if (names.has(name) && (session.asked ?? 0) <= last) sessions.set(name, lastAsked(sessions.get(name), session))
  return { events: inTime(here.events, told), sessions }
}

/** A session as it last spoke, and what it was last asked, wherever that was. */
const lastAsked = (here: Session | undefined, there: Session): Session =>
  here === undefined
    ? there
    : {
        ...((there.asked ?? 0) > (here.asked ?? 0) ? there : here),
        model: here.model ?? there.model,
        toolVersion: here.toolVersion ?? there.toolVersion,
      }

/** Events put among others by their time, which stay in the order they came in. */
const inTime = (events: readonly AgentEvent[], more: readonly AgentEvent[]): readonly AgentEvent[] => {
  let next = 0
  const before = (at: number) => {
    const from = next
    while ((more[next]?.at ?? Number.POSITIVE_INFINITY) <= at) next += 1
    return more.slice(from, next)
  }
  const all = events.flatMap((event) => [...before(event.at), event])
  return [...all, ...more.slice(next)]
}
