import { chmodSync, existsSync, lstatSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect } from 'vitest'
import { test } from '../support/commit-flow.js'
import { type Workbench, workbench } from '../support/workbench.js'

const program = resolve(import.meta.dirname, '../../bin/provenance.mjs')

type Report = { readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly mend: string }[] }

const inState = (bench: Workbench, name: string) => join(bench.top, '.git', 'provenance', name)
const folderFor = (name: string) => (bench: Workbench) => {
  rmSync(inState(bench, name), { recursive: true, force: true })
  mkdirSync(inState(bench, name))
}
const fileFor = (name: string) => (bench: Workbench) => {
  rmSync(inState(bench, name), { recursive: true, force: true })
  writeFileSync(inState(bench, name), 'in the way')
}

/** Changes the text of a file in the repository, which keeps its mode. */
const altered = (path: string, change: (text: string) => string) => (bench: Workbench) =>
  writeFileSync(join(bench.top, path), change(bench.read(path)))
const node = (name: string, mode: number) => (bench: Workbench) => {
  writeFileSync(join(bench.home, name), '#!/bin/sh\n: >"$HOME/started"\n', { mode })
  altered('.git/provenance/runtime', (text) => text.replace(/^.*/, join(bench.home, name)))(bench)
}
const without = (event: string) =>
  altered('.claude/settings.json', (text) => {
    const { hooks } = JSON.parse(text) as { hooks: Record<string, unknown> }
    return JSON.stringify({ hooks: { ...hooks, [event]: [] } })
  })

