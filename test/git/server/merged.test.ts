import { afterEach, describe, expect } from 'vitest'
import { human, type Server, server, strict, test } from './server.js'

const made: Server[] = []
afterEach(() => {
  for (const one of made.splice(0)) one.remove()
})

/** A server with a topic branch beside main, and those files. */
const withTopic = (files: Readonly<Record<string, string>>): Server => {
  const host = server(files)
  made.push(host)
  host.git('checkout', '-q', '-b', 'topic')
  host.commit(human('Topic'), { 'topic.txt': 'x\n' })
  host.push(['topic'])
  host.git('checkout', '-q', 'main')
  return host
}
/** A commit that no policy lets in, on a branch of the server. */
const slipIn = (host: Server, branch = 'main'): string => {
  host.run('mv', ['hooks/pre-receive', 'hooks/off'], { cwd: host.bare })
  const bad = host.commit('Bad', { 'bad.txt': 'x\n' })
  host.push([`HEAD:refs/heads/${branch}`])
  host.run('mv', ['hooks/off', 'hooks/pre-receive'], { cwd: host.bare })
  return bad
}
const mergeIntoTopic = (host: Server): void => {
  host.git('checkout', '-q', 'topic')
  host.git('merge', '-q', '--no-ff', '-m', human('Merge main'), 'main')
}

describe('a branch that merges the default branch', () => {
  test('is not held for its commits where the administrator’s policy treats both alike', () => {
    const host = withTopic({ 'a.txt': 'a\n' })
    slipIn(host)
    host.lay('provenance/policy', strict)
    mergeIntoTopic(host)
    expect(host.push(['topic'])).toMatchObject({ status: 0, stderr: expect.not.stringContaining('remote:') })
    const bad = host.commit('Bad too')
    const { status, stderr } = host.push(['topic'])
    expect([status, stderr.match(/error [0-9a-f]{12}/g)]).toEqual([1, [`error ${bad.slice(0, 12)}`]])
  })

  test.for([
    '{"protected":["topic"],"rules":{"record-required":"error"}}',
    '{"rules":{"record-required":["error",{"branches":["topic"]}]}}',
  ])('is where that policy is milder on the default branch: %s', (policy) => {
    const host = withTopic({ 'a.txt': 'a\n' })
    host.lay('provenance/policy', policy)
    host.commit('Without a record', { 'b.txt': 'b\n' })
    expect(host.push(['main']).status).toBe(0)
    mergeIntoTopic(host)
    expect(host.push(['topic']).status).toBe(1)
  })

  test('no other branch vouches', () => {
    const host = withTopic({ 'a.txt': 'a\n' })
    host.lay('provenance/policy', strict)
    slipIn(host, 'other')
    mergeIntoTopic(host)
    expect(host.push(['topic']).status).toBe(1)
    expect(host.push(['main']).status).toBe(1)
  })

  test('nor the default one by a policy of the repository’s own, which may have been weakened meanwhile', () => {
    const host = withTopic({ '.provenancerc': strict })
    host.commit(human('Weaken'), { '.provenancerc': '{"rules":{}}' })
    host.push(['main'])
    host.commit('Bad', { 'bad.txt': 'x\n' })
    host.push(['main'])
    host.commit(human('Restore'), { '.provenancerc': strict })
    expect(host.push(['main']).status).toBe(0)
    mergeIntoTopic(host)
    const { status, stderr } = host.push(['topic'])
    expect([status, stderr]).toEqual([1, expect.stringContaining('a waiver in the policy of topic lets them stand')])
    expect(stderr).not.toContain('git checkout')
  })

  test('is told to take that branch’s policy first, by commands that do, and not to change its commits', () => {
    const rules = (tools: string) =>
      `{"rules":{"tool-approved":"error"},"registry":{"tools":{"claude-code":{}${tools}}}}`
    const host = withTopic({ '.provenancerc': rules(''), 'package.json': '{}' })
    host.git('remote', 'add', 'origin', host.bare)
    host.commit(human('Approve cursor'), { '.provenancerc': rules(',"cursor":{}') })
    host.push(['main'])
    const work = host.commit('Work\n\nCo-authored-by: Cursor <cursoragent@cursor.com>', { 'b.txt': 'b\n' })
    expect(host.push(['main']).status).toBe(0)
    mergeIntoTopic(host)
    const { status, stderr } = host.push(['topic'])
    expect([status, stderr.includes(work.slice(0, 12))]).toEqual([1, true])
    expect(stderr).toContain('  main has such commits already')
    expect(stderr).not.toContain('rebase')
    const told = stderr.split('\n').flatMap((line) => /^remote: {5}(git .*\S) *$/.exec(line)?.[1] ?? [])
    const declared = stderr
      .split('\n')
      .flatMap((line) => /^remote: {5}provenance .* && (git .*\S) *$/.exec(line)?.[1] ?? [])
    for (const command of [told[0], declared[0], told[1], told[2]])
      expect([command, host.run('sh', ['-c', command ?? 'false']).status]).toEqual([command, 0])
    expect(host.push(['topic'])).toMatchObject({ status: 0, stderr: expect.not.stringContaining('remote:') })
  })
})
