import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { canonicalJson } from '../../../src/core/canonical.js'
import { judged, type PolicyBench, policyBench } from '../../support/policy-bench.js'

let bench: PolicyBench
beforeEach(() => {
  bench = policyBench()
  for (const who of ['ann', 'jo']) bench.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', at(who)])
  writeFileSync(at('signers'), ['ann', 'jo'].map((who) => `${who}@example.com ${bench.read(`../${who}.pub`)}`).join(''))
})
afterEach(() => bench.remove())

const at = (name: string) => join(bench.home, name)
const signers = () => ['--allowed-signers', at('signers')]
const claude = 'Work\n\nCo-authored-by: Claude <noreply@anthropic.com>'
const policy = 'rules: { review-required: error, tests-independent: error }'
const ann = { GIT_COMMITTER_NAME: 'Ann', GIT_COMMITTER_EMAIL: 'ann@example.com' }
const review = (statement: string, revision = 'HEAD') =>
  bench.provenance(['review', revision, '--statement', statement, '--key', at('ann')], { env: ann })
const codes = (...args: string[]) => bench.judge(policy, args).codes
const check = (...args: string[]) =>
  bench.provenance(['ledger', 'check', at('ledger.jsonl'), '--policy', at('policy.yaml'), ...args])

/** A ledger with one text put for another, and its chain put right, as a forger would. */
const forge = (from: string, to: string): void => {
  let prev = ''
  const lines = bench
    .read('../ledger.jsonl')
    .trim()
    .split('\n')
    .map((line) => {
      const value = JSON.parse(line.replace(from, to)) as { prev?: string; type: string }
      if (value.type !== 'header') value.prev = prev
      const text = canonicalJson(value)
      prev = createHash('sha256').update(text).digest('hex')
      return `${text}\n`
    })
  expect(lines.join('')).not.toBe(bench.read('../ledger.jsonl'))
  writeFileSync(at('ledger.jsonl'), lines.join(''))
}

describe('signed reviews', () => {
  test('let through what they approve, stand in the ledger as recomputed, and are taken back by a rejection', () => {
    const oid = bench.commit(claude, ['src/a.ts', 'test/a.test.ts'])
    expect(codes(...signers())).toEqual(['review-required', 'tests-independent'])
    expect(review('tests').status).toBe(0)
    expect(codes(...signers())).toEqual(['review-required'])
    expect(review('approved').status).toBe(0)
    const ran = bench.judge(policy, [...signers(), '--output', at('ledger.jsonl')])
    expect(ran).toMatchObject({ status: 0, codes: [] })
    expect(ran.entries[0]?.reviews).toContainEqual({
      how: 'signed',
      known: 'recomputed',
      on: 'commit',
      statement: 'approved',
      reviewer: 'Ann <ann@example.com>',
      key: expect.stringMatching(/^SHA256:/),
    })
    expect(ran.header.notes).toContainEqual({
      ref: 'refs/notes/provenance-reviews',
      oid: bench.git('rev-parse', 'refs/notes/provenance-reviews').trim(),
    })
    expect(bench.provenance(['show', oid, ...signers()]).stdout).toContain(
      'review   approved by Ann <ann@example.com> (signed, recomputed)',
    )
    expect(review('rejected').status).toBe(0)
    expect(codes(...signers())).toEqual(['review-required', 'tests-independent'])
    // What was said later is no difference in what the ledger said.
    expect(check(...signers())).toMatchObject({ status: 0, stderr: '' })
  })

  test('are what their published schema says, and validate knows them', () => {
    bench.commit(claude)
    review('approved')
    writeFileSync(at('review.json'), bench.git('notes', '--ref=provenance-reviews', 'show', 'HEAD'))
    const validate = () => bench.provenance(['validate', at('review.json')])
    expect(validate()).toMatchObject({ status: 0, stdout: expect.stringContaining('a valid review document') })
    const envelope = JSON.parse(bench.read('../review.json')) as { payload: string }
    const payload = Buffer.from(envelope.payload, 'base64').toString().replace('"approved"', '"waved"')
    writeFileSync(at('review.json'), JSON.stringify({ ...envelope, payload: Buffer.from(payload).toString('base64') }))
    expect(validate().status).toBe(1)
  })

  test('without signers nothing is proven, and that is said', () => {
    bench.commit(claude)
    review('approved')
    expect(codes()).toEqual(['review-not-checked?', 'review-required'])
  })

  test('a forged review, reviewer or way is found; without the signers, that they are needed is said', () => {
    bench.commit(claude)
    review('approved')
    bench.judge(policy, [...signers(), '--output', at('ledger.jsonl')])
    const sound = bench.read('../ledger.jsonl')
    expect(check()).toMatchObject({ status: 0, stderr: expect.stringContaining('--allowed-signers FILE') })
    for (const [from = '', to = ''] of [
      ['Ann <ann@example.com>', 'Ben <ben@example.com>'],
      ['"statement":"approved"', '"statement":"commented"'],
      ['"on":"commit"', '"on":"tree"'],
      ['"known":"recomputed"', '"known":"witnessed"'],
    ]) {
      forge(from, to)
      expect([from, check(...signers()).status]).toEqual([from, 3])
      writeFileSync(at('ledger.jsonl'), sound)
    }
  })

  test('survive a squash of the same change to the same tree', () => {
    bench.git('checkout', '-q', '-b', 'topic')
    bench.commit(claude, ['b.txt'])
    review('approved')
    bench.git('checkout', '-q', 'main')
    bench.git('merge', '-q', '--squash', 'topic')
    bench.git('commit', '-q', '-m', claude.replace('Work', 'Squashed'))
    bench.git('branch', '-q', '-D', 'topic')
    const ran = bench.judge(policy, signers())
    expect(ran).toMatchObject({ codes: [] })
    expect(ran.entries[0]?.reviews).toMatchObject([{ how: 'signed', on: 'tree' }])
  })

  describe('of a squash', () => {
    const byAnn = { GIT_AUTHOR_NAME: 'Ann', GIT_AUTHOR_EMAIL: 'ann@example.com' }
    const squash = (message: string) => {
      bench.git('checkout', '-q', 'main')
      bench.git('merge', '-q', '--squash', 'topic')
      bench.tryGit(['commit', '-q', '--cleanup=verbatim', '-F', '-'], { input: message })
    }
    const asPullRequest = (range: string) => {
      bench.write('../policy.yaml', policy)
      const words = ['--pull-request', range, '--squashed', 'main', '--policy', at('policy.yaml'), ...signers()]
      return judged(bench.provenance(['verify', ...words, '--format', 'jsonl', '--output', at('ledger.jsonl')]))
    }

    test('its message names who wrote the branch, and they cannot approve it', () => {
      bench.git('checkout', '-q', '-b', 'topic')
      bench.commit(claude, ['b.txt'])
      bench.commit(claude, ['c.txt'], { env: byAnn })
      const { stdout } = bench.provenance(['squash-message', 'main..topic', '--subject', 'Both'])
      expect(stdout).toContain('\nCo-authored-by: Ann <ann@example.com>\n')
      squash(stdout)
      expect(review('approved')).toMatchObject({ status: 2, stderr: expect.stringContaining('co-author') })
    })

    test('who wrote a commit of the branch does not approve it, whatever its message leaves out; who only updated the branch does', () => {
      for (const [options, expected] of [
        [{}, []],
        [{ env: byAnn }, ['review-required']],
      ] as const) {
        bench.git('checkout', '-q', '-B', 'topic', 'main')
        bench.commit(claude, ['b.txt'])
        bench.commit('Another', ['c.txt'], options)
        bench.git('checkout', '-q', 'main')
        bench.commit('Meanwhile', ['d.txt'])
        bench.git('checkout', '-q', 'topic')
        bench.tryGit(['merge', '-q', '--no-ff', '-m', 'Merge main', 'main'], { env: { ...byAnn, ...ann } })
        squash(claude.replace('Work', 'Squashed'))
        review('approved')
        expect(bench.judge(policy, signers()).codes).toEqual([])
        expect(asPullRequest('main~1..topic').codes).toEqual(expected)
        expect(check(...signers())).toMatchObject({ status: 0, stderr: '' })
      }
    })

    test('nor does who signed a commit of it, by the key', () => {
      const key = `${at('ann')}.pub`
      bench.git('checkout', '-q', '-b', 'topic')
      bench.git('-c', 'gpg.format=ssh', '-c', `user.signingKey=${key}`, 'commit', '-qS', '--allow-empty', '-m', claude)
      bench.commit(claude, ['b.txt'])
      squash(claude)
      review('approved')
      expect(asPullRequest('main~1..topic').codes).toEqual(['review-required'])
    })
  })
})

