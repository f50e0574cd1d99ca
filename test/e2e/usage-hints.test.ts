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

test.for([
  [[], 'Usage: provenance [options] [command]', 'provenance --help'],
  [['ledger'], 'Usage: provenance ledger [options] [command]', 'provenance ledger --help'],
  [['help', 'nonesuch'], "error: unknown command 'nonesuch' [USAGE]", 'provenance --help'],
  [['verfy'], "error: unknown command 'verfy' (Did you mean verify?) [USAGE]", 'provenance --help'],
  [
    ['verify', '--fromat', 'json'],
    "error: unknown option '--fromat' (Did you mean --format?) [USAGE]",
    'provenance verify --help',
  ],
] as const)('%j is answered on standard error: %s', ([words, first, hint], { bench }) => {
  const ran = bench.provenance([...words])
  expect({ ...ran, stderr: ran.stderr.split('\n')[0] }).toEqual({ status: 2, stdout: '', stderr: first })
  if (!first.startsWith('Usage'))
    expect(JSON.parse(bench.provenance([...words, '--json']).stdout).error).toMatchObject({ code: 'USAGE', hint })
})

test('a missing command is told in JSON where that was asked for', ({ bench }) => {
  const told = (...words: string[]) => JSON.parse(bench.provenance([...words, '--json']).stdout).error
  const hint = 'provenance --help'
  expect(told('help')).toEqual({ code: 'USAGE', message: 'expected a command after help, got none', hint })
})
