import { expect } from 'vitest'
import { agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

/** As many new files of one line each. */
const manyFiles = (bench: Workbench, folder: string, count: number): void => {
  for (let index = 0; index < count; index += 1)
    bench.write(`${folder}/${String(index).padStart(4, '0')}.txt`, `line ${index}\n`)
}
const measuredNone = 'unknown; kept=0; edited=0; dropped=0; basis=measured; method=lines/1'

test('lines that an agent changes through the shell are its own', ({ bench }) => {
  bench.agent.start()
  bench.agent.shell(
    'printf "made by a command\\nand another line\\n" >made.txt; sed -i "s/two/two and a half by sed/" start.txt',
  )
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'By shell')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=3;/)
})

test('what a person changed before the command stays the person’s', ({ bench }) => {
  bench.write('start.txt', 'one\ntwo\nthree\nby hand, before\n')
  bench.agent.start()
  bench.agent.shell('echo "by the command" >>start.txt')
  bench.git('commit', '-qam', 'Both')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=1;/)
})

test('a command that only looks leaves no event', ({ bench }) => {
  bench.agent.shell('ls; git status')
  bench.write('start.txt', 'one\n')
  bench.git('commit', '-qam', 'By hand')
  expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
})

test('stash and pop by the agent do not make a person’s lines the agent’s', ({ bench }) => {
  bench.write('start.txt', 'one\ntwo\nthree\nby hand\n')
  bench.agent.shell('git stash')
  bench.agent.shell('git stash pop')
  bench.git('commit', '-qam', 'By hand')
  expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
})

test('deletions alone are the agent’s part, with nothing proposed', ({ bench }) => {
  bench.agent.start()
  bench.agent.edit('start.txt', 'one\n')
  bench.git('commit', '-qam', 'Shorter')
  expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
  expect(bench.trailer('AI-Human-Edited-Ratio')).toEqual([
    'unknown; kept=0; edited=0; dropped=0; basis=measured; method=lines/1',
  ])
})

test('a doubled report counts once', ({ bench }) => {
  agentWrites(bench)
  const file = `${bench.top}/start.txt`
  const call = { tool_name: 'Edit', tool_use_id: 'same', tool_input: { file_path: file } }
  bench.agent.hook('PreToolUse', call)
  bench.agent.hook('PreToolUse', call)
  bench.write('start.txt', `${bench.read('start.txt')}const twice = 2\n`)
  bench.agent.hook('PostToolUse', { ...call, tool_response: {} })
  bench.agent.hook('PostToolUse', { ...call, tool_response: {} })
  bench.git('commit', '-qam', 'Once')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=4; edited=0; dropped=0;/)
})

const manyLines = Array.from({ length: 40 }, (_, index) => `a line by a person, number ${index}`)
const long = `${manyLines.join('\n')}\n`
const commitLong = (bench: Workbench) => {
  bench.write('old.txt', long)
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Long file')
  bench.agent.start()
}

test('a file that the agent moves keeps whose its lines are; the agent is named, with nothing proposed', ({
  bench,
}) => {
  commitLong(bench)
  bench.write('old.txt', `${long}a person’s line, not yet committed\n`)
  bench.agent.shell('git mv old.txt new.txt')
  bench.git('commit', '-qam', 'Move')
  expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^unknown; kept=0; edited=0; dropped=0;/)
  bench.write('new.txt', `${long}by a person, alone\n`)
  bench.git('commit', '-qam', 'Mine')
  expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
})

test('lines that the agent adds while it moves a file, and after, are its own', ({ bench }) => {
  commitLong(bench)
  bench.agent.shell('mv old.txt new.txt && echo "const added = 1" >>new.txt')
  bench.agent.edit('new.txt', `${bench.read('new.txt')}const later = 2\n`)
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Move and add')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=2; edited=0; dropped=0;/)
})

test('a move that waits is named in the commit that takes it', ({ bench }) => {
  commitLong(bench)
  bench.agent.shell('mv old.txt new.txt')
  bench.write('mine.txt', 'by hand\n')
  bench.git('add', 'mine.txt')
  bench.git('commit', '-qm', 'Mine')
  expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'The move')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^unknown; kept=0; edited=0; dropped=0;/)
})

test('of many files a person left uncommitted none becomes the agent’s when a command takes some away', ({ bench }) => {
  manyFiles(bench, 'by-hand', 700)
  bench.agent.shell('rm by-hand/00*')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'By hand')
  expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
})

test('a command’s file is seen behind many that a person left uncommitted', ({ bench }) => {
  manyFiles(bench, 'by-hand', 600)
  bench.agent.start()
  bench.agent.shell('echo "by a command" >z.txt')
  bench.git('add', 'z.txt')
  bench.git('commit', '-qm', 'Last')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=1;/)
})

test('every line of many files that a command makes is counted', ({ bench }) => {
  bench.agent.shell('mkdir made; for i in $(seq 600); do echo $i >made/$i.txt; done')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Many')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=600;/)
})

test('more files than are measured: the tool is named, and no count claimed for the rest', ({ bench }) => {
  bench.agent.shell('mkdir made; for i in $(seq 2100); do echo $i >made/$i.txt; done')
  const listed = bench.git('status', '--porcelain', '-uall').split('\n')
  bench.git('add', ...listed.slice(2_000).flatMap((line) => (line === '' ? [] : [line.slice(3)])))
  bench.git('commit', '-qm', 'Too many')
  expect(bench.trailer('AI-Human-Edited-Ratio')).toEqual([measuredNone])
})

test('a change of a file whose text was not kept names the tool, and a person’s others are left alone', ({ bench }) => {
  manyFiles(bench, 'by-hand', 600)
  bench.agent.shell('echo "by a command" >>by-hand/0599.txt')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Both')
  expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
  expect(bench.trailer('AI-Human-Edited-Ratio')).toEqual([measuredNone])
})
