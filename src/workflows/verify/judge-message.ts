import { readFileSync } from 'node:fs'
import { type Commit, parseCommit } from '../../core/commit/commit.js'
import type { Flow } from '../../core/commit/flow.js'
import type { Environment } from '../../core/environment.js'
import { classify } from '../../core/ledger/classify.js'
import { readEvidence, withOwnRecord } from '../../core/ledger/evidence.js'
import type { LedgerFinding } from '../../core/ledger/schema.js'
import { isBot } from '../../core/marks/read-marks.js'
import { type CommitPolicy, evaluate } from '../../core/policy/evaluate.js'
import type { CommitFacts } from '../../core/policy/rule.js'
import { bindingOf } from '../../core/record/binding.js'
import { type ComingCommit, comingCommit, stagedChanges } from '../../git/coming-commit.js'
import { emptyTrees } from '../../git/empty-tree.js'
import { commentCharacter, isEdited } from '../../git/message.js'
import { untrusted } from '../../git/read-only.js'
import { stagedPatchId } from '../../git/staged-patch-id.js'
import type { Location } from '../../store/location.js'
import { policyFor, readyPolicy } from './policy-for.js'

export type JudgeMessageInput = {
  readonly location: Location
  readonly messageFile: string
  readonly flow: Flow
  readonly env: Environment
  /** Seconds since the epoch. */
  readonly now: number
}

/** What the policy finds on a commit that is about to be made, and where that policy stands; null where git will abort anyway. */
export type MessageJudgement = { readonly findings: readonly LedgerFinding[]; readonly policy: string }

/** Flows in which an editor was open, so that git takes comments out; in others `-e` opens one. */
const edited: ReadonlySet<Flow> = new Set(['editor', 'template', 'merge', 'squash', 'commit', 'amend'])

/**
 * Judges a commit before it is made, by the policy of the commit it is made upon: a commit cannot weaken the policy for
 * itself. Rules that somebody else's later word or a signature meets are left for the gates behind. Throws CONFIG_INVALID, GIT_FAILED.
 */
export const judgeMessage = async (input: JudgeMessageInput): Promise<MessageJudgement | null> => {
  const { location, messageFile, flow, env, now } = input
  const { top, gitDir } = location
  const isOpened = edited.has(flow) || isEdited(env)
  const comment = isOpened ? commentCharacter(top, readFileSync(messageFile, 'latin1'), true) : null
  const coming = comingCommit({ top, gitDir, messageFile, amend: flow === 'amend', comment })
  const commit = parseCommit('0'.repeat(coming.hashLength), coming.bytes)
  if (commit.message.trim() === '' || coming.base === null) return null
  const repository = untrusted(top)
  const range = { query: 'HEAD', from: coming.base, to: coming.base, revisions: [], options: [] }
  const policy = await policyFor(repository, range, null)
  const ready = readyPolicy(repository, policy, range, {
    branch: null,
    asOf: now,
    words: ['HEAD'],
    without: laterRules,
  })
  if (ready.active.length === 0) return { findings: [], policy: policy.source }
  const { reading, change, marks, loose } = evidenceOf(top, coming, commit)
  const facts: CommitFacts = {
    commit,
    reading,
    marks,
    loose,
    ...classify(reading, marks),
    binding: bindingOf(reading.record?.change ?? null, change),
    bot: isBot(commit.author),
    preAdoption: false,
    signature: null,
    reviews: [],
    registry: ready.registry,
    changes: wantsChanges(ready) ? changesOf(top, coming) : [],
  }
  return { findings: evaluate(facts, ready), policy: policy.source }
}

/** What a reviewer, a tester or a signature adds, which a commit cannot have yet. */
const laterRules = ['review-required', 'tests-independent', 'signature-required'] as const

const wantsChanges = ({ needs, needsOfAll, ownMerges }: CommitPolicy): boolean =>
  needs.has('changes') || needsOfAll.has('changes') || ownMerges

const changesOf = (top: string, { parents, hashLength }: ComingCommit) =>
  stagedChanges(top, parents, emptyTrees[hashLength])

/** What the message says, and the change that is staged, which is asked for where the message names one. */
const evidenceOf = (top: string, { base, hashLength }: ComingCommit, commit: Commit) => {
  const evidence = readEvidence(commit)
  const isNamed = (evidence.reading.record ?? evidence.inBody?.record)?.change != null
  const change = isNamed ? stagedPatchId(top, base, hashLength) : undefined
  return { ...withOwnRecord(evidence, change), change }
}
