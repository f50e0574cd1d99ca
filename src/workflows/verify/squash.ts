import { plainLine } from '../../core/commit/subject.js'
import { ProvenanceError } from '../../core/errors.js'
import type { Entry, Header } from '../../core/ledger/schema.js'
import type { Mark } from '../../core/marks/mark.js'
import { readMarks } from '../../core/marks/read-marks.js'
import { canStand, linesGone } from '../../core/record/lines-gone.js'
import type { CommitRecord } from '../../core/record/record.js'
import { combineRecords, isSound, lostInSquash, withMarks } from '../../core/record/squash.js'
import { coauthorLines } from '../../core/record/squash-authors.js'
import { authorsOf, involvedIn } from '../../core/review/independent.js'
import { composeTrailers } from '../../core/trailer/compose.js'
import { isRecordKey } from '../../core/trailer/keys.js'
import { parseTrailers } from '../../core/trailer/parse.js'
import { linesAddedOn } from '../../git/added-lines.js'
import { mergeBase } from '../../git/ancestry.js'
import { incomplete } from '../../git/incomplete.js'
import { patchIds } from '../../git/patch-ids.js'
import { commitOf } from '../../git/range.js'
import { type UntrustedRepository, untrusted } from '../../git/read-only.js'
import { personIn } from '../../git/reviewer.js'
import { worksOf } from './branch-works.js'
import { judgeCommits } from './judge-commits.js'
import type { VerifyOptions } from './open-range.js'
import { type Outcome, verifyRange, walkRange } from './verify-range.js'

const collect = async (
  options: VerifyOptions,
): Promise<{ readonly entries: readonly Entry[]; readonly outcome: Outcome }> => {
  const entries: Entry[] = []
  const outcome = await walkRange(options, (entry) => entries.push(entry))
  return { entries, outcome }
}

/**
 * Verifies a squashed commit against the pull request it was made from: the ledger of the one commit that landed, with a
 * `squash-lost-records` finding for whatever the squash lost; who made the branch is no independent reviewer of it. `words` name
 * the branch's commits: none at all are a slip, since a squash of nothing loses nothing, and only a ledger of before `mayBeEmpty`.
 * Throws as verifyRange does, and USAGE.
 */
export async function* verifySquash(
  options: VerifyOptions,
  squashed: string,
  mayBeEmpty = false,
): AsyncGenerator<Buffer, Outcome> {
  const repository = untrusted(options.repository)
  const oid = commitOf(repository, squashed)
  const branch = await collect(options)
  const entry = (await judgeCommits(repository, [oid])).get(oid)
  if (entry === undefined || branch.outcome.exitCode === 4)
    throw part(repository, branch.outcome.header.range.query, 'commit of the pull request')
  const { range, population } = branch.outcome.header
  if (population.count === 0 && !mayBeEmpty) throw empty(range, squashed)
  const pullRequest: NonNullable<Header['pullRequest']> = {
    query: range.query,
    from: range.from,
    to: range.to,
    count: population.count,
    records: branch.entries.filter(({ record }) => record.length > 0).length,
  }
  const charged = new Map([[oid, lostInSquash(branch.entries, entry, goneIn(repository, branch.entries, entry))]])
  const keys = branch.entries.flatMap(({ signature }) => signature?.key ?? [])
  const involved = new Map([[oid, involvedIn(await worksOf(repository, branch.entries), keys)]])
  const words = [oid, ...entry.parents.map((parent) => `^${parent}`)]
  const plain = { since: null, until: null, firstParent: false, base: entry.parents[0] ?? null }
  return yield* verifyRange({ ...options, ...plain, words, charged, involved, pullRequest })
}

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
  const { ids, tooLarge } = await patchIds(repository, [{ oid: to, parent: base }])
  if (tooLarge.size > 0)
    throw new ProvenanceError('HISTORY_INCOMPLETE', `${to}: expected a change of at most 1 GiB as a diff`, {
      hint: `git diff-tree ${to}`,
    })
  const whole = ids.get(to)
  if (whole === undefined) throw part(repository, outcome.header.range.query, 'file of the branch')
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

/** The change of the first record, where the counts cannot be those of the squash: the branch rewrote lines that they count. Else null. */
const outlived = (
  repository: UntrustedRepository,
  entries: readonly Entry[],
  { base, to }: { readonly base: string | null; readonly to: string },
): string | null => {
  const recorded = entries.filter((entry) => entry.record.length > 0 && isSound(entry))
  if (base === null || recorded.length === 0) return null
  const added = linesAddedOn(repository, { commits: recorded.map(({ oid }) => oid), base, to })
  const adding = recorded.map(({ oid, record }) => ({ contributions: record, added: added?.by.get(oid) ?? [] }))
  return added === null || canStand(adding, added.together) ? null : (recorded[0]?.change ?? null)
}

/** How many of the lines that each commit of a branch adds are gone in the squash: an agent may have rewritten its own, which no record must count. */
const goneIn = (
  repository: UntrustedRepository,
  entries: readonly Entry[],
  { oid, parents: [base] }: Entry,
): ReadonlyMap<string, number> => {
  const commits = entries.flatMap((entry) => (entry.record.length > 0 ? [entry.oid] : []))
  if (base === undefined || commits.length === 0) return new Map()
  const added = linesAddedOn(repository, { commits, base, to: oid })
  if (added === null) return new Map()
  const gone = linesGone(
    commits.map((one) => added.by.get(one) ?? []),
    added.together,
  )
  return new Map(commits.map((one, at) => [one, gone[at] ?? 0]))
}

/** The marks that a message of these subjects and trailers will be found to have, whoever makes the commit. */
const readBack = (subjects: string, trailers: readonly string[]): readonly Mark[] => {
  const message = `Squash\n\n${subjects}\n${trailers.map((line) => `${line}\n`).join('')}`
  return readMarks({ author: anyone, committer: anyone, message }, parseTrailers(message))
}

const anyone = { name: '', email: '', date: 0, zone: '+0000' }

const refusePart = (repository: UntrustedRepository, { exitCode, header }: Outcome): void => {
  const { query } = header.range
  if (exitCode === 3)
    throw new ProvenanceError('OBJECT_TAMPERED', `${query}: expected commits as they were made, got one that is not`)
  if (exitCode === 4) throw part(repository, query, 'commit of the branch')
}

const empty = ({ query, from, to }: Header['range'], squashed: string): ProvenanceError =>
  new ProvenanceError(
    'USAGE',
    `${JSON.stringify(query)}: expected the commits that ${squashed} was squashed from, got none`,
    { hint: `git log --oneline --left-right ${from === null ? '' : `${from.slice(0, 12)}...`}${to.slice(0, 12)}` },
  )

/** Without all of them, what the squash lost or must keep cannot be known. */
const part = (repository: UntrustedRepository, query: string, what: string): ProvenanceError =>
  incomplete(repository, `${query}: expected every ${what}, got only a part`)

/** Trailers by which other tools named themselves; a record carries the rest. */
const marksOf = (entries: readonly Entry[], isAi: boolean): readonly string[] => [
  ...new Set(
    entries.flatMap(({ marks }) =>
      marks.filter(({ ai, where }) => where === 'trailers' && (ai || !isAi)).map(({ raw }) => raw),
    ),
  ),
]
