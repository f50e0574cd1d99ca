import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Workbench } from '../../support/workbench.js'
import { bare, commits, complaints, expected, mend, shellOf } from './managed.js'

/** Hooks in a folder that is not the clone's alone: one that the team has committed, or one that other repositories use. */

let bench: Workbench
afterEach(() => bench.remove())

const init = ['init', '--yes', '--agents', 'claude-code']
const names = ['commit-msg', 'post-commit', 'post-rewrite', 'pre-push', 'prepare-commit-msg']

/** The second clone, or the second repository, at work. */
const other = (folder: string) => {
  const cwd = join(bench.home, folder)
  const git = (...args: string[]) => bench.tryGit(args, { cwd })
  return {
    cwd,
    git,
    provenance: (...args: string[]) => bench.provenance(args, { cwd }),
    said: () => git('log', '-1', '--format=%(trailers:key=AI-Tool,valueonly)').stdout.trim(),
  }
}

describe('a folder that the team has committed', () => {
  const adopted = (hooks: Readonly<Record<string, string>> = {}) => {
    bench = bare({ '.githooks/README': 'ours\n', ...hooks })
    for (const path of Object.keys(hooks)) {
      chmodSync(join(bench.top, path), 0o755)
      bench.git('update-index', '--chmod=+x', path)
    }
    if (Object.keys(hooks).length > 0) bench.git('commit', '-qm', 'Executable')
    bench.git('config', 'core.hooksPath', '.githooks')
    expect(bench.provenance(init).status).toBe(0)
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'TICKET-0: adopt')
    bench.git('clone', '-q', bench.top, '../clone')
    const mate = other('clone')
    mate.git('config', 'core.hooksPath', '.githooks')
    mate.git('remote', 'add', 'copy', join(bench.home, 'copy.git'))
    bench.git('init', '-q', '--bare', '../copy.git')
    return mate
  }

  test('makes records where init was run, in a linked work tree too', () => {
    adopted()
    expect(commits(bench)).toEqual(expected)
    expect(complaints(bench)).toEqual([])
    bench.git('worktree', 'add', '-q', '../linked')
    const linked = other('linked')
    bench.run('cp', ['-r', '.claude', '../linked/'])
    expect(linked.git('commit', '-q', '--allow-empty', '-m', 'x')).toMatchObject({ status: 0, stderr: '' })
    expect(linked.said()).toBe('none; basis=observed')
  })

  test('disturbs no teammate without the tool; whose init changes no file, and whose uninstall takes none away', () => {
    const mate = adopted()
    expect(mate.git('commit', '-q', '--allow-empty', '-m', 'x')).toMatchObject({ status: 0, stderr: '' })
    expect(mate.git('push', '-q', 'copy', 'main')).toMatchObject({ status: 0, stderr: '' })
    expect([mate.said(), existsSync(join(mate.cwd, '.git/provenance'))]).toEqual(['', false])
    const told = JSON.parse(mate.provenance('doctor', '--json').stdout) as { checks: { name: string; mend: string }[] }
    expect(told.checks.find(({ name }) => name === 'hook commit-msg')?.mend).toBe('provenance init --yes')
    expect(mate.provenance(...init).status).toBe(0)
    expect(mate.git('status', '--porcelain', '.githooks').stdout).toBe('')
    mate.git('commit', '-q', '--allow-empty', '-m', 'y')
    expect(mate.said()).toBe('none; basis=observed')
    const gone = mate.provenance('uninstall')
    expect(gone.stdout).toContain('left    .githooks/commit-msg  (committed, and not by this clone)')
    expect(mate.git('status', '--porcelain', '.githooks').stdout).toBe('')
    expect(mate.git('commit', '-q', '--allow-empty', '-m', 'z')).toMatchObject({ status: 0, stderr: '' })
  })

  test('goes on running the team’s own hooks, and hands on what git tells them', () => {
    const mate = adopted({
      '.githooks/commit-msg': '#!/bin/sh\ngrep -q TICKET "$1"\n',
      '.githooks/pre-push': '#!/bin/sh\ncat >>"$HOME/pushed"\n',
    })
    expect(mate.git('commit', '-q', '--allow-empty', '-m', 'bad').status).toBe(1)
    expect(mate.git('commit', '-q', '--allow-empty', '-m', 'TICKET-1').status).toBe(0)
    expect(mate.git('push', '-q', 'copy', 'main').status).toBe(0)
    expect(bench.run('cat', ['../pushed']).stdout).toContain('refs/heads/main')
    mate.provenance(...init)
    expect(mate.git('commit', '-q', '--allow-empty', '-m', 'bad').status).toBe(1)
    expect(mate.git('commit', '-q', '--allow-empty', '-m', 'TICKET-2').status).toBe(0)
    expect(mate.said()).toBe('none; basis=observed')
  })

  test('is as it was once the clone that changed it uninstalls', () => {
    adopted({ '.githooks/commit-msg': '#!/bin/sh\nexit 0\n' })
    expect(bench.provenance(['uninstall']).status).toBe(0)
    bench.git('add', '-A')
    expect(bench.git('diff', '--cached', '--stat', 'HEAD~1')).toBe('')
  })

  test('with the gate itself in it, by a version of before: doctor says so, and mends it', () => {
    adopted()
    bench.run('cp', ['.git/provenance/hooks/commit-msg', '.githooks/commit-msg'])
    expect(complaints(bench).map(({ name }) => name)).toEqual(['hook commit-msg'])
    expect(mend(bench, shellOf(bench, null, null))).toEqual(['provenance init --yes'])
    expect(bench.read('.githooks/commit-msg')).toBe(bench.read('.githooks/post-commit'))
  })

  test('with another’s gate of before in it, which a teammate brought up to date: theirs to keep', () => {
    const mate = adopted()
    bench.run('sh', ['-c', 'cd .githooks && for hook in *-*; do cat ../.git/provenance/hooks/commit-msg >$hook; done'])
    bench.git('commit', '-qam', 'Of before')
    mate.git('pull', '-q')
    expect(mate.provenance(...init).status).toBe(0)
    expect(mate.git('status', '--porcelain', '.githooks').stdout).toContain(' M .githooks/commit-msg')
    expect(mate.provenance('uninstall').stdout).toContain('left    .githooks/commit-msg')
    expect(mate.git('status', '--porcelain', '.githooks').stdout).not.toContain(' D ')
    expect(mate.git('commit', '-q', '--allow-empty', '-m', 'z')).toMatchObject({ status: 0, stderr: '' })
  })
})

