import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { untrusted } from '../../src/git/read-only.js'
import { openReviews, reviewsOf } from '../../src/workflows/verify/reviews.js'
import { readTrust } from '../../src/workflows/verify/trust.js'
import { type Desk, desk, people, ref } from '../support/review-desk.js'

describe('several reviewers', () => {
  let d: Desk
  const clone = (name: string) => {
    d.bench.git('clone', '-q', d.bench.top, join(d.bench.home, name))
    return join(d.bench.home, name)
  }
  beforeAll(() => {
    d = desk()
    d.commit('a.txt', 'a\n')
  })
  afterAll(() => d.bench.remove())

  test('in two clones: their notes merge without a conflict, and both count', async () => {
    const [one, two] = [clone('one'), clone('two')]
    expect([
      d.review('ann', ['--statement', 'approved'], { cwd: one }).status,
      d.review('ben', ['--statement', 'tests'], { cwd: two }).status,
    ]).toEqual([0, 0])
    d.bench.git('fetch', '-q', one, `${ref}:${ref}`)
    d.bench.git('fetch', '-q', two, `${ref}:refs/notes/other`)
    d.bench.git('notes', `--ref=${ref}`, 'merge', '-q', '-s', 'cat_sort_uniq', 'refs/notes/other')
    expect([...(await d.read('HEAD')).reviews].sort()).toEqual([
      'ann@example.com approved commit',
      'ben@example.com tests commit',
    ])
    expect(d.lines()).toEqual([...d.lines()].sort())
  })

  test('a rejection withdraws what the same reviewer said before it, not what others say, nor what is said later', async () => {
    d.review('ann', ['--statement', 'rejected'], { day: '2026-02-02' })
    expect((await d.read('HEAD')).independent.sort()).toEqual([
      'ann@example.com rejected commit',
      'ben@example.com tests commit',
    ])
    d.review('ann', ['--statement', 'approved'], { day: '2026-02-03' })
    expect((await d.read('HEAD')).independent.sort()).toEqual([
      'ann@example.com approved commit',
      'ben@example.com tests commit',
    ])
  })

  test('at once: no line is lost', async () => {
    const reviewers = ['ann', 'ben', 'ann', 'ben', 'ann', 'ben'] as const
    const before = d.lines().length
    const command = reviewers
      .map(
        (who, index) =>
          `GIT_COMMITTER_NAME=R GIT_COMMITTER_EMAIL=${who}@example.com GIT_COMMITTER_DATE=2026-04-0${index + 1}T00:00:00Z '${process.execPath}' bin/provenance.mjs review -C '${d.bench.top}' --statement commented --key '${d.at(who)}' & `,
      )
      .join('')
    const ran = d.bench.run('sh', ['-c', `${command} wait`], { cwd: process.cwd() })
    expect(ran.stderr).not.toContain('error')
    expect(d.lines()).toHaveLength(before + reviewers.length)
    expect(d.bench.git('log', '--format=%s', ref).split('\n').length).toBeGreaterThan(reviewers.length)
  })
})

describe('notes that are no reviews', () => {
  test('binary, huge, of many lines, or nothing: named, and nothing stops', async () => {
    const d = desk()
    const oid = d.commit('a.txt', 'a\n')
    d.review('ann', ['--statement', 'approved'])
    const [line = ''] = d.lines()
    d.note(oid, Buffer.from([0, 255, 254, 10, 27, 91, 50, 74]))
    expect((await d.read(oid)).faults).toEqual(Array(2).fill('review-malformed not a DSSE envelope'))
    d.note(oid, Buffer.concat([Buffer.alloc(2 ** 20 + 1, 'x'), Buffer.from(`\n${line}\n`)]))
    expect(await d.read(oid)).toMatchObject({ reviews: [], faults: ['review-note-unreadable'] })
    d.note(oid, '{}\n'.repeat(5_000))
    expect((await d.read(oid)).faults).toEqual(['review-note-unreadable'])
    d.note(oid, `${'['.repeat(20_000)}\nnull\n"x"\n${line}\n`)
    expect(await d.read(oid)).toMatchObject({
      reviews: ['ann@example.com approved commit'],
      faults: Array(3).fill('review-malformed not a DSSE envelope'),
    })
    d.bench.remove()
  })

  test('what others wrote is kept byte for byte when a review is added', async () => {
    const d = desk()
    const oid = d.commit('a.txt', 'a\n')
    d.note(oid, Buffer.from([0xff, 0xfe, 0x0a]))
    d.review('ann', ['--statement', 'approved'])
    const bytes = d.bench.run('sh', ['-c', `git notes --ref=${ref} show | base64 -w0`]).stdout
    expect(Buffer.from(bytes, 'base64').includes(Buffer.from([0x0a, 0xff, 0xfe, 0x0a]))).toBe(true)
    expect((await d.read(oid)).reviews).toHaveLength(1)
    d.bench.remove()
  })
})

