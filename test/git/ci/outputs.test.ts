import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { XMLParser } from 'fast-xml-parser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Forge, forge } from '../../support/ci/forge.js'

let there: Forge
beforeAll(() => {
  there = forge()
})
afterAll(() => there.bench.remove())

const clone = () => there.clone('git clone -q -b feature URL .')
const ci = (folder: string, env: NodeJS.ProcessEnv, ...args: readonly string[]) =>
  there.bench.provenance(['ci', ...args], { cwd: folder, env })
const inReport = (folder: string, name: string) => readFileSync(join(folder, 'provenance-report', name), 'utf8')

/** Values as the runner reads them from the file of GITHUB_OUTPUT: `name<<delimiter`, the value's lines, the delimiter. */
const outputsOf = (path: string): Readonly<Record<string, string>> => {
  const lines = readFileSync(path, 'utf8').split('\n')
  const values: Record<string, string> = {}
  for (let at = 0; at < lines.length; at += 1) {
    const [, name = '', delimiter] = /^(\w+)<<(.+)$/.exec(lines[at] ?? '') ?? []
    if (delimiter === undefined) continue
    const end = lines.indexOf(delimiter, at + 1)
    values[name] = lines.slice(at + 1, end).join('\n')
    at = end
  }
  return values
}

const github = (name: string) => {
  const [output, summary] = ['output', 'summary'].map((what) => join(there.bench.home, `${name} ${what}`)) as [
    string,
    string,
  ]
  writeFileSync(output, '')
  writeFileSync(summary, '# of an earlier step\n')
  const env = {
    ...there.environment('github-pull-request', 'pull_request'),
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
  }
  return { env, outputs: () => outputsOf(output), summary: () => readFileSync(summary, 'utf8') }
}

describe('GitHub', () => {
  test('annotations, the step’s summary and outputs', () => {
    const folder = clone()
    const { env, outputs, summary } = github('well')
    const ran = ci(folder, env)
    expect(ran.stdout.split('\n').filter((line) => line.startsWith('::'))).toEqual(
      [there.names['ONE'], there.names['FEATURE']].map((oid) => {
        const short = oid?.slice(0, 12)
        return `::error title=record-required::${short} carries no record of AI use. See: provenance show ${short}`
      }),
    )
    expect(outputs()).toEqual({
      verdict: 'fail',
      ledger: join(folder, 'provenance-report', 'ledger.jsonl'),
      report: join(folder, 'provenance-report', 'report.md'),
    })
    expect(summary()).toBe(`# of an earlier step\n${inReport(folder, 'report.md')}`)
  })

  test('a history that is too short is said beside the run, too', () => {
    const folder = there.clone('git clone -q --depth 1 -b feature URL .')
    const { env, outputs, summary } = github('short')
    const ran = ci(folder, env)
    expect([ran.status, outputs()]).toEqual([4, { verdict: 'incomplete' }])
    expect(ran.stdout).toMatch(
      /^::error title=HISTORY_INCOMPLETE::.*fetch-depth%?: 0.*git fetch --no-tags --unshallow origin/m,
    )
    expect(summary()).toContain('AI provenance: incomplete')
    expect(ran.stderr).toContain('hint: git fetch --no-tags --unshallow origin')
  })

  test('a summary that would be too long for the step is left to its file', () => {
    const { env, summary } = github('long')
    writeFileSync(env.GITHUB_STEP_SUMMARY, 'x'.repeat(1024 * 1024 - 100))
    ci(clone(), env)
    expect(summary().slice(-100)).toContain('too long for here')
  })

  test('--json is JSON alone; --dry-run writes nothing', () => {
    const folder = clone()
    const { env, outputs } = github('json')
    expect(JSON.parse(ci(folder, env, '--dry-run', '--json').stdout)).toMatchObject({
      applied: false,
      provider: 'github',
      event: 'pull-request',
    })
    expect(outputs()).toEqual({})
    expect(there.sh(folder, 'git status --porcelain').stdout).toBe('')
    expect(JSON.parse(ci(folder, env, '--json').stdout)).toMatchObject({ applied: true, exitCode: 1 })
    expect(outputs()).toMatchObject({ verdict: 'fail' })
  })
})

