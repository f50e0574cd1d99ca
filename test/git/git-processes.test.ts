import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { gitBeside } from '../../src/git/run.js'
import { readAroundStaged, stagedPatchId } from '../../src/git/staged-patch-id.js'
import { agentWrites, test, typing } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

/** How many git processes our hooks start in a commit: all that git traces, without git itself and its own maintenance (git's api-trace2). */
const started = (bench: Workbench, args: readonly string[], env: Readonly<Record<string, string>> = {}): number => {
  const trace = join(bench.home, 'trace')
  expect(existsSync(trace)).toBe(false)
  expect(bench.tryGit([...args], { env: { ...env, GIT_TRACE2_EVENT: trace } }).status).toBe(0)
  const starts = readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"event":"start"'))
    .map((line) => (JSON.parse(line) as { argv: readonly string[] }).argv)
  return starts.filter((argv) => !['commit', 'maintenance', 'gc'].includes(argv[1] ?? '')).length
}

describe('a commit with a record starts at most six git processes', () => {
  test('with -m', ({ bench }) => {
    agentWrites(bench)
    expect(started(bench, ['commit', '-qam', 'Message'])).toBeLessThanOrEqual(3)
    expect(bench.trailer('AI-Tool')).toHaveLength(1)
  })

  test('in an editor', ({ bench }) => {
    agentWrites(bench)
    expect(started(bench, ['commit', '-qa'], { GIT_EDITOR: typing(bench, 'Typed') })).toBeLessThanOrEqual(6)
    expect(bench.trailer('AI-Tool')).toHaveLength(1)
  })

  test('amending', ({ bench }) => {
    agentWrites(bench)
    bench.git('commit', '-qam', 'Message')
    agentWrites(bench, 'start.txt', 'one\ntwo\nthree\nconst other = 1\n')
    expect(started(bench, ['commit', '-qa', '--amend', '--no-edit'])).toBeLessThanOrEqual(6)
    expect(bench.trailer('AI-Tool')).toHaveLength(1)
  })

  test.for([
    ['commit', '-qam', 'Message'],
    ['commit', '-qa', '--amend', '--no-edit'],
  ])('of what the agent’s own command changed: %s', (args, { bench }) => {
    agentWrites(bench)
    bench.git('commit', '-qam', 'First')
    const input = { tool_name: 'Bash', tool_use_id: 't1', tool_input: { command: 'x' } }
    bench.agent.hook('PreToolUse', input)
    bench.write('start.txt', 'one\ntwo\nthree\nconst other = 1\n')
    expect(started(bench, args, { CLAUDECODE: '1' })).toBeLessThanOrEqual(6)
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=1;/)
  })

  test('and without agent activity none, under a subject alone', ({ bench }) => {
    bench.write('start.txt', 'changed\n')
    expect(started(bench, ['commit', '-qam', 'Message'])).toBe(0)
    expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
  })

  test('nor under a body, with -m twice', ({ bench }) => {
    bench.write('start.txt', 'changed\n')
    expect(started(bench, ['commit', '-qam', 'Message', '-m', 'Why.'])).toBe(0)
    expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
  })
})

describe('what is staged, as a patch-id', () => {
  test('is the one that git gives in two steps', ({ bench }) => {
    bench.write('start.txt', 'changed\n')
    bench.write('big.txt', 'line\n'.repeat(400_000))
    bench.git('add', '-A')
    const config = ['-c', 'core.quotePath=true', '-c', 'diff.suppressBlankEmpty=false']
    const diff = bench.git(...config, 'diff', '--cached', '--no-renames', '--no-ext-diff', '--full-index', 'HEAD')
    const [id] = bench.tryGit(['patch-id', '--stable'], { input: diff }).stdout.split(' ')
    expect(stagedPatchId(bench.top, 'HEAD', 40)).toBe(id)
  })

  test('is zeros where nothing is staged, and an error where git cannot tell', ({ bench }) => {
    expect(stagedPatchId(bench.top, 'HEAD', 40)).toBe('0'.repeat(40))
    expect(() => stagedPatchId(bench.top, 'nonesuch', 40)).toThrow(
      /git .*diff-index.* nonesuch -- \| .* \| git patch-id --stable: expected a result, got fatal: bad revision/,
    )
  })

  test('is found beside objects, and by itself where that fails on either side of the pipe', ({ bench }) => {
    bench.write('start.txt', 'changed\n')
    bench.git('add', '-A')
    const { objects, patchIdBeside } = readAroundStaged(bench.top, ['HEAD', ':start.txt', 'nonesuch'], 'HEAD')
    expect(objects.map((one) => one?.bytes.toString().slice(0, 4) ?? null)).toEqual(['tree', 'chan', null])
    expect(patchIdBeside(40)).toBe(stagedPatchId(bench.top, 'HEAD', 40))
    expect(readAroundStaged(bench.top, ['HEAD'], 'nonesuch').patchIdBeside(40)).toBe(null)
    const run = { cwd: bench.top, input: 'HEAD\n' }
    expect(gitBeside(['cat-file', '--batch'], { args: ['version'], into: 'no-such-command' }, run).piped).toBe(null)
    expect(() => gitBeside(['no-such-command'], { args: ['version'], into: 'version' }, run)).toThrow(
      /^git no-such-command: expected a result, got .+/,
    )
  })
})
