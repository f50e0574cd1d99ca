import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { agentText, agentWrites, test } from '../support/commit-flow.js'

describe('git commit -m and -F', () => {
  test('a commit of an agent’s work carries the record, last in the message, as git reads it', ({ bench }) => {
    agentWrites(bench)
    bench.git('commit', '-qam', 'Add constants')
    expect(bench.message()).toMatch(
      new RegExp(
        [
          '^Add constants\n',
          'AI-Tool: claude-code/2\\.1\\.329',
          'AI-Model: claude-opus-4-6',
          'AI-Prompt-Hash: hmac-sha256:[0-9a-f]{8}:[A-Za-z0-9_-]{43}; prompts=1',
          'AI-Human-Edited-Ratio: 0\\.000; kept=3; edited=0; dropped=0; basis=measured; method=lines/1',
          'AI-Change: patch-id:[0-9a-f]{40}\n+$',
        ].join('\n'),
      ),
    )
    expect(bench.git('shortlog', '--group=trailer:ai-tool', '-s', 'HEAD')).toContain('claude-code/2.1.329')
  })

  test('a message from a file keeps its own trailers above the record', ({ bench }) => {
    agentWrites(bench)
    writeFileSync(join(bench.home, 'message'), 'Add constants\n\nBody.\n\nReviewed-by: Ann <ann@example.com>\n')
    bench.git('commit', '-qa', '-F', join(bench.home, 'message'))
    expect(bench.trailer('Reviewed-by')).toEqual(['Ann <ann@example.com>'])
    expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
  })

  test('a body with a line of three dashes does not hide the record', ({ bench }) => {
    agentWrites(bench)
    bench.git('commit', '-qam', 'Add constants\n\nabove\n---\nbelow')
    expect(bench.trailer('AI-Model')).toEqual(['claude-opus-4-6'])
  })

  test('the binding is the patch-id that git gives for the commit', ({ bench }) => {
    agentWrites(bench)
    bench.git('commit', '-qam', 'Add constants')
    const patch = bench.git('diff-tree', '-p', 'HEAD^', 'HEAD')
    const [id] = bench.run('git', ['patch-id', '--stable'], { input: patch }).stdout.split(' ')
    expect(bench.trailer('AI-Change')).toEqual([`patch-id:${id}`])
  })

  test('a person’s commit, with hooks live, says that no agent was seen', ({ bench }) => {
    bench.write('start.txt', 'one\ntwo\nthree\nfour\n')
    bench.git('commit', '-qam', 'Add four')
    expect(bench.message().trim()).toBe('Add four\n\nAI-Tool: none; basis=observed')
  })

  test('what a person changed in the agent’s lines is counted', ({ bench }) => {
    agentWrites(bench)
    bench.write(
      'start.txt',
      agentText.replace('const second = 2', 'const second = 22').replace('const third = 3\n', ''),
    )
    bench.git('commit', '-qam', 'Add constants')
    expect(bench.trailer('AI-Human-Edited-Ratio')).toEqual([
      '0.667; kept=1; edited=1; dropped=1; basis=measured; method=lines/1',
    ])
  })

  test('the events are used up: the next commit of a person is a person’s', ({ bench }) => {
    agentWrites(bench)
    bench.git('commit', '-qam', 'Add constants')
    bench.write('start.txt', `${agentText}more\n`)
    bench.git('commit', '-qam', 'More')
    expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
  })
})
