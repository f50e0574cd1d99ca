import { expect } from 'vitest'
import { test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const lines = (message: string) => message.split('\n').filter((line) => line.startsWith('AI-'))

/** A commit as another version of this program, or another implementation of its format, records it. */
const foreign = (bench: Workbench): readonly string[] => {
  bench.write('f', 'a\n')
  bench.git('add', 'f')
  const [id] = bench.run('git', ['patch-id', '--stable'], { input: bench.git('diff', '--cached') }).stdout.split(' ')
  const record = [
    'AI-Tool: chatgpt/5; channel=web',
    'AI-Model: gpt-5.2; effort=high',
    'AI-Prompt-Hash: none; seen=no',
    'AI-Human-Edited-Ratio: 0.250; kept=3; edited=1; dropped=0; basis=measured; method=lines/1; tool=mine',
    `AI-Change: patch-id:${id}; alg=2`,
  ]
  bench.tryGit(['commit', '-q', '-m', `Add f\n\n${record.join('\n')}`], { env: { PROVENANCE: '0' } })
  return record
}

test('parameters of another version stay where nothing is counted anew, and stand in the ledger', ({ bench }) => {
  bench.git('branch', 'before')
  const record = foreign(bench)
  const { stdout } = bench.provenance(['show', '--json'])
  expect(JSON.parse(stdout)).toMatchObject({
    class: 'recorded',
    binding: 'bound',
    parameters: { change: { alg: '2' } },
    record: [
      {
        parameters: {
          humanEdited: { tool: 'mine' },
          model: { effort: 'high' },
          promptHash: { seen: 'no' },
          tool: { channel: 'web' },
        },
      },
    ],
  })
  bench.git('commit', '-q', '--amend', '--no-edit')
  expect(lines(bench.message())).toEqual(record)
  bench.git('reset', '-q', '--soft', 'HEAD^')
  bench.git('commit', '-q', '-C', 'ORIG_HEAD')
  expect(lines(bench.message())).toEqual(record)
  const squashed = bench.provenance(['squash-message', 'before..HEAD']).stdout
  expect(lines(squashed)).toEqual([...record.slice(0, 4), record[4]?.replace('; alg=2', '')])
  const ledger = `${bench.home}/l.jsonl`
  bench.provenance(['verify', 'before..HEAD', '--output', ledger])
  expect(bench.provenance(['ledger', 'check', ledger])).toMatchObject({ status: 0 })
  expect(bench.provenance(['validate', ledger])).toMatchObject({ status: 0 })
})
