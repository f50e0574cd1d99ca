import { expect } from 'vitest'
import { test } from '../../support/commit-flow.js'
import type { Workbench } from '../../support/workbench.js'

const before = (bench: Workbench, id: string, input: Readonly<Record<string, unknown>> = {}) =>
  bench.agent.hook('PreToolUse', { tool_name: 'Bash', tool_use_id: id, tool_input: { command: 'gen', ...input } })
const after = (bench: Workbench, id: string, input: Readonly<Record<string, unknown>> = {}) =>
  bench.agent.hook('PostToolUse', {
    ...{ tool_name: 'Bash', tool_use_id: id, tool_input: { command: 'gen', ...input }, tool_response: {} },
  })
const commit = (bench: Workbench, env: NodeJS.ProcessEnv = {}) => {
  bench.git('add', '-A')
  expect(bench.tryGit(['commit', '-qm', 'Work'], { env }).status).toBe(0)
  return bench.trailer('AI-Tool')
}

test('a command that commits and writes on: what it writes then is the agent’s', ({ bench }) => {
  before(bench, 't1')
  bench.write('start.txt', 'one\n')
  expect(commit(bench, { CLAUDECODE: '1' })).toEqual(['claude-code'])
  bench.write('later.txt', '1\n2\n')
  after(bench, 't1')
  expect(commit(bench)).toEqual(['claude-code/2.1.329'])
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=2;/)
})

test('a person commits while a command runs: what it writes later is the agent’s', ({ bench }) => {
  before(bench, 't1')
  bench.write('mine.txt', 'mine\n')
  commit(bench)
  bench.write('later.txt', '1\n2\n')
  after(bench, 't1')
  commit(bench)
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=2;/)
})

test('a command of whose end nobody told: what changed since may be anybody’s, so nothing is claimed', ({ bench }) => {
  before(bench, 't1')
  bench.write('made.txt', '1\n2\n')
  expect(commit(bench)).toEqual([])
})

test('a command in the background: what it wrote is not said to be a person’s', ({ bench }) => {
  before(bench, 't1', { run_in_background: true })
  after(bench, 't1', { run_in_background: true })
  bench.write('made.txt', '1\n2\n')
  expect(commit(bench)).toEqual([])
})

test('a command that was refused takes nothing from what stood before it', ({ bench }) => {
  bench.write('mine.txt', 'mine\n')
  before(bench, 't1')
  expect(commit(bench)).toEqual(['none; basis=observed'])
})

test('nor from a commit after the next prompt', ({ bench }) => {
  before(bench, 't1')
  bench.agent.prompt('not so')
  bench.write('mine.txt', 'mine\n')
  expect(commit(bench)).toEqual(['none; basis=observed'])
})
