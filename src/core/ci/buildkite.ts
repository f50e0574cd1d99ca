import type { Environment } from '../environment.js'
import { branchName, commitName, type Provider, tagName, variable } from './run.js'

/**
 * Buildkite (buildkite.com/docs/pipelines/environment-variables). BUILDKITE_PULL_REQUEST is `false` without one; BUILDKITE_COMMIT is
 * `HEAD` for builds made by hand or by a schedule.
 */
export const buildkite: Provider = {
  setting: 'no --depth among BUILDKITE_GIT_CLONE_FLAGS and BUILDKITE_GIT_FETCH_FLAGS',
  isHere: (env) => env['BUILDKITE'] === 'true',
  read: (env) => {
    const head = commitName(variable(env, 'BUILDKITE_COMMIT')) ?? 'HEAD'
    const number = pullRequestOf(env)
    if (number !== null)
      return {
        kind: 'pull-request',
        number,
        head,
        targetCommits: [],
        forkPoint: null,
        targetBranch: branchName(variable(env, 'BUILDKITE_PULL_REQUEST_BASE_BRANCH')),
      }
    const tag = tagName(variable(env, 'BUILDKITE_TAG'))
    if (tag !== null) return { kind: 'tag', head, tag }
    return {
      kind: 'push',
      head,
      before: null,
      branch: branchName(variable(env, 'BUILDKITE_BRANCH')),
      defaultBranch: branchName(variable(env, 'BUILDKITE_PIPELINE_DEFAULT_BRANCH')),
    }
  },
}

const pullRequestOf = (env: Environment): string | null => {
  const number = variable(env, 'BUILDKITE_PULL_REQUEST')
  return number !== null && /^\d+$/.test(number) ? number : null
}
