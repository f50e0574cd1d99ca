import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect } from 'vitest'
import { human, type Server, server, strict, test } from './server.js'

const mild = '{"rules":{"record-required":"warn"}}'
const off = '{"rules":{"record-required":"off"}}'

const made: Server[] = []
afterEach(() => {
  for (const one of made.splice(0)) one.remove()
})

const serverWith = (files: Readonly<Record<string, string>>): Server => {
  const one = server(files)
  made.push(one)
  return one
}

describe('whose policy', () => {
  test('a push cannot weaken the policy that judges it', ({ host }) => {
    host.commit('Weaken', { '.provenancerc': off })
    expect(host.push(['main']).status).toBe(1)
    expect(host.push(['HEAD:refs/heads/topic']).status).toBe(1)
    host.git('reset', '-q', '--hard', 'HEAD~')
    host.commit(human('Weaken'), { '.provenancerc': off })
    host.commit('Bad')
    expect(host.push(['main']).status).toBe(1)
  })

  test('a branch whose policy was weakened first does not open another', ({ host }) => {
    host.commit(human('Weaken'), { '.provenancerc': off })
    expect(host.push(['HEAD:refs/heads/topic']).status).toBe(0)
    host.commit('Bad')
    expect(host.push(['HEAD:refs/heads/topic']).status).toBe(0)
    expect(host.push(['HEAD:main']).status).toBe(1)
  })

  test('each branch is judged by its own, in one push', ({ host }) => {
    host.commit(human('Weaken'), { '.provenancerc': off })
    host.push(['HEAD:refs/heads/topic'])
    const topic = host.commit('Without a record')
    host.git('checkout', '-q', '-b', 'other', 'HEAD~2')
    const main = host.commit(human('Good'))
    expect(host.push([`${topic}:refs/heads/topic`, `${main}:main`]).status).toBe(0)
  })

  test('a warning is told and does not stop', () => {
    const host = serverWith({ '.provenancerc': mild })
    const tip = host.commit('Without a record')
    const { status, stderr } = host.push(['main'])
    expect([status, host.at('main')]).toEqual([0, tip])
    expect(stderr).toContain('refs/heads/main taken, with warnings')
    expect(stderr).toContain(`warn ${tip.slice(0, 12)}`)
    expect(stderr).not.toContain('mend the commit')
  })

  test('an error is told before any number of warnings, and the rest is counted', () => {
    const host = serverWith({ 'a.txt': 'a\n' })
    host.lay('provenance/policy', '{"rules":{"record-required":"warn","record-wellformed":"error"}}')
    for (let count = 0; count < 25; count += 1) host.commit(`Without ${count}`)
    const bad = host.commit('Bad\n\nAI-Tool: Not A Name\nAI-Model: m\nAI-Change: patch-id:0')
    const { stderr } = host.push(['main'])
    const told = stderr.match(/(?:error|warn) [0-9a-f]{12}/g) ?? []
    expect(told[0]).toBe(`error ${bad.slice(0, 12)}`)
    expect(told).toHaveLength(20)
    expect(stderr).toMatch(/remote: {3}… and \d+ more/)
  })

  test('the first push to an empty repository is judged by what is built in, or by what was laid there', ({ host }) => {
    const bare = join(host.home, 'empty.git')
    host.git('init', '-q', '--bare', bare)
    host.provenance(['init', '--yes'], { cwd: bare })
    host.commit('Bad')
    expect(host.push(['main'], { to: bare }).status).toBe(0)
    host.run('git', ['update-ref', '-d', 'refs/heads/main'], { cwd: bare })
    writeFileSync(join(bare, 'provenance', 'policy'), strict)
    const { status, stderr } = host.push(['main'], { to: bare })
    expect([status, stderr.includes('policy: file policy')]).toEqual([1, true])
  })
})

