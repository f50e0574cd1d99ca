import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Workbench } from '../../support/workbench.js'
import { bare, commits, expected, realManagers } from './managed.js'

const managers = realManagers()
const teams =
  '# our hooks\noutput: false\ncommit-msg:\n  commands:\n    check:\n      run: grep -q . {1} && echo checked >>.git/checked\n'

describe.skipIf(managers === null)('lefthook 2.2.2', () => {
  let bench: Workbench
  const lefthook = (...args: string[]) => {
    const program = join(managers ?? '', 'node_modules/.bin/lefthook')
    const ran = bench.run(program, args, {
      env: { PATH: `${join(managers ?? '', 'node_modules/.bin')}:${process.env['PATH']}` },
    })
    expect(ran.status).toBe(0)
  }
  beforeEach(() => {
    bench = bare({ 'lefthook.yml': teams })
    process.env['PATH'] = `${join(managers ?? '', 'node_modules/.bin')}:${process.env['PATH']}`
    lefthook('install')
  })
  afterEach(() => {
    process.env['PATH'] = (process.env['PATH'] ?? '').replace(`${join(managers ?? '', 'node_modules/.bin')}:`, '')
    bench.remove()
  })

  test('is found; the team’s file stays, ours stands beside it, and lefthook runs both', () => {
    const ran = bench.provenance(['init', '--yes', '--json'])
    expect(JSON.parse(ran.stdout)).toMatchObject({
      hooks: { choice: 'lefthook', sign: 'lefthook.yml' },
      followUp: 'npx lefthook install',
    })
    const before = bench.provenance(['doctor'])
    expect([before.status, before.stdout]).toEqual([1, expect.stringContaining('npx lefthook install')])
    lefthook('install')
    expect(bench.provenance(['doctor']).status).toBe(0)
    expect(bench.read('lefthook.yml')).toBe(teams)
    expect(commits(bench)).toEqual(expected)
    expect(bench.read('.git/checked')).toBe('checked\n'.repeat(3))
  })

  test('switched off for a commit, nothing is claimed', () => {
    bench.provenance(['init', '--yes'])
    lefthook('install')
    bench.write('start.txt', 'x\n')
    bench.tryGit(['commit', '-qam', 'Off'], { env: { LEFTHOOK: '0' } })
    expect(bench.trailer('AI-Tool')).toEqual([])
  })

  test('a rebase hands its commits on, so that a later amend knows them', () => {
    bench.provenance(['init', '--yes'])
    lefthook('install')
    bench.git('checkout', '-qb', 'side')
    bench.agent.edit('a.txt', 'const a = 1\nconst b = 2\n')
    bench.git('add', 'a.txt')
    bench.git('commit', '-qm', 'A')
    bench.git('checkout', '-q', 'main')
    bench.write('b.txt', 'b\n')
    bench.git('add', 'b.txt')
    bench.git('commit', '-qm', 'B')
    bench.git('checkout', '-q', 'side')
    bench.git('rebase', '-q', 'main')
    bench.write('a.txt', 'const a = 1\nconst b = 22\n')
    bench.git('commit', '-qa', '--amend', '--no-edit')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toContain('kept=1; edited=1; dropped=0; basis=measured')
  })

  test('twice changes nothing; a local file of the person’s own keeps its lines and comments', () => {
    const own = '# mine\npre-push:\n  commands:\n    mine:\n      run: "true" # keep\n'
    bench.write('lefthook-local.yml', own)
    bench.provenance(['init', '--yes'])
    expect(bench.read('lefthook-local.yml')).toContain('run: "true" # keep')
    expect(JSON.parse(bench.provenance(['init', '--yes', '--json']).stdout)).toMatchObject({ changes: [] })
    bench.write('lefthook-local.yml', `${bench.read('lefthook-local.yml')}# later\n`)
    bench.provenance(['uninstall'])
    expect(bench.read('lefthook-local.yml').replaceAll('\n\n', '\n')).toBe(`${own}# later\n`)
  })

  test('uninstalled, our file is gone', () => {
    bench.provenance(['init', '--yes'])
    expect(bench.provenance(['uninstall']).status).toBe(0)
    expect(existsSync(join(bench.top, 'lefthook-local.yml'))).toBe(false)
    expect(bench.read('lefthook.yml')).toBe(teams)
  })

  test('a local file that is no map is left alone, with a word', () => {
    bench.write('lefthook-local.yml', '- a\n- b\n')
    const ran = bench.provenance(['init', '--yes', '--json'])
    expect([ran.status, JSON.parse(ran.stdout).error.code]).toEqual([2, 'CONFIG_INVALID'])
  })
})
