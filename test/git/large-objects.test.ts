import { expect } from 'vitest'
import { test } from '../support/commit-flow.js'

test('a message of many megabytes is read in time that grows with its length', ({ bench }) => {
  const message = `Large\n\n${'a line of a message that somebody made very long\n'.repeat(800_000)}`
  const oid = bench.tryGit(['commit-tree', 'HEAD^{tree}', '-p', 'HEAD', '-F', '-'], { input: message }).stdout.trim()
  const start = performance.now()
  const { status, stdout } = bench.provenance(['verify', `HEAD..${oid}`, '--format', 'jsonl'])
  expect([status, JSON.parse(stdout.split('\n')[1] ?? '').oid]).toEqual([0, oid])
  // Copied with each piece that comes, these 39 MB take more than a minute.
  expect(performance.now() - start).toBeLessThan(30_000)
})

test('a configuration of hundreds of megabytes is too large, and not missing', ({ bench }) => {
  const zeros = bench.run('sh', ['-c', 'head -c 300000000 /dev/zero | git hash-object -w --stdin']).stdout.trim()
  const tree = bench.tryGit(['mktree'], { input: `100644 blob ${zeros}\t.provenancerc\n` }).stdout.trim()
  const base = bench.git('commit-tree', '-m', 'Base', tree).trim()
  const next = bench.git('commit-tree', '-p', base, '-m', 'Next', 'HEAD^{tree}').trim()
  const { status, stderr } = bench.provenance(['verify', `${base}..${next}`])
  expect([status, stderr]).toEqual([
    2,
    expect.stringContaining('expected at most 1 MiB, got 300000000 bytes [CONFIG_INVALID]'),
  ])
})

test('a line of hundreds of megabytes is no line of a ledger', ({ bench }) => {
  bench.run('sh', ['-c', 'head -c 300000000 /dev/zero | tr "\\0" a >../long.jsonl'])
  const refused = [3, expect.stringContaining('line 1: expected at most 256 MiB, got more [LEDGER_BROKEN]')]
  for (const words of [['ledger', 'check'], ['report']]) {
    const { status, stderr } = bench.provenance([...words, '../long.jsonl'])
    expect([status, stderr]).toEqual(refused)
  }
})
