import { plainLine } from '../../core/commit/subject.js'
import { ProvenanceError } from '../../core/errors.js'
import type { Entry } from '../../core/ledger/schema.js'
import type { Mark } from '../../core/marks/mark.js'
import { canStand } from '../../core/record/lines-gone.js'
import type { CommitRecord } from '../../core/record/record.js'
import { combineRecords, isSound, withMarks } from '../../core/record/squash.js'
import { coauthorLines } from '../../core/record/squash-authors.js'
import { authorsOf } from '../../core/review/independent.js'
import { composeTrailers } from '../../core/trailer/compose.js'
import { isRecordKey } from '../../core/trailer/keys.js'
import { linesAddedOn } from '../../git/added-lines.js'
import { mergeBase } from '../../git/ancestry.js'
import { patchIds } from '../../git/patch-ids.js'
import { type UntrustedRepository, untrusted } from '../../git/read-only.js'
import { personIn } from '../../git/reviewer.js'
import { marksInMessage } from '../message-marks.js'
import { worksOf } from './branch-works.js'
import type { VerifyOptions } from './open-range.js'
import { collect, part } from './squash.js'
import type { Outcome } from './verify-range.js'

/** The body of a squash merge's message, and the commits whose records could not go into it. */
export type SquashMessage = {
  readonly body: string
  readonly leftOut: readonly Entry[]
  readonly silent: readonly Entry[]
  /** How many people of the branch it does not name. */
  readonly unnamed: number
}

/**
 * What the message of a squash merge of these commits should say below its subject: their subjects, their marks, who wrote them and
 * one record for all of them, bound to the change that the squash will be. Throws as verifyRange does; HISTORY_INCOMPLETE and OBJECT_TAMPERED
 * where not every commit could be read as it was made, since the branch, and what it knew, goes once the squash has landed.
 */
export const squashMessage = async (options: VerifyOptions): Promise<SquashMessage> => {
  const repository = untrusted(options.repository)
  const { entries, outcome } = await collect(options)
  refusePart(repository, outcome)
  const { from, to } = outcome.header.range
  const base = from === null ? null : (mergeBase(repository, from, to) ?? from)
  const whole = await changeOfWhole(repository, { base, to })
  if (whole === null) throw part(repository, outcome.header.range.query, 'file of the branch')
  const own = entries.filter(({ parents }) => parents.length < 2)
  const subjects = own.map(({ subject }) => `* ${plainLine(subject)}\n`).join('')
  const combined = combineRecords(entries)
  // That no AI took part in one of them is not so of all.
  const isAi = (combined?.contributions.length ?? 0) > 0
  const marks = marksOf(entries, isAi).map(plainLine)
  const unbound = withMarks(combined, readBack(subjects, marks))
  const observed = unbound?.none?.basis === 'observed'
  // Nothing is bound to no change, whatever was counted on the way there.
  const isNothing = /^0+$/.test(whole)
  const change = isNothing ? whole : (outlived(repository, entries, { base, to }) ?? whole)
  const record: CommitRecord | null = unbound === null ? null : { ...unbound, change: observed ? null : change }
  const trailers = record === null ? [] : composeTrailers(record).map(({ key, value }) => `${key}: ${value}`)
  // Beside the record another project's AI-Tool line would be one of its own.
  const kept = record === null ? marks : marks.filter((line) => !isRecordKey(line.slice(0, line.indexOf(':'))))
  const authors = (await worksOf(repository, entries)).flatMap(authorsOf)
  const { lines: people, unnamed } = coauthorLines(authors, personIn(options.repository)?.email ?? null)
  const block = [...kept, ...people, ...trailers].map((line) => `${line}\n`).join('')
  return {
    body: block === '' ? subjects : `${subjects}\n${block}`,
    leftOut: entries.filter((entry) => entry.record.length > 0 && !isSound(entry)),
    silent: own.filter((entry) => entry.class === 'unknown' || entry.class === 'marked'),
    unnamed,
  }
}

type Ends = { readonly base: string | null; readonly to: string }

/** The change that the squash will be; null where git cannot read all of it. Throws HISTORY_INCOMPLETE for one that is too large. */
const changeOfWhole = async (repository: UntrustedRepository, { base, to }: Ends): Promise<string | null> => {
  const { ids, tooLarge } = await patchIds(repository, [{ oid: to, parent: base }])
  if (tooLarge.size === 0) return ids.get(to) ?? null
  throw new ProvenanceError('HISTORY_INCOMPLETE', `${to}: expected a change of at most 1 GiB as a diff`, {
    hint: `git diff-tree ${to}`,
  })
}

/** The change of the first record, where the counts cannot be those of the squash: the branch rewrote lines that they count. Else null. */
const outlived = (repository: UntrustedRepository, entries: readonly Entry[], { base, to }: Ends): string | null => {
  const recorded = entries.filter((entry) => entry.record.length > 0 && isSound(entry))
  if (base === null || recorded.length === 0) return null
  const added = linesAddedOn(repository, { commits: recorded.map(({ oid }) => oid), base, to })
  const adding = recorded.map(({ oid, record }) => ({ contributions: record, added: added?.by.get(oid) ?? [] }))
  return added === null || canStand(adding, added.together) ? null : (recorded[0]?.change ?? null)
}

/** The marks that a message of these subjects and trailers will be found to have, whoever makes the commit. */
const readBack = (subjects: string, trailers: readonly string[]): readonly Mark[] => {
  const message = `Squash\n\n${subjects}\n${trailers.map((line) => `${line}\n`).join('')}`
  return marksInMessage(message)
}

const refusePart = (repository: UntrustedRepository, { exitCode, header }: Outcome): void => {
  const { query } = header.range
  if (exitCode === 3)
    throw new ProvenanceError('OBJECT_TAMPERED', `${query}: expected commits as they were made, got one that is not`)
  if (exitCode === 4) throw part(repository, query, 'commit of the branch')
}

/** Trailers by which other tools named themselves, as lines that may be written; a record carries the rest. */
const marksOf = (entries: readonly Entry[], isAi: boolean): readonly string[] => [
  ...new Set(
    entries.flatMap(({ marks }) =>
      marks.filter(({ ai, where }) => where === 'trailers' && (ai || !isAi)).map(({ raw }) => withoutSignoff(raw)),
    ),
  ),
]

/** That an agent took part, said without certifying anything in its name: a sign-off is never written (Developer Certificate of Origin 1.1). */
const withoutSignoff = (line: string): string => line.replace(/^signed-off[- ]by[ \t]*:[ \t]*/i, 'Co-authored-by: ')
