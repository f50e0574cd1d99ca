import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { agentText, agentWrites, test } from '../support/commit-flow.js'
import { environment, type Workbench } from '../support/workbench.js'

/** Runs a program and kills it, with all it has started, after so many milliseconds. */
const killedAfter = async (
  bench: Workbench,
  { command, delay, input = '' }: { command: readonly string[]; delay: number; input?: string },
): Promise<void> => {
  const [program = '', ...args] = command
  const child = spawn(program, args, {
    cwd: bench.top,
    env: environment(bench.home),
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const ended = new Promise((done) => child.on('close', done))
  child.stdin?.on('error', () => {})
  child.stdin?.end(input)
  await Promise.race([ended, wait(delay)])
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL')
  } catch {
    // It had ended already.
  }
  await ended
}

/** What git itself leaves behind when it is killed. */
const removeGitLocks = (bench: Workbench): void => {
  for (const name of readdirSync(join(bench.top, '.git'), { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.lock')) rmSync(join(bench.top, '.git', name))
}

const delays = Array.from({ length: 12 }, (_, index) => 2 + index * 12)

describe('kill -9 in the middle', () => {
  test('of a commit: the next commit goes through, with the agent’s lines in one record, once', async ({ bench }) => {
    for (const [round, delay] of delays.entries()) {
      const path = `file-${round}.txt`
      agentWrites(bench, path, 'const one = 1\nconst two = 2\n')
      bench.git('add', path)
      await killedAfter(bench, { command: ['git', 'commit', '-qm', `Round ${round}`], delay })
      removeGitLocks(bench)
      bench.tryGit(['commit', '-qm', `Round ${round}`])
      const made = bench.git('log', '--format=%H', `--grep=^Round ${round}$`).split('\n').filter(Boolean)
      expect(made).toHaveLength(1)
      expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
      expect(bench.trailer('AI-Human-Edited-Ratio')).toEqual([
        '0.000; kept=2; edited=0; dropped=0; basis=measured; method=lines/1',
      ])
      bench.write('mine.txt', `a person’s line ${round}\n`)
      bench.git('add', 'mine.txt')
      bench.git('commit', '-qm', `By a person after ${round}`)
      expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
    }
    expect(bench.provenance(['verify', 'HEAD']).stdout).toMatch(/contradicted\s+0 /)
  }, 120_000)

  test('of an agent’s events: what was not finished is not there, the rest counts, the commit goes through', async ({
    bench,
  }) => {
    const shim = join(bench.top, '.git/provenance/record.sh')
    const payload = (event: string, more: object) =>
      JSON.stringify({ session_id: 's', cwd: bench.top, hook_event_name: event, ...more })
    for (const [round, delay] of delays.filter((_, index) => index % 2 === 0).entries()) {
      const edit = {
        tool_name: 'Write',
        tool_use_id: `k${round}`,
        tool_input: { file_path: join(bench.top, 'start.txt') },
      }
      await killedAfter(bench, {
        command: ['sh', shim, 'edit', 'claude-code'],
        delay: delay / 6,
        input: payload('PreToolUse', edit),
      })
      await killedAfter(bench, {
        command: ['sh', shim, 'event', 'claude-code'],
        delay,
        input: payload('UserPromptSubmit', { prompt: `round ${round}` }),
      })
    }
    agentWrites(bench)
    expect(bench.tryGit(['commit', '-qam', 'After all that']).status).toBe(0)
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=3;/)
  }, 60_000)

  test('between git’s commit and post-commit: the next commit is not charged with the work again', ({ bench }) => {
    agentWrites(bench)
    const hook = join(bench.top, '.git/hooks/post-commit')
    chmodSync(hook, 0o644)
    bench.git('commit', '-qam', 'The agent’s')
    chmodSync(hook, 0o755)
    expect(existsSync(join(bench.top, '.git/provenance/prepared'))).toBe(true)
    bench.write('start.txt', `${agentText}mine\n`)
    bench.git('commit', '-qam', 'A person’s')
    expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
    expect(bench.trailer('AI-Tool', 'HEAD~1')).toEqual(['claude-code/2.1.329'])
    agentWrites(bench, 'start.txt', `${agentText}mine\nconst fourth = 4\n`)
    bench.git('commit', '-qam', 'The agent’s again')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=1;/)
  })

  test('nor an amend of it: the record is the same as if nothing had happened', ({ bench }) => {
    agentWrites(bench)
    const hook = join(bench.top, '.git/hooks/post-commit')
    chmodSync(hook, 0o644)
    bench.git('commit', '-qam', 'The agent’s')
    chmodSync(hook, 0o755)
    const record = bench.message().split('\n').slice(1)
    bench.git('commit', '-q', '--amend', '-m', 'Reworded')
    expect(bench.message().split('\n').slice(1)).toEqual(record)
  })
})

test('doctor names what a stopped program left behind, and its command takes it away', ({ bench }) => {
  const state = join(bench.top, '.git/provenance')
  const left = [join(state, 'carry.json.999.tmp'), join(state, 'spool/77.0.file'), join(state, 'spool/78.0.tmp')]
  mkdirSync(join(state, 'prepared.999.tmp'), { recursive: true })
  mkdirSync(join(state, 'spool'), { recursive: true })
  for (const path of left) writeFileSync(path, 'part')
  for (const path of [...left, join(state, 'prepared.999.tmp')]) utimesSync(path, 1, 1)
  const told = bench.provenance(['doctor', '--json'])
  expect(told.status).toBe(1)
  const { checks } = JSON.parse(told.stdout) as { checks: { name: string; mend: string }[] }
  const mend = checks.find(({ name }) => name === 'leftovers')?.mend ?? ''
  for (const path of left) expect(mend).toContain(path)
  expect(bench.run('sh', ['-c', mend]).status).toBe(0)
  expect(bench.provenance(['doctor']).status).toBe(0)
})