describe('approvals of a forge', () => {
  const approvals = (oid: string, login = 'ann', state = 'APPROVED') => {
    const said = [
      {
        user: { login, type: 'User', html_url: `https://github.com/${login}` },
        state,
        commit_id: oid,
        submitted_at: '2026-02-01T00:00:00Z',
      },
    ]
    writeFileSync(
      at('approvals.json'),
      JSON.stringify({ logins: { ann: 'ann@example.com', jo: 'jo@example.com' }, approvals: said }),
    )
    return ['--approvals', at('approvals.json')]
  }

  test('let through what they approve, as witnessed; the ledger names the file, and is checked with it', () => {
    const oid = bench.commit(claude)
    expect(codes(...approvals(oid, 'jo'))).toEqual(['review-required'])
    expect(codes(...approvals(oid, 'ann', 'CHANGES_REQUESTED'))).toEqual(['review-required'])
    const ran = bench.judge(policy, [...approvals(oid), '--output', at('ledger.jsonl')])
    expect(ran).toMatchObject({ status: 0, codes: [] })
    expect(ran.entries[0]?.reviews).toMatchObject([
      { how: 'forge', known: 'witnessed', reviewer: 'ann <ann@example.com>' },
    ])
    expect(ran.header.policy.approvals).toBe(createHash('sha256').update(bench.read('../approvals.json')).digest('hex'))
    expect(check('--approvals', at('approvals.json'))).toMatchObject({ status: 0, stderr: '' })
    expect(check()).toMatchObject({ status: 0, stderr: expect.stringContaining('--approvals FILE') })
    expect(check(...approvals(oid, 'jo'))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('[INPUT_DIFFERS]'),
    })
    expect(bench.judge('rules: { review-required: [error, { how: [signed] }] }', approvals(oid)).codes).toEqual([
      'review-required',
    ])
  })
})

test('several reviews by one person are one; count asks for people', () => {
  const oid = bench.commit(`${claude}\nReviewed-by: Ann <ann@example.com>\nAcked-by: Ann O. <ANN+work@example.com>`)
  review('approved', oid)
  const two = 'rules: { review-required: [error, { count: 2 }] }'
  expect(bench.judge(two, signers()).entries[0]?.findings).toMatchObject([{ args: { expected: 2, got: 1 } }])
  bench.commit(
    `${claude}\nReviewed-by: Ann <ann@example.com>\nApproved-by: Ben <ben@example.com>\nReviewed-by: Claude <noreply@anthropic.com>`,
  )
  expect(bench.judge(two, signers()).codes).toEqual([])
})
