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
