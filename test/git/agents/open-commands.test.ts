import { describe, expect } from 'vitest'
import { test } from '../../support/commit-flow.js'
import type { Workbench } from '../../support/workbench.js'

const before = (bench: Workbench, id: string, input: Readonly<Record<string, unknown>> = {}) =>
  bench.agent.hook('PreToolUse', { tool_name: 'Bash', tool_use_id: id, tool_input: { command: 'gen', ...input } })
const after = (bench: Workbench, id: string, input: Readonly<Record<string, unknown>> = {}) =>
  bench.agent.hook('PostToolUse', {
    tool_name: 'Bash',
    tool_use_id: id,
    tool_input: { command: 'gen', ...input },
    tool_response: {},
  })
const commit = (bench: Workbench, env: NodeJS.ProcessEnv = {}) => {
  bench.git('add', '-A')
  expect(bench.tryGit(['commit', '-qm', 'Work'], { env }).status).toBe(0)
  return bench.trailer('AI-Tool')
}

test('a command that commits and writes on: what it writes then is the agent’s', ({ bench }) => {
  before(bench, 't1')
  bench.write('start.txt', 'one\n')
  expect(commit(bench, { CLAUDECODE: '1' })).toEqual(['claude-code/2.1.329'])
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

describe('a command that changes files and commits them', () => {
  const ratio = (bench: Workbench) => bench.trailer('AI-Human-Edited-Ratio')[0]?.split('; basis')[0]
  const asked = (bench: Workbench) => {
    bench.agent.start()
    bench.agent.prompt('do it')
  }
  const made = 'one red apple\ntwo green pears\nthree blue plums\nfour old figs\n'

  test('of the agent’s own lines, and new ones: all are the agent’s last form', ({ bench }) => {
    asked(bench)
    bench.agent.edit('made.txt', made)
    bench.git('add', '-A')
    bench.agent.shell('sed -i "1s/red/rot/;2d" made.txt; echo a line >new.txt; git add -A; git commit -qm x')
    expect(ratio(bench)).toBe('0.000; kept=4; edited=0; dropped=0')
  })

  test('an amend of them', ({ bench }) => {
    asked(bench)
    bench.agent.edit('made.txt', made)
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'x')
    bench.agent.shell('sed -i "1s/red/rot/" made.txt; git commit -qa --amend --no-edit')
    expect(ratio(bench)).toBe('0.000; kept=4; edited=0; dropped=0')
  })

  test('where nothing was reported before: with model and prompt of the session', ({ bench }) => {
    asked(bench)
    bench.agent.shell('echo new line >new.txt; git add -A; git commit -qm x')
    expect(ratio(bench)).toBe('0.000; kept=1; edited=0; dropped=0')
    expect(bench.trailer('AI-Model')).toEqual(['claude-opus-4-6'])
    expect(bench.trailer('AI-Prompt-Hash')[0]).toMatch(/^hmac-sha256:.*; prompts=1$/)
  })

  test('twice, and writes on: each line is counted by one commit, and what a person wrote before by none', ({
    bench,
  }) => {
    bench.write('mine.txt', 'by a person\n')
    asked(bench)
    const write = (line: string) => `echo ${line} >>made.txt; echo ${line} >>mine.txt`
    const take = 'git add made.txt; git commit -qm x'
    bench.agent.shell(`${write('first')}; ${take}; ${write('second')}; ${take}; ${write('third')}`)
    expect(ratio(bench)).toBe('0.000; kept=1; edited=0; dropped=0')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'The rest')
    expect(ratio(bench)).toBe('0.000; kept=4; edited=0; dropped=0')
  })

  test('where the commit fails, and the command changes the same file again', ({ bench }) => {
    asked(bench)
    const take = (env: string) => `git add -A; ${env} git commit -q`
    bench.agent.shell(`echo first >made.txt; ${take('GIT_EDITOR=false')}; echo second >made.txt`)
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'x')
    expect(ratio(bench)).toBe('0.000; kept=1; edited=0; dropped=0')
  })

  test('what a merge of the same command lays out is not its work', ({ bench }) => {
    bench.git('checkout', '-qb', 'side')
    bench.write('start.txt', 'one\ntwo\nthree\nfrom the side\n')
    bench.git('commit', '-qam', 'Side')
    bench.git('checkout', '-q', 'main')
    bench.write('start.txt', 'zero\none\ntwo\nthree\n')
    bench.git('commit', '-qam', 'Main')
    asked(bench)
    expect(bench.agent.shell('true; git merge -q --no-edit side').status).toBe(0)
    expect(ratio(bench)).toBe('unknown')
  })

  test('status tells of it before the commit, and leaves everything as it was', ({ bench }) => {
    asked(bench)
    const program = `"${process.execPath}" "${process.cwd()}/bin/provenance.mjs"`
    const told = bench.agent.shell(`echo new line >new.txt; git add -A; ${program} status`).stdout
    expect(told).toContain('AI-Human-Edited-Ratio: 0.000; kept=1; edited=0; dropped=0')
    bench.git('commit', '-qm', 'x')
    expect(ratio(bench)).toBe('0.000; kept=1; edited=0; dropped=0')
  })
})
