import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parsePayload } from '../agents/payload.js'
import type { AgentEvent } from '../core/edits/event.js'
import { writeAtomically } from './atomic.js'
import type { Location } from './location.js'
import { markMissed } from './missed.js'
import { handOver } from './owner.js'
import { requireRoom } from './room.js'
import { textOf } from './snapshot.js'
import { makeState } from './state-folder.js'
import { namesIn } from './text.js'

/** An edit's payload as `record.sh` laid it down, with the file as it stood on disk. */
export type RawEntry = {
  readonly form: 'raw'
  readonly name: string
  readonly agent: string
  readonly env: Readonly<Record<string, string>>
  readonly payload: Buffer
  /** The top of the work tree by the path under which the agent worked; null in an entry of an older record.sh. */
  readonly top: string | null
  readonly disk: string | null | undefined
  /** When it was laid down, in milliseconds since the epoch, by the file system. */
  readonly at: number
}
export type EventEntry = { readonly form: 'event'; readonly name: string; readonly event: AgentEvent }
export type SpoolEntry = RawEntry | EventEntry

/** True for an event of one of the kinds; where a session is named, for one of it alone. */
export const isEvent = (
  entry: SpoolEntry | undefined,
  kinds: readonly AgentEvent['kind'][],
  of: Pick<AgentEvent, 'tool' | 'session'> | null = null,
): entry is EventEntry =>
  entry?.form === 'event' &&
  kinds.includes(entry.event.kind) &&
  (of === null || (entry.event.tool === of.tool && entry.event.session === of.session))

/** What lies in the spool: whole entries in the order they were written, the names of torn ones and of those closed to this user, and whether one is in the writing. */
export type Spool = {
  readonly entries: readonly SpoolEntry[]
  readonly torn: readonly string[]
  readonly closed: readonly string[]
  readonly unfinished: boolean
}

/** An unfinished entry younger than this, in milliseconds, may still be in the writing. */
const grace = 10_000

const spoolFolder = (location: Location) => join(location.state, 'spool')

/**
 * Lays down one event: a draft renamed into place, so that readers never meet a part. Throws what the file system throws; that
 * something was not stored is then marked.
 */
export const appendEvent = (location: Location, event: AgentEvent): void => {
  try {
    layDown(location, event)
  } catch (cause) {
    markMissed(location)
    throw cause
  } finally {
    handOver(location)
  }
}

const layDown = (location: Location, event: AgentEvent): void => {
  const folder = spoolFolder(location)
  makeState(location)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (let attempt = 0; ; attempt += 1) {
    const entry = join(folder, `${process.pid}.${attempt}`)
    if (existsSync(entry)) continue
    const content = Buffer.from(`event 1\n${JSON.stringify(event)}`)
    requireRoom(folder, content.length)
    writeAtomically(entry, content)
    return
  }
}

/** Reads the spool without changing it; `now` in milliseconds tells entries in the writing from torn ones. */
export const readSpool = (location: Location, now: number): Spool => {
  const names = listEntries(location)
  const entries: SpoolEntry[] = []
  const torn: string[] = []
  const closed: string[] = []
  let unfinished = false
  for (const { name, modified } of names) {
    const entry = readEntry(location, name, modified)
    if (entry !== null) entries.push(entry)
    else if (isClosed(location, name)) closed.push(name)
    else if (now - modified > grace) torn.push(name)
    else unfinished = true
  }
  return { entries, torn, closed, unfinished }
}

/** True for an entry that another user wrote for himself alone. It waits until somebody opens it. */
const isClosed = (location: Location, name: string): boolean =>
  [name, `${name}.file`].some((file) => {
    try {
      accessSync(join(spoolFolder(location), file), constants.R_OK)
      return false
    } catch (cause) {
      return (cause as NodeJS.ErrnoException).code === 'EACCES'
    }
  })

