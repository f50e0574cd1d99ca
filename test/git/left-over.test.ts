import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { agentWrites, test } from '../support/commit-flow.js'

test('what was prepared for a commit that was broken off is not taken by the next one, whose hooks find no program', ({
  bench,
}) => {
  const runtime = join(bench.top, '.git/provenance/runtime')
  const before = readFileSync(runtime, 'utf8')
  agentWrites(bench, 'a.txt', 'const one = 1\nconst two = 2\n')
  bench.git('add', 'a.txt')
  expect(bench.tryGit(['commit', '-q'], { env: { GIT_EDITOR: 'false' } }).status).not.toBe(0)
  writeFileSync(runtime, `${before.split('\n')[0]}\n/gone\n`)
  bench.write('b.txt', 'of a person\n')
  bench.git('add', 'b.txt')
  expect(bench.tryGit(['commit', '-qm', 'Of a person', '--only', 'b.txt']).stderr).toContain('is gone')
  writeFileSync(runtime, before)
  bench.git('commit', '-qm', 'Of the agent')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toContain('kept=2; edited=0; dropped=0')
})
