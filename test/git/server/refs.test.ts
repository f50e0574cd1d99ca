import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { human, program, test } from './server.js'

describe('branches', () => {
  test('a push that meets the policy is taken in silence', ({ host }) => {
    const tip = host.commit(human('Good'))
    const { status, stderr } = host.push(['main'])
    expect([status, host.at('main')]).toEqual([0, tip])
    expect(stderr).not.toContain('remote:')
  })

  test('one that does not is refused, with the commit, what is wrong and the command that mends it, which does', ({
    host,
  }) => {
    const before = host.at('main')
    const bad = host.commit('Bad', { 'a.txt': 'a\n' })
    const { status, stderr } = host.push(['main'])
    expect([status, host.at('main')]).toEqual([1, before])
    expect(stderr).toContain(`remote: provenance: refs/heads/main refused (policy: ${before}:.provenancerc)`)
    expect(stderr).toContain(`error ${bad.slice(0, 12)} carries no record of AI use [record-required]`)
    const [, mend = ''] =
      /remote: +provenance (declare --none && git commit --amend --allow-empty --no-edit)/.exec(stderr) ?? []
    expect(stderr).toMatch(/remote: +in a clone without hooks, first: provenance init --yes/)
    expect(host.provenance(['init', '--yes', '--agents', 'none']).status).toBe(0)
    const [declare = '', amend = ''] = mend.split(' && ')
    expect(host.provenance(declare.split(' ')).status).toBe(0)
    host.git(...amend.split(' ').slice(1))
    expect(host.push(['main']).status).toBe(0)
  })

  test('the command mends a commit that changes nothing, and leaves no declaration for the next one', ({ host }) => {
    expect(host.provenance(['init', '--yes', '--agents', 'none']).status).toBe(0)
    host.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '--allow-empty', '-m', 'Bad')
    const { stderr } = host.push(['main'])
    const [, declare = '', amend = ''] = /remote: +provenance (declare --none) && (git .*\S)/.exec(stderr) ?? []
    expect(host.provenance(declare.split(' ')).status).toBe(0)
    expect(host.run('sh', ['-c', amend]).status).toBe(0)
    expect(host.push(['main']).status).toBe(0)
    host.commit('Next', { 'next.txt': 'x\n' })
    expect(host.git('log', '-1', '--format=%B')).not.toContain('declared')
  })

  test('what is refused is gone from the server, and the same push is refused again', ({ host }) => {
    const bad = host.commit('Bad', { 'a.txt': 'a\n' })
    for (let round = 0; round < 2; round += 1) {
      expect(host.push(['main']).status).toBe(1)
      expect(host.holds(bad)).toBe(false)
      expect(host.holds(host.git('rev-parse', 'HEAD:a.txt'))).toBe(false)
    }
  })

  test('a commit in the middle of a push is found', ({ host }) => {
    host.commit(human('Good'))
    const before = host.git('rev-parse', 'HEAD')
    const bad = host.commit('Bad')
    host.commit(human('Good again'))
    const { status, stderr } = host.push(['main'])
    expect(status).toBe(1)
    expect(stderr.match(/error [0-9a-f]{12}/g)).toEqual([`error ${bad.slice(0, 12)}`])
    expect(stderr).toContain(`git rebase -i ${before.slice(0, 12)}`)
  })

  test('the commands that are told for a commit in the middle mend it', ({ host }) => {
    expect(host.provenance(['init', '--yes', '--agents', 'none']).status).toBe(0)
    host.commit('Bad', { 'a.txt': 'a\n' })
    host.commit(human('Good'), { 'b.txt': 'b\n' })
    const { stderr } = host.push(['main'])
    const told = stderr.split('\n').flatMap((line) => /^remote: {5}(\S.*\S) *$/.exec(line)?.[1] ?? [])
    const [rebase = '', declare = ''] = told
    const bin = join(host.home, 'bin')
    host.lay('../bin/provenance', `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`, 0o755)
    const env = { PATH: `${bin}:${process.env['PATH']}`, GIT_SEQUENCE_EDITOR: 'sed -i 1s/^pick/edit/', GIT_EDITOR: ':' }
    for (const command of [rebase, declare, 'git rebase --continue'])
      expect([command, host.run('sh', ['-c', command], { env }).status]).toEqual([command, 0])
    expect(host.push(['main']).status).toBe(0)
  })

  test('a new branch is judged by the default branch’s policy, for what no branch holds', ({ host }) => {
    host.commit(human('Good'))
    expect(host.push(['HEAD:refs/heads/good']).status).toBe(0)
    const bad = host.commit('Bad')
    const { status, stderr } = host.push(['HEAD:refs/heads/topic/bad'])
    expect(status).toBe(1)
    expect(stderr).toContain(`refs/heads/topic/bad refused`)
    expect(stderr.match(/error [0-9a-f]{12}/g)).toEqual([`error ${bad.slice(0, 12)}`])
  })

  test('a branch may start anywhere in history that is there, be it from before the policy', ({ host }) => {
    host.run('mv', ['hooks/pre-receive', 'hooks/off'], { cwd: host.bare })
    const old = host.commit('From before the gate')
    host.push(['main'])
    host.run('mv', ['hooks/off', 'hooks/pre-receive'], { cwd: host.bare })
    expect(host.push([`${old}:refs/heads/old`]).status).toBe(0)
  })

  test('a branch can be deleted', ({ host }) => {
    host.push(['main:topic'])
    expect(host.push(['--delete', 'topic']).status).toBe(0)
    expect(host.at('topic')).toBe('')
  })

  test('a forced push is judged from where it parts, and told as one', ({ host }) => {
    const start = host.at('main')
    host.commit(human('To be lost'))
    host.push(['main'])
    host.git('reset', '-q', '--hard', start)
    const bad = host.commit('Bad')
    const { status, stderr } = host.push(['--force', 'main'])
    expect(status).toBe(1)
    expect(stderr).toContain('; the push is forced')
    expect(stderr.match(/error [0-9a-f]{12}/g)).toEqual([`error ${bad.slice(0, 12)}`])
    host.git('reset', '-q', '--hard', start)
    const good = host.commit(human('Other'))
    expect([host.push(['--force', 'main']).status, host.at('main')]).toEqual([0, good])
  })

  test('what another branch holds is judged again where it comes to one that is there', ({ host }) => {
    host.run('mv', ['hooks/pre-receive', 'hooks/off'], { cwd: host.bare })
    const bad = host.commit('Bad')
    host.push(['HEAD:refs/heads/unguarded'])
    host.run('mv', ['hooks/off', 'hooks/pre-receive'], { cwd: host.bare })
    const { status, stderr } = host.push(['HEAD:main'])
    expect([status, stderr.includes(bad.slice(0, 12))]).toEqual([1, true])
  })
})

