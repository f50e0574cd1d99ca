import { join } from 'node:path'
import { expect } from 'vitest'
import { test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

/** One more window of the same agent, with a session of its own. */
const session = (bench: Workbench, session_id: string) => {
  const tell = (event: string, payload: Readonly<Record<string, unknown>>) =>
    expect(bench.agent.hook(event, { session_id, ...payload }).status).toBe(0)
  tell('SessionStart', { source: 'startup', model: 'claude-opus-4-6' })
  let calls = 0
  return {
    ask: (prompt: string, prompt_id = `${session_id}-${prompt}`) => tell('UserPromptSubmit', { prompt, prompt_id }),
    write: (path: string, content: string) => {
      calls += 1
      const call = {
        tool_name: 'Write',
        tool_input: { file_path: join(bench.top, path), content },
        tool_use_id: `${session_id}-${calls}`,
      }
      tell('PreToolUse', call)
      bench.write(path, content)
      tell('PostToolUse', { ...call, tool_response: {} })
    },
  }
}

/** What `prompt verify` ends with for these prompts, in this order. */
const proves = (bench: Workbench, prompts: readonly string[]): number => {
  const files = prompts.map((prompt, index) => {
    bench.write(`../prompt-${index}`, prompt)
    return join(bench.home, `prompt-${index}`)
  })
  return bench.provenance(['prompt', 'verify', 'HEAD', '--prompt-file', ...files]).status
}

test('what was asked after the last edit of a commit is behind the next edit, all of it, whether a commit was broken off or not', ({
  bench,
}) => {
  const one = session(bench, 'one')
  one.ask('first')
  one.write('a.txt', 'a\n')
  for (const prompt of ['second', 'go on']) one.ask(prompt)
  bench.git('add', '-A')
  expect(bench.tryGit(['commit', '-q'], { env: { GIT_EDITOR: 'false' } }).status).not.toBe(0)
  bench.git('commit', '-qm', 'First')
  expect(proves(bench, ['first'])).toBe(0)
  one.write('a.txt', 'a\nmore of it\n')
  bench.git('add', '-A')
  expect(bench.tryGit(['commit', '-q'], { env: { GIT_EDITOR: 'false' } }).status).not.toBe(0)
  bench.git('commit', '-qm', 'Second')
  expect(proves(bench, ['second', 'go on'])).toBe(0)
  one.write('a.txt', 'a\nmore of it\nand more\n')
  bench.git('commit', '-qam', 'Third, asked nothing since')
  expect(proves(bench, ['go on'])).toBe(0)
})

test('a prompt that could not be committed to is none, and no other stands in for it', ({ bench }) => {
  const one = session(bench, 'one')
  one.ask('old')
  one.write('a.txt', 'a\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'First')
  bench.write('.provenancerc', 'version: 1\nprompts: { keyFile: gone }\n')
  one.ask('new')
  one.write('a.txt', 'a\nmore of it\n')
  bench.git('commit', '-qam', 'Second')
  expect(bench.trailer('AI-Prompt-Hash')).toEqual(['none'])
  expect(bench.provenance(['doctor']).stdout).toContain('prompts.keyFile')
})

test('prompts of two windows stand in the order in which they were given, each once', ({ bench }) => {
  const [one, two] = [session(bench, 'one'), session(bench, 'two')]
  one.ask('first')
  one.write('a.txt', 'a\n')
  two.ask('second')
  two.write('b.txt', 'b\n')
  one.ask('third')
  one.write('a.txt', 'a\nmore of it\n')
  two.ask('fourth')
  two.write('b.txt', 'b\nmore of it\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Both')
  expect(bench.trailer('AI-Prompt-Hash')[0]).toMatch(/; prompts=4$/)
  expect(proves(bench, ['first', 'second', 'third', 'fourth'])).toBe(0)
  expect(proves(bench, ['first', 'third', 'second', 'fourth'])).toBe(1)
})

test('a session’s last prompt before a commit is behind what it then writes, before those that come', ({ bench }) => {
  const [one, two] = [session(bench, 'one'), session(bench, 'two')]
  one.ask('first')
  one.write('a.txt', 'a\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'One')
  two.ask('second')
  two.write('b.txt', 'b\n')
  one.write('a.txt', 'a\nmore of it\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Both')
  expect(proves(bench, ['first', 'second'])).toBe(0)
})

test('the same words sent twice are two prompts, one prompt told twice is one', ({ bench }) => {
  const one = session(bench, 'one')
  one.ask('go on', 'p-1')
  one.ask('go on', 'p-1')
  one.ask('go on', 'p-2')
  one.write('a.txt', 'a\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'One')
  expect(bench.trailer('AI-Prompt-Hash')[0]).toMatch(/; prompts=2$/)
  expect(proves(bench, ['go on', 'go on'])).toBe(0)
  expect(proves(bench, ['go on'])).toBe(1)
})

test('a process id comes again, as in a container: what a commit took is known by more than its name', ({ bench }) => {
  // Both are recorded by this process, so that each event gets the same name.
  const ask = () => bench.agent.prompt('and now?')
  bench.agent.start('claude-opus-4-6')
  ask()
  bench.agent.edit('a.txt', 'a\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'First')
  ask()
  bench.agent.edit('a.txt', 'a\nb\n')
  bench.git('commit', '-qam', 'Second')
  expect(bench.trailer('AI-Model')).toEqual(['claude-opus-4-6'])
})
