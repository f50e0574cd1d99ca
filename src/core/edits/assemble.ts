import { type AssembledEdit, beforeOf, isRepeated, type Looks, lookFor, withLook } from './assembled-edit.js'
import type { AgentEvent, FileSnapshot } from './event.js'
import {
  type After,
  type Committed,
  committedOf,
  lookedAt,
  stoodBefore,
  type ToldBefore,
  withMoves,
} from './moved-files.js'
import { derivedBefore, proposal, toldBefore } from './reported-edit.js'
import {
  callOf,
  type Prompt,
  promptsOf,
  type Session,
  type SessionDesk,
  sessionOf,
  spend,
  takePrompt,
  updateSession,
} from './session.js'

/** Who wrote: one (tool, model), and the leaves of the prompts behind it, oldest first. */
export type Author = {
  readonly tool: string
  readonly toolVersion: string | null
  readonly model: string
  readonly leaves: readonly string[]
}

export type Assembled = {
  readonly edits: ReadonlyMap<string, readonly AssembledEdit[]>
  readonly authors: ReadonlyMap<string, Author>
  readonly sessions: ReadonlyMap<string, Session>
  /** Files an agent wrote that cannot be measured, binary or too large, with the contributions that wrote them. */
  readonly unmeasured: ReadonlyMap<string, readonly string[]>
  /** True where an agent says that it wrote a file that was not there, before or after: its words were not understood. */
  readonly astray: boolean
}

/** What the logs of the sessions add: model and version for an edit, where the payload has none. */
export type Resolve = (edit: Pick<AgentEvent, 'tool' | 'session' | 'transcript' | 'call' | 'at' | 'files'>) => {
  readonly model: string | null
  readonly toolVersion: string | null
  /** The model is that of now: what was known when the edit was asked for outranks it. */
  readonly now: boolean
}

/** What is known beside the events: what sessions said of themselves before, what their logs tell, and the commit. */
export type Known = {
  readonly sessions: ReadonlyMap<string, Session>
  readonly resolve: Resolve
  readonly committed: Committed
}

/**
 * Joins events, in the order they happened, into edits per file and authors with their prompts.
 * A report that arrives twice (several registrations of one hook) counts once.
 */
export const assemble = (events: readonly AgentEvent[], { sessions, resolve, committed }: Known): Assembled => {
  const desk: Desk = {
    resolve,
    committed: committedOf(events, committed),
    edits: new Map(),
    authors: new Map(),
    sessions: new Map(sessions),
    unmeasured: new Map(),
    befores: new Map(),
    ends: new Map(),
    prompts: new Map(),
    behind: new Map(),
    looks: new Map(),
    heard: 0,
    astray: false,
  }
  for (const event of events) take(desk, event)
  return desk
}

export const contributionKey = (tool: string, model: string): string => `${tool}\n${model}`

/** What is on the table while events are joined; changed in place, and only here. */
type Desk = SessionDesk &
  ToldBefore & {
    readonly resolve: Resolve
    readonly edits: Map<string, AssembledEdit[]>
    readonly authors: Map<string, Author>
    readonly unmeasured: Map<string, readonly string[]>
    readonly befores: Map<string, Looks>
    /** How each call that ended left its file. */
    readonly ends: Map<string, FileSnapshot['content']>
    /** The prompts behind each contribution, of all its sessions. */
    readonly behind: Map<string, Set<Prompt>>
    readonly looks: Map<string, AgentEvent>
    astray: boolean
  }

const take = (desk: Desk, event: AgentEvent): void => {
  switch (event.kind) {
    case 'prompt':
      return takePrompt(desk, event)
    case 'session-start':
    case 'model':
      return updateSession(desk, event, {})
    case 'shell-before':
      desk.looks.set(sessionOf(event), event)
      return
    case 'edit-before':
      for (const snapshot of event.snapshots) keepBefore(desk, event, snapshot)
      return
    case 'edit-after':
      return takeEdits(desk, event)
    default:
      return
  }
}

const keepBefore = (desk: Desk, event: AgentEvent, snapshot: FileSnapshot): void => {
  const id = callOf(event, snapshot.path)
  const look = { ...snapshot, told: desk.edits.get(snapshot.path)?.length ?? 0 }
  desk.befores.set(id, withLook(event.call === null ? undefined : desk.befores.get(id), look))
}

