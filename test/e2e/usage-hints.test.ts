import { expect } from 'vitest'
import { test } from '../support/commit-flow.js'

test.for([
  [['declare', '--ratio', '7'], 'provenance declare --help'],
  [['ledger', 'check'], 'provenance ledger check --help'],
  [['ledger', 'nonesuch'], 'provenance ledger --help'],
  [['nonesuch', 'verify'], 'provenance --help'],
  [['verify', '--nonesuch'], 'provenance verify --help'],
] as const)('%j is refused with the help of its own command, which is there', ([words, hint], { bench }) => {
  const ran = bench.provenance([...words])
  expect([ran.status, ran.stderr.split('\n')[1]]).toEqual([2, `hint: ${hint}`])
  expect(JSON.parse(bench.provenance([...words, '--json']).stdout).error).toMatchObject({ code: 'USAGE', hint })
  expect(bench.provenance(hint.split(' ').slice(1))).toMatchObject({ status: 0, stderr: '' })
})