describe('a folder of the team’s beside a manager that refuses to install while core.hooksPath is set', () => {
  const managers = {
    'pre-commit': { '.pre-commit-config.yaml': 'repos: []\n' },
    lefthook: { 'lefthook.yml': 'pre-commit:\n  commands: {}\n' },
  } as const
  for (const [manager, files] of Object.entries(managers))
    test(`${manager}: the hooks go into the folder, and what was entered in vain before is mended`, () => {
      // Its name in a comment makes no hook pre-commit's.
      bench = bare({ ...files, '.githooks/pre-commit': '#!/bin/sh\n# our pre-commit run\nexit 0\n' })
      bench.provenance([...init, '--hooks', manager])
      bench.git('config', 'core.hooksPath', '.githooks')
      const asked = JSON.parse(bench.provenance([...init, '--hooks', manager, '--json']).stdout)
      expect(asked.error).toMatchObject({ code: 'HOOK_FOREIGN', hint: 'provenance init --yes --hooks native' })
      const first = [...init, '--json', '--dry-run']
      expect(JSON.parse(bench.provenance(first).stdout)).toMatchObject({
        hooks: { choice: 'native', sign: 'core.hooksPath is .githooks' },
      })
      expect(complaints(bench)[0]).toMatchObject({ name: 'hook prepare-commit-msg', says: 'not installed' })
      expect(mend(bench, shellOf(bench, null, null))).toEqual(['provenance init --yes'])
      expect(bench.git('status', '--porcelain', '--', '.', ':!.githooks')).toBe('')
      expect(commits(bench)).toEqual(expected)
    })

  test('a manager whose hooks stand in it runs ours', () => {
    bench = bare({
      '.pre-commit-config.yaml': 'repos: []\n',
      '.githooks/prepare-commit-msg': '#!/bin/sh\n# File generated by pre-commit\n',
    })
    bench.git('config', 'core.hooksPath', '.githooks')
    expect(JSON.parse(bench.provenance([...init, '--json']).stdout).hooks.choice).toBe('pre-commit')
  })
})

test('a folder that two repositories use: each has its records, and uninstalling in one takes none from the other', () => {
  bench = bare()
  const shared = join(bench.home, 'hooks')
  mkdirSync(shared)
  writeFileSync(join(shared, 'commit-msg'), '#!/bin/sh\necho judged >>"$HOME/judged"\n', { mode: 0o755 })
  bench.git('clone', '-q', bench.top, '../second')
  bench.git('clone', '-q', bench.top, '../third')
  bench.git('config', 'core.hooksPath', shared)
  const [second, third] = [other('second'), other('third')]
  for (const { git } of [second, third]) git('config', 'core.hooksPath', shared)
  expect(bench.provenance(init).status).toBe(0)
  expect(second.provenance(...init).status).toBe(0)
  const commit = ({ git, said }: typeof second) => [git('commit', '-q', '--allow-empty', '-m', 'x').stderr, said()]
  expect([commit(second), commit(third)]).toEqual([
    ['', 'none; basis=observed'],
    ['', ''],
  ])
  const gone = bench.provenance(['uninstall'])
  expect([gone.status, gone.stdout]).toEqual([
    0,
    expect.stringContaining('for others too; without init it does nothing'),
  ])
  expect(readdirSync(shared).filter((name) => names.includes(name))).toEqual(names)
  expect(commit(second)).toEqual(['', 'none; basis=observed'])
  expect(bench.tryGit(['commit', '-q', '--allow-empty', '-m', 'x'])).toMatchObject({ status: 0, stderr: '' })
  expect([bench.trailer('AI-Tool'), bench.run('cat', ['../judged']).stdout]).toEqual([[], 'judged\n'.repeat(4)])
})
