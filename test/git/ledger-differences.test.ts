import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { canonicalJson, sha256 } from '../../src/core/canonical.js'
import { type PolicyBench, policyBench } from '../support/policy-bench.js'

type Json = Record<string, unknown>

let bench: PolicyBench
let oids: readonly string[] = []
beforeAll(() => {
  bench = policyBench()
  for (const subject of ['One', 'Two', 'Three', 'Four', 'Five']) bench.commit(subject)
  oids = bench.git('rev-list', '--reverse', 'HEAD').trim().split('\n')
})
afterAll(() => bench.remove())

const file = () => join(bench.home, 'ledger.jsonl')
const made = (where: string): Json[] => {
  bench.provenance(['verify', 'HEAD', '-C', where, '--output', file()])
  const texts = readFileSync(file(), 'utf8').trim().split('\n')
  return texts.map((text) => JSON.parse(text) as Json)
}

/** Checks a ledger that somebody changed who put counts and chain right. */
const check = (lines: readonly Json[]) => {
  const total = lines.length - 2
  let prev = ''
  const texts = lines.map(({ ...line }) => {
    if (line['type'] === 'header') line['population'] = { ...(line['population'] as Json), count: total }
    else line['prev'] = prev
    if (line['type'] === 'footer') line['counts'] = { ...(line['counts'] as Json), total, unknown: total }
    const text = canonicalJson(line)
    prev = sha256(text)
    return text
  })
  writeFileSync(file(), `${texts.join('\n')}\n`)
  const { status, stdout, stderr } = bench.provenance(['ledger', 'check', file()])
  return { status, stderr, told: stdout.replaceAll(`${file()}:`, '').trim().split('\n') }
}

const counted = (...between: readonly string[]) => ({
  status: 3,
  told: [
    '1: population: history says another thing now',
    ...between,
    expect.stringMatching(/^\d+: counts: history says another thing now$/),
  ],
})

test('a commit that was taken out of a ledger is named, and no other', () => {
  const lines = made(bench.top)
  const got = (at: number) => `expected commit ${oids[at]}, which history has in this place, got`
  expect(check(lines.filter((_, at) => at !== 3))).toMatchObject(counted(`4: ${got(2)} ${oids[3]}`))
  expect(check(lines.toSpliced(-2, 1))).toMatchObject(counted(`7: ${got(5)} the footer`))
})

test('a commit that was put in is named, and no other', () => {
  const lines = made(bench.top)
  const oid = 'a'.repeat(40)
  expect(check(lines.toSpliced(3, 0, { ...lines[3], oid }))).toMatchObject(
    counted(`4: expected no commit here that history has not in this place, got ${oid}`),
  )
})

test('a ledger made where history is cut off contradicts whole history in nothing but what it lacks', () => {
  const shallow = join(bench.home, 'shallow')
  bench.git('clone', '-q', '--depth=3', `file://${bench.top}`, shallow)
  const lines = made(shallow)
  const { status, stderr } = bench.provenance(['ledger', 'check', file()])
  expect([status, stderr]).toEqual([4, expect.stringContaining('HISTORY_INCOMPLETE')])
  expect(bench.provenance(['ledger', 'check', file(), '-C', shallow]).status).toBe(0)
  const forged = lines.map((line, at) => (at === 3 ? { ...line, subject: 'Another' } : line))
  expect(check(forged)).toMatchObject({ status: 3, told: ['4: subject: history says another thing now'] })
})

test('what is no ledger, or has no repository, is told as that, with a hint that runs', () => {
  made(bench.top)
  const errorOf = (words: readonly string[], cwd = bench.top) => {
    const { status, stdout } = bench.provenance([...words, '--json'], { cwd })
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string; hint: string } }
    return { status, ...error }
  }
  const alone = errorOf(['ledger', 'check', file()], bench.home)
  const offline = `provenance ledger check --offline ${file()}`
  expect(alone).toMatchObject({ status: 2, code: 'NOT_A_REPOSITORY', hint: offline })
  expect(bench.provenance(offline.split(' ').slice(1), { cwd: bench.home }).status).toBe(0)
  const packed = `${file()}.gz`
  writeFileSync(packed, gzipSync(readFileSync(file())))
  expect(errorOf(['ledger', 'check', packed])).toMatchObject({
    status: 2,
    code: 'FILE_UNREADABLE',
    message: `${packed}: expected a ledger, got a file compressed by gzip`,
    hint: `gzip -dc ${packed} | provenance ledger check /dev/stdin`,
  })
  writeFileSync(file(), readFileSync(file()).subarray(0, 300))
  for (const words of [
    ['verify', 'HEAD', '--after', file()],
    ['report', file()],
  ])
    expect(errorOf(words).message).toMatch(/:1: not a [a-z ]+: expected JSON, got something else$/)
})