test('Azure: logging commands, and the summary uploaded', () => {
  const folder = clone()
  const commands = ci(folder, there.environment('azure-pull-request'))
    .stdout.split('\n')
    .filter((line) => line.startsWith('##vso'))
  expect(commands).toHaveLength(3)
  expect(commands[0]).toMatch(/^##vso\[task\.logissue type=error\]record-required: [0-9a-f]{12} carries no record/)
  expect(commands[2]).toBe(`##vso[task.uploadsummary]${join(folder, 'provenance-report', 'report.md')}`)
})

test('GitLab: a Code Quality report, and no commands in the log', () => {
  const folder = clone()
  const ran = ci(folder, there.environment('gitlab-merge-request'))
  expect(ran.stdout).not.toMatch(/^(::|##)/m)
  const issues = JSON.parse(inReport(folder, 'gl-code-quality-report.json')) as Record<string, unknown>[]
  expect(issues).toMatchObject([
    {
      check_name: 'record-required',
      severity: 'major',
      location: { path: `commit/${there.names['ONE']}`, lines: { begin: 1 } },
    },
    { check_name: 'record-required', location: { path: `commit/${there.names['FEATURE']}` } },
  ])
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(2)
})

describe('the files', () => {
  test('are renderings of the one ledger, which holds against history', () => {
    const folder = clone()
    ci(folder, there.environment('circleci-pull-request'))
    const report = (format: string) =>
      there.bench.provenance(['report', 'provenance-report/ledger.jsonl', '--format', format], { cwd: folder }).stdout
    for (const [name, format] of Object.entries({
      'report.md': 'markdown',
      'comment.md': 'comment',
      'results.sarif': 'sarif',
      'results.junit.xml': 'junit',
    }))
      expect([name, inReport(folder, name)]).toEqual([name, report(format)])
    expect(JSON.parse(inReport(folder, 'results.sarif')).runs[0].results).toHaveLength(2)
    expect(
      new XMLParser({ ignoreAttributes: false }).parse(inReport(folder, 'results.junit.xml')).testsuites['@_failures'],
    ).toBe('3')
    expect(there.bench.provenance(['ledger', 'check', 'provenance-report/ledger.jsonl'], { cwd: folder }).status).toBe(
      0,
    )
  })

  test('the comment begins with its marker and names commit and command of each finding', () => {
    const folder = clone()
    ci(folder, there.environment('buildkite-pull-request'))
    const lines = inReport(folder, 'comment.md').split('\n')
    expect(lines.slice(0, 2)).toEqual(['<!-- commit-provenance -->', '## AI provenance: fail'])
    for (const oid of [there.names['ONE'], there.names['FEATURE']])
      expect(lines).toContain(
        `- **error**: carries no record of AI use (record-required). See: <code>provenance show ${oid?.slice(0, 12)}</code>`,
      )
  })

  test('what an earlier run left there is replaced', () => {
    const folder = clone()
    ci(folder, there.environment('buildkite-pull-request'))
    const before = inReport(folder, 'ledger.jsonl')
    writeFileSync(join(folder, 'provenance-report', 'ledger.jsonl'), 'old')
    ci(folder, there.environment('buildkite-pull-request'))
    expect(inReport(folder, 'ledger.jsonl')).toBe(before)
  })
})

test('a message of a commit starts no command in a log', () => {
  const folder = clone()
  const message =
    '::error::forged\n\n::stop-commands::x\n##vso[task.complete result=Succeeded;]\nCo-authored-by: ::set-output name=x::y <noreply@anthropic.com>'
  there.sh(folder, 'git commit -q --allow-empty -F -', { input: message })
  const head = there.sh(folder, 'git rev-parse HEAD').stdout.trim()
  const azure = ci(folder, { ...there.environment('azure-pull-request'), SYSTEM_PULLREQUEST_SOURCECOMMITID: head })
  const here = ci(folder, { GITHUB_ACTIONS: 'true' }, '--base', 'origin/main', '--provider', 'generic')
  expect([azure.status, here.status]).toEqual([1, 1])
  for (const text of [
    here.stdout,
    ...['comment.md', 'report.md', 'results.sarif', 'results.junit.xml'].map((name) => inReport(folder, name)),
  ])
    expect(text).not.toMatch(/^\s*::\w|##vso\[/m)
  expect(azure.stdout).not.toMatch(/^\s*::\w|##vso\[task\.complete/m)
})
