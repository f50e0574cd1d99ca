import { cpSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { agentText, agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const trailer = (bench: Workbench, cwd: string, key: string): string =>
  bench.tryGit(['log', '-1', `--format=%(trailers:key=${key},valueonly)`], { cwd }).stdout.trim()

/** Commits all that stands in a folder; returns how the record's ratio begins. */
const committed = (bench: Workbench, cwd: string): string => {
  expect(bench.tryGit(['add', '-A'], { cwd }).status).toBe(0)
  expect(bench.tryGit(['commit', '-qm', 'Here'], { cwd }).status).toBe(0)
  return trailer(bench, cwd, 'AI-Human-Edited-Ratio').split(' edited')[0] ?? ''
}

const at = (bench: Workbench, name: string): string => join(bench.home, name)

describe('what an agent wrote is in the commit, though the work tree has another path by then', () => {
  test('a repository that was renamed, where another one stands now', ({ bench }) => {
    symlinkSync(join(bench.top, 'start.txt'), join(bench.top, 'link.txt'))
    agentWrites(bench, 'link.txt')
    bench.agent.edit('new folder/new.txt', 'first new line\nsecond new line\n')
    renameSync(bench.top, at(bench, 'renamed'))
    bench.tryGit(['clone', '-q', at(bench, 'renamed'), bench.top], { cwd: bench.home })
    expect(committed(bench, at(bench, 'renamed'))).toBe('0.000; kept=5;')
  })

  test('one in which the agent worked by a link that is gone', ({ bench }) => {
    symlinkSync(bench.top, at(bench, 'link'))
    bench.agent.start()
    bench.agent.edit('start.txt', agentText, { top: at(bench, 'link') })
    rmSync(at(bench, 'link'))
    expect(committed(bench, bench.top)).toBe('0.000; kept=3;')
  })

  test('a linked work tree that was moved by git', ({ bench }) => {
    bench.git('worktree', 'add', '-q', '-b', 'side', at(bench, 'linked'))
    bench.agent.start()
    bench.agent.edit('start.txt', agentText, { top: at(bench, 'linked') })
    bench.git('worktree', 'move', at(bench, 'linked'), at(bench, 'moved'))
    expect(committed(bench, at(bench, 'moved'))).toBe('0.000; kept=3;')
  })

  test('each of two copies', ({ bench }) => {
    agentWrites(bench)
    cpSync(bench.top, at(bench, 'copy'), { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
    expect(committed(bench, at(bench, 'copy'))).toBe('0.000; kept=3;')
    expect(committed(bench, bench.top)).toBe('0.000; kept=3;')
  })
})

test('an entry that does not say under which path it was written withholds that no agent was seen', ({ bench }) => {
  agentWrites(bench)
  const spool = join(bench.top, '.git', 'provenance', 'spool')
  for (const name of readdirSync(spool)) {
    const [head = '', variables, , ...payload] = readFileSync(join(spool, name), 'utf8').split('\n')
    if (head.startsWith('raw 2 '))
      writeFileSync(join(spool, name), [head.replace('raw 2 ', 'raw 1 '), variables, ...payload].join('\n'))
  }
  cpSync(bench.top, at(bench, 'copy'), { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
  expect(committed(bench, bench.top)).toBe('0.000; kept=3;')
  rmSync(bench.top, { recursive: true })
  expect([committed(bench, at(bench, 'copy')), trailer(bench, at(bench, 'copy'), 'AI-Tool')]).toEqual(['', ''])
  writeFileSync(join(at(bench, 'copy'), 'start.txt'), 'mine\n')
  committed(bench, at(bench, 'copy'))
  expect(trailer(bench, at(bench, 'copy'), 'AI-Tool')).toBe('none; basis=observed')
})
