import { writeFileSync } from 'node:fs'
import { dsse } from '@sigstore/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { untrusted } from '../../src/git/read-only.js'
import { openReviews } from '../../src/workflows/verify/reviews.js'
import { type Desk, desk, ref } from '../support/review-desk.js'

type Envelope = { payloadType: string; payload: string; signatures: { keyid: string; sig: string }[] }

describe('whose signature counts', () => {
  let d: Desk
  beforeAll(() => {
    d = desk()
    d.commit('a.txt', 'a\n')
    d.review('ann', ['--statement', 'approved'])
  })
  afterAll(() => d.bench.remove())

  test('a key that nobody named, or for something else, or for another person, or for everybody', async () => {
    const named = (line: string) => d.read('HEAD', d.signers(line))
    const key = d.publicKey('ann')
    for (const line of [
      `ben@example.com ${d.publicKey('ben')}`,
      `ann@example.com namespaces="git" ${key}`,
      `ben@example.com ${key}`,
      `*@example.com ${key}`,
      `ann@example.com cert-authority ${key}`,
    ])
      expect([line, await named(line)]).toMatchObject([
        line,
        { reviews: [], faults: [expect.stringMatching(/^review-untrusted/)] },
      ])
    for (const line of [
      `Ann@Example.com ${key}`,
      `ann+work@example.com ${key}`,
      `x@example.com,ann@example.com namespaces="commit-provenance-*" ${key}`,
    ])
      expect([line, (await named(line)).reviews.length]).toEqual([line, 1])
  })

  test('a key must be valid when the review was made, or at the time that is asked for', async () => {
    const key = d.publicKey('ann')
    const expired = d.signers(`ann@example.com valid-before="20260115" ${key}`)
    expect((await d.read('HEAD', expired)).faults).toEqual([expect.stringContaining('which was not valid then')])
    expect((await d.read('HEAD', expired, '2026-01-10')).reviews).toHaveLength(1)
    const later = d.signers(`ann@example.com valid-after="20260115",valid-before="20260301" ${key}`)
    expect((await d.read('HEAD', later)).reviews).toHaveLength(1)
    expect((await d.read('HEAD', later, '2026-06-01')).reviews).toEqual([])
  })

  test('without signers none is counted, and that is said', async () => {
    const reader = await openReviews(untrusted(d.bench.top), { trust: null, approvals: null })
    const found = await reader.of(await d.commitsOf('HEAD'))
    expect([...found.values()]).toEqual([
      { reviews: [], faults: [expect.objectContaining({ code: 'review-not-checked' })] },
    ])
    expect(reader.tip).toBe(d.bench.git('rev-parse', ref).trim())
  })

  test('who holds the key is every one whom the signers give it to: not the author under another address', async () => {
    const signers = d.signers(`ann@example.com,jo@example.com ${d.publicKey('ann')}`)
    expect(await d.read('HEAD', signers)).toMatchObject({
      reviews: ['ann@example.com approved commit'],
      independent: [],
    })
    const apart = d.signers(
      `ann@example.com ${d.publicKey('ann')}`,
      `jo@example.com valid-before="20200101" ${d.publicKey('ann')}`,
    )
    expect((await d.read('HEAD', apart)).independent).toEqual([])
  })
})

describe('a signature that was made otherwise', () => {
  test('for another purpose, over the very same statement, counts for nothing', async () => {
    const d = desk()
    d.commit('a.txt', 'a\n')
    d.review('ann', ['--statement', 'approved'])
    const envelope = JSON.parse(d.lines()[0] ?? '') as Envelope
    writeFileSync(d.at('pae'), dsse.preAuthEncoding(envelope.payloadType, Buffer.from(envelope.payload, 'base64')))
    const signed = (namespace: string) => {
      const command = `ssh-keygen -q -Y sign -n ${namespace} -f '${d.at('ann')}' <'${d.at('pae')}' | grep -v -- ----- | tr -d '\\n'`
      const sig = d.bench.run('sh', ['-c', command]).stdout
      d.note('HEAD', JSON.stringify({ ...envelope, signatures: [{ sig }] }))
    }
    signed('commit-provenance-ledger')
    expect(await d.read('HEAD')).toMatchObject({
      reviews: [],
      faults: ['review-bad made for "commit-provenance-ledger"'],
    })
    signed('commit-provenance-review')
    expect(await d.read('HEAD')).toMatchObject({ reviews: ['ann@example.com approved commit'], faults: [] })
    d.bench.remove()
  })

  test('in the name of a pattern, is nobody’s', async () => {
    const d = desk()
    d.commit('a.txt', 'a\n')
    const env = { GIT_COMMITTER_EMAIL: '*@example.com' }
    expect(d.review('ann', ['--statement', 'approved'], { env }).status).toBe(0)
    const signers = d.signers(`*@example.com ${d.publicKey('ann')}`)
    expect(await d.read('HEAD', signers)).toMatchObject({
      reviews: [],
      faults: [expect.stringContaining('which is not')],
    })
    d.bench.remove()
  })

  test('under an address that the line takes away, is not by whom the rest of the line names', async () => {
    const d = desk()
    d.commit('a.txt', 'a\n')
    const env = { GIT_COMMITTER_EMAIL: 'ann+work@example.com' }
    expect(d.review('ann', ['--statement', 'approved'], { env }).status).toBe(0)
    const read = (names: string) => d.read('HEAD', d.signers(`${names} ${d.publicKey('ann')}`))
    expect(await read('ann@example.com')).toMatchObject({
      reviews: ['ann+work@example.com approved commit'],
      faults: [],
    })
    expect(await read('ann@example.com,!ANN+work@example.com')).toMatchObject({
      reviews: [],
      faults: [expect.stringContaining('which is not')],
    })
    d.bench.remove()
  })
})
