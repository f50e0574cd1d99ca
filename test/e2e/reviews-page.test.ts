import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseApprovals } from '../../src/core/review/approvals.js'
import { type Desk, desk, people, ref } from '../support/review-desk.js'

const page = readFileSync(join(import.meta.dirname, '../../docs/reviews.md'), 'utf8')
const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text)
const [sign = '', fetch = '', merge = '', byHand = '', github = '', gitlab = ''] = blocks

let d: Desk
const clone = (name: string) => join(d.bench.home, name)
const oid = (name: string) => d.bench.git('rev-parse', name).trim()

/** Runs a block of the page in a clone, as one of the reviewers, with the commands of the page on the path. */
const run = (block: string, name: string, who: 'ann' | 'ben') =>
  d.bench.run('sh', ['-ec', block], {
    cwd: clone(name),
    env: { ...people[who], PATH: `${join(d.bench.home, 'bin')}:${process.env['PATH']}` },
  })

/** A command that answers as the forge does, by the words it is given. */
const answering = (name: string, answers: Readonly<Record<string, unknown>>) => {
  const cases = Object.entries(answers).map(
    ([words, answer]) => `'${words}') printf '%s' '${JSON.stringify(answer)}' ;;`,
  )
  writeFileSync(join(d.bench.home, 'bin', name), `#!/bin/sh\ncase "$*" in\n${cases.join('\n')}\n*) exit 9 ;;\nesac\n`)
  chmodSync(join(d.bench.home, 'bin', name), 0o755)
}

beforeAll(() => {
  d = desk()
  d.bench.git('checkout', '-qb', 'feature')
  for (const name of ['one', 'two']) d.commit(`${name}.txt`, `${name}\n`)
  d.bench.git('clone', '-q', '--bare', d.bench.top, clone('origin.git'))
  mkdirSync(join(d.bench.home, 'bin'))
  writeFileSync(
    join(d.bench.home, 'bin', 'provenance'),
    `#!/bin/sh\nexec '${process.execPath}' '${join(process.cwd(), 'bin/provenance.mjs')}' "$@"\n`,
  )
  chmodSync(join(d.bench.home, 'bin', 'provenance'), 0o755)
  for (const who of ['ann', 'ben'] as const) {
    d.bench.git('clone', '-q', clone('origin.git'), clone(`of-${who}`))
    const git = (...words: string[]) => d.bench.git('-C', clone(`of-${who}`), ...words)
    git('branch', '-q', 'main', 'origin/main')
    git('config', 'gpg.format', 'ssh')
    git('config', 'user.signingKey', d.at(`${who}.pub`))
  }
})
afterAll(() => d.bench.remove())

describe('the commands of docs/reviews.md', () => {
  test('are six blocks, and all are run here', () => expect(blocks).toHaveLength(6))

  test('sign and share; who comes second merges without a conflict', () => {
    expect(run(sign, 'of-ann', 'ann')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('approved: two.txt'),
    })
    const second = run(sign, 'of-ben', 'ben')
    expect([second.status, second.stderr]).toEqual([1, expect.stringContaining('rejected')])
    expect(run(merge, 'of-ben', 'ben').status).toBe(0)
    d.bench.git('clone', '-q', clone('origin.git'), clone('third'))
    expect(run(fetch, 'third', 'ann').status).toBe(0)
    const lines = d.bench.git('-C', clone('third'), 'notes', `--ref=${ref}`, 'show', 'feature').trim().split('\n')
    expect(lines).toHaveLength(2)
  })

  test('check a review by hand', () => {
    d.everybody()
    const signers = readFileSync(d.at('signers'), 'utf8').replace('ben@example.com', 'ann@example.com')
    writeFileSync(join(clone('third'), 'allowed-signers'), signers)
    const ran = run(byHand, 'third', 'ann')
    const [said, ...names] = ran.stdout.trim().split('\n')
    expect([ran.status, said]).toEqual([0, expect.stringContaining('Good "commit-provenance-review" signature')])
    const expected = [oid('feature'), oid('feature^{tree}')]
    expect(names).toEqual([...expected, ...expected])
  })

  test('make a file of a forge’s approvals that can be read', () => {
    const user = { login: 'ann', username: 'ann', type: 'User' }
    const review = { user, state: 'APPROVED', commit_id: oid('feature'), submitted_at: '2026-01-01T00:00:00Z' }
    const ends = { base: oid('main'), head: oid('feature') }
    answering('gh', {
      'api --paginate repos/OWNER/REPO/pulls/7/reviews': [review],
      'api repos/OWNER/REPO/pulls/7 --jq {base: .base.sha, head: .head.sha}': ends,
    })
    answering('glab', {
      'api projects/:id/merge_requests/7/approvals': { approved_by: [{ user }] },
      'api projects/:id/merge_requests/7': { sha: ends.head, diff_refs: { base_sha: ends.base } },
    })
    for (const block of [github, gitlab]) {
      expect(run(block, 'third', 'ann')).toMatchObject({ status: 0, stderr: '' })
      const text = readFileSync(join(clone('third'), 'approvals.json'), 'utf8')
      expect(parseApprovals(text, 'approvals.json')).toMatchObject({
        base: ends.base,
        approvals: [
          { head: ends.head, review: { addresses: expect.arrayContaining(['ann@example.com']), addressed: true } },
        ],
      })
    }
  })

  test('the list for other forges is one that is read', () => {
    const [, json = ''] = /^```json\n([\s\S]*?)^```$/m.exec(page) ?? []
    expect(parseApprovals(json, 'page').approvals).toMatchObject([
      { review: { statement: 'approved', addressed: true } },
    ])
  })
})
