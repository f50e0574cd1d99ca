import { chmodSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Workbench } from '../../support/workbench.js'
import { bare, commits, complaints, expected, mend, realManagers, shellOf } from './managed.js'

const managers = realManagers()
const packageJson = '{ "devDependencies": { "husky": "9.1.7" } }\n'
const theirs = '#!/bin/sh\ngrep -q . "$1" || exit 1\necho checked >>.git/checked\n'

describe.skipIf(managers === null)('husky 9.1.7', () => {
  let bench: Workbench
  const husky = () => bench.run(process.execPath, [join(managers ?? '', 'node_modules/husky/bin.js')])
  beforeEach(() => {
    bench = bare({ 'package.json': packageJson, '.husky/commit-msg': theirs })
    expect(husky().status).toBe(0)
    expect(bench.git('config', 'core.hooksPath')).toBe('.husky/_\n')
  })
  afterEach(() => bench.remove())

  test('is found; its own scripts run, and ours after them', () => {
    const ran = bench.provenance(['init', '--yes', '--json'])
    expect(JSON.parse(ran.stdout)).toMatchObject({ hooks: { choice: 'husky', sign: 'core.hooksPath is .husky/_' } })
    expect(bench.read('.husky/commit-msg').startsWith(theirs)).toBe(true)
    expect(commits(bench)).toEqual(expected)
    expect(bench.read('.git/checked')).toBe('checked\n'.repeat(3))
    expect(bench.provenance(['doctor']).stdout).toContain('ok    hook commit-msg: run by husky')
    expect(bench.provenance(['doctor']).status).toBe(0)
  })

  test('installed twice, or husky anew, changes nothing; uninstalled, its files are as they were', () => {
    bench.provenance(['init', '--yes'])
    expect(husky().status).toBe(0)
    expect(JSON.parse(bench.provenance(['init', '--yes', '--json']).stdout)).toMatchObject({ changes: [], git: [] })
    expect(bench.provenance(['uninstall']).status).toBe(0)
    expect(bench.read('.husky/commit-msg')).toBe(theirs)
    expect(existsSync(join(bench.top, '.husky/prepare-commit-msg'))).toBe(false)
    expect(bench.git('config', 'core.hooksPath')).toBe('.husky/_\n')
  })

  test('lines that were added since stay when ours go', () => {
    bench.provenance(['init', '--yes'])
    bench.write('.husky/commit-msg', `${bench.read('.husky/commit-msg')}echo later\n`)
    bench.provenance(['uninstall'])
    expect(bench.read('.husky/commit-msg')).toBe(`${theirs}echo later\n`)
  })

  test('a teammate who did not install us commits undisturbed', () => {
    bench.provenance(['init', '--yes'])
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Hooks for all')
    const clone = join(bench.home, 'clone')
    bench.git('clone', '-q', bench.top, clone)
    expect(
      bench.run(process.execPath, [join(managers ?? '', 'node_modules/husky/bin.js')], { cwd: clone }).status,
    ).toBe(0)
    bench.run('sh', ['-c', 'echo x >x.txt'], { cwd: clone })
    bench.run('git', ['add', '-A'], { cwd: clone })
    expect(bench.run('git', ['commit', '-qm', 'Mine'], { cwd: clone })).toMatchObject({ status: 0, stderr: '' })
    expect(bench.run('git', ['log', '-1', '--format=%B'], { cwd: clone }).stdout.trim()).toBe('Mine')
  })

  test('native hooks are hidden by it: doctor says so, and the command it names mends it', () => {
    bench.git('config', '--unset', 'core.hooksPath')
    expect(bench.provenance(['init', '--yes', '--hooks', 'native']).status).toBe(0)
    husky()
    const ran = bench.provenance(['doctor'])
    expect([ran.status, ran.stdout]).toEqual([
      1,
      expect.stringContaining('run by husky, which does not know ours\n      provenance init --yes --hooks husky'),
    ])
    expect(mend(bench, shellOf(bench, managers, null))).toEqual(['provenance init --yes --hooks husky'])
    const again = bench.provenance(['doctor'])
    expect([again.status, again.stdout]).toEqual([0, expect.stringContaining('are hidden by core.hooksPath')])
    expect(commits(bench)).toEqual(expected)
  })

  test('native hooks in its own folder would stop its scripts: refused, and what is said instead works', () => {
    const ran = bench.provenance(['init', '--yes', '--json', '--hooks', 'native'])
    expect([ran.status, JSON.parse(ran.stdout).error]).toMatchObject([2, { code: 'HOOK_FOREIGN' }])
    expect(shellOf(bench, managers, null)(JSON.parse(ran.stdout).error.hint).status).toBe(0)
    expect(commits(bench)).toEqual(expected)
  })

  test('in a folder of the team’s choice', () => {
    bench.git('mv', '.husky', '.config')
    expect(bench.run(process.execPath, [join(managers ?? '', 'node_modules/husky/bin.js'), '.config']).status).toBe(0)
    const ran = bench.provenance(['init', '--yes', '--json', '--agents', 'claude-code'])
    expect(JSON.parse(ran.stdout)).toMatchObject({ hooks: { choice: 'husky', sign: 'core.hooksPath is .config/_' } })
    expect(complaints(bench)).toEqual([])
    expect(commits(bench)).toEqual(expected)
    expect(bench.read('.git/checked')).toBe('checked\n'.repeat(3))
    bench.provenance(['uninstall'])
    expect(bench.read('.config/commit-msg')).toBe(theirs)
  })

  test('a script of theirs that ends in an exit runs ours before it; one entered behind it is named, and mended', () => {
    const exits = { 'prepare-commit-msg': 'echo >>.git/run\nexit 0\n', 'commit-msg': '#!/bin/sh\ntrue\nexit $?\n' }
    for (const [name, text] of Object.entries(exits)) bench.write(`.husky/${name}`, text)
    bench.provenance(['init', '--yes', '--agents', 'claude-code'])
    expect(complaints(bench)).toEqual([])
    const [, line = ''] = bench.read('.husky/prepare-commit-msg').split('\n')
    bench.write('.husky/prepare-commit-msg', `${exits['prepare-commit-msg']}${line}\n`)
    expect(mend(bench, shellOf(bench, managers, null))).toEqual(['provenance init --yes --hooks husky'])
    expect(commits(bench)).toEqual(expected)
    expect(bench.read('.git/run')).toBe('\n'.repeat(3))
    bench.provenance(['uninstall'])
    for (const [name, text] of Object.entries(exits)) expect(bench.read(`.husky/${name}`)).toBe(text)
  })

  test('switched off for a commit, nothing is claimed', () => {
    bench.provenance(['init', '--yes', '--agents', 'claude-code'])
    bench.write('start.txt', 'x\n')
    bench.tryGit(['commit', '-qam', 'Off'], { env: { HUSKY: '0' } })
    expect(bench.trailer('AI-Tool')).toEqual([])
  })
})

