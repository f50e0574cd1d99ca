import { expect } from 'vitest'
import { agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const bindingOf = (bench: Workbench) => JSON.parse(bench.provenance(['show', '--json']).stdout).binding

test('a file of a person’s that is only announced is no part of the change that a record is bound to', ({ bench }) => {
  agentWrites(bench)
  bench.write('mine.txt', 'by hand\n')
  bench.git('add', '-N', 'mine.txt')
  bench.git('add', 'start.txt')
  bench.git('commit', '-qm', 'The agent’s')
  expect(bindingOf(bench)).toBe('bound')
  bench.git('commit', '-q', '--amend', '-m', 'The words mended')
  expect(bindingOf(bench)).toBe('bound')
})

test('an agent’s file that is only announced waits for the commit that takes it, under another name too', ({
  bench,
}) => {
  agentWrites(bench, 'new.txt', 'const alpha = 1\nconst beta = 2\n')
  agentWrites(bench, 'empty.txt', '')
  bench.git('add', '-N', 'new.txt', 'empty.txt')
  bench.write('mine.txt', 'by hand\n')
  bench.git('add', 'mine.txt')
  bench.git('commit', '-qm', 'Mine')
  expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
  bench.git('rm', '-q', '--cached', 'new.txt')
  bench.run('mv', ['new.txt', 'moved.txt'])
  bench.git('add', '-N', 'moved.txt')
  bench.git('commit', '-qm', 'Nothing of it', '--allow-empty')
  bench.git('add', 'moved.txt')
  bench.git('commit', '-qm', 'The agent’s')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=2;/)
  bench.git('commit', '-qam', 'An empty one')
  expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
})

test('a file that is taken out of the index and announced again is deleted by the commit', ({ bench }) => {
  agentWrites(bench)
  bench.git('rm', '-q', '--cached', 'start.txt')
  bench.git('add', '-N', 'start.txt')
  bench.git('commit', '-qm', 'Out of the index')
  expect(bench.trailer('AI-Human-Edited-Ratio')).toEqual([])
  bench.git('commit', '-qam', 'And in again')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=3;/)
})
