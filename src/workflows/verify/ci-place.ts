import { readFileSync } from 'node:fs'
import { type ProviderName, providerHere, providers } from '../../core/ci/index.js'
import { branchName, type CiRun, variable } from '../../core/ci/run.js'
import type { Environment } from '../../core/environment.js'
import { ProvenanceError } from '../../core/errors.js'
import { untrusted } from '../../git/read-only.js'
import { repositoryFlags } from '../../git/repository-flags.js'
import { branchOf, type CiRange, type CiSearch, ciRange, fetchFor, givenRange } from './ci-range.js'
import { refuseFromHead } from './files-from-head.js'
import { type Policy, policyIn } from './policy-for.js'

/** Where a check runs, by the CI's variables and the options that outrank them. */
export type CiOptions = {
  readonly repository: string
  readonly provider: ProviderName | null
  readonly base: string | null
  readonly head: string | null
  /** Files named from outside, which must not be the head's own. */
  readonly policyFile: string | null
  readonly signersFile: string | null
  readonly approvalsFile: string | null
}

/** A run, and its new commits. `fetch` is the command by which a clone that is too short gets the rest. */
export type CiPlace = {
  readonly provider: ProviderName
  readonly setting: string
  readonly run: CiRun
  readonly range: CiRange
  /** The branch that the new commits are on, or are to come to; null where it is not known, and every branch's rules hold. */
  readonly branch: string | null
  /** What the named policy file says; null where none was named. */
  readonly policy: Policy | null
  readonly fetch: () => string
}

/** A run of which nothing is known but what is checked out. */
const unknownRun: CiRun = { kind: 'push', head: 'HEAD', branch: null, before: null, defaultBranch: null }

/** The CI system that runs this; a name given outranks what the variables say. */
export const providerOf = (provider: ProviderName | null, env: Environment): ProviderName =>
  provider ?? providerHere(env)

/**
 * Finds out which commits are new. Throws USAGE where neither variables nor options say, or where policy, signers or approvals are taken
 * from the head that is judged; HISTORY_INCOMPLETE with the command that fetches what is missing; UNKNOWN_REVISION; CONFIG_INVALID.
 */
export const findPlace = async (options: CiOptions, env: Environment): Promise<CiPlace> => {
  const repository = untrusted(options.repository)
  const provider = providerOf(options.provider, env)
  const { read, setting } = providers[provider]
  const base = options.base ?? variable(env, 'PROVENANCE_BASE')
  const head = options.head ?? variable(env, 'PROVENANCE_HEAD')
  const run = read(env, provider === 'github' ? eventOf(env) : null) ?? (base === null ? null : unknownRun)
  if (run === null) throw unsaid(provider)
  const search = { repository, run, setting, ownPolicy: options.policyFile !== null }
  const range =
    base === null ? ciRange(head === null ? search : withHead(search, head)) : given(search, base, head ?? run.head)
  for (const file of [options.policyFile, options.signersFile, options.approvalsFile])
    if (file !== null) refuseFromHead(search, file, range.base)
  return {
    provider,
    setting,
    run,
    range,
    branch: branchOf(repository, run) ?? (base === null ? null : branchOfBase(base)),
    policy: options.policyFile === null ? null : await policyFromOutside(search, options.policyFile, range.base),
    fetch: () => fetchFor(search, { commits: range.base === null ? [] : [range.base] }),
  }
}

/** The policy in a file; every file that it extends is as much its word, and must be no more the head's. */
const policyFromOutside = async (search: CiSearch, file: string, base: string | null): Promise<Policy> => {
  const { policy, paths } = await policyIn(file)
  for (const path of paths) refuseFromHead(search, path, base)
  return policy
}

const withHead = (search: CiSearch, head: string): CiSearch => ({ ...search, run: { ...search.run, head } })

const unsaid = (provider: ProviderName): ProvenanceError =>
  new ProvenanceError(
    'USAGE',
    provider === 'generic'
      ? 'expected the variables of a CI that is known, or --base, got neither'
      : `expected the variables by which ${provider} says what runs, or --base, got neither`,
    { hint: 'provenance ci --base origin/main' },
  )

/** The event file that GitHub's runner writes; null where there is none. Throws FILE_UNREADABLE for one that is no JSON. */
const eventOf = (env: Environment): unknown => {
  const path = variable(env, 'GITHUB_EVENT_PATH')
  if (path === null) return null
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new ProvenanceError('FILE_UNREADABLE', `${path}: expected the JSON of an event`, { cause })
  }
}

/** The branch that a base given as `origin/main` names. */
const branchOfBase = (base: string): string | null =>
  branchName(/^(?:refs\/remotes\/)?origin\/(.+)$/.exec(base)?.[1] ?? null)

const given = (search: CiSearch, base: string, head: string): CiRange => {
  try {
    return givenRange(search.repository, base, head)
  } catch (error) {
    const branch = branchOfBase(base)
    const shallow = repositoryFlags(search.repository).flags.includes('shallow')
    const unknown = error instanceof ProvenanceError && error.code === 'UNKNOWN_REVISION'
    if (!unknown || (branch === null && !shallow)) throw error
    const branches = branch === null ? [] : [branch]
    throw new ProvenanceError('HISTORY_INCOMPLETE', `${error.message}; for every run: ${search.setting}`, {
      cause: error,
      hint: fetchFor(search, { branches, ...(/^[0-9a-f]{40,64}$/.test(base) ? { commits: [base] } : {}) }),
    })
  }
}
