import { parseCommit } from '../../core/commit/commit.js'
import { classify } from '../../core/ledger/classify.js'
import { entryOf, missingEntry } from '../../core/ledger/entry.js'
import { readEvidence, withOwnRecord } from '../../core/ledger/evidence.js'
import type { Entry, LedgerFinding } from '../../core/ledger/schema.js'
import { isBot } from '../../core/marks/read-marks.js'
import { type CommitPolicy, evaluate } from '../../core/policy/evaluate.js'
import type { Change, CommitFacts, Need } from '../../core/policy/rule.js'
import { aiTookPart } from '../../core/policy/took-part.js'
import { bindingOf } from '../../core/record/binding.js'
import type { SquashFinding } from '../../core/record/squash.js'
import { type Involved, independentReviews } from '../../core/review/independent.js'
import type { ReviewsOn } from '../../core/review/note-reviews.js'
import { judgeSignature, type Trust } from '../../core/signature/commit-signature.js'
import { changesOf } from '../../git/changes.js'
import type { NotePlace } from '../../git/notes.js'
import { patchIds } from '../../git/patch-ids.js'
import type { RawObject } from '../../git/raw-objects.js'
import type { UntrustedRepository } from '../../git/read-only.js'
import { type Noted, readNotes } from './read-notes.js'
import type { ReviewReader } from './reviews.js'

/** What every commit of a range is judged by. */
export type Judge = {
  readonly repository: UntrustedRepository
  readonly policy: CommitPolicy
  readonly boundary: ReadonlySet<string>
  /** For each commit of the population, in order, whether it is from before the adoption of the policy; null where all are judged alike. */
  readonly preAdoption: Uint8Array | null
  /** Findings made elsewhere, by the commit they are charged to. */
  readonly charged: ReadonlyMap<string, readonly SquashFinding[]>
  /** Who made what was squashed into a commit. */
  readonly involved?: ReadonlyMap<string, Involved>
  /** Other tools' notes, by commit. */
  readonly notes: ReadonlyMap<string, readonly NotePlace[]>
  /** Tells what people said of commits. */
  readonly reviews: ReviewReader
  /** Whose signatures count; null where nobody was named. */
  readonly trust: Trust | null
}

/** A batch of commits, the first of which is number `start` of the population, as ledger entries, not chained yet; bindings come from one pipeline for the whole batch. */
export const judgeBatch = async (
  judge: Judge,
  batch: readonly RawObject[],
  start: number,
): Promise<readonly Entry[]> => {
  const names = batch.map(({ oid }) => oid)
  const notes = judge.notes.size === 0 ? null : await readNotes(judge.repository, judge.notes, names)
  const found = batch.map(({ bytes, ...rest }) =>
    bytes === null ? null : readOne(judge, { bytes, ...rest }, notes?.get(rest.oid) ?? noNotes),
  )
  const changed = found.flatMap((one) =>
    one?.intact !== true || changeNamed(one) === null
      ? []
      : [{ oid: one.commit.oid, parent: one.commit.parents[0] ?? null }],
  )
  const bindings = changed.length === 0 ? null : await patchIds(judge.repository, changed)
  const read = found.map((one) => (one === null ? null : withOwnRecord(one, bindings?.ids.get(one.commit.oid))))
  const isAdopted = (index: number) => judge.preAdoption?.[start + index] !== 1
  const asked = read.filter((one, index): one is ReadCommit => one !== null && isAdopted(index))
  const changes = await changesFor(judge, asked)
  const reviewed = asked
    .filter((one) => judge.policy.needsOfAll.has('reviews') || aiTookPart(one))
    .map(({ commit }) => commit)
  const reviews = reviewed.length === 0 ? noReviews : await judge.reviews.of(reviewed)
  return batch.map((raw, index) => {
    const one = read[index]
    const around = { raw, preAdoption: !isAdopted(index), bindings: bindings ?? noBindings, changes, reviews }
    return one == null ? missingEntry(raw.oid, raw.tooLarge) : judgeOne(judge, one, around)
  })
}

const wants = ({ policy }: Judge, need: Need, one: ReadCommit): boolean =>
  policy.needsOfAll.has(need) || (policy.needs.has(need) && aiTookPart(one))

/** Files of a merge tell whether it is more than one; where only work with AI in it is looked at, of such merges alone. */
const isWeighed = ({ policy }: Judge, one: ReadCommit): boolean =>
  policy.ownMerges && one.commit.parents.length > 1 && (policy.needsOfAll.has('reviews') || aiTookPart(one))

/** The files of those commits whose files the policy looks at. */
const changesFor = async (judge: Judge, commits: readonly ReadCommit[]): Promise<Found<readonly Change[]>> => {
  const named = commits
    .filter((one) => one.intact && (wants(judge, 'changes', one) || isWeighed(judge, one)))
    .map(({ commit }) => commit)
  return named.length === 0
    ? nothing
    : { of: new Set(named.map(({ oid }) => oid)), ...(await changesOf(judge.repository, named)) }
}

/** What was looked for of some commits; one that is not in `found` could not be read, or its change was too large for it. */
type Found<Fact> = {
  readonly of: ReadonlySet<string>
  readonly found: ReadonlyMap<string, Fact>
  readonly tooLarge: ReadonlySet<string>
}
const nothing = { of: new Set<string>(), found: new Map<string, never>(), tooLarge: new Set<string>() }

const noNotes: Noted = { marks: [], faults: [] }

