import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Touch } from '../core/attribution/parts.js'
import type { ReplayState } from '../core/attribution/replay.js'
import { byName } from '../core/by-name.js'
import type { Author } from '../core/edits/assemble.js'
import type { Contribution } from '../core/record/record.js'
import { nonEmptyLines } from '../core/split.js'
import { append, draftName } from './atomic.js'
import type { Declaration } from './declared.js'
import type { Location } from './location.js'
import { requireRoom } from './room.js'

/** What is known of agents' work in a work tree at one moment: per file who wrote which line, and who the authors are. */
export type Kept = {
  readonly version: 1
  readonly files: Readonly<Record<string, ReplayState>>
  readonly authors: Readonly<Record<string, Author>>
  /** Contributions that touched a file whose change is not committed yet, lines of theirs left or not. */
  readonly touched: Readonly<Record<string, readonly Touch[]>>
  /** What a person said of the commit, for its amend. */
  readonly declared: readonly Declaration[]
  /** What other commits brought into this one (squashed, undone), for its amend. */
  readonly brought?: readonly Contribution[]
  /** What the record says besides, and nobody here can count anew: as an amended commit had it, or an agent's environment. */
  readonly inherited?: readonly Contribution[]
  /** True where more may be in the commit than its record tells. */
  readonly uncertain?: boolean
  /** True where nothing is known of what that is: then a record of what is counted is not of the whole change. */
  readonly untold?: boolean
}

export const nothingKept: Kept = { version: 1, files: byName(), authors: byName(), touched: byName(), declared: [] }

export const isNothing = (kept: Kept): boolean =>
  Object.keys(kept.files).length === 0 && Object.keys(kept.touched).length === 0

/** A commit being prepared: what its record says, and what post-commit keeps for an amend and for the next commit. */
export type Prepared = {
  /** The record's trailers as git reads them back, one `Key: value` a line. */
  readonly trailers: string
  /** Every line that goes into the message: the record, and those of the project's templates. */
  readonly lines: string
  readonly kept: Kept
  readonly carry: Kept
  /** What goes once the commit exists, as paths from the state folder. */
  readonly consumed: readonly string[]
  readonly written: boolean
  /** True for a commit that a rebase makes of two, which no agent's events go into. */
  readonly joined?: boolean
  /** The whole message where the record stands in it already, so that commit-msg knows it again. */
  readonly message: Buffer | null
}

const read = (file: string): Kept => {
  if (!existsSync(file)) return nothingKept
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept
    if (kept.version !== 1) return nothingKept
    return { ...kept, files: byName(kept.files), authors: byName(kept.authors), touched: touchesIn(kept.touched) }
  } catch {
    return nothingKept
  }
}

/** The contributions' names alone, as they were kept once, say nothing of what was changed. */
const touchesIn = (touched: Readonly<Record<string, readonly (Touch | string)[]>>): Kept['touched'] =>
  byName(
    Object.fromEntries(
      Object.entries(touched).map(([path, list]) => [
        path,
        list.map((one) => (typeof one === 'string' ? { contribution: one, trace: null } : one)),
      ]),
    ),
  )

/** What the last commit left for the next one. */
export const readCarry = (location: Location): Kept => read(join(location.state, 'carry.json'))

/** What was known when a commit was made, for its amend; null where this clone did not make it. */
export const readCommitKept = (location: Location, oid: string): Kept | null => {
  const file = join(location.state, 'commits', oid, 'kept.json')
  return existsSync(file) ? read(file) : null
}

/** The record that was prepared for a commit, as git reads it back; empty where none was, or that is not known. */
export const readCommitTrailers = (location: Location, oid: string): string => {
  const file = join(location.state, 'commits', oid, 'trailers')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

/**
 * Puts a prepared commit in place of the one before: a folder renamed into place, so that post-commit meets a whole one. Throws
 * FILE_UNWRITABLE where git would be left without room, and what the file system throws; nothing is left behind then.
 */
export const writePrepared = (location: Location, prepared: Prepared): void => {
  const files = filesIn(prepared)
  requireRoom(
    location.state,
    files.reduce((sum, [, content]) => sum + content.length, 0),
  )
  mkdirSync(location.state, { recursive: true, mode: 0o700 })
  const draft = draftName(join(location.state, 'prepared'))
  try {
    mkdirSync(draft, { mode: 0o700 })
    for (const [name, content] of files) writeFileSync(join(draft, name), content, { mode: 0o600 })
    dropPrepared(location)
    renameSync(draft, join(location.state, 'prepared'))
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true })
    throw cause
  }
}

const filesIn = (prepared: Prepared): readonly (readonly [string, Buffer])[] => {
  const files: Readonly<Record<string, string | Buffer | null>> = {
    trailers: prepared.trailers,
    lines: prepared.lines,
    'kept.json': JSON.stringify(prepared.kept),
    'carry.json': isNothing(prepared.carry) ? null : JSON.stringify(prepared.carry),
    consumed: prepared.consumed.map((path) => `${path}\n`).join(''),
    written: prepared.written ? '' : null,
    joined: prepared.joined === true ? '' : null,
    message: prepared.message,
  }
  return Object.entries(files).flatMap(([name, content]) => (content === null ? [] : [[name, Buffer.from(content)]]))
}

/** What the commit in progress should carry: the record as git reads it back, and every line to be added; null where nothing is prepared. */
export const readPrepared = (location: Location): { readonly trailers: string; readonly lines: string } | null => {
  const folder = join(location.state, 'prepared')
  if (!existsSync(join(folder, 'lines'))) return null
  return {
    trailers: readFileSync(join(folder, 'trailers'), 'utf8'),
    lines: readFileSync(join(folder, 'lines'), 'utf8'),
  }
}

/** Marks that the record stands in the message. */
export const markWritten = (location: Location): void => {
  append(join(location.state, 'prepared', 'written'), '')
}

/** Remembers, for the hooks of this commit that are still to come, that a broken configuration was told; hooks/prepare-commit-msg forgets it. */
export const markTold = (location: Location): void => {
  try {
    append(join(location.state, 'told'), '')
  } catch {
    // Then it is told again.
  }
}

/** What post-commit does once the commit exists, in the order in which hooks/post-commit does it. */
export const settlePrepared = (location: Location, oid: string): void => {
  const kept = join(location.state, 'commits', oid)
  mkdirSync(join(location.state, 'commits'), { recursive: true, mode: 0o700 })
  rmSync(kept, { recursive: true, force: true })
  renameSync(join(location.state, 'prepared'), kept)
  const consumed = nonEmptyLines(readFileSync(join(kept, 'consumed'), 'utf8'))
  for (const path of [`commits/${oid}/message`, ...consumed]) rmSync(join(location.state, path), { force: true })
  if (existsSync(join(kept, 'carry.json'))) renameSync(join(kept, 'carry.json'), join(location.state, 'carry.json'))
}

/** Forgets a commit that was prepared and is not to be made. */
export const dropPrepared = (location: Location): void =>
  rmSync(join(location.state, 'prepared'), { recursive: true, force: true })

/** Removes what was kept of commits before the given time (milliseconds); returns how many went. */
export const pruneCommits = (location: Location, olderThan: number): number => {
  const folder = join(location.state, 'commits')
  if (!existsSync(folder)) return 0
  const old = readdirSync(folder).filter((oid) => statSync(join(folder, oid)).mtimeMs < olderThan)
  for (const oid of old) rmSync(join(folder, oid), { recursive: true, force: true })
  return old.length
}
