import type { Header, LedgerFinding } from '../../core/ledger/schema.js'
import type { RuleId } from '../../core/policy/rules/index.js'
import type { SquashFinding } from '../../core/record/squash.js'
import type { Involved } from '../../core/review/independent.js'
import { type Listed, listNotes, type NotesAt, notesRefs } from '../../git/notes.js'
import { excludedFrom, type RangeQuery, type ResolvedRange, resolveRange } from '../../git/range.js'
import { type UntrustedRepository, untrusted } from '../../git/read-only.js'
import { repositoryFlags } from '../../git/repository-flags.js'
import { reviewsRef } from '../../git/review-notes.js'
import { gitVersion } from '../../git/version.js'
import { type Listing, listCommits } from '../../git/walk.js'
import { adoptionCommit, adoptionElsewhere, beforeAdoption, isAdoptedElsewhere } from './adoption.js'
import type { NamedApprovals } from './approvals.js'
import type { Judge } from './judge-batch.js'
import { headerOf } from './ledger-header.js'
import { builtIn, type Policy, policyFor, readyPolicy } from './policy-for.js'
import { continuity, type Previous, refuseOlderPolicy, refuseSeveralEnds, severalEnds } from './previous-ledger.js'
import { openReviews, type ReviewReader } from './reviews.js'
import type { NamedTrust } from './trust.js'

export type VerifyOptions = RangeQuery & {
  readonly repository: string
  /** What was opened and resolved before, as a server's gate does: objects of a push that is not taken yet, and refs as they stand before it. */
  readonly opened?: { readonly repository: UntrustedRepository; readonly range: ResolvedRange } & Around
  readonly policyFile: string | null
  /** What `policyFile` says, where who asks has read it: a pipe has its text once. */
  readonly policy?: Policy | null
  /** What is built in is the policy, for commands that ask no rule: a policy that is wrong must not stop them. */
  readonly builtIn?: boolean
  readonly toolVersion: string
  /** Findings made elsewhere, by the commit they are charged to. */
  readonly charged?: ReadonlyMap<string, readonly SquashFinding[]>
  /** Who made what was squashed into a commit, and so cannot review it. */
  readonly involved?: ReadonlyMap<string, Involved>
  readonly pullRequest?: NonNullable<Header['pullRequest']>
  /** Notes of other tools to read; those the repository has where it is left out. */
  readonly notes?: readonly NotesAt[]
  /** Whose signatures count. */
  readonly trust?: NamedTrust | null
  /** The branch that the commits are on or meant for; found in the range's words where it is left out. */
  readonly branch?: string | null
  /** When waivers must hold, in seconds since the epoch; the date of the range's last commit, of several ends the latest, where it is left out. */
  readonly asOf?: number | null
  /** Rules that are left to somebody else. */
  readonly without?: readonly RuleId[]
  /** A forge's approvals, given as a file. */
  readonly approvals?: NamedApprovals | null
  /** The review notes as they stood at some time, null for none; as they stand now where it is left out. */
  readonly reviewNotes?: string | null
  /** The commit that the policy's adoption stood for when a ledger was made. */
  readonly adopted?: string | null
  /** For gates: an adoption tag counts only where it stands in the history of the range's base. */
  readonly adoptedInBase?: boolean
  /** The ledger of the release before. */
  readonly previous?: Previous
}

/** What is the same for many ranges of one repository, found out once; for one range `openRange` finds it out. */
export type Around = {
  readonly policy?: Policy
  readonly flags?: ReturnType<typeof repositoryFlags>
  readonly reviews?: ReviewReader
  readonly git?: string
  /** The commits of the range, where who asks knows them. */
  readonly listing?: Listing
}

/** All of that but the policy and the commits. */
export const lookAround = async (repository: UntrustedRepository, trust: NamedTrust | null): Promise<Around> => ({
  flags: repositoryFlags(repository),
  reviews: await openReviews(repository, { trust, approvals: null }),
  git: gitVersion(repository),
})

/** All that stands before the first commit of a range is judged. */
export type OpenRange = {
  readonly header: Header
  readonly listing: Listing
  readonly judge: Judge
  /** Findings on the range itself. */
  readonly findings: readonly LedgerFinding[]
  /** False where git could not read all the commits or notes there are. */
  readonly complete: boolean
}

/**
 * Finds out what a range is and what it is judged by: its commits, the policy in force, notes and reviews. Judges none. Throws
 * NOT_A_REPOSITORY, UNKNOWN_REVISION, CONFIG_INVALID, HISTORY_INCOMPLETE, TAG_MISSING.
 */
