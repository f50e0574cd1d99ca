import type { Environment } from '../environment.js'
import { branchName, commitName, namesOf, type Provider, textAt, variable } from './run.js'

/**
 * GitHub Actions (docs.github.com: "Variables reference", "Events that trigger workflows", "Webhook events and payloads").
 * On `pull_request` GITHUB_SHA is a merge that GitHub made, so that the head is read from the event; on `pull_request_target`
 * it is the target's commit, and the head is in the event alone. A pull request's base.sha is where the target stood when the head
 * was pushed last, whenever the run is. `merge_group` has its own ends.
 */
export const github: Provider = {
  setting: 'fetch-depth: 0 under with: of actions/checkout',
  isHere: (env) => env['GITHUB_ACTIONS'] === 'true',
  read: (env, event) => pullRequestOf(event) ?? mergeGroupOf(event) ?? pushOf(env, event),
}

const pullRequestOf = (event: unknown) => {
  const head = commitName(textAt(event, 'pull_request', 'head', 'sha'))
  const base = commitName(textAt(event, 'pull_request', 'base', 'sha'))
  if (head === null || base === null) return null
  return {
    kind: 'pull-request' as const,
    head,
    forkPoint: null,
    number: textAt(event, 'pull_request', 'number'),
    targetBranch: branchName(textAt(event, 'pull_request', 'base', 'ref')),
    targetCommits: [],
    targetOnce: base,
  }
}

const mergeGroupOf = (event: unknown) => {
  const head = commitName(textAt(event, 'merge_group', 'head_sha'))
  const base = commitName(textAt(event, 'merge_group', 'base_sha'))
  if (head === null || base === null) return null
  return {
    kind: 'pull-request' as const,
    number: null,
    head,
    forkPoint: null,
    targetBranch: branchName(textAt(event, 'merge_group', 'base_ref')),
    targetCommits: [base],
  }
}

const pushOf = (env: Environment, event: unknown) => {
  const head = commitName(textAt(event, 'after')) ?? commitName(variable(env, 'GITHUB_SHA'))
  if (head === null) return null
  const { branch, tag } = namesOf(variable(env, 'GITHUB_REF'))
  if (tag !== null) return { kind: 'tag' as const, head, tag }
  return {
    kind: 'push' as const,
    head,
    branch,
    before: commitName(textAt(event, 'before')),
    defaultBranch: branchName(textAt(event, 'repository', 'default_branch')),
  }
}
