import { branchName, commitName, namesOf, type Provider, variable } from './run.js'

/**
 * Azure Pipelines (learn.microsoft.com: "Use predefined variables"). On pull requests BUILD_SOURCEVERSION is a merge that the
 * server made, and System.PullRequest.SourceCommitId the branch's own commit; the target is `refs/heads/main` in Azure Repos and
 * `main` for GitHub. No variable holds the commit before a push, nor the default branch.
 */
export const azure: Provider = {
  setting: 'fetchDepth: 0 under checkout: self',
  isHere: (env) => /^true$/i.test(env['TF_BUILD'] ?? ''),
  read: (env) => {
    const commit = commitName(variable(env, 'BUILD_SOURCEVERSION'))
    if (commit === null) return null
    const target = branchName(variable(env, 'SYSTEM_PULLREQUEST_TARGETBRANCH'))
    if (target !== null)
      return {
        kind: 'pull-request',
        number:
          variable(env, 'SYSTEM_PULLREQUEST_PULLREQUESTNUMBER') ?? variable(env, 'SYSTEM_PULLREQUEST_PULLREQUESTID'),
        head: commitName(variable(env, 'SYSTEM_PULLREQUEST_SOURCECOMMITID')) ?? commit,
        targetBranch: target,
        targetCommits: [],
        forkPoint: null,
      }
    const { branch, tag } = namesOf(variable(env, 'BUILD_SOURCEBRANCH'))
    if (tag !== null) return { kind: 'tag', head: commit, tag }
    return { kind: 'push', head: commit, branch, before: null, defaultBranch: null }
  },
}
