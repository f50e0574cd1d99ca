import { describe, expect } from 'vitest'
import { agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const pasted = 'Reviewed-by: Ann <ann@example.com>\nAI-Tool: chatgpt/5\nAI-Model: gpt-5.2\nAI-Note: pasted b.txt'

const work = (bench: Workbench, path = 'a.txt') => {
  agentWrites(bench, path, 'const one = 1\nconst two = 2\n')
  bench.write('b.txt', 'pasted from a chat window\n')
  bench.git('add', '-A')
}

const said = (bench: Workbench) => bench.trailer('AI-Tool').map((tool, at) => [tool, bench.trailer('AI-Model')[at]])

const both = [
  ['claude-code/2.1.329', 'claude-opus-4-6'],
  ['chatgpt/5', 'gpt-5.2'],
]

const judged = (bench: Workbench): unknown => {
  const [, line = '{}'] = bench.provenance(['verify', 'HEAD~1..HEAD', '--format', 'jsonl']).stdout.split('\n')
  const { class: evidence, findings } = JSON.parse(line) as { class: string; findings: readonly unknown[] }
  return [evidence, findings]
}

describe('tools that a person names in the message stand beside the agent’s work, as declared', () => {
  test('with -m, and in an amend of the words', ({ bench }) => {
    work(bench)
    expect(bench.tryGit(['commit', '-qm', `Sum\n\n${pasted}`])).toMatchObject({ status: 0, stderr: '' })
    expect(said(bench)).toEqual(both)
    expect(bench.trailer('AI-Human-Edited-Ratio')[1]).toBe('unknown; basis=declared')
    expect(bench.message()).toContain('Reviewed-by: Ann <ann@example.com>\nAI-Note: pasted b.txt\n')
    expect(judged(bench)).toEqual(['recorded', []])
    bench.git('commit', '-q', '--amend', '-m', 'Other words')
    expect(said(bench)).toEqual(both)
  })

  test('in an editor, and in that of an amend', ({ bench }) => {
    work(bench)
    const env = (lines: string) => ({ GIT_EDITOR: `printf '%s\\n' '${lines.replaceAll('\n', "' '")}' >` })
    bench.tryGit(['commit', '-q'], { env: env(`Sum\n\n${pasted}`) })
    expect(said(bench)).toEqual(both)
    expect(judged(bench)).toEqual(['recorded', []])
    const adds = `sed -i '/^AI-Tool: claude/i AI-Tool: gemini-web\\nAI-Model: gemini-3-pro'`
    bench.tryGit(['commit', '-q', '--amend'], { env: { GIT_EDITOR: adds } })
    expect(said(bench)).toEqual([...both, ['gemini-web', 'gemini-3-pro']])
    expect(judged(bench)).toEqual(['recorded', []])
  })

  test('with a ratio of theirs, once where it is the agent’s own', ({ bench }) => {
    work(bench)
    const agent = 'AI-Tool: claude-code\nAI-Model: claude-opus-4-6\n'
    const ratio =
      'AI-Tool: chatgpt\nAI-Model: gpt-5.2\nAI-Prompt-Hash: none\nAI-Human-Edited-Ratio: 0.500; basis=declared'
    bench.git('commit', '-qm', `Sum\n\n${agent}${ratio}`)
    expect(said(bench)).toEqual([both[0], ['chatgpt', 'gpt-5.2']])
    expect(bench.trailer('AI-Human-Edited-Ratio')[1]).toBe('0.500; basis=declared')
  })
})

test('lines that say nothing to take up give way to the record, and that is told', ({ bench }) => {
  for (const [at, lines] of ['AI-Model: too', 'AI-Tool: none; basis=declared'].entries()) {
    work(bench, `${at}.txt`)
    const { status, stderr } = bench.tryGit(['commit', '-qm', `Sum\n\n${lines}`])
    expect([status, stderr]).toEqual([0, expect.stringContaining('gave way')])
    expect(said(bench)).toEqual([both[0]])
  }
})

test('a record that came with a copied message is replaced, and words without an agent’s work stay as they are', ({
  bench,
}) => {
  work(bench)
  bench.git('commit', '-qm', 'Sum')
  const copied = bench.message()
  bench.write('b.txt', 'of a person\n')
  bench.git('commit', '-qam', copied)
  expect(bench.trailer('AI-Tool').filter((tool) => tool.startsWith('claude')).length).toBeLessThan(2)
  bench.write('b.txt', 'of a person again\n')
  bench.git('commit', '-qam', `Sum\n\n${pasted}`)
  expect(bench.message().trim()).toBe(`Sum\n\n${pasted}`)
})
