import type { Config } from '../../config/schema.js'
import { type Header, ledgerSchema } from '../../core/ledger/schema.js'
import { shellWord } from '../../core/shell-word.js'
import type { NotesAt } from '../../git/notes.js'
import type { Excluded, ResolvedRange } from '../../git/range.js'
import { reviewsRef } from '../../git/review-notes.js'
import { adoptionOf } from './adoption.js'
import type { NamedApprovals } from './approvals.js'
import type { Policy } from './policy-for.js'
import { afterOf, type Previous } from './previous-ledger.js'
import type { NamedTrust } from './trust.js'

export type HeaderInput = {
  readonly range: ResolvedRange
  readonly policy: Policy
  /** The commit that the policy's adoption stands for, null where it names none. */
  readonly adopted: string | null
  readonly flags: readonly string[]
  readonly expected: number
  readonly excluded: Excluded
  readonly toolVersion: string
  /** The version of git. */
  readonly git: string
  readonly pullRequest: Header['pullRequest'] | null
  readonly notes: readonly NotesAt[]
  /** The review notes that were read, null where there are none. */
  readonly reviews: string | null
  readonly approvals: NamedApprovals | null
  readonly previous: Previous | null
  readonly trust: NamedTrust | null
  readonly branch: string | null
  readonly asOf: number | null
}

/** What older programs wrote for `plainGit`. */
const plainGitBefore =
  'GIT_NO_REPLACE_OBJECTS=1 GIT_GRAFT_FILE=/dev/null git -c core.commitGraph=false -c log.showSignature=false'

/**
 * What git is told before any command that recomputes, so that replace refs, grafts and commit-graphs change nothing. An empty
 * grafts file is one that git warns of, as if the repository had grafts (git-config(1), advice.graftFileDeprecated).
 */
const plainGit = `${plainGitBefore} -c advice.graftFileDeprecated=false`

/** A header of now with its commands as the program of another ledger wrote them. */
export const withCommandsOf = (saved: Header, now: Header): Header =>
  saved.population.command.startsWith(`${plainGit} `)
    ? now
    : (JSON.parse(JSON.stringify(now).replaceAll(plainGit, plainGitBefore)) as Header)

/**
 * Shell commands that do again, with git, sha256sum and jq alone, what the ledger stands on; `LEDGER` names its file. The first
 * two print the same digest of the population; the next prints nothing where the chain from line to line holds, the last nothing
 * where every commit has the bytes that its name stands for.
 */
const recomputing = (list: string): readonly string[] => [
  `${list} | sha256sum`,
  `${oids} | sha256sum`,
  `prev=; while IFS= read -r line; do [ -z "$prev" ] || [ "$(printf '%s' "$line" | jq -r .prev)" = "$prev" ] || echo "broken at $line"; prev=$(printf '%s' "$line" | sha256sum | cut -d ' ' -f 1); done <"$LEDGER"`,
  `${oids} | while read -r oid; do [ "$(${plainGit} cat-file commit "$oid" | git hash-object --literally -t commit --stdin)" = "$oid" ] || echo "$oid has other bytes"; done`,
]

const oids = `jq -r 'select(.type=="commit").oid' "$LEDGER"`

/** A ledger's first line, with the plain commands by which anyone rebuilds its population and chain. */
export const headerOf = (input: HeaderInput): Header => {
  const { range, policy, adopted } = input
  const adoption = adoptionOf(policy.config)
  return {
    type: 'header',
    schema: ledgerSchema,
    range: { query: range.query, from: range.from, to: range.to, revisions: [...range.revisions] },
    population: populationOf(input),
    ...givenFrom(input),
    ...notesNamed(input),
    flags: [...input.flags],
    policy: policyNamed(policy, input),
    adoption: adoption?.revision ?? null,
    ...(adopted === null ? {} : { adoptionCommit: adopted }),
    ...(adoption?.isBefore === true ? { adoptionAfter: true } : {}),
    git: input.git,
    tool: `commit-provenance/${input.toolVersion}`,
  }
}

const populationOf = ({ range, expected, excluded }: HeaderInput): Header['population'] => {
  const quoted = [...range.options, ...range.revisions].map(shellWord)
  const command = `${plainGit} rev-list --topo-order --reverse ${quoted.join(' ')} --`
  return {
    command,
    count: expected,
    ...(Object.keys(excluded).length === 0 ? {} : { excluded }),
    recompute: [...recomputing(command)],
  }
}

/** What came from outside of the repository, besides its policy. */
const givenFrom = ({ pullRequest, trust, previous }: HeaderInput): Pick<Header, 'pullRequest' | 'trust' | 'after'> => ({
  ...(pullRequest == null ? {} : { pullRequest }),
  ...(trust === null ? {} : { trust: { signers: trust.digest, at: trust.at } }),
  ...(previous === null ? {} : { after: afterOf(previous) }),
})

/** The notes that were read, those of reviews too, each as it stood. */
const notesNamed = ({ notes, reviews }: HeaderInput): Pick<Header, 'notes'> => {
  const read = [...notes, ...(reviews === null ? [] : [{ ref: reviewsRef, oid: reviews }])]
  return read.length === 0 ? {} : { notes: read.map(({ ref, oid }) => ({ ref, oid })) }
}

/** Where a policy's files lie in a commit, from its top; else in the folder of the one that was named, which only who has it knows. */
const recomputingFile = ({ source, commit }: Policy, path: string): { readonly recompute?: string } => {
  if (commit !== null) return { recompute: `${plainGit} cat-file blob ${shellWord(`${commit}:${path}`)} | sha256sum` }
  return source.startsWith('file ') ? { recompute: `sha256sum -- ${shellWord(path)}` } : {}
}

const filesNamed = (policy: Policy): Pick<Header['policy'], 'files'> => {
  const files = policy.files.map(({ path, digest }) => ({ path, digest, ...recomputingFile(policy, path) }))
  return files.length === 0 ? {} : { files }
}

/** A policy as a header names it. */
export const policyNamed = (
  policy: Policy,
  { branch, asOf, approvals }: Pick<HeaderInput, 'branch' | 'asOf' | 'approvals'>,
): Header['policy'] => {
  const { source, digest, config } = policy
  return {
    source,
    digest,
    ...filesNamed(policy),
    ...(config.policyVersion === undefined ? {} : { version: config.policyVersion }),
    ...(branch === null ? {} : { branch }),
    ...(asOf === null || config.waivers.length === 0 ? {} : { asOf }),
    ...(approvals === null ? {} : { approvals: approvals.digest }),
    ...(config.waivers.length === 0 ? {} : { waivers: config.waivers.map(waiverOf) }),
  }
}

const waiverOf = ({ commit, rules, reason, approver, expires }: Config['waivers'][number]) => ({
  commit,
  ...(rules === undefined ? {} : { rules: [...rules] }),
  reason: reason.toWellFormed(),
  approver: approver.toWellFormed(),
  expires,
})
