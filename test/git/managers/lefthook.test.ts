import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Workbench } from '../../support/workbench.js'
import { bare, commits, complaints, expected, mend, realManagers, shellOf } from './managed.js'

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

  test('where the team leaves a hook out, doctor says so', () => {
    bench.write('lefthook.yml', `${teams}  only: [{ ref: main }]\n`)
    bench.provenance(['init', '--yes', '--agents', 'claude-code'])
    lefthook('install')
    const { status, stdout } = bench.provenance(['doctor'])
    expect([status, stdout]).toEqual([
      0,
      expect.stringContaining('hook commit-msg: run by lefthook, save where only in lefthook.yml leaves it out\n'),
    ])
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

  test.for(['# mine, off for now\n# pre-push:\n#   skip: true\n', 'pre-push: {}\n', ''])(
    'a local file of the person’s own stays, be there nothing in it for lefthook: %j',
    (own) => {
      bench.write('lefthook-local.yml', own)
      bench.provenance(['init', '--yes', '--agents', 'none'])
      bench.write('lefthook-local.yml', `${bench.read('lefthook-local.yml')}# a note\n`)
      bench.provenance(['uninstall'])
      expect(bench.read('lefthook-local.yml')).toBe(`${own.replace('pre-push: {}\n', '')}# a note\n`)
      lefthook('install')
      bench.write('lefthook-local.yml', own)
      bench.provenance(['init', '--yes', '--agents', 'none'])
      bench.write('lefthook-local.yml', `${bench.read('lefthook-local.yml').replace(/^#.*\n/gm, '')}\n`)
      bench.provenance(['uninstall'])
      expect(existsSync(join(bench.top, 'lefthook-local.yml'))).toBe(true)
      lefthook('install')
    },
  )

  test('a local file that is no map is left alone, with a word', () => {
    bench.write('lefthook-local.yml', '- a\n- b\n')
    const ran = bench.provenance(['init', '--yes', '--json'])
    expect([ran.status, JSON.parse(ran.stdout).error.code]).toEqual([2, 'CONFIG_INVALID'])
  })

  test('a local file of another name is entered, and not hidden by one of ours', () => {
    bench.write('.lefthook-local.yaml', 'pre-push:\n  commands:\n    mine:\n      run: "true"\n')
    bench.provenance(['init', '--yes', '--agents', 'claude-code'])
    expect(existsSync(join(bench.top, 'lefthook-local.yml'))).toBe(false)
    lefthook('install')
    expect(complaints(bench)).toEqual([])
    expect(commits(bench)).toEqual(expected)
    const { stdout } = bench.run(join(managers ?? '', 'node_modules/.bin/lefthook'), ['dump'])
    expect(stdout).toContain('mine:')
  })

  test('a local file that is not YAML is left alone: what is said then is done, and it works', () => {
    bench.write('lefthook-local.json', '{ "pre-push": { "commands": { "mine": { "run": "true" } } } }')
    const ran = bench.provenance(['init', '--yes', '--json', '--agents', 'claude-code'])
    expect([ran.status, JSON.parse(ran.stdout).error.code]).toEqual([2, 'CONFIG_INVALID'])
    expect(shellOf(bench, managers, null)(JSON.parse(ran.stdout).error.hint).status).toBe(0)
    expect(bench.provenance(['init', '--yes', '--agents', 'claude-code']).status).toBe(0)
    lefthook('install')
    expect(commits(bench)).toEqual(expected)
    const { stdout } = bench.run(join(managers ?? '', 'node_modules/.bin/lefthook'), ['dump'])
    expect(stdout).toContain('mine:')
  })

  test.each(['.config/lefthook.yml', '.lefthook.json', 'lefthook.toml'])('%s is a sign of it, and ours run', (file) => {
    bench.git('rm', '-q', 'lefthook.yml')
    bench.write(file, file.endsWith('json') ? '{}' : '')
    const ran = bench.provenance(['init', '--yes', '--json', '--agents', 'claude-code'])
    expect(JSON.parse(ran.stdout)).toMatchObject({ hooks: { choice: 'lefthook', sign: file } })
    lefthook('install')
    expect(commits(bench)).toEqual(expected)
  })

  test('installed over our native hooks, which it moves aside: mended as doctor says; ours are not left behind', () => {
    lefthook('uninstall')
    const theirs = '#!/bin/sh\necho judged >>.git/judged\n'
    writeFileSync(join(bench.top, '.git/hooks/commit-msg'), theirs, { mode: 0o755 })
    bench.provenance(['init', '--yes', '--agents', 'claude-code', '--hooks', 'native'])
    lefthook('install')
    expect(complaints(bench).map(({ says }) => says)).toContain('run by lefthook, which moved ours aside')
    expect(mend(bench, shellOf(bench, managers, null))).toEqual([
      'provenance init --yes --hooks lefthook',
      'npx lefthook install',
    ])
    expect(commits(bench)).toEqual(expected)
    expect(bench.read('.git/hooks/commit-msg.old')).toBe(theirs)
    bench.provenance(['uninstall'])
    lefthook('uninstall')
    expect(bench.read('.git/hooks/commit-msg')).toBe(theirs)
  })

  test('forced into the folder for all repositories: doctor says so, and mends it', () => {
    lefthook('uninstall')
    bench.provenance(['init', '--global', '--yes', '--agents', 'claude-code'])
    bench.git('commit', '-q', '--allow-empty', '-m', 'Ready')
    lefthook('install', '--force')
    expect(complaints(bench)[0]).toMatchObject({ says: 'overwritten in your folder for all repositories' })
    expect(mend(bench, shellOf(bench, managers, null))).toContain('provenance init --global --yes')
    bench.write('start.txt', 'x\n')
    bench.git('commit', '-qam', 'By hand')
    expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
  })

  test('uninstalled, lefthook’s own hooks go on without ours', () => {
    bench.provenance(['init', '--yes'])
    lefthook('install')
    bench.provenance(['uninstall'])
    bench.write('start.txt', 'x\n')
    expect(bench.tryGit(['commit', '-qam', 'Without']).status).toBe(0)
    expect([bench.trailer('AI-Tool'), bench.read('.git/checked')]).toEqual([[], 'checked\n'])
  })
})
