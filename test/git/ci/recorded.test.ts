import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LedgerLine } from '../../../src/core/ledger/schema.js'
import { type Forge, forge } from '../../support/ci/forge.js'
import { cloneOf, nameOf, type RecordedRun, recordedRuns } from '../../support/ci/runs.js'

let there: Forge
beforeAll(() => {
  there = forge()
})
afterAll(() => there.bench.remove())

const check = (folder: string, run: RecordedRun, ...args: readonly string[]) =>
  there.bench.provenance(['ci', '--json', ...args], { cwd: folder, env: there.environment(run.environment, run.event) })

const subjectsIn = (folder: string) =>
  readFileSync(join(folder, 'provenance-report', 'ledger.jsonl'), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((text) => LedgerLine.parse(JSON.parse(text)))
    .flatMap((line) => (line.type === 'commit' ? [line.subject] : []))

/** The new commits, judged by the base's policy, which says no. */
const expectJudged = (folder: string, run: RecordedRun, ran: ReturnType<typeof check>) => {
  expect([ran.stderr, ran.status, JSON.parse(ran.stdout)]).toMatchObject([
    '',
    1,
    { verdict: 'fail', policy: { source: `${there.names[run.policy]}:.provenancerc` } },
  ])
  expect(subjectsIn(folder)).toEqual(run.subjects)
}

describe.each(recordedRuns.map((run) => [nameOf(run), run] as const))('%s', (_name, run) => {
  test('judges what is new by the policy of the base', () => {
    const folder = cloneOf(there, run, false)
    expectJudged(folder, run, check(folder, run))
  })

  test('in a shallow clone: exit 4, and the command that it names mends it', () => {
    const folder = cloneOf(there, run, true)
    const ran = check(folder, run)
    expect(ran.status).toBe(4)
    const answer = JSON.parse(ran.stdout)
    const fetched = there.sh(folder, answer.error?.hint ?? answer.hint)
    expect(fetched.status, fetched.stderr).toBe(0)
    expectJudged(folder, run, check(folder, run))
  })
})

test('every recorded environment is of a run here or in another test', () => {
  const files = readdirSync(join(import.meta.dirname, '../../support/ci/environments')).map((name) =>
    name.replace('.env', ''),
  )
  const elsewhere = ['azure-push-feature', 'jenkins-branch', 'github-pull-request-target', 'github-schedule']
  expect([...new Set([...recordedRuns.map(({ environment }) => environment), ...elsewhere])].sort()).toEqual(
    files.sort(),
  )
})
