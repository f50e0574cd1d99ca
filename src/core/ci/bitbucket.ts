import { branchName, commitName, type Provider, tagName, variable } from './run.js'

/**
 * Bitbucket Pipelines (support.atlassian.com: "Variables and secrets"). BITBUCKET_COMMIT is the branch's own commit, also on pull
 * requests, where the clone is of a merge with the target; BITBUCKET_PR_DESTINATION_COMMIT can be a short name.
 */
export const bitbucket: Provider = {
  setting: 'clone: depth: full in bitbucket-pipelines.yml',
  isHere: (env) => variable(env, 'BITBUCKET_BUILD_NUMBER') !== null,
  read: (env) => {
    const head = commitName(variable(env, 'BITBUCKET_COMMIT'))
    if (head === null) return null
    const number = variable(env, 'BITBUCKET_PR_ID')
    const tag = tagName(variable(env, 'BITBUCKET_TAG'))
    const target = commitName(variable(env, 'BITBUCKET_PR_DESTINATION_COMMIT'))
    if (number !== null)
      return {
        kind: 'pull-request',
        number,
        head,
        forkPoint: null,
        targetBranch: branchName(variable(env, 'BITBUCKET_PR_DESTINATION_BRANCH')),
        targetCommits: target === null ? [] : [target],
      }
    if (tag !== null) return { kind: 'tag', head, tag }
    const branch = branchName(variable(env, 'BITBUCKET_BRANCH'))
    return { kind: 'push', head, branch, before: null, defaultBranch: null }
  },
}