describe('the administrator’s policy', () => {
  const places = ['policy', 'policy.yaml', 'policy.yml', 'policy.json']

  test('outranks the repository’s, under each of its names', () => {
    const host = serverWith({ '.provenancerc': off })
    host.commit('Bad')
    for (const name of places) {
      host.lay(`provenance/${name}`, strict)
      expect([name, host.push(['main']).status]).toEqual([name, 1])
      host.run('rm', [join('provenance', name)], { cwd: host.bare })
    }
    expect(host.push(['main']).status).toBe(0)
  })

  test('named by the environment, outranks the repository’s and not the one that was laid', ({ host }) => {
    writeFileSync(join(host.home, 'named.json'), off)
    const env = { PROVENANCE_POLICY: join(host.home, 'named.json') }
    host.commit('Bad')
    host.lay('provenance/policy', strict)
    expect(host.push(['main'], { env }).status).toBe(1)
    host.run('rm', ['provenance/policy'], { cwd: host.bare })
    expect(host.push(['main'], { env }).status).toBe(0)
  })

  test('two of them refuse, and so does one that is not there', ({ host }) => {
    host.commit(human('Good'))
    const gone = host.push(['main'], { env: { PROVENANCE_POLICY: '/nonexistent/policy' } })
    expect([gone.status, gone.stderr.includes('push refused: /nonexistent/policy')]).toEqual([1, true])
    host.lay('provenance/policy', strict)
    host.lay('provenance/policy.json', strict)
    const { status, stderr } = host.push(['main'])
    expect([status, stderr.includes('expected one policy, got 2')]).toEqual([1, true])
    host.run('rm', ['provenance/policy'], { cwd: host.bare })
    host.run('ln', ['-sf', '/nonexistent', 'provenance/policy.json'], { cwd: host.bare })
    expect(host.push(['main']).status).toBe(1)
  })
})

describe('a policy that cannot be read', () => {
  test('refuses, names the file, and says how it is mended, which does', () => {
    const host = serverWith({ '.provenancerc': '{"rules":{"record-requird":"error"}}' })
    host.commit(human('Good'))
    const { status, stderr } = host.push(['main'])
    expect(status).toBe(1)
    expect(stderr).toContain('Did you mean record-required?')
    expect(stderr).toContain('administrator: lay a policy that can be read as provenance/policy')
    host.lay('provenance/policy', '{"rules":')
    expect(host.push(['main']).stderr).toMatch(
      /remote: provenance: push refused: provenance\/policy:\d+:\d+: expected JSON or YAML, got unexpected end/,
    )
    host.lay('provenance/policy', strict)
    expect(host.push(['main']).status).toBe(0)
  })

  test('is not let onto a branch, where nobody could push any more', ({ host }) => {
    const breaks = ['{"rules":', '{"nonsense":1}', '{"adoption":"no-such-tag"}', '{"adoption":"main"}']
    for (const text of breaks) {
      host.commit(human('Break'), { '.provenancerc': text })
      for (const ref of ['main', 'refs/heads/new'])
        expect([text, ref, host.push([`HEAD:${ref}`]).status]).toEqual([text, ref, 1])
      host.git('reset', '-q', '--hard', 'HEAD~')
    }
    const tip = host.commit(human('Adopt'), {
      '.provenancerc': `{"adoption":"${host.at('main')}","rules":{"record-required":"error"}}`,
    })
    expect([host.push(['main']).status, host.at('main')]).toEqual([0, tip])
  })

  test('is not let onto a branch in a file that it extends', ({ host }) => {
    host.commit(human('Part'), {
      '.provenancerc': '{"extends":"./rules.json"}',
      'rules.json': '{"rules":{"record-required":"error"}}',
    })
    expect(host.push(['main']).status).toBe(0)
    const before = host.at('main')
    host.commit(human('Break'), { 'rules.json': '{"rules":' })
    for (const ref of ['main', 'refs/heads/new']) expect([ref, host.push([`HEAD:${ref}`]).status]).toEqual([ref, 1])
    expect(host.at('main')).toBe(before)
  })

  test('is not let onto a branch as a submodule either', () => {
    const host = serverWith({ 'a.txt': 'a\n' })
    host.git('update-index', '--add', '--cacheinfo', `160000,${host.at('main')},.provenancerc`)
    host.git('commit', '-q', '-m', human('Break'))
    const { status, stderr } = host.push(['main'])
    expect([status, stderr]).toEqual([1, expect.stringContaining('got a submodule')])
    expect(stderr).toMatch(/remote: +in the clone that pushes, [^:]+: git rm --cached .provenancerc/)
    expect(stderr).not.toContain('administrator')
  })

  test('that git cannot read is not taken for none', ({ host }) => {
    host.run('mv', ['hooks/pre-receive', 'hooks/off'], { cwd: host.bare })
    host.commit('Bad')
    host.push(['main'])
    host.run('mv', ['hooks/off', 'hooks/pre-receive'], { cwd: host.bare })
    const blob = host.git('rev-parse', 'HEAD:.provenancerc')
    host.run('rm', ['-f', join('objects', blob.slice(0, 2), blob.slice(2))], { cwd: host.bare })
    host.commit('Bad')
    const { status, stderr } = host.push(['main'])
    expect([status, stderr.includes('in this repository, got none')]).toEqual([1, true])
  })
})