/** The events of some kinds, oldest first; what the shell laid down of edits is passed over, and nothing that it copied is read. */
export const readTold = (location: Location, kinds: readonly AgentEvent['kind'][]): readonly AgentEvent[] =>
  listEntries(location).flatMap(({ name }) => {
    try {
      const bytes = readFileSync(join(spoolFolder(location), name))
      if (!bytes.subarray(0, eventHead.length).equals(eventHead)) return []
      if (!kinds.some((kind) => bytes.includes(`"kind":"${kind}"`))) return []
      const event = JSON.parse(bytes.toString('utf8', eventHead.length)) as AgentEvent
      return kinds.includes(event.kind) ? [event] : []
    } catch {
      return []
    }
  })

const eventHead = Buffer.from('event 1\n')

/** Entries as the file system dates them; a tie is broken by name, which counts up within one process. */
const listEntries = (location: Location) => {
  const folder = spoolFolder(location)
  return namesIn(folder)
    .filter((name) => /^\d+\.\d+$/.test(name))
    .flatMap((name) => {
      try {
        const { mtimeNs } = statSync(join(folder, name), { bigint: true })
        return [{ name, time: mtimeNs, modified: Number(mtimeNs / 1_000_000n) }]
      } catch {
        return []
      }
    })
    .sort((a, b) =>
      a.time < b.time ? -1 : a.time > b.time ? 1 : a.name.localeCompare(b.name, 'en', { numeric: true }),
    )
}

const readEntry = (location: Location, name: string, at: number): SpoolEntry | null => {
  try {
    const bytes = readFileSync(join(spoolFolder(location), name))
    const line = bytes.indexOf(0x0a)
    const header = bytes.toString('utf8', 0, Math.max(line, 0)).split(' ')
    const rest = bytes.subarray(line + 1)
    if (header[0] === 'event' && header[1] === '1') {
      return { form: 'event', name, event: JSON.parse(rest.toString('utf8')) as AgentEvent }
    }
    return header[0] === 'raw' && ['1', '2'].includes(header[1] ?? '')
      ? rawEntry(location, name, { header, rest, at })
      : null
  } catch {
    return null
  }
}

const rawEntry = (
  location: Location,
  name: string,
  read: { header: readonly string[]; rest: Buffer; at: number },
): RawEntry | null => {
  const end = read.rest.indexOf(0x0a)
  const topEnd = read.header[1] === '1' ? end : read.rest.indexOf(0x0a, end + 1)
  const top = topEnd === end ? null : read.rest.toString('utf8', end + 1, topEnd)
  const payload = read.rest.subarray(topEnd + 1)
  parsePayload(payload)
  const variables = read.rest
    .toString('utf8', 0, end)
    .split(' ')
    .filter((variable) => variable !== '')
  // A name alone stands for a variable that was set to something.
  const env: Record<string, string> = Object.fromEntries(
    variables.map((variable) => {
      const [name = '', value = '1'] = variable.split('=')
      return [name, value]
    }),
  )
  if (read.header[4] !== undefined && read.header[4] !== '') env['AI_AGENT'] = read.header[4]
  return {
    form: 'raw',
    name,
    agent: read.header[2] ?? '',
    env,
    payload,
    top,
    at: read.at,
    disk: diskOf(location, name, read.header[3]),
  }
}

const diskOf = (location: Location, name: string, state: string | undefined) => {
  if (state === 'absent') return null
  if (state !== 'file') return undefined
  return textOf(readFileSync(join(spoolFolder(location), `${name}.file`)))
}

/** The files of entries, with the copies that belong to them, as paths from the state folder. */
export const filesOf = (names: readonly string[]): readonly string[] =>
  names.flatMap((name) => [`spool/${name}`, `spool/${name}.file`])

/** Takes entries out of the spool, with the copies that belong to them. */
export const removeEntries = (location: Location, names: readonly string[]): void => {
  for (const file of filesOf(names)) rmSync(join(location.state, file), { force: true })
}

/** Removes events older than the limit, whole or not; returns how many files went. */
export const pruneSpool = (location: Location, olderThan: number): number => {
  const folder = spoolFolder(location)
  if (!existsSync(folder)) return 0
  const old = readdirSync(folder).filter((name) => /^\d/.test(name) && statSync(join(folder, name)).mtimeMs < olderThan)
  for (const name of old) rmSync(join(folder, name), { force: true })
  return old.length
}
