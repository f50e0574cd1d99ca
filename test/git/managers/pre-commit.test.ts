import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Ran, Workbench } from '../../support/workbench.js'
import { bare, commits, complaints, expected, mend, realPreCommit, shellOf } from './managed.js'

const preCommit = realPreCommit()
const teams = `# ours
repos:
  - repo: local # pinned
    hooks:
      - id: lint
        name: lint
        language: system
        entry: sh -c 'echo linted >>.git/linted'
        pass_filenames: false
`
const install =
  'pre-commit install --hook-type prepare-commit-msg --hook-type commit-msg --hook-type post-commit --hook-type pre-push'
const native = ['init', '--yes', '--agents', 'claude-code', '--hooks', 'native']

// Skipped only where pip's registry does not give the tool.
describe.skipIf(preCommit === null)('pre-commit 4.6.2', () => {
  let bench: Workbench
  let shell: (command: string) => Ran
  const open = (files: Readonly<Record<string, string>>) => {
    bench = bare(files)
    shell = shellOf(bench, null, preCommit)
  }
  const told = (ran: Ran) => (JSON.parse(ran.stdout) as { followUp: string }).followUp
  afterEach(() => bench.remove())

  test('is found; what init says then is run; the team’s hooks and ours make their commits', () => {
    open({ '.pre-commit-config.yaml': teams })
    expect(shell('pre-commit install').status).toBe(0)
    const ran = bench.provenance(['init', '--yes', '--json', '--agents', 'claude-code'])
    expect(JSON.parse(ran.stdout)).toMatchObject({ hooks: { choice: 'pre-commit', sign: '.pre-commit-config.yaml' } })
    expect(told(ran)).toBe(`git add .pre-commit-config.yaml && ${install}`)
    expect(shell(told(ran)).status).toBe(0)
    expect(complaints(bench)).toEqual([])
    expect(commits(bench)).toEqual(expected)
    expect(bench.read('.git/linted')).toMatch(/^(linted\n)+$/)
    expect(bench.read('.pre-commit-config.yaml').startsWith(teams.trimEnd())).toBe(true)
    expect(JSON.parse(bench.provenance(['init', '--yes', '--json']).stdout)).toMatchObject({ changes: [], git: [] })
  })

  test('an `exclude` for all hooks that leaves out the message’s file keeps nothing from us', () => {
    const policy = 'enforce: [commit-msg]\nrules: {no-agent-signoff: error}\n'
    open({ '.pre-commit-config.yaml': "exclude: '^[.].*|.*/[.].*'\nrepos: []\n", '.provenancerc': policy })
    shell(told(bench.provenance(['init', '--yes', '--json', '--agents', 'claude-code'])))
    bench.git('commit', '-qm', 'Hooks')
    expect(commits(bench)).toEqual(expected)
    bench.git('checkout', '-qb', 'side', 'HEAD~1')
    const merge = ['merge', '-q', '--no-ff', 'main', '-m']
    const stopped = bench.tryGit([...merge, 'Merge\n\nSigned-off-by: Claude <noreply@anthropic.com>'])
    expect([stopped.status, `${stopped.stdout}${stopped.stderr}`]).toEqual([
      expect.not.toBeOneOf([0]),
      expect.stringContaining('[no-agent-signoff]'),
    ])
    bench.git('merge', '--abort')
    expect(bench.tryGit([...merge, 'Merge']).status).toBe(0)
    expect(bench.provenance(['doctor']).stdout).not.toContain('WRONG problems')
  })

  test('while its file is not staged it stops every commit: doctor says so, and mends it', () => {
    open({ '.pre-commit-config.yaml': teams })
    shell('pre-commit install')
    bench.provenance(['init', '--yes', '--agents', 'claude-code'])
    bench.write('start.txt', 'x\n')
    bench.git('add', 'start.txt')
    expect(bench.tryGit(['commit', '-qm', 'No']).status).toBe(1)
    expect(complaints(bench).map(({ name }) => name)).toContain('pre-commit')
    expect(mend(bench, shell)).toEqual([`git add .pre-commit-config.yaml && ${install}`])
    expect(bench.tryGit(['commit', '-qm', 'Yes']).status).toBe(0)
    expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
  })

  test('uninstalled: the file is as it was, and commits go through once the command it says is run', () => {
    open({ '.pre-commit-config.yaml': teams })
    shell('pre-commit install')
    shell(told(bench.provenance(['init', '--yes', '--json', '--agents', 'claude-code'])))
    bench.git('commit', '-qm', 'Provenance')
    const farewell = told(bench.provenance(['uninstall', '--json']))
    expect(bench.read('.pre-commit-config.yaml')).toBe(teams)
    expect(farewell).toBe('git add .pre-commit-config.yaml')
    expect(shell(farewell).status).toBe(0)
    expect(bench.tryGit(['commit', '-qm', 'Without']).status).toBe(0)
    expect(bench.trailer('AI-Tool')).toEqual([])
  })

  test('a file that was ours alone goes, and pre-commit’s hooks with it by the command that is said', () => {
    open({})
    const asked = ['init', '--yes', '--json', '--agents', 'claude-code', '--hooks', 'pre-commit']
    shell(told(bench.provenance(asked)))
    bench.git('commit', '-qm', 'Provenance')
    const ran = bench.provenance(['uninstall'])
    expect(existsSync(join(bench.top, '.pre-commit-config.yaml'))).toBe(false)
    const farewell = /Then run: (.*)/.exec(ran.stderr)?.[1] ?? ''
    expect(farewell).toBe(install.replace('install', 'uninstall'))
    expect(shell(farewell).status).toBe(0)
    expect(bench.tryGit(['commit', '-qam', 'Without']).status).toBe(0)
  })

  test('a teammate who did not install us commits undisturbed', () => {
    open({ '.pre-commit-config.yaml': teams })
    bench.provenance(['init', '--yes', '--agents', 'claude-code'])
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'For all')
    bench.git('clone', '-q', bench.top, '../clone')
    const ran = shell(`cd ../clone && ${install} && echo x >x.txt && git add x.txt && git commit -qm Mine`)
    expect(ran.status).toBe(0)
    expect(shell('git -C ../clone log -1 --format=%B').stdout.trim()).toBe('Mine')
  })

  test('installed over our native hooks, which it moves aside: mended as doctor says; uninstalled, the foreign hook is its', () => {
    open({ '.pre-commit-config.yaml': teams })
    const theirs = '#!/bin/sh\necho judged >>.git/judged\n'
    writeFileSync(join(bench.top, '.git/hooks/commit-msg'), theirs, { mode: 0o755 })
    bench.provenance(native)
    expect(shell(install).status).toBe(0)
    expect(complaints(bench).map(({ says }) => says)).toContain('run by pre-commit, which moved ours aside')
    expect(mend(bench, shell)).toEqual(['provenance init --yes --hooks pre-commit', 'git add .pre-commit-config.yaml'])
    // pre-commit runs what it moved aside (pre-commit.com, running in migration mode): the foreign hook is back there.
    expect(bench.read('.git/hooks/commit-msg.legacy')).toBe(theirs)
    expect(existsSync(join(bench.top, '.git/hooks/post-commit.legacy'))).toBe(false)
    expect(commits(bench)).toEqual(expected)
    expect(bench.read('.git/judged')).toBe('judged\n'.repeat(3))
  })
})
