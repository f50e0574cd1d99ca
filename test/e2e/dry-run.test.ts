import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { test } from '../support/commit-flow.js'

test('demo names its steps, and makes nothing', ({ bench }) => {
  const env = { TMPDIR: bench.home }
  const before = readdirSync(bench.home)
  const ran = bench.provenance(['demo', '--dry-run'], { env })
  expect([ran.status, ran.stderr]).toEqual([0, ''])
  expect(ran.stdout.split('\n').filter((line) => line.startsWith('> '))).toHaveLength(7)
  expect(readdirSync(bench.home)).toEqual(before)
})

test('demo in JSON: each step with what was said in it', ({ bench }) => {
  const ran = bench.provenance(['demo', '--json'])
  const answer = JSON.parse(ran.stdout)
  expect([ran.status, answer.applied, answer.exitCode, answer.repository]).toEqual([0, true, 0, null])
  expect(answer.steps).toHaveLength(7)
  expect(answer.steps[2].said).toMatch(/^AI-Tool: claude-code\//m)
  expect(answer.steps[4].said).toContain('verdict  pass')
})

test('demo in JSON, kept: the repository is named, and is there', ({ bench }) => {
  const { repository } = JSON.parse(
    bench.provenance(['demo', '--json', '--keep'], { env: { TMPDIR: bench.home } }).stdout,
  )
  expect(existsSync(join(repository, '.git'))).toBe(true)
})

test('record tells what a payload would be stored as, and stores nothing', ({ bench }) => {
  bench.agent.start()
  const status = () => bench.provenance(['status', '--json']).stdout
  const before = status()
  const files = [{ path: 'start.txt', op: 'modify', content: 'new' }]
  const payload = { v: 1, kind: 'post_edit', agent: { name: 'my-agent', version: '3.1.0' }, model: 'm-1', files }
  const words = ['record', '--agent', 'generic', '--dry-run']
  const plain = bench.provenance(words, { input: JSON.stringify(payload) })
  expect([plain.status, plain.stdout]).toEqual([
    0,
    expect.stringMatching(/^edit-after by my-agent 3\.1\.0, model m-1: start\.txt\n$/),
  ])
  const json = JSON.parse(bench.provenance([...words, '--json'], { input: JSON.stringify(payload) }).stdout)
  expect(json).toMatchObject({ applied: false, problem: null, event: { kind: 'edit-after', tool: 'my-agent' } })
  expect(status()).toBe(before)
})

test('record tells why a payload is not understood, without quoting it, and ends well', ({ bench }) => {
  const words = ['record', '--agent', 'generic', '--dry-run']
  const ran = bench.provenance(words, { input: 'my secret words' })
  expect([ran.status, ran.stdout]).toEqual([0, 'not understood: the payload is no JSON object\n'])
  const prompt = { v: 1, kind: 'prompt', agent: { name: 'my-agent' }, session: 's', prompt: 'my secret words' }
  expect(bench.provenance([...words, '--json'], { input: JSON.stringify(prompt) }).stdout).not.toContain('secret')
})

test('acp names what it would start, and starts nothing', ({ bench }) => {
  const ran = bench.provenance(['acp', '--dry-run', 'touch', 'started'])
  expect([ran.status, ran.stdout]).toEqual([0, 'would start "touch" "started", and store what it reports\n'])
  expect(existsSync(join(bench.top, 'started'))).toBe(false)
})
