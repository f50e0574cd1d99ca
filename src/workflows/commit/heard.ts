import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { assemble } from '../../core/edits/assemble.js'
import type { AgentEvent } from '../../core/edits/event.js'
import { openEdits } from '../../core/edits/open-edit.js'
import type { Location } from '../../store/location.js'
import { hasMissed, missedFile } from '../../store/missed.js'
import { readSessions } from '../../store/sessions.js'
import { filesOf, readSpool, type Spool } from '../../store/spool.js'
import { transcriptResolver } from '../agents/events.js'
import { eventsOf } from '../agents/observed-event.js'
import { takesOpenEdit } from '../agents/open-edits.js'
import { mayHoldUntold } from '../agents/open-looks.js'
import { withSessionsElsewhere } from '../agents/sessions-elsewhere.js'
import { withStoredModels } from '../agents/stored-models.js'
import { bringsFromElsewhere } from './elsewhere.js'
import { committedTexts } from './files-around.js'

/** What agents reported: as it lies in the spool, as events, and as the edits that these come to with the ones from `beside`. */
export const hear = (location: Location, now: number, beside: readonly AgentEvent[]) => {
  const spool = readSpool(location, now)
  const told = spool.entries.map((entry) => ({ name: entry.name, events: eventsOf(location, entry) }))
  const own = told.flatMap((entry) => entry.events)
  const { events, sessions } = withSessionsElsewhere(location, {
    events: [...own, ...beside],
    sessions: readSessions(location),
  })
  const assembled = assemble(withStoredModels(location, events), {
    sessions,
    resolve: transcriptResolver(),
    committed: (paths) => committedTexts(location, paths),
  })
  return { spool, own, open: openEdits(told), assembled, sessions }
}

type Heard = ReturnType<typeof hear>

/** What goes once the commit exists: its events but for those that still wait, torn ones too, and that some could not be stored. */
export const consumedOf = (
  location: Location,
  { entries, torn }: Spool,
  waiting: ReadonlySet<string>,
): readonly string[] => [
  ...filesOf([...entries.map(({ name }) => name).filter((name) => !waiting.has(name)), ...torn]),
  ...(existsSync(join(location.state, missedFile)) ? [missedFile] : []),
]

/**
 * True where an agent did something that nobody knows: a report could not be stored or understood, or was forgotten by a purge.
 * Silence then says nothing. An edit that was begun and not ended is no gap for other files: nearly always a person did not allow it.
 */
export const hasGaps = (location: Location, { spool, own }: Heard): boolean =>
  hasMissed(location) ||
  spool.unfinished ||
  spool.torn.length > 0 ||
  spool.closed.length > 0 ||
  own.some(({ kind, snapshots }) => kind === 'forgotten' || (kind === 'unread' && snapshots.length === 0))

/** True where an agent may have had a part that it did not report. */
export const mayHideAgent = (
  location: Location,
  { spool, open }: Heard,
  { against, now }: { readonly against: string; readonly now: number },
): boolean =>
  mayHoldUntold(location, spool) ||
  takesOpenEdit(location, against, open) ||
  bringsFromElsewhere(location, against, now)
