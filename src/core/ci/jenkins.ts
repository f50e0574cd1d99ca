import type { Environment } from '../environment.js'
import { branchName, commitName, type Provider, tagName, variable } from './run.js'

/**
 * Jenkins (the Git plugin's and the Branch API plugin's variables; `/env-vars.html` of any Jenkins). CHANGE_TARGET names a change
 * request's target, BRANCH_IS_PRIMARY the default branch. GIT_PREVIOUS_SUCCESSFUL_COMMIT is of the last build of this branch that
 * was well: what failed since is judged again. Where the job merges with the target first, GIT_COMMIT is that merge, and is judged as one.
 */
export const jenkins: Provider = {
  setting: 'no shallow clone under Advanced clone behaviours, and its refspec holding the target branch',
  isHere: (env) => variable(env, 'JENKINS_URL') !== null || variable(env, 'JENKINS_HOME') !== null,
  read: (env) => {
    const head = commitName(variable(env, 'GIT_COMMIT')) ?? 'HEAD'
    const tag = tagName(variable(env, 'TAG_NAME'))
    if (tag !== null) return { kind: 'tag', head, tag }
    const targetBranch = branchName(variable(env, 'CHANGE_TARGET'))
    if (targetBranch !== null)
      return {
        kind: 'pull-request',
        head,
        targetBranch,
        targetCommits: [],
        forkPoint: null,
        number: variable(env, 'CHANGE_ID'),
      }
    const branch = branchOf(env)
    return {
      kind: 'push',
      head,
      branch,
      before: commitName(variable(env, 'GIT_PREVIOUS_SUCCESSFUL_COMMIT')),
      defaultBranch: env['BRANCH_IS_PRIMARY'] === 'true' ? branch : null,
    }
  },
}

/** BRANCH_NAME in multibranch jobs, else GIT_BRANCH, with its remote before it. */
const branchOf = (env: Environment): string | null =>
  branchName(variable(env, 'BRANCH_NAME')) ?? branchName(variable(env, 'GIT_BRANCH')?.replace(/^origin\//, '') ?? null)
