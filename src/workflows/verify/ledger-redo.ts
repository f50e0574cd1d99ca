import { canonicalJson } from '../../core/canonical.js'
import { ProvenanceError } from '../../core/errors.js'
import { askedRange } from '../../core/ledger/asked-range.js'
import { ledgerLines } from '../../core/ledger/chain.js'
import type { Break } from '../../core/ledger/check.js'
import { incompleteFaults } from '../../core/ledger/gravity.js'
import { type Mask, maskFor, type Needed } from '../../core/ledger/masks.js'
import type { Header, LedgerLine } from '../../core/ledger/schema.js'
import { type NotesRef, noteReaders } from '../../core/marks/notes.js'
import { shellWord } from '../../core/shell-word.js'
import { namedForAdoption } from '../../git/adoption.js'
import { incomplete } from '../../git/incomplete.js'
import type { NotesAt } from '../../git/notes.js'
import { ask, untrusted } from '../../git/read-only.js'
import { reviewsRef } from '../../git/review-notes.js'
import { adoptionElsewhere } from './adoption.js'
import type { NamedApprovals } from './approvals.js'
import { withCommandsOf } from './ledger-header.js'
import { type Pair, pairsOf } from './ledger-pairs.js'
import type { VerifyOptions } from './open-range.js'
import { verifySquash } from './squash.js'
import type { NamedTrust } from './trust.js'
import { type Outcome, verifyRange } from './verify-range.js'

export type RedoOptions = {
  readonly repository: string
  readonly policyFile: string | null
  readonly toolVersion: string
  readonly trust: NamedTrust | null
  readonly approvals: NamedApprovals | null
}

/**
 * How a ledger differs from its walk done again; `needed` names what was not given, so that what hangs on it was not judged again;
 * `moved` tells of an adoption tag that stands for another commit now, null for none.
 */
export type Compared = {
  readonly breaks: readonly Break[]
  readonly needed: readonly Needed[]
  readonly moved: string | null
}

/** As many differences as are worth telling. */
const maxBreaks = 100

/** With parts of history missing, that it says another thing proves nothing. */
const inParts = 4

/**
 * Does the walk of a saved ledger's header again and lays every line beside what it gives now. Throws where the repository
 * does not know its commits, and HISTORY_INCOMPLETE where it has parts of them, or of their notes, only, or the ledger was made where there were only parts.
 */
export const redo = async (
  header: Header,
  read: () => AsyncIterable<Buffer>,
  options: RedoOptions,
): Promise<Compared> => {
  try {
    return await compare(header, read, options)
  } catch (cause) {
    if (!(cause instanceof ProvenanceError) || cause.code !== 'HISTORY_INCOMPLETE') throw cause
    throw notesMissing(header, options.repository) ?? cause
  }
}

/** Policies that came from outside of the repository, which are judged by again only where they are given. */
const isGiven = ({ source }: Header['policy']): boolean => source.startsWith('file ') || source === 'a pipe'

const compare = async (header: Header, read: () => AsyncIterable<Buffer>, options: RedoOptions): Promise<Compared> => {
  const fresh = readLines(walkAgain(header, options))
  const [found, parts]: [Break[], Break[]] = [[], []]
  let needed: readonly Needed[] = []
  let verdict: string | null = null
  for await (const pair of pairsOf(read, fresh.next)) {
    const { saved, now, number, line } = pair
    if (saved?.type === 'header' && now?.type === 'header') needed = neededFor(saved, now, options)
    if (line.type === 'footer') verdict = line.verdict
    const what = differenceIn(pair, maskFor(needed))
    if (what === null) continue
    ;(madeInPart(header) && isOfPart(pair) ? parts : found).push({ line: number, what })
    if (found.length >= maxBreaks) break
  }
  if (found.length + parts.length > 0 && (await fresh.exitCode()) === inParts)
    throw incomplete(untrusted(options.repository), 'expected the history that the ledger tells of, got parts of it')
  const isPart = verdict === 'incomplete'
  if (isPart && found.length === 0 && parts.length > 0) throw ofPart(header)
  const breaks = isPart ? found : [...found, ...parts].sort((one, other) => one.line - other.line)
  return { breaks, needed, moved: needed.includes('policy') ? null : movedSince(header, options.repository) }
}

const neededFor = (saved: Header, now: Header, options: RedoOptions): readonly Needed[] => {
  const otherPolicy = saved.policy.digest !== now.policy.digest
  return [
    ...(otherPolicy && options.policyFile === null && isGiven(saved.policy) ? ['policy' as const] : []),
    ...(saved.trust !== undefined && options.trust === null ? ['signers' as const] : []),
    ...(saved.policy.approvals !== undefined && options.approvals === null ? ['approvals' as const] : []),
  ]
}

const differenceIn = ({ line, saved, now }: Pair, mask: Mask): string | null => {
  const named = (one: LedgerLine) => (one.type === 'commit' ? one.oid : `the ${one.type}`)
  if (saved === null)
    return now === null ? null : `expected commit ${named(now)}, which history has in this place, got ${named(line)}`
  if (now === null) return `expected no commit here that history has not in this place, got ${named(saved)}`
  const differs = difference(mask(saved), mask(asTold(saved, now)))
  return differs === null ? null : `${differs}: history says another thing now`
}

/** What whole history must have against a ledger made of a part: commits that were not there, those at which it was cut off, and what was counted without them. */
const isOfPart = ({ saved }: Pair): boolean =>
  saved?.type !== 'commit' || saved.findings.some(({ code }) => incompleteFaults.has(code))

const madeInPart = ({ flags }: Header): boolean => flags.includes('shallow') || flags.includes('partial')

