import { ProvenanceError } from '../../core/errors.js'
import { matchesBranch } from '../../core/glob/match.js'
import type { Entry } from '../../core/ledger/schema.js'
import type { RuleId } from '../../core/policy/rules/index.js'
import {
  type Answer,
  heads,
  nothingTold,
  type Question,
  questionsOf,
  type RefUpdate,
  servedAs,
  tell,
} from '../../core/push.js'
import { nonEmptyLines } from '../../core/split.js'
import { isAncestor } from '../../git/ancestry.js'
import type { ResolvedRange } from '../../git/range.js'
import { ask, type UntrustedRepository } from '../../git/read-only.js'
import type { Listing } from '../../git/walk.js'
import { adoptionCommit } from './adoption.js'
import { defaultHolds, heldBy, vouchedFor } from './held-already.js'
import { type Asked, type Judged, judgeTogether } from './judge-together.js'
import { lookAround, type VerifyOptions } from './open-range.js'
import { type PushPolicies, pushPolicies } from './push-policies.js'
import type { NamedTrust } from './trust.js'
import { walkRange } from './verify-range.js'

export type PushOptions = {
  readonly repository: UntrustedRepository
  readonly updates: readonly RefUpdate[]
  /** The administrator's policy; null for the one in the repository, as it stood before the push. */
  readonly policyFile: string | null
  /** Whose signatures count; null where the administrator named nobody. */
  readonly trust: NamedTrust | null
  /** Seconds since the epoch: waivers must hold now. */
  readonly now: number
  readonly toolVersion: string
  /** Where the default branch stands; the repository's own HEAD where it is left out. */
  readonly defaultTip?: string | null
  /** By which of its remotes the clone that pushes knows the target, where the push is judged there. */
  readonly remotes?: readonly string[]
  /** Rules that are left to somebody else. */
  readonly without?: readonly RuleId[]
}

/**
 * Judges what a push brings, each commit once for each policy and lower bound. Reads the repository as it stood before the
 * push, and the objects of the push; changes nothing. Throws what verifyRange throws, and PUSHED_CONFIG_INVALID for a policy
 * that the push brings and nobody could be judged by.
 */
export const judgePush = async (options: PushOptions): Promise<readonly Answer[]> => {
  const { repository, policyFile, defaultTip = defaultTipOf(repository) } = options
  const aliases = options.remotes === undefined ? aliasesOf(repository, options.updates) : new Map<string, string>()
  const served = options.updates.map((update) => servedAs(update, aliases))
  const commits = [defaultTip, ...served.flatMap(({ from, to }) => [from, to])].filter((oid) => oid !== null)
  const policies = await pushPolicies(repository, commits, policyFile)
  const updates = await guarded(served, async ({ from }) => (await policies.at(from ?? defaultTip)).config.protected)
  const usual = await policies.at(defaultTip)
  const held = heldBy(options, usual.config)
  const vouched = policyFile === null ? new Set<string>() : vouchedFor(options, usual.config, updates)
  const questions = questionsOf(updates, { defaultTip, aliases, vouched, ...(held === null ? {} : { held }) })
  const asked: Asked[] = []
  const around = questions.length === 0 ? null : await lookAround(repository, options.trust)
  for (const question of questions)
    asked.push({ question, usual: usual.source, opened: { ...around, policy: await policies.at(question.base) } })
  const told = (entry: Entry) => (options.trust === null ? withoutUnchecked(entry) : entry)
  const judged = await judgeTogether(repository, asked, {
    walkOf: (one, listing) => walkOf(options, one, listing),
    told,
  })
  const answers: Answer[] = []
  for (const one of asked)
    answers.push(answerOf({ ...options, defaultTip }, one, judged.get(one) ?? (await judgeAlone(options, one, told))))
  if (policyFile === null && answers.every(({ verdict }) => verdict === 'pass'))
    for (const question of questions) await refuseBrokenPolicy(repository, question, policies)
  return answers
}

/** The updates that are judged: not those of branches that the policy, as it stands before the push, does not have guarded. */
const guarded = async (
  updates: readonly RefUpdate[],
  globsOf: (update: RefUpdate) => Promise<readonly string[] | undefined>,
): Promise<readonly RefUpdate[]> => {
  const judged: RefUpdate[] = []
  for (const update of updates) {
    const globs = update.ref.startsWith(heads) ? await globsOf(update) : undefined
    if (globs === undefined || matchesBranch(globs, update.ref.slice(heads.length))) judged.push(update)
  }
  return judged
}

