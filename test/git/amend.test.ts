import { expect } from 'vitest'
import { agentText, agentWrites, test, typing } from '../support/commit-flow.js'

test('an amend of the message alone keeps one record, the same', ({ bench }) => {
  agentWrites(bench)
  bench.git('commit', '-qam', 'Add constants')
  const before = bench.message().replace('Add constants', '')
  bench.git('commit', '-q', '--amend', '-m', 'Better words')
  expect(bench.message()).toBe(`Better words${before}`)
  bench.git('commit', '-q', '--amend', '--no-edit')
  expect(bench.message()).toBe(`Better words${before}`)
})

test('an amend through an editor keeps one record', ({ bench }) => {
  agentWrites(bench)
  bench.git('commit', '-qam', 'Add constants')
  const ran = bench.tryGit(['commit', '--amend'], { env: { GIT_EDITOR: typing(bench, 'Typed above') } })
  expect(ran.status).toBe(0)
  expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
  expect(bench.trailer('AI-Change')).toHaveLength(1)
})

test('an amend with a person’s edit counts the edit', ({ bench }) => {
  agentWrites(bench)
  bench.git('commit', '-qam', 'Add constants')
  bench.write('start.txt', agentText.replace('const first = 1', 'const first = 111'))
  bench.git('commit', '-qa', '--amend', '--no-edit')
  expect(bench.trailer('AI-Human-Edited-Ratio')).toEqual([
    '0.333; kept=2; edited=1; dropped=0; basis=measured; method=lines/1',
  ])
  const patch = bench.git('diff-tree', '-p', 'HEAD^', 'HEAD')
  const [id] = bench.run('git', ['patch-id', '--stable'], { input: patch }).stdout.split(' ')
  expect(bench.trailer('AI-Change')).toEqual([`patch-id:${id}`])
})

test('an amend with more of the agent’s work joins lines and prompts', ({ bench }) => {
  agentWrites(bench)
  bench.git('commit', '-qam', 'Add constants')
  bench.agent.prompt('one more')
  bench.agent.edit('start.txt', `${agentText}const fourth = 4\n`)
  bench.git('commit', '-qa', '--amend', '--no-edit')
  expect(bench.trailer('AI-Human-Edited-Ratio')).toEqual([
    '0.000; kept=4; edited=0; dropped=0; basis=measured; method=lines/1',
  ])
  expect(bench.trailer('AI-Prompt-Hash')[0]).toMatch(/; prompts=2$/)
})

test('an amend of a commit that nobody observed claims nothing', ({ bench }) => {
  bench.git('commit', '-q', '--amend', '-m', 'start again')
  expect(bench.message().trim()).toBe('start again')
})

test('an amend of a commit known to be a person’s stays one', ({ bench }) => {
  bench.write('start.txt', 'changed\n')
  bench.git('commit', '-qam', 'Change')
  bench.git('commit', '-q', '--amend', '-m', 'Change it')
  expect(bench.message().trim()).toBe('Change it\n\nAI-Tool: none; basis=observed')
})

test('an alias for an amend is an amend', ({ bench }) => {
  bench.git('config', 'alias.fix', 'commit --amend')
  agentWrites(bench)
  bench.git('commit', '-qam', 'Add constants')
  const before = bench.message()
  bench.git('fix', '-qm', 'Add constants')
  expect(bench.message()).toBe(before)
})

test('a message reused from another commit does not bring that commit’s record', ({ bench }) => {
  agentWrites(bench)
  bench.git('commit', '-qam', 'Add constants')
  bench.write('other.txt', 'a person\n')
  bench.git('add', 'other.txt')
  bench.git('commit', '-q', '-C', 'HEAD')
  expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
  expect(bench.trailer('AI-Change')).toEqual([])
})

test('amended within a second a commit keeps its name, and what is known of it', ({ bench }) => {
  const env = { GIT_AUTHOR_DATE: '@1793527200 +0000', GIT_COMMITTER_DATE: '@1793527200 +0000' }
  agentWrites(bench)
  bench.tryGit(['commit', '-qam', 'Add constants'], { env })
  const [, ...names] = [0, 1, 2].map(() => {
    expect(bench.tryGit(['commit', '-q', '--amend', '--no-edit'], { env })).toMatchObject({ status: 0, stderr: '' })
    return bench.git('rev-parse', 'HEAD')
  })
  expect(new Set(names).size).toBe(1)
  bench.write('start.txt', agentText.replace('const first = 1', 'const first = 111'))
  bench.git('commit', '-qa', '--amend', '--no-edit')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toContain('kept=2; edited=1; dropped=0')
})
