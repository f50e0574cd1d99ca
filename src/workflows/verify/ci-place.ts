import { readFileSync, realpathSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { type ProviderName, providerHere, providers } from '../../core/ci/index.js'
import { branchName, type CiRun, variable } from '../../core/ci/run.js'
import type { Environment } from '../../core/environment.js'
import { ProvenanceError } from '../../core/errors.js'
import { shellWord } from '../../core/shell-word.js'
import { ask, type UntrustedRepository, untrusted } from '../../git/read-only.js'
import { repositoryFlags } from '../../git/repository-flags.js'
import { branchOf, type CiRange, type CiSearch, ciRange, fetchFor, givenRange } from './ci-range.js'

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
  readonly fetch: () => string
}

/** A run of which nothing is known but what is checked out. */
const unknownRun: CiRun = { kind: 'push', head: 'HEAD', branch: null, before: null, defaultBranch: null }

/** The CI system that runs this; a name given outranks what the variables say. */
export const providerOf = (provider: ProviderName | null, env: Environment): ProviderName =>
  provider ?? providerHere(env)

/**
 * Finds out which commits are new. Throws USAGE where neither variables nor options say, or where policy, signers or approvals are taken
 * from the head that is judged; HISTORY_INCOMPLETE with the command that fetches what is missing; UNKNOWN_REVISION.
 */
export const findPlace = (options: CiOptions, env: Environment): CiPlace => {
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
    fetch: () => fetchFor(search, { commits: range.base === null ? [] : [range.base] }),
  }
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

/** A file that the commit checked out holds is that commit's word; it is good only where the base has that commit already. */
const refuseFromHead = (search: CiSearch, file: string, base: string | null): void => {
  const { repository } = search
  const top = realpathSync(repository.folder)
  for (const path of new Set([resolve(file), real(file)])) {
    const within = relative(top, path)
    if (/^\.\.(?:[\\/]|$)/.test(within) || !holds(repository, within.split(sep).join('/'))) continue
    if (base === null) throw baseless(search, file)
    if (ask(repository, ['merge-base', '--is-ancestor', 'HEAD', base]).status === 0) continue
    throw new ProvenanceError('USAGE', `${file}: ${theirs}; the base's can be put elsewhere`, {
      hint: `git show ${shellWord(`${base}:${within}`)}`,
    })
  }
}

const theirs = 'expected a file from outside of the commits to judge, got one of theirs'

/** Where no tag is before, all of history is judged, and so is who wrote the file; a clone cut short may only not know of one. */
const baseless = (search: CiSearch, file: string): ProvenanceError =>
  repositoryFlags(search.repository).flags.includes('shallow')
    ? new ProvenanceError(
        'HISTORY_INCOMPLETE',
        `${file}: expected a base that has it, got a clone that is too short; for every run: ${search.setting}`,
        { hint: fetchFor(search, { tags: true }) },
      )
    : new ProvenanceError(
        'USAGE',
        `${file}: ${theirs}, and no base that has it; keep it elsewhere, or name the commit from which on history is judged`,
        { hint: 'provenance ci --base COMMIT' },
      )

/** True where the commit checked out decides what a path leads to: by the file, or by a link or a submodule on the way to it. */
const holds = (repository: UntrustedRepository, path: string): boolean => {
  const parts = path.split('/')
  const steps = parts.map((_, index) => parts.slice(0, index + 1).join('/'))
  // Rows of `<mode> <type> <oid>` TAB `<path>` (git-ls-tree(1)); the type of a submodule is commit.
  const { stdout } = ask(repository, ['ls-tree', '-z', '--full-tree', 'HEAD', '--', ...steps])
  return stdout.split('\0').some((row) => {
    const [, type, name = ''] = /^\d+ (\w+) [0-9a-f]+\t(.*)$/s.exec(row) ?? []
    return type !== 'tree' && steps.includes(name)
  })
}

const real = (file: string): string => {
  try {
    return realpathSync(file)
  } catch {
    return resolve(file)
  }
}
