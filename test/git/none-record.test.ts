import { expect } from 'vitest'
import { test } from '../support/commit-flow.js'
import { bare } from './managers/managed.js'

/** `noneRecord: false`: no commit says that no agent was seen, also where no node is started for it. */

const observed = ['none; basis=observed']

test('a project that wants no such line has none, by a file that it extends as well, and has it again without the setting', ({
  bench,
}) => {
  const said = (message: string) => {
    bench.git('commit', '-qm', message, '--allow-empty')
    const short = bench.trailer('AI-Tool')
    const env = { GIT_EDITOR: 'printf "In an editor\\n" >' }
    expect(bench.tryGit(['commit', '-q', '--allow-empty'], { env }).stderr).toBe('')
    return [short, bench.trailer('AI-Tool')]
  }
  bench.write('.provenancerc', 'noneRecord: false\n')
  expect(said('Off')).toEqual([[], []])
  bench.write('.provenancerc', 'extends: ./team.yaml\n')
  bench.write('team.yaml', 'noneRecord: true\n')
  expect(said('On in the team’s file')).toEqual([observed, observed])
  bench.write('team.yaml', 'noneRecord: false\n')
  expect(said('Off in the team’s file')).toEqual([[], []])
  bench.write('.provenancerc', '{}\n')
  expect(said('Nothing said')).toEqual([observed, observed])
})

test('a clone that hooks for all repositories make ready has none from its first commit on', () => {
  const bench = bare()
  bench.write('.provenancerc', 'noneRecord: false\n')
  expect(bench.provenance(['init', '--global', '--yes', '--agents', 'claude-code']).status).toBe(0)
  for (const message of ['Makes the clone ready', 'Live', 'Live still']) {
    bench.git('commit', '-q', '--allow-empty', '-m', message)
    expect([message, bench.trailer('AI-Tool')]).toEqual([message, []])
  }
  bench.remove()
})
