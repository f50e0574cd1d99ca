import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Workbench, workbench } from '../../support/workbench.js'

let bench: Workbench
let server: string
/** A clone with the gate, a server that has its main, and on `topic` a commit without a record. */
beforeEach(() => {
  bench = workbench({ files: { '.provenancerc': JSON.stringify(policy) } })
  server = bare('server.git')
  bench.git('remote', 'add', 'origin', server)
  bench.git('push', '-q', '--no-verify', 'origin', 'main')
  silent()
})
afterEach(() => bench.remove())

const policy = { enforce: ['pre-push'], rules: { 'record-required': 'error' } }
const bare = (name: string) => {
  const path = join(bench.home, name)
  bench.git('init', '-q', '--bare', path)
  return path
}
const silent = () => {
  bench.git('checkout', '-q', '-B', 'topic', 'main')
  bench.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '--allow-empty', '-m', 'Silent')
}
const push = (...args: string[]) => bench.tryGit(['push', '-q', ...args])
const refused = { status: 1, stderr: expect.stringContaining('carries no record of AI use [record-required]') }
const taken = { status: 0, stderr: '' }

test('a place that no remote of that name was fetched from: by its path, by a remote only added, another place', () => {
  bench.git('remote', 'add', 'fork', bare('fork.git'))
  // What origin has was judged there.
  expect(push('fork', 'main:same')).toMatchObject(taken)
  // That the fork has a branch now does not make it one whose policy is known.
  for (const to of ['fork', `${server}/`, bare('other.git')])
    expect([to, push(to, 'topic:new')]).toMatchObject([to, refused])
})

test('the remote of an address says what is there, before origin does', () => {
  bench.git('remote', 'rename', 'origin', 'upstream')
  const scratch = bare('scratch.git')
  bench.git('remote', 'add', 'origin', scratch)
  bench.git('push', '-q', '--no-verify', 'origin', 'topic:main')
  expect(push(scratch, 'topic:new')).toMatchObject(taken)
  expect(push(server, 'topic:new')).toMatchObject(refused)
})

test('a default branch of another name, whose HEAD was not fetched', () => {
  const trunk = bare('trunk.git')
  bench.git('push', '-q', '--no-verify', trunk, 'main:trunk')
  bench.git('remote', 'remove', 'origin')
  bench.git('remote', 'add', 'upstream', trunk)
  expect(push('upstream', 'topic')).toMatchObject({
    status: 0,
    stderr:
      'provenance: refs/heads/topic goes unjudged, for this clone knows no branch of any remote, whose policy would hold\n',
  })
  bench.git('update-ref', '-d', 'refs/remotes/upstream/topic')
  bench.git('fetch', '-q', 'upstream', 'trunk')
  expect(push('upstream', 'topic:other')).toMatchObject(refused)
})

test('another remote vouches for nothing', () => {
  bench.git('remote', 'add', 'other', bare('other.git'))
  bench.git('push', '-q', '--no-verify', 'other', 'topic')
  expect(push('origin', 'topic')).toMatchObject(refused)
  expect(push('origin', 'topic:refs/tags/v1')).toMatchObject(refused)
})
