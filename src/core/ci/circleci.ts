import { branchName, commitName, type Provider, tagName, variable } from './run.js'

/**
 * CircleCI (circleci.com/docs/variables: "Project values and variables"). No variable names a pull request's target, so that
 * new is what the default branch has not. The commit before, `pipeline.git.base_revision`, exists as a pipeline value only; a job
 * hands it on as PROVENANCE_BEFORE.
 */
export const circleci: Provider = {
  setting: 'a full clone: method: full under checkout',
  isHere: (env) => env['CIRCLECI'] === 'true',
  read: (env) => {
    const head = commitName(variable(env, 'CIRCLE_SHA1'))
    if (head === null) return null
    const tag = tagName(variable(env, 'CIRCLE_TAG'))
    if (tag !== null) return { kind: 'tag', head, tag }
    const number = /\/(\d+)$/.exec(pullRequestAddress(env['CIRCLE_PULL_REQUEST'], env['CIRCLE_PULL_REQUESTS']))?.[1]
    if (number !== undefined)
      return { kind: 'pull-request', number, head, targetBranch: null, targetCommits: [], forkPoint: null }
    const before = commitName(variable(env, 'PROVENANCE_BEFORE'))
    return { kind: 'push', head, branch: branchName(variable(env, 'CIRCLE_BRANCH')), before, defaultBranch: null }
  },
}

/** One address, or a list of them with commas between. */
const pullRequestAddress = (one = '', several = ''): string => (one.trim() || (several.split(',')[0] ?? '')).trim()
