import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { type AgentModel, call } from '../../support/agents/driver.js'
import { agentModels } from '../../support/agents/models.js'
import { test } from '../../support/commit-flow.js'
import { type Workbench, workbench } from '../../support/workbench.js'

/** Commits everything in a folder; returns how many prompts are behind it. */
const commit = (bench: Workbench, cwd = bench.top, env: NodeJS.ProcessEnv = {}) => {
  const git = (...args: string[]) => bench.run('git', args, { cwd, env })
  git('add', '-A')
  expect(git('commit', '-qm', 'Work')).toMatchObject({ status: 0, stderr: '' })
  const [, prompts] = git('log', '-1', '--format=%(trailers:key=AI-Prompt-Hash,valueonly)').stdout.trim().split('; ')
  return prompts ?? 'none'
}

describe('a session that goes on in another work tree of the clone', () => {
  const linkedTo = (bench: Workbench) => {
    const tree = join(bench.home, 'linked')
    bench.git('worktree', 'add', '-q', '-b', 'side', tree)
    let count = 0
    const edit = () => {
      count += 1
      bench.agent.edit('made.txt', `${'line\n'.repeat(count)}`, { top: tree })
    }
    return { tree, edit }
  }

  test('has the prompts behind it that it was given where it began, since its commit before', ({ bench }) => {
    bench.agent.start()
    bench.agent.prompt('one')
    const { tree, edit } = linkedTo(bench)
    edit()
    expect(commit(bench, tree)).toBe('prompts=1')
    edit()
    expect(commit(bench, tree)).toBe('prompts=1')
    for (const prompt of ['two', 'three']) bench.agent.prompt(prompt)
    edit()
    bench.agent.prompt('four, after the edit')
    expect(commit(bench, tree)).toBe('prompts=2')
    edit()
    expect(commit(bench, tree)).toBe('prompts=1')
  })

  test('the last of them, where a commit there took them', ({ bench }) => {
    for (const prompt of ['one', 'two']) bench.agent.prompt(prompt)
    bench.agent.edit('start.txt', 'of the agent\n')
    expect(commit(bench)).toBe('prompts=2')
    const { tree, edit } = linkedTo(bench)
    edit()
    expect(commit(bench, tree)).toBe('prompts=1')
  })

  test('not what it was asked after its last edit', ({ bench }) => {
    const { tree, edit } = linkedTo(bench)
    edit()
    bench.agent.prompt('later')
    expect(commit(bench, tree)).toBe('none')
    bench.agent.edit('start.txt', 'of the agent\n')
    commit(bench)
    edit()
    expect(commit(bench, tree)).toBe('prompts=1')
  })

  test('nor what another session was asked', ({ bench }) => {
    bench.agent.hook('UserPromptSubmit', { session_id: 'another', prompt: 'one' })
    const { tree, edit } = linkedTo(bench)
    edit()
    expect(commit(bench, tree)).toBe('none')
  })
})

test('what is asked in a window of two projects is behind the work in both', () => {
  const cursor = agentModels.find(({ name }) => name === 'cursor') as AgentModel
  const benches = [0, 1].map(() => {
    const bench = workbench({ files: { 'a.js': 'a\n' }, init: false })
    writeFileSync(join(bench.top, '.git', 'info', 'exclude'), '.*\n')
    expect(bench.provenance(['init', '--yes', '--agents', 'cursor']).status).toBe(0)
    return bench
  })
  const [first, second] = benches
  if (first === undefined || second === undefined) throw new Error('expected two')
  try {
    const running = { CURSOR_AGENT: '1' }
    const roots = { workspace_roots: [first.top, second.top, '/nowhere', 'relative', 7] }
    const asked = cursor.prompt(first.top, 'do it')
    call(first, cursor, asked === null ? null : { ...asked, payload: { ...asked.payload, ...roots } })
    for (const bench of benches) {
      const { after } = cursor.edit(bench.top, { file: 'a.js', old: 'a', fresh: 'b' }, '')
      bench.write('a.js', 'b\n')
      call(bench, cursor, after)
      expect(commit(bench, bench.top, running)).toBe('prompts=1')
    }
    second.write('made.js', '1\n')
    expect(commit(second, second.top, running)).toBe('prompts=1')
    expect(second.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/kept=1;/)
  } finally {
    for (const bench of benches) bench.remove()
  }
})
