import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { human, type Server, test } from './server.js'

/** The push of a commit to which the policy has no objection. */
const pushGood = (host: Server, env: NodeJS.ProcessEnv = {}, args: readonly string[] = ['main']) => {
  host.commit(human('Good'))
  const before = host.at('main')
  const { status, stderr } = host.push(args, { env })
  const told = stderr.split('\n').filter((line) => line.startsWith('remote: provenance:'))
  return { refused: status === 1 && host.at('main') === before, told: told.map((line) => line.trim()), stderr }
}

const gate = (host: Server, node: string, entry: string) => host.lay('provenance/gate', `${node}\n${entry}\n`)
const entryOf = (host: Server) => readFileSync(join(host.bare, 'provenance', 'gate'), 'utf8').split('\n')[1] ?? ''

/** A program in place of node. */
const program = (host: Server, lines: string): string => {
  const path = join(host.home, 'node')
  writeFileSync(path, `#!/bin/sh\n${lines}\n`, { mode: 0o755 })
  return path
}

describe('what keeps the gate from judging refuses the push, in one line', () => {
  test('a program that is not named, or is gone', ({ host }) => {
    gate(host, process.execPath, '/nonexistent/receive.mjs')
    expect(pushGood(host)).toMatchObject({
      refused: true,
      told: ['remote: provenance: push refused: its program receive.mjs is gone'],
      stderr: expect.stringContaining('administrator, in this repository: provenance init --yes'),
    })
    host.run('rm', ['provenance/gate'], { cwd: host.bare })
    expect(pushGood(host).refused).toBe(true)
    expect(host.provenance(['init', '--yes'], { cwd: host.bare }).status).toBe(0)
    expect(pushGood(host).refused).toBe(false)
  })

  test('no node, named or on the PATH', ({ host }) => {
    gate(host, '/nonexistent/node', entryOf(host))
    const tools = join(host.home, 'bin')
    host.run('mkdir', [tools])
    for (const tool of ['sh', 'cat', 'git', 'git-receive-pack']) {
      const at = host.run('sh', ['-c', `command -v ${tool}`]).stdout.trim()
      host.run('ln', ['-s', at, join(tools, tool)])
    }
    expect(pushGood(host, { PATH: tools })).toMatchObject({
      refused: true,
      told: ['remote: provenance: push refused: node not found'],
    })
    expect(pushGood(host).refused).toBe(false)
  })

  test.for([
    ['an empty program, which node ends well', ''],
    ['a program that ends before its work', 'process.exit(0)'],
    ['one that waits for nothing', 'await new Promise(() => {})'],
    ['one that throws', 'throw new Error("x")'],
    ['one that says yes and fails', 'process.exitCode = 0'],
    ['half of a program', 'import {'],
    ['out of memory', 'const a = []; for (;;) a.push(new Array(1e6).fill(a.length))'],
  ])('%s', ([, text], { host }) => {
    writeFileSync(join(host.home, 'program.mjs'), text ?? '')
    gate(host, program(host, `exec '${process.execPath}' --max-old-space-size=40 "$@"`), join(host.home, 'program.mjs'))
    const { refused, told } = pushGood(host)
    expect([refused, told.length]).toEqual([true, 1])
    expect(told[0]).toMatch(/push refused: its program ended with status \d+$/)
  })

  test('a program that is busy without end', ({ host }) => {
    // The clock is asked in the middle of the judgement.
    const busy = 'data:text/javascript,Date.now=()=>{for(;;);}'
    gate(host, program(host, `exec '${process.execPath}' --import '${busy}' "$@"`), entryOf(host))
    const { refused, told } = pushGood(host, { PROVENANCE_GATE_TIMEOUT: '1' })
    expect([refused, told]).toEqual([true, [expect.stringMatching(/push refused: its program ended with status 137$/)]])
  })

  test('a program that is killed, and a hook that is', ({ host }) => {
    gate(host, program(host, 'kill -9 $$'), entryOf(host))
    expect(pushGood(host)).toMatchObject({ refused: true, told: [expect.stringContaining('status 137')] })
    gate(host, program(host, 'kill -9 $PPID'), entryOf(host))
    expect(pushGood(host).refused).toBe(true)
  })

  test('git that fails, or cannot be found', ({ host }) => {
    const broken = join(host.home, 'broken')
    host.run('mkdir', [broken])
    writeFileSync(join(broken, 'git'), '#!/bin/sh\necho "fatal: out of memory" >&2\nexit 128\n', { mode: 0o755 })
    gate(host, program(host, `PATH='${broken}' exec '${process.execPath}' "$@"`), entryOf(host))
    expect(pushGood(host)).toMatchObject({
      refused: true,
      told: [expect.stringContaining('out of memory [GIT_FAILED]')],
    })
    gate(host, program(host, `PATH=/nonexistent exec '${process.execPath}' "$@"`), entryOf(host))
    expect(pushGood(host)).toMatchObject({ refused: true, told: [expect.stringContaining('[GIT_MISSING]')] })
  })

  test.for(['cat-file', 'rev-list', 'rev-parse', 'ls-tree', 'config'])(
    'git %s that fails alone, or hangs',
    (command, { host }) => {
      const real = host.run('sh', ['-c', 'command -v git']).stdout.trim()
      const folder = join(host.home, 'fake')
      host.run('mkdir', [folder])
      const pretend = (what: string) => {
        const lines = `for word; do [ "$word" != ${command} ] || { ${what}; }; done\nexec '${real}' "$@"`
        writeFileSync(join(folder, 'git'), `#!/bin/sh\n${lines}\n`, { mode: 0o755 })
      }
      gate(host, program(host, `PATH='${folder}':"$PATH" exec '${process.execPath}' "$@"`), entryOf(host))
      host.commit('Bad')
      pretend('exit 128')
      expect(pushGood(host).refused).toBe(true)
      pretend('kill -9 $$')
      expect(pushGood(host).refused).toBe(true)
      pretend('exec sleep 20')
      expect(pushGood(host, { PROVENANCE_GATE_TIMEOUT: '1' }).refused).toBe(true)
    },
  )

  test('a clone that is too short is told so, for it is not the administrator who mends it', ({ host }) => {
    host.commit(human('Second'))
    host.push(['main'])
    const [empty, shallow] = ['empty.git', 'shallow'].map((name) => join(host.home, name)) as [string, string]
    host.git('init', '-q', '--bare', empty)
    host.git('clone', '-q', '--depth=1', `file://${encodeURI(host.bare)}`, shallow)
    host.run('git', ['config', 'receive.shallowUpdate', 'true'], { cwd: empty })
    host.provenance(['init', '--yes'], { cwd: empty })
    const push = () => host.run('git', ['push', empty, 'main'], { cwd: shallow })
    expect(push()).toMatchObject({ status: 1, stderr: expect.stringContaining('git fetch --unshallow') })
    expect(host.run('git', ['fetch', '-q', '--unshallow'], { cwd: shallow }).status).toBe(0)
    expect(push().status).toBe(0)
  })

  test('git that does not find the default branch for another reason than that there is none', ({ host }) => {
    const real = host.run('sh', ['-c', 'command -v git']).stdout.trim()
    const lines = `for word; do [ "$word" != HEAD ] || exit 128; done\nexec '${real}' "$@"`
    host.run('mkdir', [join(host.home, 'fake')])
    writeFileSync(join(host.home, 'fake', 'git'), `#!/bin/sh\n${lines}\n`, { mode: 0o755 })
    gate(host, program(host, `PATH='${host.home}/fake':"$PATH" exec '${process.execPath}' "$@"`), entryOf(host))
    host.commit('Bad')
    expect(host.push(['HEAD:refs/heads/new']).stderr).toContain('push refused: HEAD: expected a branch')
  })

  test('an object that is missing or broken on the server', ({ host }) => {
    const tip = host.at('main')
    const path = join(host.bare, 'objects', tip.slice(0, 2), tip.slice(2))
    const bytes = readFileSync(path)
    host.run('rm', ['-f', path])
    expect(pushGood(host).refused).toBe(true)
    writeFileSync(path, bytes.subarray(0, 20))
    expect(pushGood(host).refused).toBe(true)
    host.run('rm', ['-f', path])
    writeFileSync(path, bytes)
    expect(pushGood(host).refused).toBe(false)
  })

  test('words that git would not write', ({ host }) => {
    const hook = join(host.bare, 'hooks', 'pre-receive')
    const tip = host.at('main')
    const zero = '0'.repeat(40)
    const inputs = ['', '\n', `${tip} ${tip}\n`, `${tip} main refs/heads/main\n`, `${zero} ${tip} HEAD\n`]
    for (const input of inputs) {
      const { status, stderr } = host.run(hook, [], { input, cwd: host.bare, env: { GIT_DIR: '.' } })
      expect([input, status, stderr.includes('push refused')]).toEqual([input, 1, true])
    }
    const fine = { input: `${zero} ${tip} refs/heads/x\n`, cwd: host.bare, env: { GIT_DIR: '.' } }
    expect(host.run(hook, [], fine).status).toBe(0)
  })
})

