import type { Forge } from './forge.js'

/** How a CI lays a clone out, whole or as shallow as its default; lines of git in an empty folder. */
export type Layout = (shallow: boolean) => readonly string[]

/** A recorded run: its files, the clone, and what must come out. */
export type RecordedRun = {
  readonly environment: string
  readonly event?: string
  readonly layout: Layout
  /** Subjects of the commits that are new, oldest first. */
  readonly subjects: readonly string[]
  /** Whose policy holds. */
  readonly policy: 'MAIN' | 'BEFORE'
}

const started = ['git init -q -b work .', 'git remote add origin URL']

/** actions/checkout: a detached commit; all branches and tags with `fetch-depth: 0`. */
const github =
  (wanted: string, ref: string): Layout =>
  (shallow) => [
    ...started,
    shallow
      ? `git fetch -q --no-tags --depth=1 origin +${wanted}:${ref}`
      : `git fetch -q --no-tags origin '+refs/heads/*:refs/remotes/origin/*' '+refs/tags/*:refs/tags/*' +${wanted}:${ref}`,
    `git checkout -q --force --detach ${ref}`,
  ]

/** GitLab Runner: the pipeline's own ref, 20 deep; with depth 0 all branches and tags beside it. */
const gitlab =
  (pipeline: number): Layout =>
  (shallow) => [
    ...started,
    shallow
      ? `git fetch -q --no-tags --depth 1 origin +refs/pipelines/${pipeline}:refs/pipelines/${pipeline}`
      : `git fetch -q origin '+refs/heads/*:refs/remotes/origin/*' '+refs/tags/*:refs/tags/*' +refs/pipelines/${pipeline}:refs/pipelines/${pipeline}`,
    `git checkout -q -f --detach refs/pipelines/${pipeline}`,
  ]

/** Azure's agent: no HEAD of the remote is known. */
const azure =
  (ref: string, at: string): Layout =>
  (shallow) => [
    ...started,
    shallow
      ? `git fetch -q --no-tags --depth=1 origin +${ref}:${at}`
      : `git fetch -q --force --tags --prune origin '+refs/heads/*:refs/remotes/origin/*' +${ref}:${at}`,
    `git checkout -q --force --detach ${at}`,
  ]

/** A plain clone of one branch or tag, as Bitbucket makes it. */
const bitbucket =
  (branch: string): Layout =>
  (shallow) => [`git clone -q --branch=${branch} ${shallow ? '--depth 1 --single-branch' : ''} URL .`]

const jenkins =
  (specs: string, at: string): Layout =>
  (shallow) => [
    ...started,
    `git fetch -q --no-tags ${shallow ? '--depth=1' : ''} origin ${specs}`,
    `git checkout -q -f --detach ${at}`,
  ]

const jenkinsChange: Layout = (shallow) =>
  jenkins(
    `+refs/pull/7/head:refs/remotes/origin/PR-7${shallow ? '' : ' +refs/heads/main:refs/remotes/origin/main'}`,
    'refs/remotes/origin/PR-7',
  )(shallow)

const circleci =
  (branch: string): Layout =>
  (shallow) => [`git clone -q ${shallow ? '--depth 1' : ''} -b ${branch} URL .`]

const buildkite =
  (ref: string): Layout =>
  (shallow) => [
    `git clone -q ${shallow ? '--depth=1' : ''} -- URL .`,
    `git fetch -q ${shallow ? '--depth=1' : ''} -- origin ${ref}`,
    'git checkout -q -f --detach FETCH_HEAD',
  ]

const change = { subjects: ['One', 'Two'], policy: 'MAIN' } as const
const more = { subjects: ['More'], policy: 'BEFORE' } as const
const allBranches = "'+refs/heads/*:refs/remotes/origin/*'"

/** One line for each recorded run. */
export const recordedRuns: readonly RecordedRun[] = [
  {
    environment: 'github-pull-request',
    event: 'pull_request',
    layout: github('refs/pull/7/merge', 'refs/remotes/pull/7/merge'),
    ...change,
  },
  {
    environment: 'github-push-main',
    event: 'push-main',
    layout: github('refs/heads/main', 'refs/remotes/origin/main'),
    ...more,
  },
  {
    environment: 'github-push-feature',
    event: 'push-new-branch',
    layout: github('refs/heads/feature', 'refs/remotes/origin/feature'),
    ...change,
  },
  {
    environment: 'github-push-feature',
    event: 'push-feature',
    layout: github('refs/heads/feature', 'refs/remotes/origin/feature'),
    subjects: ['Two'],
    policy: 'MAIN',
  },
  {
    environment: 'github-push-feature',
    event: 'push-forced-feature',
    layout: github('refs/heads/feature', 'refs/remotes/origin/feature'),
    ...change,
  },
  { environment: 'github-push-tag', event: 'push-tag', layout: github('refs/tags/v2', 'refs/tags/v2'), ...more },
  {
    environment: 'github-merge-group',
    event: 'merge_group',
    layout: github('refs/heads/gh-readonly-queue/main/pr-7', 'refs/remotes/origin/gh-readonly-queue/main/pr-7'),
    subjects: ['One', 'Two', 'Merge pull request'],
    policy: 'MAIN',
  },
  { environment: 'gitlab-merge-request', layout: gitlab(11), ...change },
  { environment: 'gitlab-merged-results', layout: gitlab(12), ...change },
  { environment: 'gitlab-push-main', layout: gitlab(13), ...more },
  { environment: 'gitlab-new-branch', layout: gitlab(11), ...change },
  { environment: 'gitlab-tag', layout: gitlab(13), ...more },
  { environment: 'azure-pull-request', layout: azure('refs/pull/7/merge', 'refs/remotes/pull/7/merge'), ...change },
  {
    environment: 'azure-github-pull-request',
    layout: azure('refs/pull/7/merge', 'refs/remotes/pull/7/merge'),
    ...change,
  },
  { environment: 'azure-tag', layout: azure('refs/tags/v2', 'refs/tags/v2'), ...more },
  { environment: 'bitbucket-pull-request', layout: bitbucket('feature'), ...change },
  { environment: 'bitbucket-push-feature', layout: bitbucket('feature'), ...change },
  { environment: 'bitbucket-tag', layout: bitbucket('v2'), ...more },
  { environment: 'jenkins-change-request', layout: jenkinsChange, ...change },
  { environment: 'jenkins-primary', layout: jenkins(allBranches, 'refs/remotes/origin/main'), ...more },
  { environment: 'circleci-pull-request', layout: circleci('feature'), ...change },
  { environment: 'circleci-push-main', layout: circleci('main'), ...more },
  { environment: 'circleci-tag', layout: circleci('v2'), ...more },
  { environment: 'buildkite-pull-request', layout: buildkite('refs/pull/7/head'), ...change },
  { environment: 'buildkite-by-hand', layout: buildkite('feature'), ...change },
  { environment: 'buildkite-tag', layout: buildkite('v2'), ...more },
]

/** What a run is called in a list of tests. */
export const nameOf = ({ environment, event }: RecordedRun): string =>
  event === undefined ? environment : `${environment}, ${event}`

/** The clone of a run, as its CI makes it. */
export const cloneOf = (forge: Forge, run: RecordedRun, shallow: boolean): string => forge.clone(...run.layout(shallow))