const ofPart = ({ range }: Header): ProvenanceError =>
  new ProvenanceError(
    'HISTORY_INCOMPLETE',
    'expected a ledger of whole history, got one that says itself it is incomplete, made in a clone that had parts only',
    { hint: `provenance verify ${range.revisions.map(shellWord).join(' ')}` },
  )

/** That the ledger is right by the tag of then says nothing of why the tag was moved; whoever may ask is told. */
const movedSince = ({ adoption, adoptionCommit: stood }: Header, folder: string): string | null => {
  if (adoption === null || stood === undefined) return null
  const { tag, object } = namedForAdoption(untrusted(folder), adoption)
  const now = [...new Set([tag, object])].filter((oid) => oid !== null)
  if (now.length === 1 && now[0] === stood) return null
  return `${adoption} stood for ${stood}, and now ${now.length === 0 ? 'is no more' : `for ${now.join(' or ')}`}`
}

/** Notes travel only where somebody fetches them: a clone that is whole can be without (git-notes(1)). Null where none is missing. */
const notesMissing = ({ notes = [] }: Header, folder: string): ProvenanceError | null => {
  const repository = untrusted(folder)
  const missing = notes.filter(({ oid }) => ask(repository, ['cat-file', '-e', `${oid}^{tree}`]).status !== 0)
  if (missing.length === 0) return null
  const refs = missing.map(({ ref }) => shellWord(`${ref}:${ref}`)).join(' ')
  const named = missing.map(({ ref, oid }) => `${ref} at ${oid.slice(0, 12)}`).join(', ')
  return new ProvenanceError(
    'HISTORY_INCOMPLETE',
    `expected the notes that the ledger was made with, ${named}, which are not here`,
    { hint: `git fetch origin ${refs}` },
  )
}

const walkAgain = (header: Header, options: RedoOptions): AsyncGenerator<Buffer, Outcome> => {
  const walk: VerifyOptions = {
    ...options,
    words: header.range.revisions,
    ...askedRange(header),
    notes: notesOf(header),
    reviewNotes: header.notes?.find(({ ref }) => ref === reviewsRef)?.oid ?? null,
    branch: header.policy.branch ?? null,
    asOf: header.policy.asOf ?? null,
    adopted: header.adoptionCommit ?? null,
    adoptedInBase: header.flags.includes(adoptionElsewhere),
    ...(header.after === undefined ? {} : { previous: header.after }),
  }
  // Of several commits taken away, a CI says itself which one the policy is from.
  if (header.pullRequest === undefined) return verifyRange({ ...walk, base: header.range.from })
  const { from, to, count } = header.pullRequest
  return verifySquash({ ...walk, words: from === null ? [to] : [`^${from}`, to] }, header.range.to, count === 0)
}

/** The notes as they stood then; a later note is no difference in what the ledger said. */
const notesOf = ({ notes = [] }: Header): readonly NotesAt[] =>
  notes.flatMap(({ ref, oid }) => (Object.hasOwn(noteReaders, ref) ? [{ ref: ref as NotesRef, oid }] : []))

/** A line of now as the program of a ledger told it: an older one counted findings on the range, and did not hold them. */
const asTold = (saved: LedgerLine, now: LedgerLine): LedgerLine => {
  if (saved.type === 'header' && now.type === 'header') return headerAsTold(saved, withCommandsOf(saved, now))
  if (saved.type !== 'footer' || now.type !== 'footer' || saved.rangeFindings !== undefined) return now
  const { rangeFindings: _, ...footer } = now
  return footer
}

/**
 * A header of now as an older program told it, which named neither the policy's files nor the commit of its adoption. A policy
 * that is given is held against the ledger by what it says, not by the bytes that say it. The digest of the same words is
 * another one in a version with other defaults.
 */
const headerAsTold = (saved: Header, now: Header): Header => {
  const { adoptionCommit, ...rest } = now
  const { files, digest, ...policy } = now.policy
  const given = isGiven(saved.policy) || isGiven(now.policy)
  const named = given || saved.policy.files === undefined ? saved.policy.files : files
  const sameWords = given ? isSame(saved.policy.files, files) : saved.policy.source === now.policy.source
  return {
    ...rest,
    ...(saved.adoptionCommit === undefined || adoptionCommit === undefined ? {} : { adoptionCommit }),
    policy: {
      ...policy,
      digest: sameWords && saved.tool !== now.tool ? saved.policy.digest : digest,
      ...(named === undefined ? {} : { files: named }),
    },
  }
}

type Files = Header['policy']['files']

const isSame = (some: Files, others: Files): boolean =>
  some !== undefined && some.map(({ digest }) => digest).join() === others?.map(({ digest }) => digest).join()

/** The first field in which two lines differ. */
const difference = (saved: Readonly<Record<string, unknown>>, now: Readonly<Record<string, unknown>>): string | null =>
  [...new Set([...Object.keys(saved), ...Object.keys(now)])].find(
    (field) => canonicalJson(saved[field] ?? null) !== canonicalJson(now[field] ?? null),
  ) ?? null

/** The lines of a walk, one at a time, null past the end; and how it ends, for which the rest is walked too. */
const readLines = (run: AsyncGenerator<Buffer, Outcome>) => {
  let exitCode: number | null = null
  async function* all() {
    for (;;) {
      const step = await run.next()
      if (step.done === true) {
        exitCode = step.value.exitCode
        return
      }
      yield* ledgerLines(step.value)
    }
  }
  const walk = all()
  const next = async (): Promise<LedgerLine | null> => (await walk.next()).value ?? null
  return {
    next,
    exitCode: async () => {
      while (exitCode === null) await next()
      return exitCode
    },
  }
}
