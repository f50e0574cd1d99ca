import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { agentText, agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const record = (bench: Workbench) =>
  bench
    .message()
    .split('\n')
    .filter((line) => line.startsWith('AI-'))
const reword = (bench: Workbench, words: string) => bench.git('commit', '-q', '--amend', '-m', words)
const amend = (bench: Workbench) => {
  bench.git('add', '-A')
  bench.git('commit', '-q', '--amend', '--no-edit')
}
const isBound = (bench: Workbench): boolean => {
  const patch = bench.git('diff-tree', '-p', 'HEAD^', 'HEAD')
  const [id] = bench.run('git', ['patch-id', '--stable'], { input: patch }).stdout.split(' ')
  return bench.trailer('AI-Change')[0] === `patch-id:${id}`
}

/** The agent's commit as a clone has it that did not make it. */
const fetched = (bench: Workbench) => {
  agentWrites(bench)
  bench.git('commit', '-qam', 'Add constants')
  rmSync(join(bench.top, '.git/provenance/commits'), { recursive: true })
}

test('a record that another clone made stays as it is through amends of the words', ({ bench }) => {
  fetched(bench)
  const before = record(bench)
  for (const words of ['Better', 'Better still', 'Best']) {
    reword(bench, words)
    expect(record(bench)).toEqual(before)
  }
  expect(before).toHaveLength(5)
})

test('once a person changed what it counted it stays stale, also where an agent adds a file of its own', ({
  bench,
}) => {
  fetched(bench)
  const before = record(bench)
  bench.write('start.txt', agentText.replace('const first = 1', 'const first = 111'))
  amend(bench)
  reword(bench, 'Other words')
  expect([record(bench), isBound(bench)]).toEqual([before, false])
  bench.agent.edit('new.txt', 'by the agent\n')
  amend(bench)
  reword(bench, 'More words')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toContain('kept=4;')
  expect(bench.trailer('AI-Change')).toEqual([before.at(-1)?.slice('AI-Change: '.length)])
})

test('what this clone’s agent adds to it stands beside it, and is bound', ({ bench }) => {
  fetched(bench)
  bench.agent.start('claude-sonnet-4-6')
  bench.agent.edit('new.txt', 'by the agent\n')
  amend(bench)
  const both = record(bench)
  expect(bench.trailer('AI-Model')).toEqual(['claude-opus-4-6', 'claude-sonnet-4-6'])
  reword(bench, 'Other words')
  expect([record(bench), isBound(bench)]).toEqual([both, true])
})

test('a squash that a person changed stays stale through an amend of nothing', ({ bench }) => {
  bench.git('checkout', '-qb', 'side')
  agentWrites(bench)
  bench.git('commit', '-qam', 'Add constants')
  bench.git('checkout', '-q', 'main')
  bench.git('merge', '-q', '--squash', 'side')
  bench.git('commit', '-qm', 'Squashed')
  const before = record(bench)
  expect(isBound(bench)).toBe(true)
  bench.write('start.txt', 'one\ntwo\nthree\nby hand\n')
  amend(bench)
  amend(bench)
  expect([record(bench), isBound(bench)]).toEqual([before, false])
})

test('what only an agent’s environment told stays through a person’s amend, and holds of what the agent amends', ({
  bench,
}) => {
  const env = { CLAUDECODE: '1' }
  bench.write('start.txt', 'one\n')
  bench.tryGit(['commit', '-qam', 'Unheard'], { env })
  const before = record(bench)
  expect(bench.trailer('AI-Tool')).toEqual(['claude-code'])
  reword(bench, 'Other words')
  expect(record(bench)).toEqual(before)
  bench.write('start.txt', 'two\n')
  bench.tryGit(['commit', '-qa', '--amend', '--no-edit'], { env })
  expect([record(bench).slice(0, -1), isBound(bench)]).toEqual([before.slice(0, -1), true])
  bench.write('start.txt', 'by hand\n')
  amend(bench)
  expect([bench.trailer('AI-Tool'), isBound(bench)]).toEqual([['claude-code'], false])
})

test('a pick whose conflict was resolved keeps its record through an amend of the words', ({ bench }) => {
  const side = bench.git('rev-parse', 'HEAD').trim()
  agentWrites(bench)
  bench.git('commit', '-qam', 'Add constants')
  for (const resolve of [
    () => bench.write('start.txt', `${agentText}by hand\n`),
    () => bench.agent.edit('start.txt', `${agentText}by hand\nby the agent\n`),
  ]) {
    bench.git('checkout', '-q', '-B', 'side', side)
    bench.write('start.txt', 'one\ntwo\nthree\nby hand\n')
    bench.git('commit', '-qam', 'By hand')
    bench.tryGit(['cherry-pick', 'main'])
    resolve()
    bench.git('add', '-A')
    bench.tryGit(['-c', 'core.editor=true', 'cherry-pick', '--continue'])
    const before = record(bench)
    expect(before).not.toEqual([])
    reword(bench, 'Other words')
    expect(record(bench)).toEqual(before)
  }
})

describe('a record that another clone made, left on another change by an amend', () => {
  const declare = (bench: Workbench, model: string) =>
    bench.provenance(['declare', '--tool', 'claude-code', '--model', model])
  const amends = (bench: Workbench) => {
    bench.git('commit', '-qa', '--amend', '--no-edit')
    const { record, binding } = JSON.parse(bench.provenance(['show', '--json']).stdout) as {
      readonly record: readonly { readonly model: string; readonly humanEdited: { readonly basis: string } }[]
      readonly binding: string
    }
    return [binding, ...record.map(({ model, humanEdited }) => `${model} ${humanEdited.basis}`)]
  }

  test('gives way to what is declared of its very tool and model, and to nothing else', ({ bench }) => {
    agentWrites(bench)
    bench.git('commit', '-qam', 'Theirs')
    const [model = ''] = bench.trailer('AI-Model')
    rmSync(join(bench.top, '.git/provenance/commits'), { recursive: true })
    declare(bench, model)
    // Of this very change it is as it was counted.
    expect(amends(bench)).toEqual(['bound', `${model} measured`, `${model} declared`])
    bench.git('reset', '-q', '--hard', 'HEAD@{1}')
    rmSync(join(bench.top, '.git/provenance/commits'), { recursive: true })
    bench.write('start.txt', `${bench.read('start.txt')}mine\n`)
    expect(amends(bench)).toEqual(['stale', `${model} measured`])
    declare(bench, 'another')
    expect(amends(bench)).toEqual(['stale', `${model} measured`, 'another declared'])
    declare(bench, model)
    expect(amends(bench)).toEqual(['bound', 'another declared', `${model} declared`])
    bench.git('commit', '-q', '--amend', '--no-edit')
    expect(amends(bench)).toEqual(['bound', 'another declared', `${model} declared`])
  })
})
