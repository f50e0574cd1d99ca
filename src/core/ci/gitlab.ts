import { branchName, commitName, type Provider, tagName, variable } from './run.js'

/**
 * GitLab CI/CD (docs.gitlab.com: "Predefined CI/CD variables reference", "Merged results pipelines"). In a merged results
 * pipeline CI_COMMIT_SHA is a merge that GitLab made, and the branch's own commit is CI_MERGE_REQUEST_SOURCE_BRANCH_SHA; both it and
 * CI_MERGE_REQUEST_TARGET_BRANCH_SHA are empty otherwise. CI_COMMIT_BEFORE_SHA is zeros in merge requests, schedules, runs
 * by hand and a branch's first pipeline. CI_MERGE_REQUEST_DIFF_BASE_SHA is where the branch left, as it was for the first target (issue 442031).
 */
export const gitlab: Provider = {
  setting: 'GIT_DEPTH: "0" under variables: of the job',
  isHere: (env) => env['GITLAB_CI'] === 'true',
  read: (env) => {
    const commit = commitName(variable(env, 'CI_COMMIT_SHA'))
    if (commit === null) return null
    const number = variable(env, 'CI_MERGE_REQUEST_IID')
    const tag = tagName(variable(env, 'CI_COMMIT_TAG'))
    if (tag !== null) return { kind: 'tag', head: commit, tag }
    if (number === null)
      return {
        kind: 'push',
        head: commit,
        branch: branchName(variable(env, 'CI_COMMIT_BRANCH')),
        before: commitName(variable(env, 'CI_COMMIT_BEFORE_SHA')),
        defaultBranch: branchName(variable(env, 'CI_DEFAULT_BRANCH')),
      }
    const target = commitName(variable(env, 'CI_MERGE_REQUEST_TARGET_BRANCH_SHA'))
    return {
      kind: 'pull-request',
      number,
      head: commitName(variable(env, 'CI_MERGE_REQUEST_SOURCE_BRANCH_SHA')) ?? commit,
      targetBranch: branchName(variable(env, 'CI_MERGE_REQUEST_TARGET_BRANCH_NAME')),
      targetCommits: target === null ? [] : [target],
      forkPoint: commitName(variable(env, 'CI_MERGE_REQUEST_DIFF_BASE_SHA')),
    }
  },
}
