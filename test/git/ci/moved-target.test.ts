import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Forge, forge } from '../../support/ci/forge.js'

let there: Forge
/** A clone of the pull request's head, in which the target can be set anywhere. */
let folder: string
beforeAll(() => {
  there = forge()
  folder = there.clone('git clone -q -b feature URL .', 'git fetch -q origin refs/pull/7/merge:merged')
})
afterAll(() => there.bench.remove())

/** By which commit's policy a run is judged, its event and its clone each with a word for where main stands. */
const judgedBy = (told: string, cloned: string) => {
  there.sh(folder, `git update-ref refs/remotes/origin/main ${there.names[cloned]}`)
  const env = there.environment('github-pull-request', 'pull_request')
  const event = JSON.parse(readFileSync(env['GITHUB_EVENT_PATH'] ?? '', 'utf8'))
  event.pull_request.base.sha = there.names[told] ?? told
  const path = join(there.bench.home, 'moved.json')
  writeFileSync(path, JSON.stringify(event))
  const ran = there.bench.provenance(['ci', '--json'], { cwd: folder, env: { ...env, GITHUB_EVENT_PATH: path } })
  const { range, error } = JSON.parse(ran.stdout)
  return Object.entries(there.names).find(([, oid]) => oid === range?.from)?.[0] ?? error.code
}

test('GitHub tells where the target was when the head was pushed; where it is now, the clone knows', () => {
  expect(judgedBy('FORK', 'MAIN')).toBe('MAIN')
  expect(judgedBy('MAIN', 'MAIN')).toBe('MAIN')
})

test('a clone whose target is older, or was another, does not outrank the event', () => {
  expect(judgedBy('MAIN', 'BEFORE')).toBe('MAIN')
  expect(judgedBy('MAIN', 'FORK')).toBe('MAIN')
})

test('run again once it was merged, a pull request is judged as it was before', () => {
  expect(judgedBy('BEFORE', 'MERGE')).toBe('BEFORE')
})
