import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { human, program, type Server, test } from './server.js'

const inBare = (host: Server, ...args: readonly string[]) => host.provenance(args, { cwd: host.bare })

/** Every file of the bare repository's hooks and of ours, with its text and mode. */
const filesOf = ({ bare }: Server): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['hooks', 'hooks.commit-provenance', 'provenance']
      .filter((folder) => existsSync(join(bare, folder)))
      .flatMap((folder) =>
        readdirSync(join(bare, folder), { recursive: true }).map((name) => join(folder, String(name))),
      )
      .filter((name) => statSync(join(bare, name)).isFile())
      .map((name) => [name, `${statSync(join(bare, name)).mode} ${readFileSync(join(bare, name), 'utf8')}`]),
  )

const foreign = (host: Server, status = 0) =>
  host.lay('hooks/pre-receive', `#!/bin/sh\ncat >>heard\necho foreign says no >&2\nexit ${status}\n`, 0o755)

describe('init in a bare repository', () => {
  test('is taken back by uninstall, to the byte, the hook that was there before with it', ({ host }) => {
    expect(inBare(host, 'uninstall').status).toBe(0)
    foreign(host)
    const before = filesOf(host)
    expect(inBare(host, 'init', '--yes').status).toBe(0)
    expect(Object.keys(filesOf(host))).toEqual(
      expect.arrayContaining([
        'hooks/pre-receive',
        'hooks/pre-receive.saved',
        'hooks.commit-provenance/pre-receive',
        'provenance/gate',
      ]),
    )
    expect(inBare(host, 'uninstall').status).toBe(0)
    expect(filesOf(host)).toEqual(before)
    host.commit('Bad')
    expect(host.push(['main']).status).toBe(0)
  })

  test('done twice changes nothing more, and with --dry-run nothing at all', ({ host }) => {
    const installed = filesOf(host)
    expect(inBare(host, 'init', '--yes').stdout).toContain('Nothing to change')
    expect(inBare(host, 'uninstall', '--dry-run').stdout).toContain('remove  hooks/pre-receive')
    expect(filesOf(host)).toEqual(installed)
    inBare(host, 'uninstall')
    const bare = filesOf(host)
    const { stdout } = inBare(host, 'init', '--yes', '--dry-run', '--json')
    const plan = JSON.parse(stdout) as { applied: boolean; changes: { path: string }[] }
    expect([plan.applied, plan.changes.map(({ path }) => path)]).toEqual([
      false,
      ['provenance/gate', 'hooks/pre-receive'],
    ])
    expect(filesOf(host)).toEqual(bare)
    // Where a file `.git` leads to it, what is shown is where it lies from there.
    const around = join(host.home, 'around')
    host.run('sh', ['-c', 'mkdir "$1" && echo "gitdir: $2" >"$1/.git"', '-', around, host.bare])
    const { changes } = JSON.parse(
      host.provenance(['init', '--dry-run', '--json'], { cwd: around }).stdout,
    ) as typeof plan
    expect(changes.map(({ path }) => join(around, path))).toEqual([
      join(host.bare, 'provenance/gate'),
      join(host.bare, 'hooks/pre-receive'),
    ])
  })

  test('keeps the administrator’s policy, and takes a copy as update away', ({ host }) => {
    host.lay('provenance/policy', '{}')
    host.run('cp', ['hooks/pre-receive', 'hooks/update'], { cwd: host.bare })
    inBare(host, 'uninstall')
    expect(Object.keys(filesOf(host)).filter((name) => !name.endsWith('.sample'))).toEqual(['provenance/policy'])
  })

  test('moved to update as the documentation says, it stays alone, and a hook that was there goes on', ({ host }) => {
    inBare(host, 'uninstall')
    foreign(host)
    inBare(host, 'init', '--yes')
    const [, block = ''] =
      /```sh\n(mv hooks\/pre-receive hooks\/update\n[^`]*)```/.exec(readFileSync('docs/server.md', 'utf8')) ?? []
    const [move = '', back = ''] = block.split('\n')
    host.run('sh', ['-c', move], { cwd: host.bare })
    const [, mend = ''] = /WRONG hook pre-receive: .*\n +(mv .*)\n/.exec(inBare(host, 'doctor').stdout) ?? []
    expect(mend).not.toBe('')
    expect(host.run('sh', ['-c', back], { cwd: host.bare }).status).toBe(0)
    expect(inBare(host, 'doctor').stdout).not.toContain('WRONG hook')
    expect(inBare(host, 'init', '--yes').stdout).toContain('Nothing to change.')
    host.commit(human('Good'))
    expect(host.push(['main']).status).toBe(0)
    expect(readFileSync(join(host.bare, 'heard'), 'utf8')).toContain('refs/heads/main')
    host.commit('Bad')
    expect(host.push(['main']).status).toBe(1)
  })

  test('a hook that was there hears what git says, and its no stands', ({ host }) => {
    inBare(host, 'uninstall')
    foreign(host)
    inBare(host, 'init', '--yes')
    const [before, good] = [host.at('main'), host.commit(human('Good'))]
    expect(host.push(['main', 'HEAD:refs/heads/topic']).status).toBe(0)
    const zero = '0'.repeat(40)
    expect(readFileSync(join(host.bare, 'heard'), 'utf8')).toBe(
      `${before} ${good} refs/heads/main\n${zero} ${good} refs/heads/topic\n`,
    )
    host.commit('Bad')
    expect(host.push(['main']).stderr).toContain('[record-required]')
    inBare(host, 'uninstall')
    foreign(host, 3)
    inBare(host, 'init', '--yes')
    host.git('reset', '-q', '--hard', 'HEAD~')
    host.commit(human('Good'))
    const { status, stderr } = host.push(['main'])
    expect([status, stderr.includes('foreign says no'), stderr.includes('provenance:')]).toEqual([1, true, false])
  })

  test('refuses hooks of a manager, and a folder of hooks for all repositories', ({ host }) => {
    expect(inBare(host, 'init', '--yes', '--hooks', 'husky')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('[USAGE]'),
    })
    host.run('git', ['config', '--global', 'core.hooksPath', '/nonexistent'])
    const { status, stderr } = inBare(host, 'init', '--yes')
    expect([status, stderr.includes('[HOOK_FOREIGN]')]).toEqual([2, true])
    const [, hint = ''] = /hint: git (.*)/.exec(stderr) ?? []
    host.run('git', hint.split(' '), { cwd: host.bare })
    expect(inBare(host, 'init', '--yes').status).toBe(0)
    host.commit('Bad')
    expect(host.push(['main']).status).toBe(1)
  })

  test('is readable to whoever may push, whatever the installer’s umask, and theirs to write never', ({ host }) => {
    inBare(host, 'uninstall')
    host.run('chmod', ['2775', host.bare])
    foreign(host)
    const init = `umask 077; exec '${process.execPath}' '${program}' init --yes`
    expect(host.run('sh', ['-c', init], { cwd: host.bare }).status).toBe(0)
    const modes = ['provenance', 'provenance/gate', 'hooks/pre-receive', 'hooks.commit-provenance'].map(
      (name) => statSync(join(host.bare, name)).mode & 0o777,
    )
    expect(modes).toEqual([0o755, 0o644, 0o755, 0o755])
  })

  test('puts its hook where the repository’s own core.hooksPath has it', ({ host }) => {
    inBare(host, 'uninstall')
    host.run('git', ['config', 'core.hooksPath', 'gates'], { cwd: host.bare })
    expect(inBare(host, 'init', '--yes').stdout).toContain('create  gates/pre-receive')
    host.commit('Bad')
    expect(host.push(['main']).status).toBe(1)
  })
})

describe('doctor in a bare repository', () => {
  const wrongs = (host: Server) =>
    inBare(host, 'doctor')
      .stdout.split('\n')
      .filter((line) => line.startsWith('WRONG'))

  test('says that the gate is active, by which program and policy', ({ host }) => {
    const { status, stdout } = inBare(host, 'doctor')
    expect([status, stdout]).toEqual([0, expect.stringContaining('ok    gate pre-receive: active')])
    expect(stdout).toMatch(/ok {4}program: .*receive\.mjs/)
    expect(stdout).toContain('ok    policy: that of each branch')
    host.lay('provenance/policy.json', '{}')
    expect(inBare(host, 'doctor').stdout).toContain('ok    policy: provenance/policy.json')
  })

  test.for([
    ['gone', 'rm hooks/pre-receive', 'gate: no push is judged'],
    ['not executable', 'chmod -x hooks/pre-receive', 'gate pre-receive: not executable'],
    ['hidden', 'git config core.hooksPath /nonexistent', 'gate: core.hooksPath names /nonexistent'],
    [
      'cut off',
      'head -c 900 hooks/pre-receive >x && cat x >hooks/pre-receive',
      'gate pre-receive: not as init writes it',
    ],
    [
      'cut off, under its other name',
      'mv hooks/pre-receive hooks/update && head -c 900 hooks/update >x && cat x >hooks/update',
      'gate update: not as init writes it',
    ],
    [
      'with a node that cannot be started',
      'printf x >node && chmod 644 node && sed -i "1s|.*|$PWD/node|" provenance/gate',
      'expected a program that can be started',
    ],
    ['without its program', 'rm provenance/gate', 'program: the gate does not know'],
    [
      'with a program that is gone',
      "printf '/nonexistent\\n/nonexistent\\n' >provenance/gate",
      'program: /nonexistent',
    ],
    ['without a default branch', 'git symbolic-ref HEAD refs/heads/other', 'default branch: refs/heads/other'],
  ])('%s: says so, and the command that mends it does', ([, breaks, said], { host }) => {
    host.run('sh', ['-c', breaks ?? ''], { cwd: host.bare })
    const { status, stdout } = inBare(host, 'doctor')
    expect([status, wrongs(host)]).toEqual([1, [expect.stringContaining(said ?? '')]])
    const [, mend = ''] = /\n {6}(.+)/.exec(stdout) ?? []
    for (const command of mend.split(' && '))
      if (command.startsWith('provenance ')) inBare(host, ...command.split(' ').slice(1))
      else host.run('sh', ['-c', command], { cwd: host.bare })
    expect(wrongs(host)).toEqual([])
    host.commit('Bad')
    expect(host.push(['main']).status).toBe(1)
  })

  test('without a default branch: init and doctor name the usual one, and of others none that anybody pushed first', ({
    host,
  }) => {
    host.git('branch', 'a')
    expect(host.push(['a']).status).toBe(0)
    host.run('git', ['symbolic-ref', 'HEAD', 'refs/heads/gone'], { cwd: host.bare })
    expect(inBare(host, 'doctor').stdout).toContain('\n      git symbolic-ref HEAD refs/heads/main\n')
    const advised = inBare(host, 'init', '--yes').stderr
    expect(advised).toContain('policy of refs/heads/gone, which is not there')
    expect(advised).toContain(': git symbolic-ref HEAD refs/heads/main\n')
    host.run('git', ['branch', '-m', 'main', 'b'], { cwd: host.bare })
    const { stdout } = inBare(host, 'doctor')
    expect(wrongs(host)).toEqual([expect.stringContaining('point HEAD at one of the branches that are there')])
    expect(stdout).not.toContain('symbolic-ref')
  })

  test('a policy that cannot be read, and two of them', ({ host }) => {
    host.lay('provenance/policy', '{"rules":')
    expect(wrongs(host)).toEqual([expect.stringContaining('policy: ')])
    host.lay('provenance/policy', '{}')
    host.lay('provenance/policy.yaml', '{}')
    expect(wrongs(host)).toEqual([expect.stringContaining('expected one policy, got 2')])
  })
})

describe('the page about servers', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/server.md'), 'utf8')
  const blocks = [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block)

  test('each of its commands works as it stands', ({ host }) => {
    const tools = join(host.home, 'bin')
    host.lay('../bin/provenance', `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`, 0o755)
    const shell = (lines: string) =>
      host.run('sh', ['-e', '-c', lines], { cwd: host.bare, env: { PATH: `${tools}:${process.env['PATH']}` } })
    const [install = '', lay = '', update = ''] = blocks
    expect(blocks).toHaveLength(3)
    host.run('rm', ['-r', 'provenance', 'hooks'], { cwd: host.bare })
    expect(shell(install)).toMatchObject({ status: 0, stdout: expect.stringContaining('gate pre-receive: active') })
    expect(shell('provenance uninstall --dry-run').status).toBe(0)
    expect(shell(`${lay}provenance validate provenance/policy`).status).toBe(0)
    const bad = host.commit('Bad')
    expect(host.push(['main']).stderr).toContain('(policy: file policy)')
    expect(shell(update).status).toBe(0)
    expect(host.push([`${bad}:main`, `${bad}~:refs/heads/good`]).status).toBe(1)
    expect(host.at('good')).not.toBe('')
    expect(shell('provenance uninstall').status).toBe(0)
    expect(host.push(['main']).status).toBe(0)
  })

  test('names every place of a policy', () => {
    for (const name of ['policy', 'policy.yaml', 'policy.yml', 'policy.json', 'PROVENANCE_POLICY'])
      expect(text).toContain(name)
  })
})