/** Runs what doctor says mends each thing that is wrong, as a person would. */
const mend = (bench: Workbench): void => {
  const { checks } = JSON.parse(bench.provenance(['doctor', '--json']).stdout) as Report
  writeFileSync(join(bench.home, 'provenance'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`, {
    mode: 0o755,
  })
  const env = { PATH: `${bench.home}:${process.env['PATH']}` }
  for (const { ok, mend } of checks)
    if (!ok) expect([mend, bench.run('sh', ['-c', mend], { env }).status]).toEqual([mend, 0])
}

describe('doctor tells of damage, and its command mends it', () => {
  const damages: Readonly<Record<string, (bench: Workbench) => void>> = {
    'the program’s place is a folder': folderFor('runtime'),
    'the flow is a folder': folderFor('flow'),
    'the spool is a link that leads nowhere': (bench) => symlinkSync('/nowhere/spool', inState(bench, 'spool')),
    'the state is a file': fileFor('.'),
    'the agents’ shell is gone': (bench) => rmSync(inState(bench, 'record.sh')),
    'the state is open to everybody': (bench) => chmodSync(inState(bench, '.'), 0o777),
    'a git hook has line ends that no shell takes': altered('.git/hooks/commit-msg', (text) =>
      text.replaceAll('\n', '\r\n'),
    ),
    'a git hook is cut off': altered('.git/hooks/commit-msg', (text) => text.slice(0, 2000)),
    'a shim that managers call is cut off': altered('.git/provenance/hooks/pre-push', (text) => text.slice(0, 2000)),
    'the agents’ shell is damaged': altered('.git/provenance/record.sh', () => 'x(\n'),
    'the program’s node cannot be started': node('closed', 0o644),
    'an agent does not report its edits': without('PostToolUse'),
    'an agent does not report its prompts': without('UserPromptSubmit'),
    'what init noted is cut off': altered('.git/provenance/installed.json', (text) => text.slice(0, 20)),
    'what init noted is another text': altered('.git/provenance/installed.json', () => '[]'),
    'hooks are off by core.hooksPath': (bench) => void bench.git('config', 'core.hooksPath', '/dev/null'),
    'hooks are off by core.hooksPath in this work tree alone': (bench) => {
      bench.git('config', 'extensions.worktreeConfig', 'true')
      bench.git('config', '--worktree', 'core.hooksPath', '/dev/null')
    },
    'the hooks folder is gone': (bench) => void bench.git('config', 'core.hooksPath', '../gone/hooks'),
    'the hooks are those of the repository that this is a copy of': (bench) => {
      bench.run('cp', ['-r', bench.top, join(bench.home, 'original')])
      bench.git('config', 'core.hooksPath', join(bench.home, 'original/.git/hooks'))
    },
    'core.hooksPath is empty': (bench) => void bench.git('config', 'core.hooksPath', ''),
  }
  for (const [what, damage] of Object.entries(damages))
    test(what, ({ bench }) => {
      damage(bench)
      const told = bench.provenance(['doctor'])
      expect([told.status, told.stderr]).toEqual([1, ''])
      mend(bench)
      expect(bench.provenance(['doctor'])).toMatchObject({ status: 0, stderr: '' })
    })
})

test('what init noted, cut off, is an error with a command that helps, for init and uninstall', ({ bench }) => {
  for (const command of [['init', '--yes'], ['uninstall']]) {
    writeFileSync(inState(bench, 'installed.json'), '{')
    const { status, stdout } = bench.provenance([...command, '--json'])
    const { error } = JSON.parse(stdout) as { error: { code: string; hint: string } }
    expect([status, error.code]).toEqual([2, 'FILE_UNREADABLE'])
    expect(bench.run('sh', ['-c', error.hint]).status).toBe(0)
    expect(bench.provenance(command).status).toBe(0)
  }
  const settings = '.claude/settings.json'
  expect(existsSync(join(bench.top, settings)) ? bench.read(settings) : '').not.toContain('record.sh')
})

test('another node than the one that looks is named, and not started', ({ bench }) => {
  node('another', 0o755)(bench)
  expect(bench.provenance(['doctor']).stdout).toMatch(
    /ok {4}program: .*; by .*another, which must be node 20\.5 or newer/,
  )
  expect(existsSync(join(bench.home, 'started'))).toBe(false)
})

test('what a person set beside our hooks, and how they laid them out, is no damage', ({ bench }) => {
  altered('.claude/settings.json', (text) =>
    JSON.stringify(JSON.parse(text.replaceAll('"timeout": 10', '"timeout": 20'))),
  )(bench)
  bench.provenance(['init', '--yes', '--agents', 'opencode'])
  altered('.opencode/plugins/provenance.js', (text) => text.replaceAll('\n', '\n  ').replaceAll("'", '"'))(bench)
  expect(bench.provenance(['doctor'])).toMatchObject({ status: 0, stderr: '' })
})

test('what an agent’s settings hide is told beside the rest', ({ bench }) => {
  rmSync(join(bench.top, '.claude/settings.json'))
  mkdirSync(join(bench.top, '.claude/settings.json'))
  const told = bench.provenance(['doctor'])
  expect([told.status, told.stderr]).toEqual([1, ''])
  expect(told.stdout).toMatch(
    /WRONG agents: .*settings\.json: expected a readable file[\s\S]*ls -ld [\s\S]*ok {4}program:/,
  )
})

test('somebody else’s repository: what git says of it, and the command that git names', ({ bench, skip }) => {
  if (process.getuid?.() !== 0) skip('owners cannot be changed here')
  bench.run('chown', ['-R', '65534', bench.top])
  expect(lstatSync(bench.top).uid).toBe(65534)
  const told = bench.provenance(['doctor'])
  expect([told.status, told.stderr]).toEqual([1, ''])
  expect(told.stdout).toMatch(/WRONG hooks: .*dubious ownership.*\n {6}git config --global --add safe\.directory/)
  mend(bench)
  expect(bench.provenance(['doctor']).status).toBe(0)
})

test('status is no bug where the events cannot be read', ({ bench }) => {
  fileFor('spool')(bench)
  expect(bench.provenance(['status'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('[FILE_UNREADABLE]'),
  })
})

test('who asked init for no agents has none registered, and all is well; the plan says which agent is meant where none shows', () => {
  const bench = workbench({ init: false })
  // Nothing but git: no agent on the PATH either.
  const PATH = join(bench.home, 'bin')
  mkdirSync(PATH)
  symlinkSync(bench.run('sh', ['-c', 'command -v git']).stdout.trim(), join(PATH, 'git'))
  const plan = (...more: string[]) => bench.provenance(['init', '--dry-run', ...more], { env: { PATH } }).stdout
  expect(plan()).toContain('agents  claude-code  (none is in use here; --agents names others, or none)\n')
  expect(plan('--agents', 'claude-code')).not.toContain('agents  claude-code')
  bench.provenance(['init', '--yes', '--agents', 'none'])
  const { status, stdout } = bench.provenance(['doctor'])
  expect([status, stdout]).toEqual([0, expect.stringContaining('ok    agents: none is registered, as init was asked')])
  bench.remove()
})

test('a model whose name is too long a line for commitlint is told of while its commit is to come', ({ bench }) => {
  const model = 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0'
  const config = (rules: object) =>
    bench.write('.commitlintrc.json', JSON.stringify({ extends: ['@commitlint/config-conventional'], rules }))
  config({})
  expect(bench.provenance(['doctor']).status).toBe(0)
  bench.agent.start(model)
  bench.agent.edit('start.txt', 'by the agent\n')
  bench.git('add', 'start.txt')
  expect(bench.provenance(['doctor'])).toMatchObject({
    status: 1,
    stdout: expect.stringMatching(
      /^WRONG commitlint: .*AI-Model is a line of 111 .*\n {6}cat -n \.commitlintrc\.json$/m,
    ),
  })
  config({ 'body-max-line-length': [2, 'always', 300], 'footer-max-line-length': [2, 'always', 300] })
  expect(bench.provenance(['doctor']).status).toBe(0)
})

test('an agent’s report that could not be stored is told of', ({ bench }) => {
  writeFileSync(inState(bench, 'missed'), '')
  expect(bench.provenance(['doctor']).stdout).toContain('WRONG events: what an agent reported could not be stored')
})

test('hooks on a file system mounted noexec: init and doctor say that git passes them over, and the mend has them run', ({
  bench,
  skip,
}) => {
  const folder = join(bench.top, '.git/hooks')
  const mount = `cp -a '${folder}' '${bench.home}/kept' && mount -t tmpfs -o noexec none '${folder}' && cp -a '${bench.home}/kept/.' '${folder}'`
  if (bench.run('sh', ['-c', mount]).status !== 0) skip('file systems cannot be mounted here')
  try {
    rmSync(join(folder, 'pre-push'))
    expect(bench.provenance(['init', '--yes']).stderr).toContain('Git passes these hooks over')
    const told = bench.provenance(['doctor', '--json'])
    const { checks } = JSON.parse(told.stdout) as { checks: { ok: boolean; says: string; mend: string }[] }
    const wrong = checks.filter(({ ok }) => !ok)
    expect([told.status, wrong.length]).toEqual([1, 5])
    expect(new Set(wrong.map(({ says }) => says))).toEqual(new Set([expect.stringContaining('noexec')]))
    const [command = '', last] = (wrong[0]?.mend ?? '').split(/ && (provenance .*)/)
    expect(bench.run('sh', ['-c', command]).status).toBe(0)
    expect(bench.provenance((last ?? '').split(' ').slice(1)).status).toBe(0)
    expect(bench.provenance(['doctor']).status).toBe(0)
    bench.git('commit', '-qm', 'By hand', '--allow-empty')
    expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
  } finally {
    bench.run('umount', [folder])
  }
})

test('the hooks folder is a link: doctor says that, and nothing of a core.hooksPath; a link astray it has taken away', ({
  bench,
}) => {
  const folder = join(bench.top, '.git/hooks')
  rmSync(folder, { recursive: true })
  mkdirSync(join(bench.top, 'githooks'))
  symlinkSync('../githooks', folder)
  bench.provenance(['init', '--yes', '--agents', 'claude-code'])
  const told = bench.provenance(['doctor'])
  expect([told.status, told.stdout]).toEqual([0, expect.stringContaining('looks in githooks (.git/hooks is a link')])
  expect(told.stdout).not.toContain('core.hooksPath')
  rmSync(folder)
  symlinkSync(join(bench.home, 'nowhere'), folder)
  expect(bench.provenance(['doctor']).stdout).toContain('WRONG hooks: .git/hooks is a link to')
  mend(bench)
  expect(existsSync(folder)).toBe(false)
})

test('a read-only file system is told of as one, by declare and doctor', ({ bench, skip }) => {
  const state = join(bench.top, '.git/provenance')
  rmSync(join(state, 'spool'), { recursive: true, force: true })
  const mount = `mount --bind '${state}' '${state}' && mount -o remount,ro,bind '${state}'`
  if (bench.run('sh', ['-c', mount]).status !== 0) skip('file systems cannot be mounted here')
  try {
    const declared = bench.provenance(['declare', '--tool', 'chatgpt', '--model', 'gpt-5.2'])
    expect([declared.status, declared.stderr]).toEqual([2, expect.stringContaining('[FILE_UNWRITABLE]')])
    expect(bench.provenance(['doctor']).stdout).toMatch(/^WRONG state: .* read-only file system\n {6}mount$/m)
  } finally {
    bench.run('umount', [state])
  }
})
