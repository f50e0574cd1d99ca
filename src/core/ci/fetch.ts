import { shellWord } from '../shell-word.js'
import { type CiRun, remoteRef } from './run.js'

/** What a clone lacks. */
export type Lacking = {
  readonly shallow: boolean
  /** The clone leaves objects out (`--filter`), to be fetched when they are asked for, which a check does not do. */
  readonly partial: boolean
  /** Full object names to ask the remote for. */
  readonly commits: readonly string[]
  readonly branches: readonly string[]
  /** The remote's default branch is not known. */
  readonly defaultBranch: boolean
  readonly tags: boolean
}

/**
 * The command by which a clone gets what it lacks. `--unshallow` ends every cut of the clone, whatever is asked for beside it
 * (git-fetch(1)); `--refetch` fetches anew what is asked for, and no more. A server of protocol 2 gives any commit by its name.
 */
export const fetchCommand = ({ shallow, partial, commits, branches, defaultBranch, tags }: Lacking): string => {
  const heads = defaultBranch ? ['+refs/heads/*:refs/remotes/origin/*'] : branches.map(branchSpec)
  const words = [
    'git',
    'fetch',
    tags ? '--tags' : '--no-tags',
    ...(shallow ? ['--unshallow'] : []),
    ...(partial ? ['--refetch', '--no-filter'] : []),
    'origin',
  ]
  const fetch = [...words, ...commits, ...heads].map(fetchWord).join(' ')
  return defaultBranch ? `${fetch} && git remote set-head origin --auto` : fetch
}

const branchSpec = (branch: string): string => `+refs/heads/${branch}:${remoteRef(branch)}`

/** A leading plus is nothing to a shell. */
const fetchWord = (word: string): string => (word.startsWith('+') ? plusWord(word) : shellWord(word))

const plusWord = (word: string): string => {
  const rest = shellWord(word.slice(1))
  return rest.startsWith("'") ? `'+${rest.slice(1)}` : `+${rest}`
}

/** The branches that a run is held against. */
export const branchesOf = (run: CiRun): readonly string[] => {
  const branch = run.kind === 'pull-request' ? run.targetBranch : run.kind === 'push' ? run.defaultBranch : null
  return branch === null ? [] : [branch]
}
