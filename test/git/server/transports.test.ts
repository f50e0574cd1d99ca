import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect } from 'vitest'
import { environment } from '../../support/workbench.js'
import { human, type Server, test } from './server.js'

const daemons: ChildProcess[] = []
afterEach(() => {
  for (const daemon of daemons.splice(0)) daemon.kill()
})

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })

/** git-daemon(1) on loopback, which takes pushes; the address of the bare repository there. */
const startDaemon = async (host: Server): Promise<string> => {
  const port = await freePort()
  const args = [`--base-path=${host.home}`, '--export-all', '--enable=receive-pack', '--listen=127.0.0.1']
  const daemon = spawn(join(host.git('--exec-path'), 'git-daemon'), [...args, `--port=${port}`, '--verbose'], {
    env: environment(host.home),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  daemons.push(daemon)
  await new Promise<void>((ready) => daemon.stderr?.on('data', (said) => /Ready/.test(String(said)) && ready()))
  return `git://127.0.0.1:${port}/bare%20repository.git`
}

const httpServer = `
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
const [root, git] = process.argv.slice(2)
createServer((request, response) => {
  const [path, query = ''] = request.url.split('?')
  const env = {
    ...process.env, GIT_PROJECT_ROOT: root, GIT_HTTP_EXPORT_ALL: '1', REMOTE_USER: 'jo', PATH_INFO: decodeURIComponent(path),
    QUERY_STRING: query, REQUEST_METHOD: request.method, CONTENT_TYPE: request.headers['content-type'] ?? '',
    HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
  }
  const backend = spawn(git, ['http-backend'], { env, stdio: ['pipe', 'pipe', 'ignore'] })
  request.pipe(backend.stdin)
  let head = Buffer.alloc(0)
  backend.stdout.on('data', (chunk) => {
    if (response.headersSent) return response.write(chunk)
    head = Buffer.concat([head, chunk])
    const end = head.indexOf('\\r\\n\\r\\n')
    if (end < 0) return
    const fields = head.toString('latin1', 0, end).split('\\r\\n').map((line) => line.split(': '))
    const status = Number(fields.find(([name]) => name === 'Status')?.[1]?.slice(0, 3) ?? 200)
    response.writeHead(status, fields.filter(([name]) => name !== 'Status'))
    response.write(head.subarray(end + 4))
  })
  backend.stdout.on('end', () => response.end())
}).listen(0, '127.0.0.1', function () { process.stderr.write('Ready ' + this.address().port) })
`

/** A git built without curl serves by HTTP, and cannot push so. */
const hasHttp = existsSync(join(execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(), 'git-remote-http'))

/** git-http-backend(1) behind a small server on loopback. */
const startHttp = async (host: Server): Promise<string> => {
  const script = join(host.home, 'http.mjs')
  writeFileSync(script, httpServer)
  const daemon = spawn(process.execPath, [script, host.home, 'git'], {
    env: environment(host.home),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  daemons.push(daemon)
  const port = await new Promise<string>((ready) =>
    daemon.stderr?.on('data', (said) => ready(/Ready (\d+)/.exec(String(said))?.[1] ?? '')),
  )
  return `http://127.0.0.1:${port}/bare%20repository.git`
}

/** What sshd gives a command: hardly any environment, the system's PATH, and a shell (sshd(8), LOGIN PROCESS). */
const sshCommand = (host: Server): string => {
  const path = join(host.home, 'ssh')
  const lines = `while [ "$1" != server ]; do shift; done; shift\nexec env -i PATH=/usr/bin:/bin HOME=/nonexistent USER=git sh -c "$*"`
  writeFileSync(path, `#!/bin/sh\n${lines}\n`, { mode: 0o755 })
  return path
}

describe('a push is judged, however it comes', () => {
  const addresses: readonly (readonly [string, (host: Server) => string | Promise<string>])[] = [
    ['a path', ({ bare }) => bare],
    ['file://', ({ bare }) => `file://${bare}`],
    ['git-daemon', startDaemon],
    ['git http-backend', startHttp],
    ['ssh, under a minimal environment', ({ bare }) => `ssh://server${bare}`],
  ]
  test.for(addresses)('%s', async ([name, addressOf], { host, skip }) => {
    if (name === 'git http-backend') skip(!hasHttp, 'this git was built without curl')
    const to = await addressOf(host)
    const env = { GIT_SSH_COMMAND: sshCommand(host), GIT_SSH_VARIANT: 'simple' }
    const good = host.commit(human('Good'))
    expect([host.push(['main'], { to, env }).status, host.at('main')]).toEqual([0, good])
    const bad = host.commit('Bad', { 'a.txt': 'a\n' })
    const { status, stderr } = host.push(['main', 'HEAD:refs/heads/topic'], { to, env })
    expect(status).toBe(1)
    expect(stderr).toContain(`remote:   error ${bad.slice(0, 12)} carries no record of AI use [record-required]`)
    expect([host.at('main'), host.at('topic'), host.holds(bad)]).toEqual([good, '', false])
  })
})

test('the repository may be another user’s', ({ host }) => {
  if (process.getuid?.() !== 0) return
  host.run('chown', ['-R', '1234:1234', host.bare])
  expect(host.push(['main']).stderr).toContain('dubious ownership')
  // What git itself asks for; the gate's own git reads no such file.
  host.run('git', ['config', '--global', 'safe.directory', '*'])
  host.commit(human('Good'))
  expect(host.push(['main']).status).toBe(0)
  host.commit('Bad')
  expect(host.push(['main']).stderr).toContain('[record-required]')
})

test('with receive.fsckObjects, and objects kept as a pack', ({ host }) => {
  for (const [key, value] of [
    ['receive.fsckObjects', 'true'],
    ['transfer.unpackLimit', '1'],
  ] as const)
    host.run('git', ['config', key, value], { cwd: host.bare })
  host.commit(human('Good'))
  expect(host.push(['main']).status).toBe(0)
  const bad = host.commit('Bad', { 'a.txt': 'a\n' })
  expect([host.push(['main']).status, host.holds(bad)]).toEqual([1, false])
})

test('a repository that borrows objects from another', ({ host }) => {
  const fork = join(host.home, 'fork.git')
  host.git('clone', '-q', '--bare', '--shared', host.bare, fork)
  expect(host.provenance(['init', '--yes'], { cwd: fork }).status).toBe(0)
  host.commit(human('Good'))
  expect(host.push(['main'], { to: fork }).status).toBe(0)
  host.commit('Bad')
  expect(host.push(['main'], { to: fork }).status).toBe(1)
})
