import { type AssembledEdit, type Looks, lookFor } from './assembled-edit.js'
import type { AgentEvent, FileSnapshot } from './event.js'
import { renamed } from './renames.js'
import { derivedBefore } from './reported-edit.js'
import { callOf, sessionOf } from './session.js'

/** How files stand in the commit that the work began from, in the order of their paths: as in a snapshot. */
export type Committed = (paths: readonly string[]) => readonly FileSnapshot['content'][]

/** What was told of files until an edit. */
export type ToldBefore = {
  readonly befores: ReadonlyMap<string, Looks>
  readonly edits: ReadonlyMap<string, readonly AssembledEdit[]>
  /** The last look at all files of each session. */
  readonly looks: ReadonlyMap<string, AgentEvent>
  /** Of files of a report before which nobody looked, and after which one is gone, how they stand in the commit. */
  readonly committed: ReadonlyMap<string, FileSnapshot['content']>
}

/** A file after an edit; with `to`, the agent moved it there. */
export type After = FileSnapshot & { readonly to?: string }

/** The files that a report before which nobody looked may have moved, or that are gone after it, as they stand in the commit; asked once for all. */
export const committedOf = (events: readonly AgentEvent[], committed: Committed): ToldBefore['committed'] => {
  const looked = new Set(
    events.flatMap((event) =>
      event.kind === 'edit-before' ? event.snapshots.map(({ path }) => callOf(event, path)) : [],
    ),
  )
  const unseen = events
    .filter(isWithoutFile)
    .flatMap((event) => event.snapshots.filter(({ path }) => !looked.has(callOf(event, path))))
  const paths = [...new Set(unseen.map(({ path }) => path))]
  const texts = paths.length === 0 ? [] : committed(paths)
  return new Map(paths.map((path, index) => [path, texts[index]]))
}

/**
 * The files of an event, those that it moved as one: a file that went and one that came in one event are a file the agent
 * moved, by git's own measure (renames.ts), and whose its lines are does not change. The move is told of the old path, as a
 * person's is found.
 */
export const withMoves = (told: ToldBefore, event: AgentEvent): readonly After[] => {
  if (!mayMove(event)) return event.snapshots
  const gone = event.snapshots.flatMap((snapshot) => {
    const text = snapshot.content === null ? stoodBefore(told, event, snapshot) : null
    return typeof text === 'string' ? [{ path: snapshot.path, text }] : []
  })
  const fresh = event.snapshots.flatMap((snapshot) =>
    typeof snapshot.content === 'string' && stoodBefore(told, event, snapshot) === null
      ? [{ path: snapshot.path, text: snapshot.content }]
      : [],
  )
  const moves = renamed(gone, fresh)
  const moved = new Set(moves.values())
  const texts = new Map(fresh.map(({ path, text }) => [path, text]))
  return event.snapshots.flatMap((snapshot): readonly After[] => {
    const to = moves.get(snapshot.path)
    const content = to === undefined ? undefined : texts.get(to)
    if (to !== undefined && content !== undefined) return [{ path: snapshot.path, content, to }]
    return moved.has(snapshot.path) ? [] : [snapshot]
  })
}

const isWithoutFile = ({ kind, snapshots }: AgentEvent): boolean =>
  kind === 'edit-after' && snapshots.some(({ content }) => content === null)

const mayMove = (event: AgentEvent): boolean =>
  isWithoutFile(event) && event.snapshots.some(({ content }) => typeof content === 'string')

/** How a file stood before an event, by whoever knows it best: a look at it, the agent's own words, the edit before, the look at the prompt, the commit. */
export const stoodBefore = (
  told: ToldBefore,
  event: AgentEvent,
  { path, content }: FileSnapshot,
): FileSnapshot['content'] => {
  const before = lookFor(told.befores.get(callOf(event, path)), content)
  if (before !== undefined) return before.content
  const said = derivedBefore(
    event.files.find((file) => file.path === path),
    content ?? null,
  )
  if (said !== undefined) return said
  const edits = told.edits.get(path) ?? []
  if (edits.length > 0) return edits.at(-1)?.after
  const look = lookedAt(told, event, path)
  return look === undefined ? told.committed.get(path) : look
}

/** How a file stood at the last look of the session, which an agent that reports nothing before an edit has with its prompts; undefined where it did not differ from the commit then. */
export const lookedAt = (
  { looks }: Pick<ToldBefore, 'looks'>,
  event: AgentEvent,
  path: string,
): FileSnapshot['content'] => looks.get(sessionOf(event))?.snapshots.find((snapshot) => snapshot.path === path)?.content