test('nothing that a pusher hands on opens the gate', ({ host }) => {
  host.commit('Bad')
  host.run('git', ['config', 'receive.advertisePushOptions', 'true'], { cwd: host.bare })
  const evil = join(host.home, 'evil.cjs')
  writeFileSync(evil, 'process.exit(92)')
  const tries: readonly (readonly [NodeJS.ProcessEnv, readonly string[]])[] = [
    [{ PROVENANCE: '0' }, []],
    [{ NODE_OPTIONS: `--require ${evil}` }, []],
    [{ PROVENANCE_GATE_TIMEOUT: '0' }, []],
    [{ PROVENANCE_POLICY: '' }, []],
    [{}, ['--push-option=skip', '--push-option=provenance.skip=true', '-o', 'ci.skip']],
    [{}, ['--no-verify']],
  ]
  for (const [env, args] of tries)
    expect([env, args, host.push([...args, 'main'], { env }).status]).toEqual([env, args, 1])
  // Nor does any of it reach the program, which would load what it names.
  gate(host, program(host, '[ -z "${NODE_OPTIONS-}${NODE_PATH-}" ] || exit 92; exit 93'), entryOf(host))
  for (const env of [{ NODE_OPTIONS: `--require ${evil}` }, { NODE_PATH: host.home }])
    expect(host.push(['main'], { env }).status).toBe(1)
})

test('called by name, as a server’s own hook may, the gate judges as well', ({ host }) => {
  const [good, bad] = [host.commit(human('Good')), host.commit('Bad')]
  host.git('push', '-q', host.bare, `${bad}:refs/for/x`)
  const ask = (tip: string) => ({ input: `${host.at('main')} ${tip} refs/heads/main\n`, cwd: host.bare })
  const env = { GIT_DIR: '.' }
  expect(host.provenance(['hook', 'pre-receive'], { ...ask(good), env }).status).toBe(0)
  expect(host.provenance(['hook', 'pre-receive'], { ...ask(bad), env }).status).toBe(1)
  const words = ['hook', 'update', 'refs/heads/main', host.at('main')]
  expect(host.provenance([...words, good], { cwd: host.bare, env }).status).toBe(0)
  expect(host.provenance([...words, bad], { cwd: host.bare, env }).status).toBe(1)
})