describe('the key', () => {
  let d: Desk
  beforeAll(() => {
    d = desk()
    d.commit('a.txt', 'a\n')
  })
  afterAll(() => d.bench.remove())
  const without = (...words: string[]) =>
    d.bench.provenance(['review', '--statement', 'approved', ...words], { env: people.ann })

  test('is asked for where git has none of SSH', () => {
    expect(without()).toMatchObject({ status: 2, stderr: expect.stringContaining('expected --key FILE') })
    d.bench.git('config', 'user.signingKey', 'ABCDEF')
    expect(without()).toMatchObject({ status: 2, stderr: expect.stringContaining('SIGNING_FAILED') })
    expect(without('--key', d.at('none'))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('SIGNING_FAILED'),
    })
  })

  test('is the one git signs with, also where only an agent holds it', async () => {
    d.bench.git('config', 'gpg.format', 'ssh')
    d.bench.git('config', 'user.signingKey', '~/ann')
    expect(without().status).toBe(0)
    d.bench.git('config', 'user.signingKey', `key::${d.publicKey('ben')}`)
    const words = `'${process.execPath}' '${join(process.cwd(), 'bin/provenance.mjs')}' review --statement approved`
    const ran = d.bench.run('ssh-agent', ['sh', '-c', `ssh-add -q '${d.at('ben')}' && ${words}`], { env: people.ben })
    expect(ran).toMatchObject({ status: 0, stderr: expect.stringContaining('signed by Ben') })
    expect([...(await d.read('HEAD')).reviews].sort()).toEqual([
      'ann@example.com approved commit',
      'ben@example.com approved commit',
    ])
  })

  test('must be one whose signatures can be verified: no certificate', () => {
    const before = d.bench.git('rev-parse', ref)
    d.bench.run('ssh-keygen', ['-q', '-s', d.at('jo'), '-I', 'id', '-n', 'ann@example.com', `${d.at('ann')}.pub`])
    const words = `'${process.execPath}' '${join(process.cwd(), 'bin/provenance.mjs')}' review --statement approved --key '${d.at('ann-cert.pub')}'`
    const ran = d.bench.run('ssh-agent', ['sh', '-c', `ssh-add -q '${d.at('ann')}' && ${words}`], { env: people.ann })
    expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining('SIGNING_FAILED') })
    expect(d.bench.git('rev-parse', ref)).toBe(before)
  })

  test('a dry run keeps nothing', () => {
    const before = d.bench.git('rev-parse', ref)
    expect(d.review('ann', ['--statement', 'approved', '--dry-run'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('would be approved: a.txt'),
    })
    expect(d.bench.git('rev-parse', ref)).toBe(before)
  })
})

describe('where there is less to go by', () => {
  test('a shallow clone: the parent of what is reviewed is asked for, and no tree is taken for it', async () => {
    const d = desk()
    d.bench.git('checkout', '-qb', 'feature')
    d.commit('a.txt', 'a\n')
    d.review('ann', ['--statement', 'approved'])
    d.bench.git('commit', '-q', '--amend', '-m', 'reworded')
    const shallow = join(d.bench.home, 'shallow')
    d.bench.git('clone', '-q', '--depth=1', `file://${d.bench.top}`, shallow)
    d.bench.git('-C', shallow, 'fetch', '-q', 'origin', `${ref}:${ref}`)
    const ran = d.review('ben', ['--statement', 'approved'], { cwd: shallow })
    expect(ran).toMatchObject({ status: 4, stderr: expect.stringContaining('HISTORY_INCOMPLETE') })
    const commits = await d.commitsOf('-1', 'HEAD')
    const sources = { trust: readTrust(d.everybody(), null), approvals: null }
    expect((await reviewsOf(untrusted(shallow), commits, sources)).size).toBe(0)
    expect((await reviewsOf(untrusted(d.bench.top), commits, sources)).size).toBe(1)
    d.bench.remove()
  })

  test('a range of two ends is reviewed commit by commit, and as no one change', async () => {
    const d = desk()
    d.bench.git('checkout', '-qb', 'left')
    d.commit('a.txt', 'a\n')
    d.bench.git('checkout', '-qb', 'right', 'main')
    for (const name of ['b', 'c']) d.commit(`${name}.txt`, name)
    expect(d.review('ann', ['left...right', '--statement', 'approved']).stdout.trim().split('\n')).toHaveLength(3)
    d.bench.git('checkout', '-qB', 'landed', 'main')
    d.bench.git('merge', '-q', '--squash', 'right')
    d.bench.git('commit', '-qm', 'squashed')
    expect((await d.read('landed')).reviews).toEqual([])
    d.review('ann', ['main..right', '--statement', 'approved'], { day: '2026-02-02' })
    expect((await d.read('landed')).reviews).toEqual(['ann@example.com approved tree'])
    d.bench.remove()
  })

  test('the first commit of all, an empty range, and one too long', async () => {
    const d = desk()
    expect(d.review('ann', ['main', '--statement', 'approved']).status).toBe(0)
    expect((await d.read('main')).independent).toEqual(['ann@example.com approved commit'])
    expect(d.review('ann', ['main..main', '--statement', 'approved'])).toMatchObject({ status: 0, stdout: '' })
    const many = Array.from(
      { length: 251 },
      (_, index) => `commit refs/heads/many\ncommitter J <j@x.org> ${index} +0000\ndata 0\n`,
    )
    d.bench.tryGit(['fast-import', '--quiet'], { input: many.join('') })
    expect(d.review('ann', ['main..many', '--statement', 'approved'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('at most 250'),
    })
    expect(d.review('ann', ['nothing', '--statement', 'approved'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('UNKNOWN_REVISION'),
    })
    expect(d.review('ann', ['main', '--statement', 'splendid'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('USAGE'),
    })
    expect(d.review('ann', ['main', '--statement', 'approved', '--comment', 'x'.repeat(2_001)])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('USAGE'),
    })
    d.bench.remove()
  })

  test('notes that are no commit are left alone, and said to be unreadable', async () => {
    const d = desk()
    const blob = d.bench.git('rev-parse', 'HEAD:start.txt').trim()
    d.bench.git('update-ref', ref, blob)
    const reader = await openReviews(untrusted(d.bench.top), { trust: null, approvals: null })
    expect(reader).toMatchObject({ tip: blob, complete: false })
    const ran = d.review('ann', ['--statement', 'approved'])
    expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining('GIT_FAILED') })
    expect(d.bench.git('rev-parse', ref).trim()).toBe(blob)
    d.bench.remove()
  })
})
