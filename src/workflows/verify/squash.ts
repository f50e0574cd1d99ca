import { ProvenanceError } from '../../core/errors.js'
import type { Entry, Header } from '../../core/ledger/schema.js'
import { linesGone } from '../../core/record/lines-gone.js'
import { lostInSquash, untoldInSquash } from '../../core/record/squash.js'
import { involvedIn } from '../../core/review/independent.js'
import { linesAddedOn } from '../../git/added-lines.js'
import { incomplete } from '../../git/incomplete.js'
import { commitOf } from '../../git/range.js'
import { type UntrustedRepository, untrusted } from '../../git/read-only.js'
import { untoldIn, worksOf } from './branch-works.js'
import { judgeCommits } from './judge-commits.js'
import type { VerifyOptions } from './open-range.js'
import { type Outcome, verifyRange, walkRange } from './verify-range.js'

export const collect = async (
  options: VerifyOptions,
): Promise<{ readonly entries: readonly Entry[]; readonly outcome: Outcome }> => {
  const entries: Entry[] = []
  const outcome = await walkRange(options, (entry) => entries.push(entry))
  return { entries, outcome }
}

/**
 * Verifies a squashed commit against the pull request it was made from: the ledger of the one commit that landed, with a
 * `squash-lost-records` finding for whatever the squash lost, and `squash-untold` for commits of which nothing was known; who made the branch is no independent reviewer of it. `words` name
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
  const lost = lostInSquash(branch.entries, entry, goneIn(repository, branch.entries, entry))
  const untold = untoldInSquash(await untoldIn(repository, branch.entries), entry)
  const charged = new Map([[oid, [...lost, ...untold]]])
  const keys = branch.entries.flatMap(({ signature }) => signature?.key ?? [])
  const involved = new Map([[oid, involvedIn(await worksOf(repository, branch.entries), keys)]])
  const words = [oid, ...entry.parents.map((parent) => `^${parent}`)]
  const plain = { since: null, until: null, firstParent: false, base: entry.parents[0] ?? null }
  return yield* verifyRange({ ...options, ...plain, words, charged, involved, pullRequest })
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

const empty = ({ query, from, to }: Header['range'], squashed: string): ProvenanceError =>
  new ProvenanceError(
    'USAGE',
    `${JSON.stringify(query)}: expected the commits that ${squashed} was squashed from, got none`,
    { hint: `git log --oneline --left-right ${from === null ? '' : `${from.slice(0, 12)}...`}${to.slice(0, 12)}` },
  )

/** Without all of them, what the squash lost or must keep cannot be known. */
export const part = (repository: UntrustedRepository, query: string, what: string): ProvenanceError =>
  incomplete(repository, `${query}: expected every ${what}, got only a part`)
