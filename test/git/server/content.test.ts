import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect } from 'vitest'
import { human, type Server, server, strict, test } from './server.js'

const made: Server[] = []
afterEach(() => {
  for (const one of made.splice(0)) one.remove()
})

const commitsAsStream = (messages: readonly string[]): string =>
  messages
    .map((message, index) => {
      const from = index === 0 ? 'from refs/heads/main^0\n' : ''
      return `commit refs/heads/main\ncommitter Jo Dev <jo@example.com> ${1_767_000_000 + index} +0000\ndata ${Buffer.byteLength(message)}\n${message}\n${from}\n`
    })
    .join('')

test('a repository of sha256', () => {
  const host = server({ '.provenancerc': strict }, ['--object-format=sha256'])
  made.push(host)
  const good = host.commit(human('Good'))
  expect([host.push(['main', 'HEAD:refs/heads/topic']).status, host.at('main')]).toEqual([0, good])
  expect(good).toHaveLength(64)
  const bad = host.commit('Bad')
  for (const ref of ['main', 'refs/heads/new', 'refs/tags/new'])
    expect([ref, host.push([`HEAD:${ref}`]).status, host.holds(bad)]).toEqual([ref, 1, false])
  expect(host.push(['--delete', 'topic']).status).toBe(0)
})

test('200 commits, of which each fifth has no record: twenty are told, the rest counted', ({ host }) => {
  const messages = Array.from({ length: 200 }, (_, index) => (index % 5 === 0 ? `Bad ${index}` : human(`${index}`)))
  host.run('git', ['fast-import', '--quiet'], { input: commitsAsStream(messages) })
  const { status, stderr } = host.push(['main'])
  expect(status).toBe(1)
  expect(stderr.match(/error [0-9a-f]{12}/g)).toHaveLength(20)
  expect(stderr).toContain('remote:   … and 20 more')
  expect(stderr.split('\n').length).toBeLessThan(60)
})

test('a push of more refs than a pipe holds lines', ({ host }) => {
  const good = host.commit(human('Good'))
  const [bad, count] = [host.commit('Bad'), 1500]
  const names = Array.from({ length: count }, (_, index) => `${index}-${'x'.repeat(100)}`)
  const create = (tip: string) => names.map((name) => `create refs/tags/${tip.slice(0, 4)}${name} ${tip}\n`).join('')
  host.run('git', ['update-ref', '--stdin'], { input: create(good) })
  expect(host.push(['--tags']).status).toBe(0)
  host.run('git', ['update-ref', '--stdin'], { input: create(bad) })
  const { status, stderr } = host.push(['-q', '--tags'])
  expect([status, stderr.includes(`and ${count - 3} more refused`)]).toEqual([1, true])
  expect(stderr.match(/\[record-required\]/g)).toHaveLength(1)
})

describe('hostile words', () => {
  test('in trailers and names of refs do not reach the terminal of who pushes', ({ host }) => {
    host.lay('provenance/policy', '{"rules":{"record-wellformed":"error","record-required":"error"}}')
    const words = ['\u001b[31mred', 'a\rremote: all is well', '\u202etxt.exe', '::set-output name=x::y', '##[error]x']
    for (const word of words) host.commit(`Bad ${word}\n\nAI-Tool: ${word}\nAI-Model: ${word}`)
    const ref = 'refs/heads/\u202egnp.\u009b31m'
    const { status, stderr } = host.push(['main', `HEAD:${ref}`])
    expect(status).toBe(1)
    const told = stderr
      .split('\n')
      .filter((line) => line.startsWith('remote:'))
      .join('\n')
      // git ends each line of a remote's by erasing what follows on a terminal, and by blanks elsewhere.
      .replaceAll('\u001b[K', '')
    expect(told).toContain('[record-')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(told).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
  })

  test('in a commit object itself are told as what they are', ({ host }) => {
    const tree = host.git('rev-parse', 'HEAD^{tree}')
    const head = `tree ${tree}\nparent ${host.git('rev-parse', 'HEAD')}\n`
    const person = 'Jo <jo@example.com> 1767000000 +0000'
    const objects = [
      `${head}author ${person}\ncommitter ${person}\n\nNo record\0${human('hidden')}\n`,
      `${head}author ${person}\nauthor ${person}\ncommitter ${person}\n\nTwo authors\n`,
      `${head}author nobody\ncommitter ${person}\n\nNo date\n`,
    ]
    for (const bytes of objects) {
      const oid = host.run('git', ['hash-object', '-t', 'commit', '-w', '--literally', '--stdin'], { input: bytes })
      const { status } = host.push(['--force', `${oid.stdout.trim()}:refs/heads/odd`])
      expect([bytes, status, host.at('odd')]).toEqual([bytes, 1, ''])
    }
  })

  test('a path that is a policy’s name and no file', ({ host }) => {
    host.commit(human('A folder'), { '.provenancerc.json/x': 'x' })
    host.commit('Bad')
    expect(host.push(['main']).status).toBe(1)
  })
})

test('signatures are held against the signers that the administrator laid', ({ host }) => {
  const key = join(host.home, 'key')
  host.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
  for (const [name, value] of Object.entries({ 'gpg.format': 'ssh', 'user.signingKey': key, 'commit.gpgSign': 'true' }))
    host.git('config', name, value)
  host.lay('provenance/allowed-signers', `jo@example.com ${readFileSync(`${key}.pub`, 'utf8')}`)
  const signed = host.commit(human('Signed'))
  const { status, stderr } = host.push(['main'])
  expect([status, stderr.includes('remote:')]).toEqual([0, false])
  const bytes = host.git('cat-file', 'commit', signed).replace('Signed', 'Forged')
  const forged = host
    .run('git', ['hash-object', '-t', 'commit', '-w', '--stdin'], { input: `${bytes}\n` })
    .stdout.trim()
  const refused = host.push([`${forged}:refs/heads/forged`])
  expect([refused.status, refused.stderr.includes('[signature-bad]')]).toEqual([1, true])
  host.lay('provenance/allowed-signers', 'not a list of signers')
  expect(host.push(['main:refs/heads/other']).status).toBe(1)
})

describe('as an update hook, a copy under that name', () => {
  test('each ref is taken or refused for itself', ({ host }) => {
    host.run('mv', ['hooks/pre-receive', 'hooks/update'], { cwd: host.bare })
    const good = host.commit(human('Good'))
    const bad = host.commit('Bad')
    const { status, stderr } = host.push([`${good}:main`, `${bad}:refs/heads/topic`, `${bad}:refs/tags/bad`])
    expect([status, host.at('main'), host.at('topic'), host.at('bad')]).toEqual([1, good, '', ''])
    expect(stderr).toContain('refs/heads/topic refused')
    expect(host.push(['--atomic', `${good}:refs/heads/a`, `${bad}:refs/heads/b`]).status).toBe(1)
    expect(host.at('a')).toBe('')
  })

  test('beside pre-receive, both judge', ({ host }) => {
    host.run('cp', ['hooks/pre-receive', 'hooks/update'], { cwd: host.bare })
    host.commit(human('Good'))
    expect(host.push(['main', 'HEAD:refs/heads/topic', 'HEAD:refs/tags/v1']).status).toBe(0)
    expect(host.push(['--delete', 'topic']).status).toBe(0)
  })
})
