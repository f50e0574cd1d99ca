import type { AgentEvent, FileSnapshot, ReportedFile } from './event.js'

/** Who wrote: one (tool, model), and the leaves of the prompts behind it, oldest first. */
export type Author = {
  readonly tool: string
  readonly toolVersion: string | null
  readonly model: string
  readonly leaves: readonly string[]
}

/** One edit of one file, ready to be replayed; `before` is undefined where nobody saw it. */
export type AssembledEdit = {
  readonly contribution: string
  readonly before: string | null | undefined
  readonly after: string | null
  readonly proposed?: string | null
  /** Nobody saw the edit done: it counts where the file then holds something of it. */
  readonly expected?: true
}

/** What an agent's session last said of itself, kept from one commit to the next. */
export type Session = {
  readonly model: string | null
  readonly toolVersion: string | null
  readonly leaf: string | null
}

export type Assembled = {
  readonly edits: ReadonlyMap<string, readonly AssembledEdit[]>
  readonly authors: ReadonlyMap<string, Author>
  readonly sessions: ReadonlyMap<string, Session>
  /** Files an agent wrote that cannot be measured, binary or too large, with the contributions that wrote them. */
  readonly unmeasured: ReadonlyMap<string, readonly string[]>
}

/** What the logs of the sessions add: model and version for an event, where the payload has none. */
export type Resolve = (event: Pick<AgentEvent, 'tool' | 'session' | 'transcript' | 'call'>) => {
  readonly model: string | null
  readonly toolVersion: string | null
}

/** Two reports of one prompt closer than this, in milliseconds, are one: two registrations spoke. */
const sameMoment = 2_000

/**
 * Joins events, in the order they happened, into edits per file and authors with their prompts.
 * A report that arrives twice (several registrations of one hook) counts once.
 */
export const assemble = (
  events: readonly AgentEvent[],
  known: ReadonlyMap<string, Session>,
  resolve: Resolve,
): Assembled => {
  const desk: Desk = {
    resolve,
    edits: new Map(),
    authors: new Map(),
    sessions: new Map(known),
    unmeasured: new Map(),
    befores: new Map(),
    seen: new Set(),
    prompts: new Map(),
  }
  for (const event of events) take(desk, event)
  return desk
}

export const contributionKey = (tool: string, model: string): string => `${tool}\n${model}`

type Prompt = { readonly leaf: string; readonly at: number; readonly call: string | null }

/** A file before an edit, and how many edits of it had been told of by then. */
type Before = FileSnapshot & { readonly told: number }

/** What is on the table while events are joined; changed in place, and only here. */
type Desk = {
  readonly resolve: Resolve
  readonly edits: Map<string, AssembledEdit[]>
  readonly authors: Map<string, Author>
  readonly sessions: Map<string, Session>
  readonly unmeasured: Map<string, readonly string[]>
  readonly befores: Map<string, Before>
  readonly seen: Set<string>
  readonly prompts: Map<string, Prompt[]>
}

const take = (desk: Desk, event: AgentEvent): void => {
  switch (event.kind) {
    case 'prompt':
      return takePrompt(desk, event)
    case 'session-start':
    case 'model':
      return remember(desk, event, {})
    case 'edit-before':
      for (const snapshot of event.snapshots) keepBefore(desk, event, snapshot)
      return
    case 'edit-after':
      for (const snapshot of event.snapshots) takeEdit(desk, event, snapshot)
      return
    default:
      return
  }
}

const remember = (desk: Desk, event: AgentEvent, more: Partial<Session>): void => {
  const id = sessionOf(event)
  const old = desk.sessions.get(id)
  desk.sessions.set(id, {
    model: event.model ?? old?.model ?? null,
    toolVersion: event.toolVersion ?? old?.toolVersion ?? null,
    leaf: old?.leaf ?? null,
    ...more,
  })
}

const takePrompt = (desk: Desk, event: AgentEvent): void => {
  if (event.leaf === null) return
  const session = sessionOf(event)
  const known = desk.prompts.get(session) ?? []
  const last = known.at(-1)
  const repeated =
    last?.leaf === event.leaf &&
    (event.call === null || last.call === null ? event.at - last.at < sameMoment : event.call === last.call)
  if (!repeated) desk.prompts.set(session, [...known, { leaf: event.leaf, at: event.at, call: event.call }])
  remember(desk, event, { leaf: event.leaf })
}

const keepBefore = (desk: Desk, event: AgentEvent, snapshot: FileSnapshot): void => {
  const id = callOf(event, snapshot.path)
  if (event.call === null || !desk.befores.has(id))
    desk.befores.set(id, { ...snapshot, told: desk.edits.get(snapshot.path)?.length ?? 0 })
}

