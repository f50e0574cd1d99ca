import { createChain, unchained } from '../../core/ledger/chain.js'
import type { Footer, Header, LedgerFinding } from '../../core/ledger/schema.js'
import { addSummary, countFinding, emptySummary, type Summary } from '../../core/ledger/summary.js'
import type { RuleId } from '../../core/policy/rules/index.js'
import type { Involved } from '../../core/review/independent.js'
import { type Listed, listNotes, type NotesAt, notesRefs } from '../../git/notes.js'
import { excludedFrom, type RangeQuery, type ResolvedRange, resolveRange } from '../../git/range.js'
import { type UntrustedRepository, untrusted } from '../../git/read-only.js'
import { repositoryFlags } from '../../git/repository-flags.js'
import { reviewsRef } from '../../git/review-notes.js'
import { gitVersion, listCommits } from '../../git/walk.js'
import { adoptionCommit, adoptionElsewhere, beforeAdoption, isAdoptedElsewhere } from './adoption.js'
import type { NamedApprovals } from './approvals.js'
import { judgeRange } from './judge-range.js'
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
  /** What is built in is the policy, for commands that ask no rule: a policy that is wrong must not stop them. */
  readonly builtIn?: boolean
  readonly toolVersion: string
  /** Findings made elsewhere, by the commit they are charged to. */
  readonly charged?: ReadonlyMap<string, readonly LedgerFinding[]>
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

/** What is the same for many ranges of one repository, found out once; for one range `verifyRange` finds it out. */
export type Around = {
  readonly policy?: Policy
  readonly flags?: ReturnType<typeof repositoryFlags>
  readonly reviews?: ReviewReader
  readonly git?: string
}

/** All of that but the policy. */
export const lookAround = async (repository: UntrustedRepository, trust: NamedTrust | null): Promise<Around> => ({
  flags: repositoryFlags(repository),
  reviews: await openReviews(repository, { trust, approvals: null }),
  git: gitVersion(repository),
})

/** What a range came to, when every line is out. */
export type Outcome = {
  readonly exitCode: 0 | 1 | 3 | 4
  readonly header: Header
  readonly footer: Footer
  readonly summary: Summary
}

/**
 * Walks a range and yields its ledger, whole lines at a time: header, an entry for every commit of the population, oldest
 * first, footer. Returns the outcome. Runs nothing from the repository; holds a few batches of commits at a time.
 * Throws NOT_A_REPOSITORY, UNKNOWN_REVISION, CONFIG_INVALID, HISTORY_INCOMPLETE, TAG_MISSING.
 */
export async function* verifyRange(options: VerifyOptions): AsyncGenerator<Buffer, Outcome> {
  const repository = options.opened?.repository ?? untrusted(options.repository)
  const range = options.opened?.range ?? resolveRange(repository, options)
  if (options.previous !== undefined) refuseSeveralEnds(range)
  // Git walks while the rest is found out.
  const listed = listCommits(repository, range)
  listed.catch(() => {})
  const opened: Around = options.opened ?? {}
  const policy =
    opened.policy ?? (options.builtIn === true ? builtIn() : await policyFor(repository, range, options.policyFile))
  if (options.previous !== undefined) refuseOlderPolicy(options.previous, policy)
  const { branch = null, asOf = null } = options
  const ready = readyPolicy(repository, policy, range, {
    ...{ branch, asOf, words: options.words },
    without: options.without ?? [],
  })
  const adopted = adoptionCommit(repository, policy.config, { stood: options.adopted ?? null })
  const elsewhere = options.adoptedInBase === true && isAdoptedElsewhere(repository, policy.config, adopted, range.from)
  const { flags: found, boundary } = opened.flags ?? repositoryFlags(repository)
  // A committer's date is the committer's word: a period by dates can be stepped out of.
  const flags = [
    ...found,
    ...(options.since === null && options.until === null ? [] : ['period-by-committer-date']),
    ...(options.firstParent ? ['first-parent'] : []),
    ...((range.otherFrom ?? []).length === 0 ? [] : ['several-bases']),
    ...((range.otherTo ?? []).length === 0 ? [] : [severalEnds]),
    ...(elsewhere ? [adoptionElsewhere] : []),
  ]
  const notes = options.notes ?? notesRefs(repository)
  const { trust = null, approvals = null, reviewNotes: tip } = options
  const [noted, reviews] = await Promise.all([
    listNotes(repository, notes),
    opened.reviews ?? openReviews(repository, { trust, approvals, ...(tip === undefined ? {} : { tip }) }),
  ])
  const listing = await listed
  const preAdoption = beforeAdoption(repository, listing, policy.config, elsewhere ? null : adopted)
  const chain = createChain()
  const header = headerOf({
    ...{
      range,
      policy,
      adopted,
      flags,
      expected: listing.count,
      excluded: excludedFrom(repository, range, listing.count),
      toolVersion: options.toolVersion,
      git: opened.git ?? gitVersion(repository),
    },
    notes,
    reviews: reviews.tip,
    approvals,
    pullRequest: options.pullRequest ?? null,
    previous: options.previous ?? null,
    trust,
    branch: ready.branch,
    asOf,
  })
  yield chain.add(header)
  const summary = emptySummary()
  const ofRange = [
    ...(options.previous === undefined ? [] : continuity(repository, options.previous, range)),
    ...notesTooLarge(noted, reviews),
  ]
  for (const finding of ofRange) countFinding(summary, finding)
  const { charged = new Map(), involved = new Map() } = options
  const judge = {
    repository,
    policy: ready,
    boundary,
    preAdoption,
    charged,
    involved,
    notes: noted.places,
    reviews,
    trust,
  }
  for await (const block of judgeRange(judge, listing)) {
    addSummary(summary, block.summary)
    yield chain.seal(block.lines)
  }
  const { exitCode, verdict } = verdictOf(
    summary,
    listing.complete && noted.complete && reviews.complete,
    listing.count,
  )
  const footer: Footer = {
    type: 'footer',
    counts: summary.counts,
    findings: summary.findings,
    ...(ofRange.length === 0 ? {} : { rangeFindings: [...ofRange] }),
    verdict,
    prev: unchained,
  }
  yield chain.add(footer)
  return { exitCode, header, footer, summary }
}

/** Who may write notes may as well delete them: that nobody can read them leaves the history whole. */
const notesTooLarge = (noted: Listed, reviews: ReviewReader): readonly LedgerFinding[] => [
  ...noted.tooLarge.map((ref): LedgerFinding => ({ code: 'note-unreadable', severity: 'warn', args: { ref } })),
  ...(reviews.tooLarge
    ? [{ code: 'review-note-unreadable', severity: 'warn' as const, args: { ref: reviewsRef } }]
    : []),
]

const verdictOf = (
  { weights, counts }: Summary,
  complete: boolean,
  expected: number,
): Pick<Outcome, 'exitCode'> & Pick<Footer, 'verdict'> => {
  if (weights.integrity > 0) return { exitCode: 3, verdict: 'fail' }
  if (weights.incomplete > 0 || !complete || counts.total !== expected) return { exitCode: 4, verdict: 'incomplete' }
  return weights.error > 0 ? { exitCode: 1, verdict: 'fail' } : { exitCode: 0, verdict: 'pass' }
}