describe('what the administrator names', () => {
  test('rules for some branches hold for pushes to these', ({ host }) => {
    host.lay('provenance/policy', '{"rules":{"record-required":["error",{"branches":["main","release/*"]}]}}')
    host.commit('Without a record')
    expect(host.push(['HEAD:refs/heads/topic']).status).toBe(0)
    // What a branch under milder rules holds was not judged by these.
    expect(host.push(['HEAD:refs/heads/release/1']).status).toBe(1)
    expect(host.push(['HEAD:refs/heads/other/2', 'HEAD:refs/heads/other/3']).status).toBe(0)
    expect(host.push(['HEAD~1:refs/heads/release/1']).status).toBe(0)
    host.commit('Another')
    expect(host.push(['HEAD:refs/heads/topic']).status).toBe(0)
    expect(host.push(['HEAD:refs/heads/release/1']).status).toBe(1)
    expect(host.push(['HEAD:refs/heads/main']).status).toBe(1)
  })

  test('signers laid beside the repository are those whose signatures count, on commits and reviews', ({ host }) => {
    const key = join(host.home, 'key')
    host.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
    const pub = host.run('cat', [`${key}.pub`]).stdout
    host.lay('provenance/policy', '{"rules":{"signature-required":"error"}}')
    for (const [name = '', value = ''] of [
      ['gpg.format', 'ssh'],
      ['user.signingKey', `${key}.pub`],
    ])
      host.git('config', name, value)
    host.commit(human('Unsigned'))
    expect(host.push(['main'])).toMatchObject({ status: 1, stderr: expect.stringContaining('signature-required') })
    host.git('commit', '-q', '--amend', '--allow-empty', '--no-edit', '-S')
    expect(host.push(['main'])).toMatchObject({ status: 1, stderr: expect.stringContaining('not-checked') })
    host.lay('provenance/allowed-signers', `jo@example.com ${pub}`)
    expect(host.push(['main']).status).toBe(0)
    host.lay('provenance/allowed-signers', 'not a line of signers\n')
    host.commit(human('Signed too'))
    expect(host.push(['main']).status).toBe(1)
  })

  test('a waiver holds until its day, by the clock of the server and not by the dates of commits', ({ host }) => {
    const oid = host.commit('Without a record')
    const policy = (expires: string) =>
      `{"rules":{"record-required":"error"},"waivers":[{"commit":"${oid}","reason":"by phone","approver":"Ann <ann@example.com>","expires":"${expires}"}]}`
    host.lay('provenance/policy', policy('2026-01-31'))
    expect(host.push(['main'])).toMatchObject({ status: 1, stderr: expect.stringContaining('waiver-expired') })
    host.lay('provenance/policy', policy('2999-12-31'))
    const taken = host.push(['main'])
    expect(taken.status).toBe(0)
    expect(taken.stderr).toContain('waived by Ann')
  })

  test('a review that was pushed before lets through what needs one', ({ host }) => {
    const key = join(host.home, 'ann')
    host.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
    host.lay('provenance/policy', '{"rules":{"review-required":["error",{"of":"all","how":["signed"]}]}}')
    host.lay('provenance/allowed-signers', `ann@example.com ${host.run('cat', [`${key}.pub`]).stdout}`)
    host.commit(human('Mine'))
    expect(host.push(['main'])).toMatchObject({ status: 1, stderr: expect.stringContaining('review-required') })
    const ann = { GIT_COMMITTER_NAME: 'Ann', GIT_COMMITTER_EMAIL: 'ann@example.com' }
    expect(host.provenance(['review', 'HEAD', '--statement', 'approved', '--key', key], { env: ann }).status).toBe(0)
    expect(host.push(['refs/notes/provenance-reviews']).status).toBe(0)
    expect(host.push(['main'])).toMatchObject({ status: 0, stderr: expect.not.stringContaining('remote:') })
  })
})

describe('guarded branches', () => {
  test('only they are judged; a new one for all that no guarded branch holds', ({ host }) => {
    host.lay('provenance/policy', '{"protected":["main","release/*"],"rules":{"record-required":"error"}}')
    host.commit('Without a record')
    expect(host.push(['HEAD:refs/heads/topic'])).toMatchObject({
      status: 0,
      stderr: expect.not.stringContaining('remote:'),
    })
    expect(host.push(['HEAD:refs/heads/release/1']).status).toBe(1)
    expect(host.push(['HEAD:refs/tags/v1']).status).toBe(1)
    expect(host.push(['HEAD:refs/heads/topic', 'HEAD:refs/heads/main']).status).toBe(1)
    expect(host.push(['HEAD~1:refs/heads/release/1']).status).toBe(0)
  })
})
