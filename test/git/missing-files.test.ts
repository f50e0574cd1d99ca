import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type PolicyBench, policyBench } from '../support/policy-bench.js'

let bench: PolicyBench
beforeEach(() => {
  bench = policyBench()
})
afterEach(() => bench.remove())

const record = `AI-Tool: claude-code/2.1.329
AI-Model: claude-opus-4-5
AI-Prompt-Hash: none
AI-Human-Edited-Ratio: 0.000; kept=2; edited=0; dropped=0; basis=measured; method=lines/1`

/** A commit of one new file, with a record that is bound to it. */
const recorded = (file: string): string => {
  bench.write(file, `${file}\n`)
  bench.git('add', file)
  const change = bench.git('diff', '--cached', '-p', '--no-renames', '--text', '--full-index')
  const id = bench.tryGit(['patch-id', '--stable'], { input: change }).stdout.split(' ')[0]
  return bench.commit(`${file}\n\n${record}\nAI-Change: patch-id:${id}`, [])
}

const objectFile = (oid: string): string => join(bench.top, '.git/objects', oid.slice(0, 2), oid.slice(2))
const blobOf = (file: string): string => objectFile(bench.git('rev-parse', `HEAD:${file}`).trim())

const policy = `rules:
  record-bound: error
  paths-forbidden: [error, { paths: [c, e] }]
  ai-share-maximum: [error, { maximum: 0.1, unknown: report }]
`

/** What is told of each commit: how its record is bound, and what was found, shares that are too large aside. */
const told = (range: string) => {
  const { status, entries, footer } = bench.judge(policy, [], range)
  return {
    status,
    verdict: footer.verdict,
    told: entries.map(({ subject, binding, findings }) =>
      [subject, binding, ...findings.map(({ code }) => code).filter((code) => code !== 'ai-share-maximum')].join(' '),
    ),
    shares: entries.map(({ findings }) => findings.some(({ code }) => code === 'ai-share-maximum')),
  }
}

for (const [what, spoil] of [
  ['gone', (file: string) => rmSync(file)],
  ['rotten', (file: string) => rmSync(file) ?? writeFileSync(file, 'rotten')],
] as const) {
  test(`one file is ${what}: its commit cannot be judged, which is nobody’s fault, and the others are`, () => {
    for (const file of ['a', 'b', 'c', 'd', 'e']) recorded(file)
    bench.git('commit', '-q', '--allow-empty', '-m', 'Empty')
    spoil(blobOf('c'))
    const wanted = ['b bound', 'c unknown missing-object paths-forbidden', 'd bound', 'e bound paths-forbidden']
    const { told: all, shares, ...rest } = told('HEAD~6..HEAD')
    expect(all).toEqual(['a bound', ...wanted, 'Empty unbound'])
    expect(shares).toEqual([true, true, false, true, true, false])
    expect(rest).toEqual({ status: 4, verdict: 'incomplete' })
    expect(told('HEAD~4..HEAD~3').told).toEqual([wanted[1]])
    const message = bench.provenance(['squash-message', 'HEAD~5..HEAD~3', '--json'])
    expect([message.status, message.stdout]).toEqual([4, expect.stringContaining('HISTORY_INCOMPLETE')])
  })
}

test('of a change whose tree is gone, nothing is known, and of those behind it everything', () => {
  for (const file of ['a', 'b', 'c', 'd']) recorded(file)
  rmSync(objectFile(bench.git('rev-parse', 'HEAD~2^{tree}').trim()))
  const missing = (file: string) => `${file} unknown missing-object`
  expect(told('HEAD~4..HEAD').told).toEqual(['a bound', missing('b'), missing('c'), 'd bound'])
})

test('a commit stored with other bytes is told as that, and its record is not held against a change that git will not read', () => {
  const oid = recorded('a')
  bench.git('commit', '-q', '--allow-empty', '-m', 'Later')
  const forged = bench.git('cat-file', 'commit', oid).replace('\n\na\n', '\n\nb\n')
  rmSync(objectFile(oid))
  writeFileSync(objectFile(oid), deflateSync(`commit ${forged.length}\0${forged}`))
  expect(told('HEAD')).toMatchObject({
    status: 3,
    told: [expect.anything(), 'b unknown hash-mismatch', 'Later unbound'],
  })
})
