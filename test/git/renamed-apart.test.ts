import { expect } from 'vitest'
import { agentText, agentWrites, test } from '../support/commit-flow.js'

const six = `${agentText}const fourth = 4\nconst fifth = 5\nconst sixth = 6\n`
const counted = (kept: number) => new RegExp(`^0\\.000; kept=${kept}; edited=0; dropped=0;`)

test('a renaming committed alone leaves the agent’s lines for the commit that takes them, however many they are', ({
  bench,
}) => {
  agentWrites(bench, 'start.txt', six)
  bench.git('mv', 'start.txt', 'moved.txt')
  bench.git('commit', '-qm', 'The renaming')
  expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
  bench.git('commit', '-qam', 'The lines')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(counted(6))
})

test('the agent that renames and commits so is named, and its lines wait', ({ bench }) => {
  agentWrites(bench, 'start.txt', six)
  bench.agent.shell('git mv start.txt moved.txt && git commit -qm "The renaming"')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^unknown; kept=0; edited=0; dropped=0;/)
  bench.git('commit', '-qam', 'The lines')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(counted(6))
})

test.for(['a person', 'the agent'])(
  'the new name committed before the old one goes: lines go with it, moved by %s',
  (who, { bench }) => {
    agentWrites(bench)
    if (who === 'the agent') bench.agent.shell('mv start.txt moved.txt')
    else bench.run('mv', ['start.txt', 'moved.txt'])
    bench.git('add', 'moved.txt')
    bench.git('commit', '-qm', 'The new name', '--', 'moved.txt')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(counted(3))
    bench.git('commit', '-qam', 'The old one')
    expect(bench.trailer('AI-Human-Edited-Ratio')).toEqual([])
  },
)

test('a copy of a file that is still there takes nothing with it', ({ bench }) => {
  agentWrites(bench)
  bench.write('copy.txt', agentText)
  bench.git('add', 'copy.txt')
  bench.git('commit', '-qm', 'The copy')
  bench.git('commit', '-qam', 'The lines')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(counted(3))
})
