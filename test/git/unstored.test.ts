import { appendFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { agentText, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

/** What an agent did and nobody could store must not pass for "no agent was seen". */

const state = (bench: Workbench, name: string) => join(bench.top, '.git', 'provenance', name)

/** A person's commit; returns what it says of AI, and goes on to the next, which owes nothing to the one before. */
const tools = (bench: Workbench): readonly (readonly string[])[] =>
  ['First', 'Second'].map((subject) => {
    appendFileSync(join(bench.top, 'start.txt'), `${subject} by hand\n`)
    bench.git('commit', '-qam', subject)
    return bench.trailer('AI-Tool')
  })

const generic = (bench: Workbench, kind: string) =>
  bench.provenance(['record', '--agent', 'generic'], {
    input: JSON.stringify({
      v: 1,
      agent: { name: 'my-agent', version: '3' },
      model: 'm-4',
      session: 's',
      cwd: bench.top,
      kind,
      toolUseId: 'u',
      files: [{ path: 'start.txt', op: 'modify' }],
    }),
  })

const onSmallDisk = (bench: Workbench, folder: string, work: (fill: (full: boolean) => void) => void): boolean => {
  mkdirSync(folder, { recursive: true })
  const mount = ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]
  if (bench.run('mount', mount).status !== 0) return false
  const filler = join(folder, 'fill')
  try {
    work((full) => {
      if (full) bench.run('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1k'])
      else rmSync(filler)
    })
  } finally {
    bench.run('umount', [folder])
  }
  return true
}

describe('a commit after something that could not be stored says nothing of AI; the next one is observed again', () => {
  test('a full disk, by a payload that node stores', ({ bench, skip }) => {
    const done = onSmallDisk(bench, state(bench, 'spool'), (fill) => {
      generic(bench, 'pre_edit')
      appendFileSync(join(bench.top, 'start.txt'), 'by the agent\n')
      fill(true)
      expect(generic(bench, 'post_edit').status).toBe(0)
      fill(false)
      expect(existsSync(state(bench, 'missed'))).toBe(true)
      expect(bench.provenance(['status']).stdout).toContain('what an agent did is not known')
      expect(tools(bench)).toEqual([[], ['none; basis=observed']])
    })
    if (!done) skip('file systems cannot be mounted here')
  })

  test('a full disk, by a payload that the shell stores', ({ bench, skip }) => {
    const done = onSmallDisk(bench, state(bench, 'spool'), (fill) => {
      fill(true)
      bench.agent.edit('start.txt', agentText)
      fill(false)
      expect(bench.provenance(['status']).stdout).toContain('what an agent did is not known')
      bench.git('commit', '-qam', 'First')
      expect(bench.trailer('AI-Tool')).toEqual([])
    })
    if (!done) skip('file systems cannot be mounted here')
  })

  test('a payload that is not understood', ({ bench }) => {
    bench.agent.start()
    bench.provenance(['record', '--agent', 'generic'], { input: '{"v":1,"kind":"post_ed' })
    expect(tools(bench)).toEqual([[], ['none; basis=observed']])
  })

  test('an entry that was torn', ({ bench }) => {
    mkdirSync(state(bench, 'spool'), { recursive: true })
    writeFileSync(state(bench, 'spool/99999.0'), 'raw 1 claude-code file \n\n{"session_id":"x","tool_na')
    // It may still be in the writing: it stays, and nobody says what it is about.
    bench.git('commit', '-q', '--allow-empty', '-m', 'Meanwhile')
    expect([bench.trailer('AI-Tool'), existsSync(state(bench, 'spool/99999.0'))]).toEqual([[], true])
    bench.run('touch', ['-d', '2026-01-01', state(bench, 'spool/99999.0')])
    expect(tools(bench)).toEqual([[], ['none; basis=observed']])
  })

  test('and so does an amend of one that saw none', ({ bench }) => {
    appendFileSync(join(bench.top, 'start.txt'), 'by hand\n')
    bench.git('commit', '-qam', 'By hand')
    expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
    writeFileSync(state(bench, 'missed'), '')
    bench.git('commit', '-qa', '--amend', '-m', 'By both')
    expect(bench.trailer('AI-Tool')).toEqual([])
  })
})

test('an edit that was begun and never ended is one that a person did not allow, but for what it was to change', ({
  bench,
}) => {
  generic(bench, 'pre_edit')
  bench.write('other.txt', 'by hand instead\n')
  bench.git('add', 'other.txt')
  bench.git('commit', '-qm', 'By hand')
  expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
  appendFileSync(join(bench.top, 'start.txt'), 'by whomever\n')
  bench.git('commit', '-qam', 'By whomever')
  expect(bench.trailer('AI-Tool')).toEqual([])
})

test('where the agents’ hooks cannot reach us, nothing is observed', ({ bench }) => {
  bench.agent.start()
  rmSync(state(bench, 'record.sh'))
  bench.git('commit', '-q', '--allow-empty', '-m', 'Unheard')
  expect(bench.trailer('AI-Tool')).toEqual([])
})

describe('the shell leaves a mark of what it could not hand on', () => {
  for (const [what, spoil] of Object.entries({
    'the spool leads nowhere': (bench: Workbench) => symlinkSync('/nowhere/spool', state(bench, 'spool')),
    'the spool is a file': (bench: Workbench) => writeFileSync(state(bench, 'spool'), ''),
  }))
    test(what, ({ bench }) => {
      spoil(bench)
      bench.agent.edit('start.txt', agentText)
      expect(existsSync(state(bench, 'missed'))).toBe(true)
    })

  test('its program is gone', ({ bench }) => {
    writeFileSync(state(bench, 'runtime'), '/nowhere/node\n/nowhere/hook.cjs\n')
    expect(bench.agent.hook('SessionStart', { source: 'startup' }).status).toBe(0)
    expect(existsSync(state(bench, 'missed'))).toBe(true)
    rmSync(state(bench, 'missed'))
    bench.agent.edit('start.txt', agentText, { tool: 'NotebookEdit' })
    expect(existsSync(state(bench, 'missed'))).toBe(true)
  })
})