export const openRange = async (options: VerifyOptions): Promise<OpenRange> => {
  const repository = options.opened?.repository ?? untrusted(options.repository)
  const range = options.opened?.range ?? resolveRange(repository, options)
  if (options.previous !== undefined) refuseSeveralEnds(range)
  // Git walks while the rest is found out.
  const listed = Promise.resolve(options.opened?.listing ?? listCommits(repository, range))
  listed.catch(() => {})
  const inForce = await policyInForce(repository, range, options)
  const { flags, boundary } = options.opened?.flags ?? repositoryFlags(repository)
  const beside = await openNotes(repository, options)
  const listing = await listed
  const found = { repository, range, inForce, beside, listing }
  return {
    judge: judgeFor(found, boundary, options),
    header: headerFor(found, [...flags, ...flagsOf(found, options)], options),
    listing,
    findings: findingsOn(found, options),
    complete: listing.complete && beside.noted.complete && beside.reviews.complete,
  }
}

/** What was found out of a range. */
type Found = {
  readonly repository: UntrustedRepository
  readonly range: ResolvedRange
  readonly inForce: Awaited<ReturnType<typeof policyInForce>>
  readonly beside: Awaited<ReturnType<typeof openNotes>>
  readonly listing: Listing
}

/** The policy, made ready for the range, and since which commit it holds; `elsewhere` where that commit counts for nothing. */
const policyInForce = async (repository: UntrustedRepository, range: ResolvedRange, options: VerifyOptions) => {
  const { branch = null, asOf = null, words, without = [], previous } = options
  const policy =
    options.policy ??
    options.opened?.policy ??
    (options.builtIn === true ? builtIn() : await policyFor(repository, range, options.policyFile))
  if (previous !== undefined) refuseOlderPolicy(previous, policy)
  const ready = readyPolicy(repository, policy, range, { branch, asOf, words, without })
  const adopted = adoptionCommit(repository, policy.config, { stood: options.adopted ?? null })
  const elsewhere = options.adoptedInBase === true && isAdoptedElsewhere(repository, policy.config, adopted, range.from)
  return { policy, ready, adopted, elsewhere }
}

/** What stands beside the commits: other tools' notes, and what people said in reviews. */
const openNotes = async (repository: UntrustedRepository, options: VerifyOptions) => {
  const refs = options.notes ?? notesRefs(repository)
  const { trust = null, approvals = null, reviewNotes: tip } = options
  const [noted, reviews] = await Promise.all([
    listNotes(repository, refs),
    options.opened?.reviews ?? openReviews(repository, { trust, approvals, ...(tip === undefined ? {} : { tip }) }),
  ])
  return { refs, noted, reviews }
}

const judgeFor = (
  { repository, inForce, beside, listing }: Found,
  boundary: Judge['boundary'],
  options: VerifyOptions,
): Judge => {
  const { policy, ready, adopted, elsewhere } = inForce
  const { charged = new Map(), involved = new Map(), trust = null } = options
  return {
    repository,
    policy: ready,
    boundary,
    preAdoption: beforeAdoption(repository, listing, policy.config, elsewhere ? null : adopted),
    charged,
    involved,
    notes: beside.noted.places,
    reviews: beside.reviews,
    trust,
  }
}

/** Flags that come of how the range was asked for; those of the repository stand before them. */
const flagsOf = ({ range, inForce }: Found, { since, until, firstParent }: VerifyOptions): readonly string[] => [
  // A committer's date is the committer's word: a period by dates can be stepped out of.
  ...(since === null && until === null ? [] : ['period-by-committer-date']),
  ...(firstParent ? ['first-parent'] : []),
  ...((range.otherFrom ?? []).length === 0 ? [] : ['several-bases']),
  ...((range.otherTo ?? []).length === 0 ? [] : [severalEnds]),
  ...(inForce.elsewhere ? [adoptionElsewhere] : []),
]

const headerFor = (found: Found, flags: readonly string[], options: VerifyOptions): Header => {
  const { repository, range, inForce, beside, listing } = found
  return headerOf({
    range,
    policy: inForce.policy,
    adopted: inForce.adopted,
    flags,
    expected: listing.count,
    excluded: excludedFrom(repository, range, listing.count),
    toolVersion: options.toolVersion,
    git: options.opened?.git ?? gitVersion(repository),
    notes: beside.refs,
    reviews: beside.reviews.tip,
    approvals: options.approvals ?? null,
    pullRequest: options.pullRequest ?? null,
    previous: options.previous ?? null,
    trust: options.trust ?? null,
    branch: inForce.ready.branch,
    asOf: options.asOf ?? null,
  })
}

const findingsOn = ({ repository, range, beside }: Found, { previous }: VerifyOptions): readonly LedgerFinding[] => [
  ...(previous === undefined ? [] : continuity(repository, previous, range)),
  ...notesTooLarge(beside.noted, beside.reviews),
]

/** Who may write notes may as well delete them: that nobody can read them leaves the history whole. */
const notesTooLarge = (noted: Listed, reviews: ReviewReader): readonly LedgerFinding[] => [
  ...noted.tooLarge.map((ref): LedgerFinding => ({ code: 'note-unreadable', severity: 'warn', args: { ref } })),
  ...(reviews.tooLarge
    ? [{ code: 'review-note-unreadable', severity: 'warn' as const, args: { ref: reviewsRef } }]
    : []),
]
