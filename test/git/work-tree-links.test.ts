import { symlinkSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect } from 'vitest'
import { test } from '../support/commit-flow.js'

const program = resolve(import.meta.dirname, '../../bin/provenance.mjs')
const stopped = 124

describe('a link to a device in the work tree is named, and not read', () => {
  test.for(['package.json', '.provenancerc', '.claude/settings.json'])('%s', (path, { bench }) => {
    bench.write(join(dirname(path), 'beside'), '')
    bench.run('rm', ['-f', path])
    symlinkSync('/dev/zero', join(bench.top, path))
    const ran = (...words: string[]) => bench.run('timeout', ['20', process.execPath, program, ...words])
    const doctor = ran('doctor')
    expect([doctor.status, doctor.stdout]).toEqual([1, expect.stringContaining('got a pipe or a device')])
    for (const words of [['init', '--dry-run'], ['status'], ['verify'], ['uninstall', '--dry-run']])
      expect([0, 2]).toContain(ran(...words).status)
    bench.write('start.txt', 'changed\n')
    expect(bench.run('timeout', ['20', 'git', 'commit', '-qam', 'Work']).status).not.toBe(stopped)
  })
})

test('a policy that a person gives by a pipe is read', ({ bench }) => {
  const words = `'${process.execPath}' '${program}' verify HEAD --policy <(echo 'rules: {record-required: error}')`
  const [ran, again] = [bench.run('bash', ['-c', words]), bench.run('bash', ['-c', `exec 9</dev/null; ${words}`])]
  expect([ran.status, ran.stdout]).toEqual([1, expect.stringMatching(/^policy {3}a pipe [0-9a-f]{12}$/m)])
  expect(again.stdout).toBe(ran.stdout)
})

test('a configuration extends no file of another folder, by a link neither', ({ bench }) => {
  bench.write('../outside/rules.yaml', 'rules: {record-required: error}\n')
  symlinkSync('../outside', join(bench.top, 'inside'))
  bench.write('.provenancerc', 'extends: ./inside/rules.yaml\n')
  const doctor = bench.provenance(['doctor'])
  expect([doctor.status, doctor.stdout]).toEqual([1, expect.stringContaining('which leads out of it')])
  bench.write('own/rules.yaml', 'rules: {record-required: error}\n')
  bench.write('.provenancerc', 'extends: ./own/rules.yaml\n')
  expect(bench.provenance(['doctor']).stdout).toContain('ok    configuration: valid')
})

test('init and uninstall tell where a link leads that they write through', ({ bench }) => {
  bench.provenance(['uninstall'])
  bench.run('rm', ['-rf', '.claude'])
  bench.write('../elsewhere/beside', '')
  symlinkSync('../elsewhere', join(bench.top, '.claude'))
  const target = join(bench.home, 'elsewhere', 'settings.json')
  const words = ['init', '--dry-run', '--agents', 'claude-code']
  expect(bench.provenance(words).stdout).toContain(`create  .claude/settings.json, a link to ${target}  (`)
  const { changes } = JSON.parse(bench.provenance([...words, '--json']).stdout)
  const links = changes.filter((change: object) => 'leadsTo' in change)
  expect(links).toEqual([expect.objectContaining({ path: '.claude/settings.json', leadsTo: target })])
  bench.provenance(['init', '--yes', '--agents', 'claude-code'])
  expect(bench.provenance(['uninstall', '--dry-run']).stdout).toContain(`, a link to ${target}  (`)
})
