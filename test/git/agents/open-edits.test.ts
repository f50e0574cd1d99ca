import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { agentText, test } from '../../support/commit-flow.js'
import type { Workbench } from '../../support/workbench.js'

const none = ['none; basis=observed']
const file = 'start.txt'

const spool = (bench: Workbench): string => join(bench.top, '.git', 'provenance', 'spool')

const tell = (bench: Workbench, event: string, content: string) =>
  bench.agent.hook(event, {
    tool_name: 'Write',
    tool_use_id: 't1',
    tool_input: { file_path: join(bench.top, file), content },
    ...(event === 'PostToolUse' ? { tool_response: {} } : {}),
  })

const commit = (bench: Workbench, path: string, text: string): readonly string[] => {
  bench.write(path, text)
  bench.git('add', path)
  bench.git('commit', '-qm', 'Work')
  return bench.trailer('AI-Tool')
}

describe('an edit that was begun, and of whose end nobody told yet', () => {
  test('a commit that takes what it writes claims nothing, and what is told then is done with', ({ bench }) => {
    tell(bench, 'PreToolUse', agentText)
    expect(commit(bench, 'mine.txt', 'a person’s own\n')).toEqual(none)
    expect(commit(bench, file, agentText)).toEqual([])
    tell(bench, 'PostToolUse', agentText)
    expect(commit(bench, file, `${agentText}and a line by hand\n`)).toEqual(none)
    expect(readdirSync(spool(bench))).toEqual([])
  })

  test('nor does one after the turn, where the agent was stopped before it told', ({ bench }) => {
    tell(bench, 'PreToolUse', agentText)
    bench.agent.hook('SessionEnd', { reason: 'other' })
    expect(commit(bench, file, 'mine\n')).toEqual(none)
    expect(commit(bench, file, agentText)).toEqual([])
  })

  test('what a person writes instead is the person’s, where the agent said what it wants to write', ({ bench }) => {
    tell(bench, 'PreToolUse', agentText)
    expect(commit(bench, file, 'one\ntwo\nwritten by hand instead\n')).toEqual(none)
  })

  test('where it did not, any change of the file is withheld: for ten minutes, and not after the next prompt', ({
    bench,
  }) => {
    tell(bench, 'PreToolUse', '')
    expect(commit(bench, file, 'one\nby hand\n')).toEqual([])
    expect(commit(bench, file, 'two\nby hand\n')).toEqual([])
    bench.run('sh', ['-c', 'touch -d "11 minutes ago" .git/provenance/spool/*'])
    expect(commit(bench, file, 'three\nby hand\n')).toEqual([])
    expect(commit(bench, file, 'four\nby hand\n')).toEqual(none)
    tell(bench, 'PreToolUse', '')
    bench.agent.prompt('not so')
    expect(commit(bench, file, 'five\nby hand\n')).toEqual(none)
  })

  test('what stood there before it is nobody’s doubt, and a person’s lines stay so once its end is told', ({
    bench,
  }) => {
    bench.write(file, 'one\ntwo\na line by hand\n')
    tell(bench, 'PreToolUse', '')
    expect(commit(bench, file, 'one\ntwo\na line by hand\n')).toEqual(none)
    bench.write('other.txt', 'mine\n')
    bench.write(file, `one\ntwo\na line by hand\nthe agent’s line\n`)
    tell(bench, 'PostToolUse', '')
    bench.git('commit', '-qam', 'Both')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=1;/)
  })
})
