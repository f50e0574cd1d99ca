import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dsse } from '@sigstore/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { documentJudge } from '../../src/config/documents.js'
import { untrusted } from '../../src/git/read-only.js'
import { openReviews } from '../../src/workflows/verify/reviews.js'
import { readTrust } from '../../src/workflows/verify/trust.js'
import { type Desk, desk, people, ref } from '../support/review-desk.js'

type Envelope = { payloadType: string; payload: string; signatures: { keyid: string; sig: string }[] }

for (const format of ['sha1', 'sha256'] as const) {
  describe(`a signed review in a ${format} repository`, () => {
    let d: Desk
    beforeAll(() => {
      d = desk(`--object-format=${format}`)
      d.commit('a.txt', 'a\n')
      expect(d.review('ann', ['HEAD', '--statement', 'approved', '--comment', 'läuft “gut”'])).toMatchObject({
        status: 0,
        stderr: expect.stringContaining(`git push origin ${ref}`),
      })
    })
    afterAll(() => d.bench.remove())

    test('counts, with key and time, by whom the signers name', async () => {
      const { reviews, independent, all } = await d.read('HEAD')
      expect([reviews, independent]).toEqual([['ann@example.com approved commit'], ['ann@example.com approved commit']])
      expect(all[0]).toMatchObject({
        how: 'signed',
        known: 'recomputed',
        key: expect.stringMatching(/^SHA256:/),
        at: 1_769_904_000,
      })
    })

    test('is what ssh-keygen and an implementation of DSSE that is not ours take it for', () => {
      const { payloadType, payload, signatures } = JSON.parse(d.lines()[0] ?? '') as Envelope
      const statement = JSON.parse(Buffer.from(payload, 'base64').toString())
      const [oid, tree, base] = ['HEAD', 'HEAD^{tree}', 'HEAD~1^{tree}'].map((name) =>
        d.bench.git('rev-parse', name).trim(),
      )
      expect(statement).toMatchObject({
        subject: [{ digest: { gitCommit: oid } }, { digest: { gitTree: tree } }],
        predicate: { statement: 'approved', base: [base], comment: 'läuft “gut”' },
      })
      expect(documentJudge('schemas', 'review' as 'statement')(statement)).toEqual([])
      const armor = (signatures[0]?.sig ?? '').replace(/.{1,70}/g, '$&\n')
      writeFileSync(d.at('sig'), `-----BEGIN SSH SIGNATURE-----\n${armor}-----END SSH SIGNATURE-----\n`)
      writeFileSync(d.at('pae'), dsse.preAuthEncoding(payloadType, Buffer.from(payload, 'base64')))
      const verify = (namespace: string) =>
        d.bench.run('sh', [
          '-c',
          `ssh-keygen -Y verify -f '${d.everybody()}' -I ann@example.com -n ${namespace} -s '${d.at('sig')}' <'${d.at('pae')}'`,
        ]).status
      expect([verify('commit-provenance-review'), verify('git')]).toEqual([0, 255])
    })

    test('no change of it passes', async () => {
      const [line = ''] = d.lines()
      const envelope = JSON.parse(line) as Envelope
      const [signature = { keyid: '', sig: '' }] = envelope.signatures
      const said = Buffer.from(envelope.payload, 'base64').toString()
      const as = (text: string) => JSON.stringify({ ...envelope, payload: Buffer.from(text).toString('base64') })
      const cases: readonly (readonly [string, string])[] = [
        [as(said.replace('approved', 'rejected')), 'review-bad not over these bytes'],
        [as(said.replace('Ann Reviewer', 'Ann  Reviewer')), 'review-bad not over these bytes'],
        [as(said.replace('ann@', 'ben@')), 'review-bad not over these bytes'],
        [
          JSON.stringify({ ...envelope, signatures: [{ ...signature, sig: 'AAAA' }] }),
          'review-malformed not a signature of SSH',
        ],
        [
          JSON.stringify({ ...envelope, signatures: [signature, signature] }),
          'review-malformed expected one signature',
        ],
        [JSON.stringify({ ...envelope, payloadType: 'text/plain' }), 'review-malformed a payload of another type'],
        [
          as(said.replace('"statement":"approved"', '"statement":"splendid"')),
          'review-malformed not a statement about a review',
        ],
        ['{"payload":', 'review-malformed not a DSSE envelope'],
      ]
      for (const [spoilt, code] of cases) {
        d.note('HEAD', `${spoilt}\n`)
        expect(await d.read('HEAD')).toMatchObject({ reviews: [], faults: [code] })
      }
      d.note('HEAD', `${line}\n\n\n`)
      expect((await d.read('HEAD')).reviews).toHaveLength(1)
    })

    test('laid upon another commit it counts for nothing there', async () => {
      const [line = ''] = d.lines()
      const other = d.commit('b.txt', 'b\n')
      d.note(other, line)
      expect(await d.read(other)).toMatchObject({ reviews: [], faults: ['review-elsewhere about another commit'] })
      d.bench.git('reset', '-q', '--hard', 'HEAD~1')
    })
  })
}

