import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { test } from '../support/commit-flow.js'
import { type Workbench, workbench } from '../support/workbench.js'

const declareTool = (bench: Workbench, tool = 'chatgpt') => bench.provenance(['declare', '--tool', tool])

const commit = (bench: Workbench, subject: string, ...before: string[]) =>
  bench.tryGit([...before, 'commit', '-q', '--allow-empty', '-m', subject])

const without = ['-c', 'core.hooksPath=/dev/null']

const tools = (bench: Workbench, revision = 'HEAD') => bench.trailer('AI-Tool', revision)

describe('a declaration is for the next commit and for no other', () => {
  test('left out by PROVENANCE=0, it is told, and on no later commit', ({ bench }) => {
    declareTool(bench)
    expect(bench.tryGit(['commit', '-q', '--allow-empty', '-m', 'Left out'], { env: { PROVENANCE: '0' } }).status).toBe(
      0,
    )
    const says = `what was declared (chatgpt, model unknown, share changed unknown) was for ${bench.git('rev-parse', '--short=12', 'HEAD').trim()}, which was made without it`
    const status = bench.provenance(['status'])
    expect(status.stderr).toContain(says)
    expect(status.stdout).not.toContain('chatgpt')
    expect(bench.provenance(['doctor']).stdout).toMatch(
      /WRONG declared: what was declared[^\n]*\n[^\n]*provenance declare --clear/,
    )
    const later = commit(bench, 'Later')
    expect([later.status, later.stderr]).toEqual([0, `provenance: ${says}, and is forgotten\n`])
    expect(tools(bench)).toEqual(['none; basis=observed'])
    expect(commit(bench, 'Last').stderr).toBe('')
  })

  test('an amend of the commit that was made without it takes it up', ({ bench }) => {
    declareTool(bench)
    commit(bench, 'Without', ...without)
    bench.git(...without, 'commit', '-q', '--amend', '--allow-empty', '-m', 'Amended without')
    bench.git('commit', '-q', '--amend', '--allow-empty', '--no-edit')
    expect(tools(bench)).toEqual(['chatgpt'])
    commit(bench, 'Later')
    expect(tools(bench)).toEqual(['none; basis=observed'])
  })

  test('an amend of a later commit does not', ({ bench }) => {
    declareTool(bench)
    for (const subject of ['Without', 'Later']) commit(bench, subject, ...without)
    bench.git('commit', '-q', '--amend', '--allow-empty', '--no-edit')
    expect(tools(bench)).toEqual([])
  })

  test('what is declared anew puts away what was for a commit that is made', ({ bench }) => {
    declareTool(bench)
    for (const subject of ['Without', 'Later']) commit(bench, subject, ...without)
    const ran = declareTool(bench, 'other')
    expect(ran.stdout).toBe('next commit: other, model unknown, share changed unknown\n')
    expect(ran.stderr).toContain('and is forgotten')
    expect(commit(bench, 'Next').stderr).toBe('')
    expect(tools(bench)).toEqual(['other'])
  })

  test('it waits through switches, resets, copies, a rebase, a fast-forward and what is done in another work tree', ({
    bench,
  }) => {
    const add = (name: string) => {
      bench.write(name, `${name}\n`)
      bench.git('add', name)
      commit(bench, name)
    }
    bench.git('branch', 'behind')
    bench.git('checkout', '-qb', 'side')
    add('a')
    add('b')
    bench.git('checkout', '-q', 'main')
    add('c')
    declareTool(bench)
    bench.git('cherry-pick', 'side')
    bench.git('revert', '--no-edit', 'HEAD')
    bench.git('rebase', '-q', 'side')
    bench.git('reset', '-q', '--hard', 'HEAD~1')
    bench.git('checkout', '-q', 'behind')
    bench.git('merge', '-q', '--ff-only', 'side')
    const tree = join(bench.home, 'tree')
    bench.git('worktree', 'add', '-q', '-b', 'other', tree)
    bench.git('-C', tree, 'commit', '-q', '--allow-empty', '-m', 'In the other work tree')
    expect(tools(bench, 'other')).toEqual([])
    expect(bench.provenance(['status']).stdout).toContain('AI-Tool: chatgpt')
    expect(commit(bench, 'Next').stderr).toBe('')
    expect(tools(bench)).toEqual(['chatgpt'])
  })

  test('without a log of HEAD, what HEAD has grown by tells', ({ bench }) => {
    bench.git('config', 'core.logAllRefUpdates', 'false')
    bench.run('rm', ['-r', join(bench.top, '.git', 'logs')])
    declareTool(bench)
    bench.git('branch', 'side')
    bench.git('checkout', '-q', 'side')
    expect(bench.provenance(['status', '--json']).stdout).toContain('chatgpt')
    commit(bench, 'Without', ...without)
    const status = JSON.parse(bench.provenance(['status', '--json']).stdout)
    expect([status.lapsed.length, status.trailers[0].value]).toEqual([1, 'none; basis=observed'])
  })
})

test('without hooks declare says that no commit takes it up; what it said is for the first commit, or its amend', () => {
  const bench = workbench({ init: false, commit: false })
  const ran = declareTool(bench)
  expect(ran.stderr).toBe('No commit will take it up: the hooks are not installed here; first: provenance init --yes\n')
  expect(ran.status).toBe(0)
  bench.git('commit', '-q', '--allow-empty', '-m', 'With ChatGPT')
  expect(bench.provenance(['init', '--yes', '--agents', 'none']).status).toBe(0)
  bench.git('commit', '-q', '--amend', '--allow-empty', '--no-edit')
  expect(tools(bench)).toEqual(['chatgpt'])
  bench.git('config', 'core.hooksPath', '/dev/null')
  const unheard = JSON.parse(bench.provenance(['declare', '--none', '--json']).stdout).unheard
  expect(unheard.says).toMatch(/^hooks?\b/)
  bench.git('config', '--unset', 'core.hooksPath')
  expect(JSON.parse(bench.provenance(['declare', '--none', '--json']).stdout).unheard).toBe(null)
  bench.remove()
})
