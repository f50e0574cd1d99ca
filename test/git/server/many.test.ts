import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { human, type Server, test } from './server.js'

/** Branches of the server's, each a commit of its own upon a commit; what each is moved to; the lines by which git tells of that. */
const moved = (host: Server, count: number, base: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => {
    const commitOn = (parent: string, message: string) =>
      host.git('commit-tree', '-p', parent, '-m', message, `${base}^{tree}`)
    const from = commitOn(base, human(`From ${index}`))
    const to = commitOn(from, human(`To ${index}`))
    host.git('push', '-q', host.bare, `${to}:refs/heads/held-${index}`)
    return `${from} ${to} refs/heads/moved-${index}\n`
  })

test('branches of a push that moves many cost no git process each', ({ host }) => {
  const lines = moved(host, 8, host.at('main'))
  const log = join(host.home, 'log')
  host.lay('bin/git', `#!/bin/sh\necho "$*" >>'${log}'\nPATH=\${PATH#*:} exec git "$@"\n`, 0o755)
  const [, entry = ''] = readFileSync(join(host.bare, 'provenance/gate'), 'utf8').split('\n')
  const started = (some: readonly string[]): number => {
    host.run('rm', ['-f', log])
    const env = { PATH: `${join(host.bare, 'bin')}:${process.env['PATH']}`, GIT_DIR: host.bare }
    const ran = host.run(process.execPath, [entry, 'pre-receive'], { env, input: some.join('') })
    expect([ran.status, existsSync(log)]).toEqual([92, true])
    return readFileSync(log, 'utf8').split('\n').length - 1
  }
  expect(started(lines)).toBe(started(lines.slice(0, 2)))
})

test('branches whose policy is the same text are each judged by their own, with what it extends', ({ host }) => {
  const policies = ['off', 'error', 'error'].map((severity, index) => {
    const oid = host.commit(human(`Policy ${index}`), {
      '.provenancerc': '{"extends":"./rules.json"}',
      'rules.json': `{"rules":{"record-required":"${severity}"}}`,
      'other.txt': `${index}`,
    })
    host.git('push', '-q', host.bare, `HEAD:refs/heads/branch-${index}`)
    host.git('checkout', '-q', '--detach', host.at('main'))
    return oid
  })
  const bad = policies.map((oid) => host.git('commit-tree', '-p', oid, '-m', 'Bad', `${oid}^{tree}`))
  const { status, stderr } = host.push(bad.map((oid, index) => `${oid}:refs/heads/branch-${index}`))
  expect(status).toBe(1)
  expect([...stderr.matchAll(/refs\/heads\/(\S+) refused \(policy: (\S+)\)/g)].map(([, ...told]) => told)).toEqual([
    ['branch-1', `${policies[1]}:.provenancerc`],
    ['branch-2', `${policies[2]}:.provenancerc`],
  ])
})
