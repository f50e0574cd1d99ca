import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { policyBench } from '../../support/policy-bench.js'
import { type Workbench, workbench } from '../../support/workbench.js'
import { human, type Server, server } from '../server/server.js'

const claude = 'Work\n\nCo-authored-by: Claude <noreply@anthropic.com>'

let made: Pick<Workbench, 'remove'> | null = null
afterEach(() => made?.remove())
const kept = <One extends Pick<Workbench, 'remove'>>(one: One): One => {
  made = one
  return one
}

const host = (policy: object): Server => kept(server({ '.provenancerc': JSON.stringify(policy) }))

describe('a push', () => {
  test('to a tag, a new branch or a guarded one is not judged by what is milder elsewhere', () => {
    const one = host({
      rules: { 'record-required': 'error' },
      overrides: [
        { branches: 'scratch/**', rules: { 'record-required': 'off' } },
        { paths: 'docs', rules: { 'record-required': 'off' } },
      ],
    })
    one.commit('Silent', { 'src/a': 'a', 'docs/a': 'a' })
    const pushed = (ref: string) => one.push([`HEAD:${ref}`]).status
    expect(
      ['refs/tags/v1', 'refs/heads/scratch/x', 'refs/heads/new', 'refs/heads/main', 'refs/tags/v1'].map(pushed),
    ).toEqual([1, 0, 1, 1, 1])
    one.git('reset', '-q', '--hard', 'HEAD~')
    one.commit('Silent', { 'docs/b': 'b' })
    expect(pushed('refs/heads/main')).toBe(0)
  })

  test('to a branch that is guarded by its full name is judged', () => {
    const one = host({ rules: { 'record-required': 'error' }, protected: ['refs/heads/main'] })
    one.commit('Silent')
    expect(['refs/heads/main', 'refs/heads/other'].map((ref) => one.push([`HEAD:${ref}`]).status)).toEqual([1, 0])
  })

  test('of an octopus or a root that hides work is judged like any other', () => {
    const one = host({ rules: { 'review-required': 'error' } })
    for (const side of ['o1', 'o2']) {
      one.git('checkout', '-q', '-b', side, 'main')
      one.commit(human(side), { [side]: side })
    }
    one.git('checkout', '-q', 'main')
    one.commit(human('main'), { main: 'main' })
    one.git('merge', '-q', '--no-commit', 'o1', 'o2')
    one.commit(claude, { evil: 'evil' })
    expect(one.git('log', '-1', '--format=%p').split(' ')).toHaveLength(3)
    expect(one.push(['main']).status).toBe(1)
    one.git('checkout', '-q', '--orphan', 'root')
    one.commit(claude)
    expect(one.push(['root']).status).toBe(1)
  })

  test('is judged in time, whatever globs the policy has', () => {
    const one = host({ rules: { 'paths-forbidden': ['error', [`${'*a'.repeat(30)}b`]] } })
    one.commit(claude, { ['a'.repeat(200)]: 'a' })
    expect(one.push(['main']).status).toBe(0)
    one.commit(claude, { [`${'a'.repeat(199)}b`]: 'a' })
    expect(one.push(['main']).status).toBe(1)
  })
})

test('a gate that a file behind the configuration turns on is on with the next commit', () => {
  const rules = 'rules: { paths-forbidden: [error, [secret]] }'
  const files = {
    '.provenancerc': 'extends: ./team policy.yaml\n',
    'team policy.yaml': `enforce: [pre-push]\n${rules}\n`,
  }
  const bench = kept(workbench({ files }))
  const later = (): unknown => bench.run('sleep', ['1.1'])
  bench.write('a.txt', 'a\n')
  bench.git('add', '-A')
  bench.git('commit', '-q', '-m', 'Settles what is kept ready')
  later()
  bench.write('team policy.yaml', `enforce: [commit-msg, pre-push]\n${rules}\n`)
  bench.git('add', '-A')
  bench.git('commit', '-q', '-m', 'Turns it on')
  later()
  bench.write('secret/a\nb', 'a\n')
  bench.git('add', '-A')
  // Nothing in the message starts node, which would look for itself.
  const env = { GIT_AUTHOR_NAME: 'Claude', GIT_AUTHOR_EMAIL: 'noreply@anthropic.com' }
  expect(bench.tryGit(['commit', '-q', '-m', 'Work'], { env })).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('paths-forbidden'),
  })
})

test('a file by whose words a CI judges is not of the head by a name, a link or a submodule', () => {
  const bench = kept(policyBench())
  const outside = join(bench.home, 'outside')
  mkdirSync(outside)
  bench.write('../outside/policy.yaml', 'rules: {}')
  const ci = (file: string) => bench.provenance(['ci', '--base', 'HEAD~1', '--policy', file, '--dry-run'])
  bench.write('..policy.yaml', 'rules: {}')
  symlinkSync(outside, join(bench.top, 'link'))
  bench.git('init', '-q', 'sub module')
  bench.write('sub module/policy.yaml', 'rules: {}')
  bench.git('-C', 'sub module', 'add', '-A')
  bench.git('-C', 'sub module', 'commit', '-q', '-m', 'In it')
  bench.git('-c', 'advice.addEmbeddedRepo=false', 'add', '-A')
  bench.git('commit', '-q', '-m', 'Work')
  for (const file of ['..policy.yaml', 'link/policy.yaml', 'sub module/policy.yaml'])
    expect([file, ci(file)]).toMatchObject([file, { status: 2, stderr: expect.stringContaining('from outside') }])
  expect(ci(join(outside, 'policy.yaml')).status).toBe(0)
})
