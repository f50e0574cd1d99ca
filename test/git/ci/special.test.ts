import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Forge, forge } from '../../support/ci/forge.js'

let there: Forge
beforeAll(() => {
  there = forge()
})
afterAll(() => there.bench.remove())

const started = ['git init -q -b work .', 'git remote add origin URL']
const whole = (ref: string) => [
  ...started,
  `git fetch -q origin '+refs/heads/*:refs/remotes/origin/*' +${ref}:refs/remotes/checked`,
  'git checkout -q --force --detach refs/remotes/checked',
]
const ci = (folder: string, env: NodeJS.ProcessEnv, ...args: readonly string[]) =>
  there.bench.provenance(['ci', ...args], { cwd: folder, env })
const pullRequest = () => there.environment('github-pull-request', 'pull_request')

describe('runs that are not like the others', () => {
  test('pull_request_target: the head is not there, is fetched by the command, and is never checked out', () => {
    const folder = there.clone(
      ...started,
      'git fetch -q --no-tags origin +refs/heads/main:refs/remotes/origin/main',
      'git checkout -q --detach origin/main',
    )
    const env = there.environment('github-pull-request-target', 'pull_request')
    const first = ci(folder, env, '--json')
    expect([first.status, JSON.parse(first.stdout)]).toMatchObject([
      4,
      {
        error: {
          code: 'HISTORY_INCOMPLETE',
          hint: `git fetch --no-tags origin ${there.names['FEATURE']} +refs/heads/main:refs/remotes/origin/main`,
        },
      },
    ])
    expect(there.sh(folder, JSON.parse(first.stdout).error.hint).status).toBe(0)
    const second = ci(folder, env, '--json')
    expect([second.status, JSON.parse(second.stdout)]).toMatchObject([
      1,
      { counts: { total: 2 }, policy: { source: `${there.names['MAIN']}:.provenancerc` } },
    ])
  })

  test('a push to the default branch whose commit before is gone is never taken for an empty one', () => {
    const folder = there.clone(...whole('refs/heads/main'))
    const ran = ci(folder, there.environment('github-push-main', 'push-forced-main'), '--json')
    expect([ran.status, JSON.parse(ran.stdout).error.hint]).toEqual([
      4,
      `git fetch --no-tags origin ${'1'.repeat(40)} +refs/heads/main:refs/remotes/origin/main`,
    ])
  })

  test('a push to another branch is not judged by the policy of its own commit before, where the default branch is missing', () => {
    const folder = there.clone(
      ...started,
      'git fetch -q origin refs/heads/feature',
      'git checkout -q --detach FETCH_HEAD',
    )
    const env = there.environment('github-push-feature', 'push-feature')
    const first = ci(folder, env, '--json')
    expect([first.status, JSON.parse(first.stdout).error.hint]).toEqual([
      4,
      'git fetch --no-tags origin +refs/heads/main:refs/remotes/origin/main',
    ])
    expect(there.sh(folder, JSON.parse(first.stdout).error.hint).status).toBe(0)
    expect(JSON.parse(ci(folder, env, '--json').stdout)).toMatchObject({
      counts: { total: 1 },
      policy: { source: `${there.names['MAIN']}:.provenancerc` },
    })
  })

  test('nor where it has brought the default branch in, and so is the latest of what was there before', () => {
    const folder = there.clone(...whole('refs/heads/feature'))
    const identity = '-c user.name=Jo -c user.email=jo@example.com'
    const line = `git ${identity} merge -q -X ours origin/main -m Merge && git ${identity} commit -q --allow-empty -m More`
    expect(there.sh(folder, line).status).toBe(0)
    const [before = '', head = ''] = there.sh(folder, 'git rev-parse HEAD~1 HEAD').stdout.split('\n')
    const env = there.environment('github-push-feature', 'push-feature')
    const event = join(there.bench.home, 'push-merged.json')
    const told = JSON.parse(readFileSync(env['GITHUB_EVENT_PATH'] ?? '', 'utf8')) as object
    writeFileSync(event, JSON.stringify({ ...told, before, after: head }))
    const ran = ci(folder, { ...env, GITHUB_SHA: head, GITHUB_EVENT_PATH: event }, '--json')
    expect([ran.status, JSON.parse(ran.stdout)]).toMatchObject([
      1,
      {
        counts: { total: 1 },
        range: { from: there.names['MAIN'] },
        policy: { source: `${there.names['MAIN']}:.provenancerc` },
      },
    ])
    const ledger = 'provenance-report/ledger.jsonl'
    expect(there.bench.provenance(['ledger', 'check', ledger], { cwd: folder }).status).toBe(0)
  })

  test('by the clock, on the default branch: what came since the last tag', () => {
    const folder = there.clone(...whole('refs/heads/main'))
    there.sh(folder, `git tag v1 ${there.names['BEFORE']}; git tag -d v2`)
    const ran = ci(folder, there.environment('github-schedule', 'schedule'), '--json')
    expect([ran.status, JSON.parse(ran.stdout)]).toMatchObject([
      1,
      { range: { from: there.names['BEFORE'], to: there.names['MAIN'] } },
    ])
  })

  test('by the clock, in a clone cut short and without tags: the command brings the tags, too', () => {
    const folder = there.clone('git clone -q --depth 1 --no-tags -b main URL .')
    const env = there.environment('github-schedule', 'schedule')
    const first = ci(folder, env)
    const [, hint = ''] = /^hint: (git .*)$/m.exec(first.stderr) ?? []
    expect([first.status, hint]).toEqual([4, expect.stringContaining('git fetch --tags --unshallow origin')])
    expect(there.sh(folder, hint).status).toBe(0)
    const [from] = there.sh(folder, 'git rev-parse v2^{commit}').stdout.split('\n')
    expect(JSON.parse(ci(folder, env, '--json').stdout)).toMatchObject({ range: { from } })
  })

  for (const name of ['azure-push-feature', 'jenkins-branch']) {
    test(`${name}: where no default branch is known, the command that finds it out`, () => {
      const folder = there.clone(...started, 'git fetch -q origin feature', 'git checkout -q --detach FETCH_HEAD')
      const first = ci(folder, there.environment(name), '--json')
      expect([first.status, JSON.parse(first.stdout).error.hint]).toEqual([
        4,
        "git fetch --no-tags origin '+refs/heads/*:refs/remotes/origin/*' && git remote set-head origin --auto",
      ])
      expect(there.sh(folder, JSON.parse(first.stdout).error.hint).status).toBe(0)
      expect(JSON.parse(ci(folder, there.environment(name), '--json').stdout)).toMatchObject({
        verdict: 'fail',
        counts: { total: 2 },
      })
    })
  }

  test('elsewhere: PROVENANCE_BASE, --base, and neither', () => {
    const folder = there.clone(...whole('refs/heads/feature'))
    expect(ci(folder, { PROVENANCE_BASE: 'origin/main' }).status).toBe(1)
    expect(ci(folder, {}, '--base', 'origin/main', '--head', there.names['ONE'] ?? '').stdout).toContain('commits  1')
    const neither = ci(folder, {})
    expect([neither.status, neither.stderr]).toEqual([
      2,
      expect.stringContaining('hint: provenance ci --base origin/main'),
    ])
    const unknown = ci(folder, {}, '--base', 'nothing-like-it')
    expect([unknown.status, unknown.stderr]).toEqual([2, expect.stringContaining('UNKNOWN_REVISION')])
  })

  test('elsewhere: a base that was not fetched, and the command that fetches it', () => {
    const folder = there.clone(
      ...started,
      'git fetch -q --depth=1 origin feature',
      'git checkout -q --detach FETCH_HEAD',
    )
    const ran = ci(folder, { PROVENANCE_BASE: 'origin/main' }, '--json')
    expect(ran.status).toBe(4)
    expect(there.sh(folder, JSON.parse(ran.stdout).error.hint).status).toBe(0)
    expect(ci(folder, { PROVENANCE_BASE: 'origin/main' }).status).toBe(1)
  })

  test('a merge request with a policy from outside needs no more than where it left its target', () => {
    const folder = there.clone(
      ...started,
      'git fetch -q origin refs/pipelines/11',
      'git checkout -q --detach FETCH_HEAD',
    )
    const file = join(there.bench.home, 'policy.json')
    writeFileSync(file, '{"rules":{"record-required":"error"}}')
    const env = there.environment('gitlab-merge-request')
    expect(ci(folder, env).status).toBe(4)
    const ran = ci(folder, env, '--policy', file, '--json')
    expect([ran.status, JSON.parse(ran.stdout)]).toMatchObject([
      1,
      { counts: { total: 2 }, policy: { source: 'file policy.json' } },
    ])
  })
})

