import type { Environment } from '../environment.js'

/** A pull request, merge request or merge queue: new is what the head has and the target has not. */
export type PullRequest = {
  readonly kind: 'pull-request'
  readonly number: string | null
  /** A full or short object name, or HEAD. */
  readonly head: string
  readonly targetBranch: string | null
  /** Commits that the CI says the target branch is at, best first: their policy can be believed. */
  readonly targetCommits: readonly string[]
  /** A commit that the target branch was at once: of the branch as it stands in the clone an older policy, and good where the clone has no other. */
  readonly targetOnce?: string
  /** Where the branch left the target: an older commit, which its author chose by leaving there, so that its policy cannot be believed. */
  readonly forkPoint: string | null
}

/** Commits pushed to a branch, or a run on a branch by hand or by the clock (`before` is then null). */
export type Push = {
  readonly kind: 'push'
  readonly head: string
  readonly branch: string | null
  /** The commit the branch was at before. */
  readonly before: string | null
  /** The repository's default branch, null where the CI does not say. */
  readonly defaultBranch: string | null
}

/** A tag: new is what came since the tag before. */
export type TagRun = { readonly kind: 'tag'; readonly head: string; readonly tag: string }

export type CiRun = PullRequest | Push | TagRun

/** What is known of one CI system. */
export type Provider = {
  /** How its settings are changed so that every run has the history. */
  readonly setting: string
  /** Whether the variables are this CI's. */
  readonly isHere: (env: Environment) => boolean
  /** What runs, by the CI's variables and event; null where they do not say enough. */
  readonly read: (env: Environment, event: unknown) => CiRun | null
}

/** A variable's value; null where it is missing or empty, as some CIs leave it. */
export const variable = (env: Environment, name: string): string | null => {
  const value = env[name]?.trim() ?? ''
  return value === '' ? null : value
}

/** A commit's name; null for none, and for the zeros that stand for none. */
export const commitName = (value: string | null): string | null =>
  value === null || /^0+$/.test(value) || !/^[0-9a-f]{7,64}$/.test(value) ? null : value

/** A branch's name without what stands before it in a ref; null for what git would not take for one (git-check-ref-format(1)). */
export const branchName = (value: string | null): string | null => {
  const name = (value ?? '').replace(/^refs\/(?:heads|remotes\/origin)\//, '')
  return isRefName(name) ? name : null
}

/** A tag's name without `refs/tags/`; null for what git would not take for one. */
export const tagName = (value: string | null): string | null => {
  const name = (value ?? '').replace(/^refs\/tags\//, '')
  return isRefName(name) ? name : null
}

const isRefName = (name: string): boolean =>
  name !== '' && name !== '@' && !/[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|(?:^|\/)\.|\.lock(?:\/|$)|^[/-]|[/.]$/u.test(name)

/** Where a clone keeps what a branch of its remote was. */
export const remoteRef = (branch: string): string => `refs/remotes/origin/${branch}`

/** The branch or tag that a full ref names, with the other null. */
export const namesOf = (ref: string | null): { readonly branch: string | null; readonly tag: string | null } => ({
  branch: ref?.startsWith('refs/heads/') === true ? branchName(ref) : null,
  tag: ref?.startsWith('refs/tags/') === true ? tagName(ref) : null,
})

/** The text at a path in parsed JSON, null where there is none. */
export const textAt = (value: unknown, ...path: readonly string[]): string | null => {
  let at: unknown = value
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return null
    at = (at as Readonly<Record<string, unknown>>)[key]
  }
  if (typeof at === 'number') return String(at)
  return typeof at === 'string' && at !== '' ? at : null
}
