import { expect } from 'vitest'
import { agentText, agentWrites, test } from '../support/commit-flow.js'

test('a commit of some paths takes only their lines; the rest waits for its own commit', ({ bench }) => {
  agentWrites(bench)
  bench.agent.edit('second.txt', 'alpha line\nbeta line\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'One file', '--', 'start.txt')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=3;/)
  bench.git('commit', '-qm', 'The other')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=2;/)
  expect(bench.trailer('AI-Prompt-Hash')[0]).toMatch(/; prompts=1$/)
})

test('a commit that leaves the agent’s files out says that none of it is in there', ({ bench }) => {
  agentWrites(bench)
  bench.write('mine.txt', 'by hand\n')
  bench.git('add', 'mine.txt')
  bench.git('commit', '-qm', 'Mine')
  expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
  bench.git('commit', '-qam', 'The agent’s')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=3;/)
})

test('staged by hunk, the hunk left out is pending and counted in the commit that takes it', ({ bench }) => {
  bench.write('long.txt', Array.from({ length: 30 }, (_, index) => `line ${index}\n`).join(''))
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Long file')
  bench.agent.start()
  const lines = bench.read('long.txt').split('\n')
  lines.splice(2, 0, 'early agent line')
  lines.splice(25, 0, 'late agent line', 'later agent line')
  bench.agent.edit('long.txt', lines.join('\n'))
  const picked = bench.tryGit(['add', '-p', 'long.txt'], { input: 'y\nn\n' })
  expect(picked.status).toBe(0)
  bench.git('commit', '-qm', 'First hunk')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=1; edited=0; dropped=0;/)
  bench.git('commit', '-qam', 'Second hunk')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=2; edited=0; dropped=0;/)
})

test('a pending line deleted before its commit is dropped there', ({ bench }) => {
  agentWrites(bench)
  bench.write('mine.txt', 'by hand\n')
  bench.git('add', 'mine.txt')
  bench.git('commit', '-qm', 'Mine')
  bench.write('start.txt', agentText.replace('const third = 3\n', ''))
  bench.git('commit', '-qam', 'The agent’s')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.333; kept=2; edited=0; dropped=1;/)
})

test('an older form of the agent’s text that was staged is the agent’s', ({ bench }) => {
  agentWrites(bench)
  bench.git('add', '-A')
  bench.agent.edit('start.txt', agentText.replaceAll('const', 'export const'))
  bench.git('commit', '-qm', 'Staged form')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=3; edited=0; dropped=0;/)
})
