import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Workbench, workbench } from '../../support/workbench.js'

let bench: Workbench
let second: string
beforeAll(() => {
  bench = workbench({ init: false })
  bench.git('commit', '-q', '--allow-empty', '-m', 'From before')
  second = oid('HEAD')
})
afterAll(() => bench.remove())

const oid = (name: string) => bench.git('rev-parse', name).trim()
/** A branch of that policy, and on it a commit without a record, which somebody wants judged as from before. */
const adopt = (adoption: string) => {
  bench.git('checkout', '-q', '-B', 'main', second)
  bench.write('.provenancerc', `adoption: "${adoption}"\nrules: { record-required: error }\n`)
  bench.git('add', '-f', '.provenancerc')
  bench.git('commit', '-qm', 'Adopt')
  bench.git('commit', '-q', '--allow-empty', '-m', 'No record')
  return bench.git('commit-tree', '-p', 'HEAD', '-m', 'Later', 'HEAD^{tree}').trim()
}
const ci = () => {
  const { status, stdout } = bench.provenance(['ci', '--base', 'HEAD~1', '--json'])
  const { counts, error } = JSON.parse(stdout)
  return [status, counts?.preAdoption ?? error.code]
}
const ledger = 'provenance-report/ledger.jsonl'
const check = () => {
  const { status, stdout, stderr } = bench.provenance(['ledger', 'check', ledger])
  return [status, stdout + stderr]
}

test('a tag whose name is of hex digits alone counts, where a gate judges, only in the history of the base', () => {
  const later = adopt('20260101')
  bench.git('tag', '20260101', second)
  expect(ci()).toEqual([1, 0])
  bench.git('tag', '-f', '20260101', later)
  expect(ci()).toEqual([1, 0])
  expect(JSON.parse(bench.read(ledger).split('\n')[0] ?? '').flags).toEqual(['adoption-not-in-base'])
  // What it was made with is told, and where the tag went since.
  bench.git('tag', '-f', '20260101', second)
  expect(check()).toEqual([0, expect.stringContaining(`stood for ${later}, and now for ${second}`)])
})

test('a tag called like the shortened name of the adoption commit does not take its place', () => {
  const short = second.slice(0, 8)
  const later = adopt(short)
  expect(ci()).toEqual([1, 0])
  bench.git('tag', short, later)
  expect(ci()).toEqual([2, 'AMBIGUOUS_REVISION'])
  expect(check()).toEqual([0, expect.stringContaining(`and now for ${later} or ${second}`)])
})

test('a commit’s full name stands for itself, wherever it stands and whatever tags are called so', () => {
  const later = adopt(second)
  bench.git('tag', second, later)
  expect(ci()).toEqual([1, 0])
  const other = second.padEnd(64, '0')
  adopt(other)
  bench.git('tag', other, later)
  expect(ci()).toEqual([2, 'CONFIG_INVALID'])
})
