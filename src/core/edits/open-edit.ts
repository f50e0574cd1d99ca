import { linesAdded } from '../attribution/aside.js'
import { bare, hasWord } from '../attribution/lines.js'
import type { AgentEvent, FileSnapshot, ReportedFile } from './event.js'
import { outcomeOf } from './reported-edit.js'
import { sessionOf } from './session.js'

/** What an entry of the spool tells. */
export type ToldEvents = { readonly name: string; readonly events: readonly AgentEvent[] }

/** An edit of whose end nobody told, with the file as it stood before, and what the agent says it wants to write. */
export type OpenEdit = {
  readonly name: string
  readonly at: number
  readonly before: FileSnapshot
  readonly said: ReportedFile | undefined
  /** Its turn is over: it was done by then, or never will be. */
  readonly over: boolean
}

/** The edits, of entries oldest first, of whose end nobody told: an agent may be about to write, was stopped, or was not allowed to. */
export const openEdits = (entries: readonly ToldEvents[]): readonly OpenEdit[] => {
  const ended = new Set<string>()
  const open: OpenEdit[] = []
  for (const { name, events } of entries.toReversed())
    for (const event of events.toReversed()) {
      const session = sessionOf(event)
      const fileIn = ({ path }: FileSnapshot) => `${session}\n${path}`
      if (event.kind === 'prompt' || event.kind === 'session-end') ended.add(session)
      else if (event.kind === 'edit-after') for (const file of event.snapshots) ended.add(fileIn(file))
      else if (event.kind === 'edit-before')
        for (const before of event.snapshots.filter((file) => !ended.has(fileIn(file))))
          open.push({
            name,
            at: event.at,
            before,
            over: ended.has(session),
            said: event.files.find(({ path }) => path === before.path),
          })
    }
  return open
}

/** A file's text, null where there is none, undefined where it cannot be read. */
type Text = string | null | undefined

/**
 * True where what is committed of a file may hold what an open edit writes: a line that the agent wants to add; where it says of none
 * that could be known again, any change since the edit was begun, until its turn is over.
 */
export const mayHold = ({ before, said, over }: OpenEdit, committed: Text, staged: Text): boolean => {
  if (before.content === undefined || committed === undefined || staged === undefined) return !over
  const outcome = said === undefined ? null : outcomeOf(said, before.content)
  const wanted = linesAdded(before.content, outcome ?? before.content)
    .map(bare)
    .filter(hasWord)
  const added = new Set(linesAdded(committed, staged).map(bare))
  return wanted.length > 0 ? wanted.some((line) => added.has(line)) : !over && !isSame(staged, before.content)
}

/** Git may have changed the ends of lines on their way into the index (gitattributes(5), text). */
const isSame = (one: string | null, other: string | null): boolean =>
  one?.replaceAll('\r\n', '\n') === other?.replaceAll('\r\n', '\n')
