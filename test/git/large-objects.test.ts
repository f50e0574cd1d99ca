import { expect } from 'vitest'
import { test } from '../support/commit-flow.js'

test('a message of many megabytes is read in time that grows with its length', ({ bench }) => {
  const message = `Large\n\n${'a line of a message that somebody made very long\n'.repeat(600_000)}`
  const oid = bench.tryGit(['commit-tree', 'HEAD^{tree}', '-p', 'HEAD', '-F', '-'], { input: message }).stdout.trim()
  const start = performance.now()
  const { status, stdout } = bench.provenance(['verify', `HEAD..${oid}`, '--format', 'jsonl'])
  expect([status, JSON.parse(stdout.split('\n')[1] ?? '').oid]).toEqual([0, oid])
  // Copied with each piece that comes, these 29 MB take more than half a minute.
  expect(performance.now() - start).toBeLessThan(30_000)
})

test('a commit longer than any that is read is named, and costs no other what is known of it', ({ bench }) => {
  const made = (words: string) => bench.run('sh', ['-c', words]).stdout.trim()
  const head = 'git cat-file commit HEAD | sed "s/^Start$/Long/"'
  const long = made(
    `(${head}; head -c 40000000 /dev/zero | tr "\\0" "\\n") | git hash-object -t commit -w --stdin --literally`,
  )
  const next = bench.git('commit-tree', '-p', long, '-m', 'Next', 'HEAD^{tree}').trim()
  expect(bench.provenance(['verify', long]).status).toBe(4)
  const { status, stdout } = bench.provenance(['verify', next, '--format', 'jsonl'])
  const lines = stdout.trim().split('\n')
  expect([status, lines.slice(1).map((line) => JSON.parse(line))]).toMatchObject([
    4,
    [
      { oid: long, findings: [{ code: 'commit-too-large', severity: 'error' }] },
      { oid: next, findings: [], subject: 'Next' },
      { verdict: 'incomplete' },
    ],
  ])
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
