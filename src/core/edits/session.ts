import type { AgentEvent } from './event.js'

/** What an agent's session last said of itself, kept from one commit to the next. */
export type Session = {
  readonly model: string | null
  readonly toolVersion: string | null
  /** What it was asked since it last wrote something; of one that was asked nothing since, the last before. */
  readonly leaves: readonly string[]
  /** True where it wrote something since it was asked. */
  readonly spent: boolean
  /** When it was last asked something, in milliseconds since the epoch; not known of one that was kept by an older version. */
  readonly asked?: number
}

/** A prompt; `nth` of all that were heard, none of those from before. */
export type Prompt = { readonly leaf: string; readonly at: number; readonly call: string | null; readonly nth: number }

/** What sessions were asked while events are joined; changed in place, and only here. */
export type SessionDesk = {
  readonly sessions: Map<string, Session>
  readonly prompts: Map<string, Prompt[]>
  /** How many prompts were heard. */
  heard: number
}

/** The name of an event's session among those of all agents. */
export const sessionOf = (event: Pick<AgentEvent, 'tool' | 'session'>) => `${event.tool}\n${event.session ?? ''}`

/** The name of what one call does to a file. */
export const callOf = (event: Pick<AgentEvent, 'tool' | 'session' | 'call'>, path: string) =>
  `${sessionOf(event)}\n${event.call ?? ''}\n${path}`

/** Two reports of one prompt closer than this, in milliseconds, are one: two registrations spoke, before anything was written. */
const sameMoment = 2_000

/** Takes what an event says of its session. */
export const updateSession = (desk: SessionDesk, event: AgentEvent, more: Partial<Session>): void => {
  const id = sessionOf(event)
  const old = desk.sessions.get(id)
  desk.sessions.set(id, {
    model: event.model ?? old?.model ?? null,
    toolVersion: event.toolVersion ?? old?.toolVersion ?? null,
    leaves: old?.leaves ?? [],
    spent: old?.spent ?? false,
    ...(old?.asked === undefined ? {} : { asked: old.asked }),
    ...more,
  })
}

/** Takes a prompt; one that is told twice counts once. */
export const takePrompt = (desk: SessionDesk, event: AgentEvent): void => {
  const { leaf, at, call } = event
  const id = sessionOf(event)
  const session = desk.sessions.get(id)
  const waiting = session === undefined || session.spent ? [] : keptPrompts(session)
  const known = desk.prompts.get(id) ?? waiting
  const last = known.at(-1)
  const isAtOnce = last !== undefined && at - last.at < sameMoment && session?.spent !== true
  const repeated = last?.leaf === leaf && (call === null || last.call === null ? isAtOnce : call === last.call)
  desk.heard += 1
  if (repeated) return updateSession(desk, event, { asked: at })
  // Of one that cannot be committed to nothing stands in for it: what was answered before is not behind what follows.
  if (leaf !== null) desk.prompts.set(id, [...known, { leaf, at, call, nth: desk.heard }])
  const leaves = [...waiting.map((prompt) => prompt.leaf), ...(leaf === null ? [] : [leaf])]
  updateSession(desk, event, { leaves: leaves.slice(-maxWaiting), spent: false, asked: at })
}

/** The event's session wrote something: what it was last asked stands behind what it goes on to write, until it is asked more. */
export const spend = (desk: SessionDesk, event: AgentEvent): void => {
  const session = desk.sessions.get(sessionOf(event))
  if (session !== undefined)
    desk.sessions.set(sessionOf(event), { ...session, leaves: session.leaves.slice(-1), spent: true })
}

/** As many prompts of one session wait for what is written after them. */
const maxWaiting = 1000

/** The prompts that were kept of a session, before all that were heard since. */
const keptPrompts = ({ leaves, asked = 0 }: Session): Prompt[] =>
  leaves.map((leaf) => ({ leaf, at: asked, call: null, nth: 0 }))

/** What the event's session was asked, or what was kept of it from before. */
export const promptsOf = (desk: SessionDesk, event: AgentEvent): readonly Prompt[] => {
  const id = sessionOf(event)
  const session = desk.sessions.get(id)
  const prompts = desk.prompts.get(id) ?? (session === undefined ? [] : keptPrompts(session))
  desk.prompts.set(id, prompts)
  return prompts
}