describe('several refs in one push', () => {
  test('one that is refused refuses all, atomic or not, as git has it for pre-receive', ({ host }) => {
    const good = host.commit(human('Good'))
    const bad = host.commit('Bad')
    for (const more of [[], ['--atomic']]) {
      expect(host.push([...more, `${good}:refs/heads/good`, `${bad}:refs/heads/bad`]).status).toBe(1)
      expect([host.at('good'), host.at('bad')]).toEqual(['', ''])
    }
    expect(host.push([`${good}:refs/heads/good`, `${good}:main`]).status).toBe(0)
  })

  test('a commit that several new refs bring is told once', ({ host }) => {
    const bad = host.commit('Bad')
    const refs = ['a', 'b', 'c', 'd', 'e'].map((name) => `${bad}:refs/heads/${name}`)
    const { stderr } = host.push(refs)
    expect(stderr.match(/\[record-required\]/g)).toHaveLength(1)
    expect(stderr).toContain('refs/heads/a, refs/heads/b, refs/heads/c and 2 more refused')
  })
})

describe('tags and other refs', () => {
  test('a tag is judged for what no branch and no tag holds, light, annotated, and of a tag', ({ host }) => {
    host.git('tag', 'light')
    host.git('tag', '-a', '-m', 'x', 'annotated')
    expect(host.push(['light', 'annotated']).status).toBe(0)
    const bad = host.commit('Bad')
    host.git('tag', 'light-bad')
    host.git('tag', '-a', '-m', 'x', 'annotated-bad')
    host.git('tag', '-a', '-m', 'x', 'tag-of-tag', 'annotated-bad')
    for (const tag of ['light-bad', 'annotated-bad', 'tag-of-tag']) {
      const { status, stderr } = host.push([tag])
      expect([tag, status, stderr.includes(bad.slice(0, 12))]).toEqual([tag, 1, true])
    }
  })

  test('a tag that is moved, and one of a blob or a tree', ({ host }) => {
    host.git('tag', 'v1')
    host.push(['v1'])
    host.commit('Bad')
    host.git('tag', '-f', 'v1')
    expect(host.push(['--force', 'v1']).status).toBe(1)
    host.git('tag', '-a', '-m', 'x', 'blob', 'HEAD:.provenancerc')
    host.git('tag', 'tree', 'HEAD^{tree}')
    expect(host.push(['blob', 'tree']).status).toBe(0)
  })

  test('notes and other namespaces are taken, and vouch for nothing', ({ host }) => {
    host.git('notes', 'add', '-m', 'a note')
    expect(host.push(['refs/notes/commits']).status).toBe(0)
    host.commit('Bad')
    expect(host.push(['HEAD:refs/for/main']).status).toBe(0)
    expect(host.push(['HEAD:refs/heads/topic']).status).toBe(1)
    expect(host.push(['HEAD:refs/tags/topic']).status).toBe(1)
    expect(host.push(['HEAD:main']).status).toBe(1)
  })

  test('a branch is judged by whichever name the server has for it', ({ host }) => {
    host.run('git', ['symbolic-ref', 'refs/x/main', 'refs/heads/main'], { cwd: host.bare })
    const before = host.at('main')
    host.commit('Bad')
    for (const ref of ['refs/x/main', 'refs/namespaces/a/refs/heads/main'])
      expect([ref, host.push([`HEAD:${ref}`]).status, host.at('main')]).toEqual([ref, 1, before])
    const good = host.git('commit-tree', '-p', before, '-m', human('Good'), `${before}^{tree}`)
    expect([host.push([`${good}:refs/x/main`]).status, host.at('main')]).toEqual([0, good])
  })

  test('several people push at the same time', async ({ host }) => {
    const tips = Array.from({ length: 6 }, (_, index) =>
      host.commit(index % 2 === 0 ? human(`${index}`) : `Bad ${index}`),
    )
    const statuses = await Promise.all(
      tips.map(
        (tip, index) =>
          new Promise((done) => {
            const args = ['push', '-q', host.bare, `${tip}:refs/heads/by-${index}`]
            spawn('git', args, { cwd: host.top, stdio: 'ignore' }).on('close', done)
          }),
      ),
    )
    expect(statuses).toEqual([0, 1, 1, 1, 1, 1])
  })

  test('a tag does not vouch for a branch', ({ host }) => {
    host.run('mv', ['hooks/pre-receive', 'hooks/off'], { cwd: host.bare })
    host.commit('Bad')
    host.push(['HEAD:refs/tags/bad'])
    host.run('mv', ['hooks/off', 'hooks/pre-receive'], { cwd: host.bare })
    expect(host.push(['HEAD:refs/heads/topic']).status).toBe(1)
  })
})
