import { branchesOf, fetchCommand } from '../../core/ci/fetch.js'
import { type CiRun, type PullRequest, type Push, remoteRef } from '../../core/ci/run.js'
import { ProvenanceError } from '../../core/errors.js'
import { isAncestor } from '../../git/ancestry.js'
import { isRef, locate, remoteDefault } from '../../git/locate.js'
import { commitOf, tagBefore, tagBeforeTag } from '../../git/range.js'
import type { UntrustedRepository } from '../../git/read-only.js'
import { repositoryFlags } from '../../git/repository-flags.js'

/** Which commits are new. */
export type CiRange = {
  readonly words: readonly string[]
  /** The commit whose policy they are judged by, null for what is built in. */
  readonly base: string | null
  readonly head: string
}

/** What a range is found in; `ownPolicy` where the policy comes from a file, so that no commit need be believed for one. */
export type CiSearch = {
  readonly repository: UntrustedRepository
  readonly run: CiRun
  readonly ownPolicy: boolean
  /** How the CI's settings are changed for good. */
  readonly setting: string
}

/**
 * The new commits of a run. Of the commits taken away, `base` is the one whose policy holds (`policyFor`): never one that the
 * author of the new commits could choose, as the latest of them might be. Throws HISTORY_INCOMPLETE with the command that fetches what is missing.
 */
export const ciRange = (search: CiSearch): CiRange => {
  const { run } = search
  const head = here(search, run.head, 'the commit to judge')
  if (run.kind === 'pull-request') return range(baseOf(search, run, head), head)
  if (run.kind === 'push') return pushed(search, run, head)
  const ref = `refs/tags/${run.tag}`
  const tagged = locate(search.repository, ref)
  if (tagged === null) throw missing(search, `the tag ${run.tag}`, { tags: true })
  const [base = null] = tagBeforeTag(search.repository, tagged)
  return { words: [ref], base, head: tagged }
}

/** The branch that the new commits are on, or are to come to; null for a tag, and where nothing says. */
export const branchOf = (repository: UntrustedRepository, run: CiRun): string | null => {
  if (run.kind === 'tag') return null
  return run.kind === 'push' ? run.branch : (run.targetBranch ?? remoteDefault(repository))
}

/** A range as a person gave it, in git's own words. Throws UNKNOWN_REVISION, AMBIGUOUS_REVISION. */
export const givenRange = (repository: UntrustedRepository, base: string, head: string): CiRange =>
  range(commitOf(repository, ofRemote(repository, base)), commitOf(repository, ofRemote(repository, head)))

/** `origin/main` is the remote's branch: git would first look for a tag and a branch called so, which anyone can push. */
const ofRemote = (repository: UntrustedRepository, name: string): string => {
  const full = `refs/remotes/${name}`
  return name.startsWith('origin/') || isRef(repository, full) ? full : name
}

const range = (base: string, head: string, ...without: readonly string[]): CiRange => ({
  words: [`${base}..${head}`, ...without.map((oid) => `^${oid}`)],
  base,
  head,
})

const baseOf = (search: CiSearch, run: PullRequest, head: string): string => {
  const { repository, ownPolicy } = search
  const { targetCommits, targetOnce: once = null, forkPoint } = run
  const branch = run.targetBranch ?? remoteDefault(repository)
  const names = [
    ...targetCommits,
    ...(branch === null ? [] : [remoteRef(branch)]),
    ...(once === null ? [] : [once]),
    ...(ownPolicy && forkPoint !== null ? [forkPoint] : []),
  ]
  const base = firstOf(repository, names)
  if (base !== null) return once === null ? base : laterOf(repository, base, once, head)
  throw missing(search, branch === null ? 'the default branch' : `the target branch ${branch}`, {
    commits: once === null ? targetCommits : [...targetCommits, once],
    branches: branch === null ? [] : [branch],
    defaultBranch: branch === null,
  })
}

/**
 * Where the target stands, unless the clone's word for it is older than what the CI knew; nor once the head is in it, when a run is
 * done again after the merge, and nothing would be new.
 */
const laterOf = (repository: UntrustedRepository, base: string, once: string, head: string): string => {
  const holds = (oid: string) => isAncestor(repository, oid, base) === true
  return holds(once) && !holds(head) ? base : (locate(repository, once) ?? base)
}

/** On the default branch, what came since the commit before, which was there already; on another one, what the default branch has not. */
const pushed = (search: CiSearch, run: Push, head: string): CiRange => {
  const { repository, ownPolicy } = search
  const before = run.before === null ? null : locate(repository, run.before)
  const branch = run.defaultBranch ?? remoteDefault(repository)
  if (branch !== null && branch === run.branch) {
    if (run.before === null) return sinceLastTag(repository, head)
    if (before !== null) return range(before, head)
    throw missing(search, 'the commit the branch was at before', { commits: [run.before] })
  }
  const base = branch === null ? null : locate(repository, remoteRef(branch))
  if (base !== null) return range(base, head, ...(before === null ? [] : [before]))
  if (before !== null && ownPolicy) return range(before, head)
  throw missing(search, branch === null ? 'the default branch' : `the default branch ${branch}`, {
    branches: branch === null ? [] : [branch],
    defaultBranch: branch === null,
  })
}

const sinceLastTag = (repository: UntrustedRepository, head: string): CiRange => {
  const [base = null] = tagBefore(repository, head)
  return base === null ? { words: [head], base, head } : range(base, head)
}

const firstOf = (repository: UntrustedRepository, names: readonly string[]): string | null => {
  for (const name of names) {
    const found = locate(repository, name)
    if (found !== null) return found
  }
  return null
}

const here = (search: CiSearch, name: string, what: string): string => {
  const found = locate(search.repository, name)
  if (found === null) throw missing(search, what, { commits: [name] })
  return found
}

type Wanted = Partial<{
  readonly commits: readonly string[]
  readonly branches: readonly string[]
  readonly defaultBranch: boolean
  readonly tags: boolean
}>

const missing = (search: CiSearch, what: string, wanted: Wanted): ProvenanceError =>
  new ProvenanceError(
    'HISTORY_INCOMPLETE',
    `expected ${what} in this clone, got none; for every run: ${search.setting}`,
    { hint: fetchFor(search, wanted) },
  )

/** The command that fetches what is wanted, and in a clone that left parts out those of the commits to judge. */
export const fetchFor = ({ repository, run }: CiSearch, wanted: Wanted = {}): string => {
  const { flags } = repositoryFlags(repository)
  const [shallow, partial] = [flags.includes('shallow'), flags.includes('partial')]
  const head = locate(repository, run.head) ?? run.head
  const commits = [...(partial ? [head] : []), ...(wanted.commits ?? [])]
  return fetchCommand({
    shallow,
    partial,
    commits: [...new Set(commits)].filter((name) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(name)),
    branches: wanted.branches ?? branchesOf(run),
    defaultBranch: wanted.defaultBranch ?? false,
    // Without a commit before, the last tag says where the range begins, and by which policy it is judged.
    tags: wanted.tags ?? (run.kind === 'tag' || (run.kind === 'push' && run.before === null && !wanted.defaultBranch)),
  })
}