const readOne = ({ trust }: Judge, raw: Omit<RawObject, 'tooLarge'> & { readonly bytes: Buffer }, noted: Noted) => {
  const { oid, bytes, intact } = raw
  const commit = parseCommit(oid, bytes)
  const evidence = readEvidence(commit)
  const signature = commit.signature === null ? null : judgeSignature(bytes, commit.committer, trust)
  const { reading, inBody, loose, lookAlikes } = evidence
  const marks = noted === noNotes ? evidence.marks : evidence.marks.concat(noted.marks)
  return { commit, intact, reading, inBody, marks, loose, lookAlikes, unread: noted.faults, signature }
}

type Bindings = Awaited<ReturnType<typeof patchIds>>
const noBindings: Bindings = { ids: new Map(), tooLarge: new Set() }

type ReadCommit = ReturnType<typeof readOne>

/** The change that a commit's record is of, or one in its body that may be its record. */
const changeNamed = ({ reading, inBody }: ReadCommit): string | null =>
  (reading.record ?? inBody?.record)?.change ?? null

/** What is known of a commit from around it. */
type Around = {
  readonly raw: RawObject
  readonly preAdoption: boolean
  readonly bindings: Bindings
  readonly changes: Found<readonly Change[]>
  readonly reviews: ReadonlyMap<string, ReviewsOn>
}

const judgeOne = (judge: Judge, read: ReadCommit, around: Around): Entry => {
  const { raw, preAdoption, bindings, changes, reviews: told } = around
  const { commit, reading, marks, signature, loose } = read
  const { class: found, contradictions } = classify(reading, marks)
  const binding = bindingOf(reading.record?.change ?? null, bindings.ids.get(commit.oid))
  // Whoever signs may only quote what stands in the body, where git reads no record: that is raised to nothing.
  const isSigned = signature?.status === 'good' && reading !== read.inBody
  const evidence = found === 'recorded' && isSigned ? 'attested' : found
  const bot = isBot(commit.author)
  const said = told.get(commit.oid)
  const facts: CommitFacts = {
    commit,
    reading,
    marks,
    loose,
    class: evidence,
    contradictions,
    binding,
    bot,
    preAdoption,
    signature,
    changes: changes.found.get(commit.oid) ?? [],
    reviews: independentReviews(commit, said?.reviews ?? [], involvedWith(judge, commit.oid, signature)),
    registry: judge.policy.registry,
  }
  const faults = (said?.faults ?? []).map(
    ({ code, args }): LedgerFinding => ({ code, severity: 'warn', args: { ...args } }),
  )
  const uncounted = changes.found.get(commit.oid)?.some(({ added }) => added === undefined) === true
  const unlisted = changes.of.has(commit.oid) && !changes.found.has(commit.oid)
  // Of one that is not what its name says git tells nothing; nothing need be missing.
  const isUnbound = changeNamed(read) !== null && !bindings.ids.has(commit.oid)
  const unread = read.intact && (isUnbound || unlisted || uncounted)
  const tooLarge = bindings.tooLarge.has(commit.oid) || changes.tooLarge.has(commit.oid)
  const integrity = integrityOf(judge, read, { raw, unseen: tooLarge ? 'too large' : unread ? 'missing' : null })
  return entryOf(facts, [...integrity, ...faults, ...evaluate(facts, judge.policy)])
}

const noReviews: ReadonlyMap<string, ReviewsOn> = new Map()

const involvedWith = ({ involved }: Judge, oid: string, signature: CommitFacts['signature']): Involved => {
  const { addresses, names = [], keys } = involved?.get(oid) ?? noOthers
  return { addresses, names, keys: signature?.key == null ? keys : [...keys, signature.key] }
}

const noOthers: Involved = { addresses: [], keys: [] }

/** As many misplaced lines as one commit is charged with. */
const maxLoose = 10

const integrityOf = (
  judge: Judge,
  { commit, loose, lookAlikes, unread, signature }: ReadCommit,
  { raw, unseen }: { readonly raw: RawObject; readonly unseen: 'too large' | 'missing' | null },
): LedgerFinding[] => {
  const findings: LedgerFinding[] = []
  if (!raw.intact) findings.push({ code: 'hash-mismatch', severity: 'error' })
  if (judge.boundary.has(raw.oid)) findings.push({ code: 'shallow', severity: 'error' })
  for (const { code, args } of commit.faults)
    findings.push({ code, severity: 'warn', ...(Object.keys(args).length === 0 ? {} : { args: { ...args } }) })
  // Set in, they are the messages of commits that git put into one: what of them is lost, squash-kept-records says.
  for (const { key, line } of loose.filter(({ setIn }) => !setIn).slice(0, maxLoose))
    findings.push({ code: 'trailer-outside-block', severity: 'warn', args: { key, line } })
  for (const { key, line } of lookAlikes)
    findings.push({ code: 'look-alike-key', severity: 'warn', args: { key, line } })
  if (signature?.status === 'bad') findings.push({ code: 'signature-bad', severity: 'error' })
  if (signature?.status === 'untrusted' || signature?.status === 'expired')
    findings.push({ code: 'signature-untrusted', severity: 'warn', args: { key: signature.key ?? '' } })
  for (const { code, args } of unread) findings.push({ code, severity: 'warn', args: { ...args } })
  if (unseen === 'too large') findings.push({ code: 'change-too-large', severity: 'error' })
  if (unseen === 'missing')
    findings.push({ code: 'missing-object', severity: 'error', args: { what: 'what the change is made of' } })
  for (const { code, args } of judge.charged.get(raw.oid) ?? []) {
    const severity = judge.policy.squashed[code]
    if (severity !== 'off') findings.push({ code, severity, args: { ...args } })
  }
  return findings
}