test('husky 8, whose scripts git itself runs: executable, and heeding HUSKY=0; doctor says where git passes one over', () => {
  // As `husky install` and `husky set` of 8.0.3 leave it.
  const theirs = '#!/usr/bin/env sh\n. "$(dirname -- "$0")/_/husky.sh"\n\ntrue\n'
  const bench = bare({ 'package.json': packageJson.replace('9.1.7', '^8.0.0'), '.husky/pre-commit': theirs })
  const init = ['init', '--yes', '--json', '--agents', 'claude-code']
  try {
    expect(JSON.parse(bench.provenance([...init, '--dry-run']).stdout)).toMatchObject({ followUp: 'npx husky install' })
    bench.write('.husky/_/husky.sh', 'readonly husky_skip_init=1\n')
    bench.git('config', 'core.hooksPath', '.husky')
    expect(JSON.parse(bench.provenance(init).stdout)).toMatchObject({ hooks: { sign: 'core.hooksPath is .husky' } })
    expect(complaints(bench)).toEqual([])
    expect(commits(bench)).toEqual(expected)
    bench.tryGit(['commit', '-q', '--allow-empty', '-m', 'Off'], { env: { HUSKY: '0' } })
    expect(bench.trailer('AI-Tool')).toEqual([])
    chmodSync(join(bench.top, '.husky/commit-msg'), 0o644)
    expect(complaints(bench)).toMatchObject([{ says: 'not executable, so git passes it over' }])
    expect(mend(bench, shellOf(bench, null, null))).toEqual([`chmod +x '${join(bench.top, '.husky/commit-msg')}'`])
    bench.provenance(['uninstall'])
    expect(readdirSync(join(bench.top, '.husky'))).toEqual(['_', 'pre-commit'])
  } finally {
    bench.remove()
  }
})

test('husky named in package.json, not yet installed here: init and doctor name the command', () => {
  const bench = bare({ 'package.json': packageJson, '.husky/pre-commit': 'true\n' })
  try {
    const init = () => JSON.parse(bench.provenance(['init', '--yes', '--json']).stdout)
    expect(init()).toMatchObject({ hooks: { sign: 'package.json names husky' }, followUp: 'npx husky' })
    // As where a teammate has committed it.
    expect(init()).toMatchObject({ changes: [], followUp: 'npx husky' })
    expect(bench.provenance(['doctor']).stdout).toContain(
      'entered for husky, which has not put its hook in place\n      npx husky',
    )
    if (managers === null) return
    expect(mend(bench, shellOf(bench, managers, null))).toEqual(['npx husky'])
    expect(commits(bench)).toEqual(expected)
  } finally {
    bench.remove()
  }
})