describe('one’s own work', () => {
  let d: Desk
  beforeAll(() => {
    d = desk()
  })
  afterAll(() => d.bench.remove())
  const notes = () => d.bench.tryGit(['rev-parse', '--verify', '--quiet', ref]).status

  test('is refused to author, committer and co-author, and nothing is kept', () => {
    d.commit('a.txt', 'a\n')
    d.commit('b.txt', 'b\n', 'b\n\nCo-authored-by: Ann <Ann+git@example.com>\n\nmore text')
    for (const who of ['jo', 'ann'] as const)
      expect(d.review(who, ['--statement', 'approved'])).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('VALUE_REFUSED'),
      })
    d.bench.git('reset', '-q', '--hard', 'HEAD~1')
    d.bench.run('git', ['commit', '-q', '--amend', '--no-edit'], { env: people.ann })
    const ran = d.review('ann', ['HEAD~1..HEAD', '--statement', 'tests', '--json'])
    expect([ran.status, JSON.parse(ran.stdout)]).toMatchObject([
      2,
      { error: { code: 'VALUE_REFUSED', message: expect.stringContaining('ann@example.com') } },
    ])
    expect(notes()).not.toBe(0)
  })

  test('is not counted where the statement was made around the command', async () => {
    const oid = d.commit('c.txt', 'c\n')
    d.review('ann', [oid, '--statement', 'approved'])
    const twin = d.bench
      .run('git', ['commit-tree', `${oid}^{tree}`, '-p', `${oid}~1`, '-m', 'same'], {
        env: { GIT_AUTHOR_EMAIL: 'ann@example.com' },
      })
      .stdout.trim()
    expect(await d.read(twin)).toMatchObject({ reviews: ['ann@example.com approved tree'], independent: [] })
  })

  test('an agent that runs the command, and a program as reviewer, are refused', () => {
    for (const env of [
      { CLAUDECODE: '1' },
      { GIT_COMMITTER_NAME: 'Claude', GIT_COMMITTER_EMAIL: 'noreply@anthropic.com' },
      { GIT_COMMITTER_NAME: 'dependabot[bot]' },
    ])
      expect(d.review('ann', ['HEAD', '--statement', 'approved'], { env })).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('VALUE_REFUSED'),
      })
  })
})

describe('what a review survives', () => {
  let d: Desk
  beforeAll(() => {
    d = desk()
    d.bench.git('checkout', '-qb', 'feature')
    d.commit('a.txt', 'a\n')
    d.commit('b.txt', 'b\n')
    expect(d.review('ann', ['main..feature', '--statement', 'approved']).status).toBe(0)
  })
  afterAll(() => d.bench.remove())

  test('a squash to the same tree, whether or not the branch is still there', async () => {
    d.bench.git('checkout', '-q', 'main')
    d.bench.git('merge', '-q', '--squash', 'feature')
    d.bench.git('commit', '-qm', 'Squashed')
    expect((await d.read('main')).independent).toEqual(['ann@example.com approved tree'])
    const bare = join(d.bench.home, 'clone.git')
    d.bench.git('clone', '-q', '--bare', '--single-branch', '--branch=main', `file://${d.bench.top}`, bare)
    d.bench.git(`--git-dir=${bare}`, 'fetch', '-q', d.bench.top, `${ref}:${ref}`)
    expect(
      d.bench.tryGit([`--git-dir=${bare}`, 'cat-file', '-e', d.bench.git('rev-parse', 'feature').trim()]).status,
    ).not.toBe(0)
    const reader = await openReviews(untrusted(bare), { trust: readTrust(d.everybody(), null), approvals: null })
    const [squashed] = await d.commitsOf('-1', 'main')
    expect((await reader.of(squashed === undefined ? [] : [squashed])).size).toBe(1)
  })

  test('a rebase that leaves the trees, and a merge', async () => {
    d.bench.git('checkout', '-qB', 'reworded', 'feature')
    d.bench.run('git', ['rebase', '-q', '--force-rebase', 'HEAD~2'], {
      env: { GIT_COMMITTER_DATE: '2026-03-01T00:00:00Z' },
    })
    expect(d.bench.git('rev-parse', 'reworded')).not.toBe(d.bench.git('rev-parse', 'feature'))
    for (const commit of ['reworded', 'reworded~1'])
      expect((await d.read(commit)).reviews).toEqual(['ann@example.com approved tree'])
    d.bench.git('checkout', '-qB', 'merging', 'main~1')
    d.bench.git('merge', '-q', '--no-ff', '-m', 'Merge', 'feature')
    expect((await d.read('merging')).reviews).toEqual(['ann@example.com approved tree'])
  })

  test('not: a squash of more, a commit of nothing, and one that brings the reviewed files back', async () => {
    d.bench.git('checkout', '-qB', 'more', 'feature')
    d.commit('c.txt', 'c\n')
    d.bench.git('checkout', '-qB', 'squash-more', 'main~1')
    d.bench.git('merge', '-q', '--squash', 'more')
    d.bench.git('commit', '-qm', 'Squashed with more')
    expect((await d.read('HEAD')).reviews).toEqual([])
    d.bench.git('checkout', '-q', 'more')
    d.bench.git('revert', '--no-edit', 'HEAD')
    expect(d.bench.git('rev-parse', 'more^{tree}')).toBe(d.bench.git('rev-parse', 'feature^{tree}'))
    expect(await d.read('more')).toMatchObject({ reviews: [], faults: [] })
    d.bench.git('checkout', '-qB', 'empty', 'feature')
    d.bench.git('commit', '-q', '--allow-empty', '-m', 'Nothing')
    expect((await d.read('empty')).reviews).toEqual([])
  })
})