/** Where the default branch stands; null in a repository without it. Throws GIT_FAILED. */
const defaultTipOf = (repository: UntrustedRepository): string | null => {
  const { status, stdout, stderr } = ask(repository, ['rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD'])
  // 1 is git's word for a name that leads nowhere yet; only that may pass for "no policy".
  if (status > 1) throw new ProvenanceError('GIT_FAILED', `HEAD: expected a branch, got ${stderr.trim()}`)
  return status === 0 ? stdout.trim() : null
}

/** Names for which git is asked one by one; for more, all refs are listed. */
const maxNames = 500

/** Those refs of a push that are symbolic, with what they stand for: git moves that one, and tells a hook the other. Throws GIT_FAILED. */
const aliasesOf = (repository: UntrustedRepository, updates: readonly RefUpdate[]): ReadonlyMap<string, string> => {
  const names = updates.length > maxNames ? ['refs/'] : updates.map(({ ref }) => ref)
  const format = '--format=%(if)%(symref)%(then)%(refname) %(symref)%(end)'
  const { status, stdout } = ask(repository, ['for-each-ref', format, '--', ...names])
  if (status !== 0) throw new ProvenanceError('GIT_FAILED', 'refs: expected a list that git can read')
  return new Map(nonEmptyLines(stdout).map((line) => line.split(' ') as [string, string]))
}

const judgeAlone = async (options: PushOptions, asked: Asked, told: (entry: Entry) => Entry): Promise<Judged> => {
  const findings = nothingTold()
  const { footer } = await walkRange(walkOf(options, asked), (entry) => tell(findings, told(entry)))
  return { findings, verdict: footer.verdict, forward: null }
}

const answerOf = (options: PushOptions, { question, usual, opened }: Asked, judged: Judged): Answer => {
  const { repository, defaultTip = null } = options
  const { verdict, findings, forward } = judged
  const charged = findings.error.shown.map(({ oid }) => oid)
  return {
    refs: question.refs,
    tips: question.include,
    verdict,
    policy: opened.policy.source,
    findings,
    forced: question.from !== null && verdict !== 'pass' && !(forward ?? isFastForward(repository, question)),
    merged: defaultHolds(options, { tip: defaultTip, source: usual }, question.from, charged),
  }
}

const walkOf = (options: PushOptions, { question, opened }: Asked, listing?: Listing): VerifyOptions => {
  const { repository, policyFile, toolVersion, trust, now, without = [] } = options
  return {
    opened: { repository, range: rangeOf(question), ...opened, ...(listing === undefined ? {} : { listing }) },
    repository: repository.gitDir,
    policyFile,
    toolVersion,
    trust,
    without,
    branch: question.branch,
    asOf: now,
    adoptedInBase: true,
    words: [],
    since: null,
    until: null,
    firstParent: false,
    // Notes come by pushes of their own, before or after: what a commit is must not depend on it.
    notes: [],
  }
}

/** Where nobody named signers, that a review was not checked is nothing that the person who pushes could mend. */
const withoutUnchecked = (entry: Entry): Entry => ({
  ...entry,
  findings: entry.findings.filter(({ code }) => code !== 'review-not-checked'),
})

const rangeOf = ({ refs, base, include, exclude }: Question): ResolvedRange => ({
  query: refs.join(' '),
  from: base,
  to: include[0] ?? '',
  revisions: [...include, ...exclude],
  options: [],
})

const isFastForward = (repository: UntrustedRepository, { from, include }: Question): boolean =>
  isAncestor(repository, from ?? '', include[0] ?? '') === true

/**
 * A branch whose own tip holds a policy that cannot be read takes no push any more: the one that would bring it about is refused.
 * Throws PUSHED_CONFIG_INVALID: who pushes can mend it, and the repository's own policy is well.
 */
const refuseBrokenPolicy = async (
  repository: UntrustedRepository,
  question: Question,
  { at, filesOf }: PushPolicies,
): Promise<void> => {
  const tips = question.refs.some((ref) => ref.startsWith('refs/heads/')) ? question.include : []
  for (const tip of tips) {
    const [files, before] = [filesOf(tip), filesOf(question.base)]
    if (files === undefined || before === undefined)
      throw new ProvenanceError('GIT_FAILED', `${tip}: expected a tree that git can read`)
    try {
      const { config, files: read } = await at(tip)
      // What it extends can be another file where its own is the same.
      if (files !== before || read.length > 1) adoptionCommit(repository, config, { where: `${tip}: ` })
    } catch (cause) {
      throw cause instanceof ProvenanceError && cause.code === 'CONFIG_INVALID' ? asPushed(cause) : cause
    }
  }
}

const asPushed = (cause: ProvenanceError): ProvenanceError =>
  new ProvenanceError('PUSHED_CONFIG_INVALID', cause.message, { cause, hint: cause.hint })
