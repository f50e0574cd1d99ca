import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Session } from '../core/edits/session.js'
import { writeAtomically } from './atomic.js'
import type { Location } from './location.js'

/** As many sessions, the newest, as are kept. */
const maxSessions = 50

/** As an older version kept one: the last prompt alone. */
type KeptSession = Omit<Session, 'leaves' | 'spent'> &
  Partial<Pick<Session, 'leaves' | 'spent'>> & { readonly leaf?: string | null }

type KeptSessions = Readonly<Record<string, KeptSession>>

/**
 * What was known before a commit, and what is known once it is made: then the events that it took are gone, the first of which is
 * `taken`, laid down at `takenAt` (ms since the epoch, by the file system). A name alone comes again: it is made of a process id.
 */
type File = {
  readonly version: 2
  readonly taken: string | null
  readonly takenAt?: number | null
  readonly before: KeptSessions
  readonly sessions: KeptSessions
}

const fileOf = (location: Location): string => join(location.state, 'sessions.json')

/** The sessions known, by `tool\nsession id`. */
export const readSessions = (location: Location): ReadonlyMap<string, Session> => {
  try {
    const file = JSON.parse(readFileSync(fileOf(location), 'utf8')) as File | KeptSessions
    return new Map(Object.entries(standing(location, file)).map(([name, session]) => [name, whole(session)]))
  } catch {
    return new Map()
  }
}

const standing = (location: Location, file: File | KeptSessions): KeptSessions => {
  if (file['version'] !== 2) return file as KeptSessions
  const { taken, takenAt, before, sessions } = file as File
  if (taken === null) return sessions
  const laidDown = laidDownAt(location, taken)
  return laidDown !== null && laidDown === (takenAt ?? laidDown) ? before : sessions
}

const laidDownAt = (location: Location, event: string): number | null =>
  statSync(join(location.state, event), { throwIfNoEntry: false })?.mtimeMs ?? null

const whole = ({
  leaf = null,
  leaves = leaf === null ? [] : [leaf],
  spent = true,
  ...session
}: KeptSession): Session => ({
  ...session,
  leaves,
  spent,
})

/**
 * Keeps the newest sessions for when a commit is made, which takes the events of these names (paths from the state folder): a
 * commit that is broken off leaves them, and what was known before. Throws what the file system throws.
 */
export const writeSessions = (
  location: Location,
  sessions: ReadonlyMap<string, Session>,
  events: readonly string[],
): void => {
  const newest = (all: ReadonlyMap<string, Session>) => Object.fromEntries([...all].slice(-maxSessions))
  const [taken = null] = events
  const file: File = {
    version: 2,
    taken,
    takenAt: taken === null ? null : laidDownAt(location, taken),
    before: taken === null ? {} : newest(readSessions(location)),
    sessions: newest(sessions),
  }
  writeAtomically(fileOf(location), JSON.stringify(file))
}