describe('rules of some branches', () => {
  const policyFor = (branch: string) => {
    const file = join(there.bench.home, 'branch policy.json')
    writeFileSync(file, JSON.stringify({ rules: { 'record-required': ['error', { branches: [branch] }] } }))
    return file
  }
  const judged = (env: NodeJS.ProcessEnv, branch: string, ...args: readonly string[]) =>
    ci(there.clone('git clone -q -b feature URL .'), env, '--policy', policyFor(branch), ...args).status

  test('hold where the commits go: the target of a pull request, the default branch where no target is named', () => {
    for (const env of [pullRequest(), there.environment('circleci-pull-request')])
      expect(['main', 'feature', 'release/*'].map((branch) => judged(env, branch))).toEqual([1, 0, 0])
  })

  test('hold on the branch that is pushed, on the one that a base names, and all where nothing names one', () => {
    const push = there.environment('github-push-feature', 'push-new-branch')
    expect(['main', 'feature'].map((branch) => judged(push, branch))).toEqual([0, 1])
    expect(['main', 'feature'].map((branch) => judged({}, branch, '--base', 'origin/main'))).toEqual([1, 0])
    expect(judged({}, 'feature', '--base', there.names['MAIN'] ?? '')).toBe(1)
  })
})

describe('a clone without blobs, as CircleCI makes them', () => {
  test('a policy that was left out is not taken for none, and the command that it names mends it', () => {
    there.bench.git('config', 'uploadpack.allowFilter', 'true')
    const folder = there.clone('git clone -q --filter=blob:none -b feature URL .')
    const env = there.environment('circleci-pull-request')
    const first = ci(folder, env, '--json')
    expect([first.status, JSON.parse(first.stdout).error]).toMatchObject([
      4,
      { code: 'HISTORY_INCOMPLETE', message: expect.stringContaining('method: full') },
    ])
    expect(there.sh(folder, JSON.parse(first.stdout).error.hint).status).toBe(0)
    const second = ci(folder, env, '--json')
    expect([second.status, JSON.parse(second.stdout)]).toMatchObject([
      1,
      { counts: { total: 2 }, policy: { source: `${there.names['MAIN']}:.provenancerc` } },
    ])
  })

  test('verify does not take it for none either', () => {
    const folder = there.clone('git clone -q --filter=blob:none -b feature URL .')
    const ran = there.bench.provenance(['verify', 'origin/main..HEAD'], { cwd: folder })
    expect([ran.status, ran.stderr]).toEqual([4, expect.stringContaining('.provenancerc of')])
    expect(
      there.bench.provenance(['verify', `${there.names['FORK']}..${there.names['ONE']}`], { cwd: folder }).stderr,
    ).not.toContain('.provenancerc')
  })
})

