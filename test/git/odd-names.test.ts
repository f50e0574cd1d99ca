import { expect } from 'vitest'
import { agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

/** Names that every plain object of JavaScript knows already, and one that would change what it inherits. */
const names = ['constructor', 'toString', 'valueOf', '__proto__']

const commits = (bench: Workbench, ...args: readonly string[]): string => {
  bench.git('add', '-A')
  expect(bench.tryGit(['commit', '-q', ...args])).toMatchObject({ status: 0, stderr: '' })
  return bench.trailer('AI-Human-Edited-Ratio').join()
}

test('files are measured whatever their names: in a commit, a later one, its amend, a squash and after a command', ({
  bench,
}) => {
  for (const name of names) agentWrites(bench, name, 'first of the agent\nsecond of the agent\n')
  bench.git('add', 'constructor')
  bench.git('commit', '-qm', 'One of them')
  expect(bench.trailer('AI-Human-Edited-Ratio').join()).toContain('kept=2; edited=0; dropped=0')
  expect(commits(bench, '-m', 'The others')).toContain('kept=6; edited=0; dropped=0')
  bench.write('__proto__', 'first of the agent\n')
  expect(commits(bench, '--amend', '--no-edit')).toContain('kept=5; edited=0; dropped=1')
  bench.git('reset', '-q', '--soft', 'HEAD~2')
  expect(commits(bench, '-m', 'Both')).toContain('kept=7; edited=0; dropped=1')
  bench.agent.shell("for name in constructor __proto__; do echo 'by a command' >>$name; done")
  expect(commits(bench, '-m', 'By a command')).toContain('kept=2; edited=0; dropped=0')
  bench.write('valueOf', 'by a person\n')
  expect(commits(bench, '-m', 'By a person')).toBe('')
  expect(bench.provenance(['status'])).toMatchObject({ status: 0, stderr: '' })
})

test('a hook that no table has does nothing, whatever its name', ({ bench }) => {
  for (const name of names) expect(bench.provenance(['hook', name])).toEqual({ status: 0, stdout: '', stderr: '' })
})
