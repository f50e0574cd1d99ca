import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { judged, type PolicyBench, policyBench } from '../support/policy-bench.js'

const page = readFileSync(resolve(import.meta.dirname, '../../docs/adopting.md'), 'utf8')
const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, text = '']) => text)

const follow = (bench: PolicyBench): void => {
  const program = resolve(import.meta.dirname, '../../bin/provenance.mjs')
  const provenance = `provenance() { '${process.execPath}' '${program}' "$@"; }`
  for (const block of blocks) {
    const { status, stdout, stderr } = bench.run('sh', ['-e', '-c', `${provenance}\n${block}`])
    expect([block, status, `${stdout}${stderr}`]).toEqual([block, 0, expect.any(String)])
  }
}

const done = { status: 0, stdout: '', stderr: '' }

test('the guide, followed from top to bottom, ends in a ledger that holds and notes of what was before', () => {
  const bench = policyBench()
  bench.commit('Work\n\nCo-authored-by: Claude Opus 4.5 <noreply@anthropic.com>')
  follow(bench)
  expect(bench.read('.provenancerc')).toContain('extends: recommended')
  expect(bench.message()).toContain('Adopt commit-provenance')
  expect(bench.read('v1.0.0.jsonl').trim().split('\n')).toHaveLength(5)
  const sources = ['v1.0.0.jsonl', 'v1.1.0.jsonl'].map((name) => judged({ ...done, stdout: bench.read(name) }).header)
  expect(sources.map(({ policy }) => policy.source)).toEqual([
    'file .provenancerc',
    `${bench.git('rev-parse', 'v1.0.0').trim()}:.provenancerc`,
  ])
  expect(bench.git('notes', '--ref=provenance-backfill', 'list').trim().split('\n')).toHaveLength(1)
  for (const [, link = ''] of page.matchAll(/\]\(([\w./-]+)\)/g))
    expect(() => readFileSync(join(import.meta.dirname, '../../docs', link))).not.toThrow()
  bench.remove()
})