describe('what the commits to judge bring along', () => {
  test('a policy of theirs is refused, also by --policy, and the base’s can be had by the command', () => {
    const folder = there.clone(...whole('refs/pull/7/merge'))
    for (const option of ['--policy', '--allowed-signers']) {
      const ran = ci(folder, pullRequest(), option, '.provenancerc', '--json')
      expect([ran.status, JSON.parse(ran.stdout).error.code]).toEqual([2, 'USAGE'])
      const shown = there.sh(folder, JSON.parse(ran.stdout).error.hint)
      expect([shown.status, shown.stdout]).toEqual([0, '{"rules":{"record-required":"error"}}\n'])
    }
    expect(existsSync(join(folder, 'provenance-report'))).toBe(false)
  })

  test('on a tag too: what the tag before has can be had by the command, and before the first tag nothing of theirs', () => {
    const folder = there.clone('git clone -q URL .', 'git checkout -q -b off origin/main')
    writeFileSync(join(folder, '.provenancerc'), '{"rules":{"record-required":"off"}}')
    const identity = '-c user.name=Jo -c user.email=jo@example.com'
    expect(there.sh(folder, `git ${identity} commit -qam Weaken && git tag v3`).status).toBe(0)
    const tagRun = () => ({
      GITLAB_CI: 'true',
      CI_COMMIT_TAG: 'v3',
      CI_COMMIT_SHA: there.sh(folder, 'git rev-parse HEAD').stdout.trim(),
    })
    for (const option of ['--policy', '--allowed-signers', '--approvals']) {
      const ran = ci(folder, tagRun(), option, '.provenancerc', '--json')
      expect([option, ran.status, JSON.parse(ran.stdout).error]).toMatchObject([
        option,
        2,
        { code: 'USAGE', hint: `git show ${there.names['MAIN']}:.provenancerc` },
      ])
    }
    expect(ci(folder, tagRun()).status).toBe(1)
    there.sh(folder, 'git tag -d v1 v2')
    const first = ci(folder, tagRun(), '--policy', '.provenancerc', '--json')
    expect([first.status, JSON.parse(first.stdout).error.code]).toEqual([2, 'USAGE'])
    const byHand = { GITLAB_CI: 'true', CI_COMMIT_BRANCH: 'main', CI_DEFAULT_BRANCH: 'main', CI_PIPELINE_SOURCE: 'web' }
    there.sh(folder, 'git tag -d v3')
    expect(ci(folder, { ...tagRun(), CI_COMMIT_TAG: '', ...byHand }, '--policy', '.provenancerc').status).toBe(2)
    const outside = join(there.bench.home, 'outside.json')
    writeFileSync(outside, '{"rules":{"record-required":"error"}}')
    expect(ci(folder, { ...tagRun(), CI_COMMIT_TAG: '', ...byHand }, '--policy', outside).status).toBe(1)
  })

  test('a clone too short to know of a tag before is told what to fetch, not that there is none', () => {
    const folder = there.clone('git clone -q --depth=1 -b v2 URL .')
    const env = { GITLAB_CI: 'true', CI_COMMIT_TAG: 'v2', CI_COMMIT_SHA: there.names['MAIN'] }
    const first = ci(folder, env, '--policy', '.provenancerc', '--json')
    expect([first.status, JSON.parse(first.stdout).error.code]).toEqual([4, 'HISTORY_INCOMPLETE'])
    expect(there.sh(folder, JSON.parse(first.stdout).error.hint).status).toBe(0)
    const second = ci(folder, env, '--policy', '.provenancerc', '--json')
    expect(JSON.parse(second.stdout).error.hint).toBe(`git show ${there.names['BEFORE']}:.provenancerc`)
  })

  test('links in place of the output folder are not followed, links in place of its files are replaced', () => {
    const folder = there.clone(...whole('refs/pull/7/merge'))
    const outside = join(there.bench.home, 'outside')
    mkdirSync(outside)
    symlinkSync(outside, join(folder, 'provenance-report'))
    const refused = ci(folder, pullRequest())
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('FILE_UNWRITABLE')])
    mkdirSync(join(folder, 'other'))
    writeFileSync(join(outside, 'precious'), 'precious')
    symlinkSync(join(outside, 'precious'), join(folder, 'other', 'ledger.jsonl'))
    expect(ci(folder, pullRequest(), '--output-folder', 'other').status).toBe(1)
    // What stands beside the folder is not the commit's, however its name begins.
    symlinkSync(outside, `${folder}-out`)
    expect(ci(folder, pullRequest(), '--output-folder', `../${basename(folder)}-out`).status).toBe(1)
    expect(refused.stderr).toContain(`\nhint: ls -ld '${folder}/provenance-report'\n`)
    expect(readFileSync(join(outside, 'precious'), 'utf8')).toBe('precious')
    expect(lstatSync(join(folder, 'other', 'ledger.jsonl')).isFile()).toBe(true)
    expect(readdirSync(join(folder, 'other')).sort()).toEqual([
      'comment.md',
      'ledger.jsonl',
      'report.md',
      'results.junit.xml',
      'results.sarif',
    ])
  })

  const names = [
    '-x',
    '$(touch${IFS}forged)',
    'a;touch${IFS}forged',
    "'`touch${IFS}forged`'",
    '--upload-pack=touch forged',
    '$(touch forged)',
    '`touch forged`',
    '::error::forged',
    'a..b',
    'main^{/More}',
    '@{-1}',
    'main\n##vso[task.complete]',
    ' ',
    '../../etc',
    "it's",
    '\u202emain',
  ]
  test('names of branches are names', () => {
    for (const name of names) {
      const folder = there.clone(...started, 'git fetch -q origin feature', 'git checkout -q --detach FETCH_HEAD')
      const env = { ...there.environment('gitlab-merge-request'), CI_MERGE_REQUEST_TARGET_BRANCH_NAME: name }
      const ran = ci(folder, env, '--json')
      expect([name, ran.status, JSON.parse(ran.stdout).error?.code]).toEqual([name, 4, 'HISTORY_INCOMPLETE'])
      there.sh(folder, JSON.parse(ran.stdout).error.hint)
      const azure = ci(folder, { ...there.environment('azure-pull-request'), SYSTEM_PULLREQUEST_TARGETBRANCH: name })
      expect(azure.stdout + azure.stderr).not.toMatch(/^\s*::error::forged|\n##vso\[task\.complete|\u202e/m)
      expect(readdirSync(folder).filter((file) => file.includes('forged'))).toEqual([])
    }
  })

  test('a tag called like the short name of the target’s commit is not taken for it', () => {
    const folder = there.clone('git clone -q -b feature URL .')
    there.sh(folder, `git tag ${there.names['SHORTMAIN']} ${there.names['FEATURE']}`)
    const ran = ci(folder, there.environment('bitbucket-pull-request'), '--json')
    expect([ran.status, JSON.parse(ran.stdout)]).toMatchObject([1, { range: { from: there.names['MAIN'] } }])
  })
})
