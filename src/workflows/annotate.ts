import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Assembled, type Author, assemble, joined, type Session } from '../core/assemble.js'
import type { AgentEvent } from '../core/event.js'
import { exclusion, type FileAround, type Plan, planRecord } from '../core/plan-record.js'
import { readObjects } from '../git/objects.js'
import { excludedByAttributes, type HashLength, stagedPatchId } from '../git/staged.js'
import { type Declaration, readDeclared } from '../store/declared.js'
import { type Kept, nothingKept, readCarry, readCommitKept, readSessions } from '../store/kept.js'
import type { Location } from '../store/location.js'
import { readSettings, type Settings } from '../store/settings.js'
import { maxFileBytes, readSnapshot, textOf } from '../store/snapshot.js'
import { readSpool } from '../store/spool.js'
import { eventOfRaw, transcriptResolver } from './events.js'

/** How git came to ask for a message: the second word it gives prepare-commit-msg, and what the gate found out. */
export const flows = ['editor', 'message', 'template', 'merge', 'squash', 'commit', 'amend', 'copied'] as const
export type Flow = (typeof flows)[number]

/** Everything that the next commit's record is made from. */
export type Gathered = {
  readonly location: Location
  readonly flow: Flow
  readonly settings: Settings
  readonly base: string | null
  readonly hashLength: HashLength
  /** The message of the commit being amended, else null. */
  readonly amended: string | null
  readonly knownAmend: boolean
  readonly kept: Kept
  readonly assembled: Assembled
  readonly sessions: ReadonlyMap<string, Session>
  readonly declared: readonly Declaration[]
  readonly plan: Plan
  readonly authors: ReadonlyMap<string, Author>
  readonly consumed: readonly string[]
  readonly torn: readonly string[]
  readonly observing: boolean
}

/** Reads what agents reported and what is staged, and measures one against the other. Changes nothing. */
export const gather = (location: Location, flow: Flow, now: number): Gathered => {
  const spool = readSpool(location, now)
  const events = spool.entries.flatMap((entry): readonly AgentEvent[] =>
    entry.form === 'event' ? [entry.event] : eventOfRaw(location, entry),
  )
  const sessions = readSessions(location)
  const assembled = assemble(events, sessions, transcriptResolver())
  const settings = readSettings(location)
  const { kept, ...head } = readHead(location, flow)
  const paths = [
    ...new Set([
      ...Object.keys(kept.files),
      ...Object.keys(kept.touched),
      ...assembled.edits.keys(),
      ...assembled.unmeasured.keys(),
    ]),
  ]
  const files = readFiles(location, { base: head.base, paths })
  const authors = joinAuthors(kept, assembled)
  const excluded = exclusion(
    settings.ignore,
    hasAttributes(location) ? excludedByAttributes(location.top, paths) : new Set(),
  )
  const plan = planRecord({ files, states: kept.files, touched: kept.touched, ...assembled, excluded })
  return {
    ...{ location, flow, settings, kept, assembled, sessions, authors, plan, ...head },
    declared: [...(flow === 'amend' ? kept.declared : []), ...readDeclared(location)],
    consumed: spool.entries.map((entry) => entry.name),
    torn: spool.torn,
    observing: existsSync(join(location.shared, 'observing')),
  }
}

/** The commit the record is against: HEAD, or for an amend its first parent; null where there is none. */
const readHead = (location: Location, flow: Flow) => {
  const amend = flow === 'amend'
  const [head, parent] = readObjects(location.top, amend ? ['HEAD', 'HEAD^'] : ['HEAD'])
  const hashLength: HashLength = head == null ? objectNameLength(location) : head.oid.length === 64 ? 64 : 40
  const known = amend && head != null ? readCommitKept(location, head.oid) : null
  const text = head?.bytes.toString('utf8') ?? ''
  return {
    hashLength,
    base: amend ? (parent?.oid ?? null) : (head?.oid ?? null),
    amended: amend ? text.slice(text.indexOf('\n\n') + 2) : null,
    knownAmend: known !== null,
    kept: known ?? (amend ? nothingKept : readCarry(location)),
  }
}

const objectNameLength = (location: Location): HashLength =>
  /objectformat\s*=\s*sha256/i.test(readFileSync(join(location.commonDir, 'config'), 'utf8')) ? 64 : 40

const readFiles = (
  location: Location,
  { base, paths }: { base: string | null; paths: readonly string[] },
): readonly FileAround[] => {
  const merging = existsSync(join(location.gitDir, 'MERGE_HEAD'))
  const sides = [...(base === null ? [] : [base]), '', ...(merging ? ['MERGE_HEAD'] : [])]
  const blobs = readObjects(
    location.top,
    sides.flatMap((side) => paths.map((path) => `${side}:${path}`)),
  )
  const textAt = (side: string, index: number) => {
    const row = sides.indexOf(side)
    const blob = row < 0 ? null : blobs[row * paths.length + index]
    return blob == null ? null : blob.bytes.length > maxFileBytes ? undefined : textOf(blob.bytes)
  }
  return paths.map((path, index) => {
    const staged = textAt('', index)
    return {
      path,
      staged,
      parent: base === null ? null : textAt(base, index),
      work: readSnapshot(join(location.top, path)),
      merged: merging && staged === textAt('MERGE_HEAD', index),
    }
  })
}

/** Attributes cost a git process, so they are asked for only where a repository has any. */
const hasAttributes = (location: Location): boolean =>
  [join(location.top, '.gitattributes'), join(location.commonDir, 'info', 'attributes')].some(
    (file) => existsSync(file) && statSync(file).size > 0,
  )

const joinAuthors = (kept: Kept, assembled: Assembled): ReadonlyMap<string, Author> => {
  const authors = new Map<string, Author>(Object.entries(kept.authors))
  for (const [key, author] of assembled.authors) {
    const old = authors.get(key)
    authors.set(key, {
      ...author,
      toolVersion: author.toolVersion ?? old?.toolVersion ?? null,
      leaves: joined(old?.leaves ?? [], author.leaves),
    })
  }
  return authors
}

/** The patch-id that binds the record to what is staged; null where git cannot tell, which costs the binding and not the commit. */
export const bindingOf = (gathered: Gathered): string | null => {
  try {
    return stagedPatchId(gathered.location.top, gathered.base, gathered.hashLength)
  } catch {
    return null
  }
}