const takeEdits = (desk: Desk, event: AgentEvent): void => {
  for (const after of withMoves(desk, event)) takeEdit(desk, event, after)
}

/**
 * A call that two registrations tell of ended once. But a model may number its calls anew with each answer: what had a look of
 * its own before it, or left another text than the last that is known, is another call.
 */
const isToldAgain = (desk: Desk, event: AgentEvent, { path, content }: After): boolean => {
  const id = callOf(event, path)
  if (event.call === null || !desk.ends.has(id) || desk.befores.has(id)) return false
  return content === desk.ends.get(id) || content === desk.edits.get(path)?.at(-1)?.after
}

/** No file stands where an agent says that it wrote one, and none stood there, as far as anybody knows. */
const isAstray = (desk: Desk, event: AgentEvent, after: After): boolean => {
  const isLookedAt = desk.befores.has(callOf(event, after.path))
  if (after.content !== null || (!isLookedAt && desk.edits.has(after.path))) return false
  return stoodBefore(desk, event, after) === null
}

const takeEdit = (desk: Desk, event: AgentEvent, after: After): void => {
  if (isToldAgain(desk, event, after)) return
  const id = callOf(event, after.path)
  desk.ends.set(id, after.content)
  const before = lookFor(desk.befores.get(id), after.content)
  if (isAstray(desk, event, after)) desk.astray = true
  desk.befores.delete(id)
  if (after.content === undefined || (before !== undefined && before.content === undefined)) {
    const authors = [...(desk.unmeasured.get(after.path) ?? []), enterAuthor(desk, event)]
    desk.unmeasured.set(after.path, [...new Set(authors)])
    return
  }
  const saidOf = (path: string) => event.files.find((file) => file.path === path)
  const said = saidOf(after.to ?? after.path)
  const edits = desk.edits.get(after.path) ?? []
  // Of one that was moved its old path has no text that could be undone.
  const left = after.to === undefined ? after.content : null
  const derived =
    before === undefined
      ? derivedBefore(saidOf(after.path), left)
      : toldBefore(said, { looked: before.content, since: beforeOf(before, edits), after: after.content })
  const earlier = derived === undefined && edits.length === 0 ? lookedAt(desk, event, after.path) : derived
  if (earlier === after.content && after.to === undefined) return
  const contribution = enterAuthor(desk, event)
  if (isRepeated(edits.at(-1), { contribution, before: earlier, after: after.content })) return
  const edit = {
    contribution,
    before: earlier,
    after: after.content,
    ...(event.expected ? { expected: true as const } : {}),
    ...(after.to === undefined ? {} : { moved: { from: after.path, to: after.to } }),
  }
  desk.edits.set(after.path, [...edits, { ...edit, ...proposal(said, earlier) }])
}

/** Enters the event's author with every prompt its session has seen so far, among those of other sessions by time. Returns the contribution's key. */
const enterAuthor = (desk: Desk, event: AgentEvent): string => {
  const session = desk.sessions.get(sessionOf(event))
  const resolved = desk.resolve(event)
  const asked = event.bySubagent === true ? null : (session?.model ?? null)
  const model = event.model ?? (resolved.now ? asked : null) ?? resolved.model ?? asked ?? 'unknown'
  const key = contributionKey(event.tool, model)
  const old = desk.authors.get(key)
  const behind = desk.behind.get(key) ?? new Set<Prompt>()
  desk.behind.set(key, behind)
  for (const prompt of promptsOf(desk, event)) behind.add(prompt)
  spend(desk, event)
  desk.authors.set(key, {
    tool: event.tool,
    toolVersion: event.toolVersion ?? resolved.toolVersion ?? session?.toolVersion ?? old?.toolVersion ?? null,
    model,
    leaves: [...behind].sort((one, other) => one.nth - other.nth).map(({ leaf }) => leaf),
  })
  return key
}

/** The second list behind the first; where the first ends as the second begins, they are laid over each other. */
export const overlaid = (first: readonly string[], second: readonly string[]): readonly string[] => {
  for (let shared = Math.min(first.length, second.length); shared > 0; shared -= 1) {
    if (first.slice(-shared).every((leaf, index) => leaf === second[index])) return [...first, ...second.slice(shared)]
  }
  return [...first, ...second]
}