const takeEdit = (desk: Desk, event: AgentEvent, after: FileSnapshot): void => {
  const id = callOf(event, after.path)
  if (event.call !== null && desk.seen.has(id)) return
  desk.seen.add(id)
  const before = desk.befores.get(id)
  desk.befores.delete(id)
  if (after.content === undefined || (before !== undefined && before.content === undefined)) {
    const authors = [...(desk.unmeasured.get(after.path) ?? []), enterAuthor(desk, event)]
    desk.unmeasured.set(after.path, [...new Set(authors)])
    return
  }
  const said = event.files.find((file) => file.path === after.path)
  const edits = desk.edits.get(after.path) ?? []
  const earlier = before === undefined ? derivedBefore(said, after.content) : beforeOf(before, edits)
  if (earlier === after.content) return
  const contribution = enterAuthor(desk, event)
  if (isRepeated(edits.at(-1), { contribution, before: earlier, after: after.content })) return
  const edit = {
    contribution,
    before: earlier,
    after: after.content,
    ...(event.expected ? { expected: true as const } : {}),
  }
  desk.edits.set(after.path, [...edits, { ...edit, ...proposal(said, earlier) }])
}

/** Another edit that was done between the look before this one and its end (a permission took a while) is no work of this one's. */
const beforeOf = (before: Before, edits: readonly AssembledEdit[]): string | null | undefined =>
  edits.length > before.told ? edits.at(-1)?.after : before.content

/** The same change told again, by another hook for the same edit, which knows the text before it or does not. */
const isRepeated = (last: AssembledEdit | undefined, edit: AssembledEdit): boolean =>
  last?.contribution === edit.contribution &&
  last.after === edit.after &&
  (edit.before === undefined || last.before === edit.before)

/** Enters the event's author with every prompt its session has seen so far. Returns the contribution's key. */
const enterAuthor = (desk: Desk, event: AgentEvent): string => {
  const session = desk.sessions.get(sessionOf(event))
  const resolved = desk.resolve(event)
  const model = event.model ?? resolved.model ?? session?.model ?? 'unknown'
  const key = contributionKey(event.tool, model)
  const old = desk.authors.get(key)
  const prompts = desk.prompts.get(sessionOf(event))?.map((prompt) => prompt.leaf)
  const leaves = prompts ?? (session?.leaf == null ? [] : [session.leaf])
  desk.authors.set(key, {
    tool: event.tool,
    toolVersion: event.toolVersion ?? resolved.toolVersion ?? session?.toolVersion ?? old?.toolVersion ?? null,
    model,
    leaves: joined(old?.leaves ?? [], leaves),
  })
  return key
}

const sessionOf = (event: AgentEvent) => `${event.tool}\n${event.session ?? ''}`
const callOf = (event: AgentEvent, path: string) => `${sessionOf(event)}\n${event.call ?? ''}\n${path}`

/** The second list behind the first; where the first ends as the second begins, they are laid over each other. */
export const joined = (first: readonly string[], second: readonly string[]): readonly string[] => {
  for (let shared = Math.min(first.length, second.length); shared > 0; shared -= 1) {
    if (first.slice(-shared).every((leaf, index) => leaf === second[index])) return [...first, ...second.slice(shared)]
  }
  return [...first, ...second]
}

/** Without a look at the file before the edit: what the payload says it was, if undoing what it says leads there. */
const derivedBefore = (said: ReportedFile | undefined, after: string | null): string | null | undefined => {
  if (said === undefined) return undefined
  if (said.original !== undefined) return said.original
  if (after === null) return undefined
  let text = after
  for (const { old, new: fresh } of [...said.replacements].reverse()) {
    const at = fresh === '' ? -1 : text.indexOf(fresh)
    if (at < 0 || text.indexOf(fresh, at + 1) >= 0) return undefined
    text = text.slice(0, at) + old + text.slice(at + fresh.length)
  }
  return said.replacements.length === 0 ? undefined : text
}

/** What the agent proposed, where a person changed it in the approval view before it was written. */
const proposal = (said: ReportedFile | undefined, before: string | null | undefined): { proposed?: string } => {
  if (said === undefined || !said.userModified || before === undefined) return {}
  const proposed = outcomeOf(said, before)
  return proposed === null ? {} : { proposed }
}

/** What an edit makes of a text, by what is said of it; null where that does not fit the text. */
export const outcomeOf = (said: ReportedFile, before: string | null): string | null => {
  if (said.written !== null) return said.written
  if (said.replacements.length === 0) return null
  let text = before ?? ''
  for (const { old, new: fresh, all } of said.replacements) {
    const at = text.indexOf(old)
    if (at < 0) return null
    text = all ? text.split(old).join(fresh) : text.slice(0, at) + fresh + text.slice(at + old.length)
  }
  return text
}
