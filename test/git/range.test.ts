import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Footer, Header } from '../../src/core/ledger/schema.js'
import { type Workbench, workbench } from '../support/workbench.js'

const required = 'rules: { record-required: error }\n'
const lax = 'rules: { record-required: "off" }\n'

let bench: Workbench
const at = (name: string) => join(bench.home, name)
const oid = (name: string) => bench.git('rev-parse', `${name}^{commit}`).trim()

/** A commit of this policy, tagged with its name. */
const commit = (name: string, policy: string, year: number, ...parents: string[]): void => {
  const blob = bench.run('git', ['hash-object', '-w', '--stdin'], { input: policy }).stdout.trim()
  const tree = bench.run('git', ['mktree'], { input: `100644 blob ${blob}\t.provenancerc\n` }).stdout.trim()
  const date = `${year}-01-02T03:04:05Z`
  const env = { GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date }
  const words = parents.flatMap((parent) => ['-p', oid(parent)])
  const made = bench.run('git', ['commit-tree', '-m', name, ...words, tree], { env }).stdout.trim()
  bench.git('tag', name, made)
}

/** base - old - new - last, side and lane from base; new and last have brought in side. */
beforeAll(() => {
  bench = workbench({ init: false })
  commit('base', required, 2020)
  commit('old', required, 2021, 'base')
  commit('side', lax, 2021, 'base')
  commit('lane', required, 2022, 'base')
  commit('new', required, 2030, 'old', 'side')
  commit('last', required, 2031, 'new')
})
afterAll(() => bench.remove())

const verify = (...words: string[]) => {
  const { status, stdout, stderr } = bench.provenance(['verify', ...words, '--output', at('ledger.jsonl')])
  if (status > 1) return { status, stdout, stderr }
  const lines = readFileSync(at('ledger.jsonl'), 'utf8').trimEnd().split('\n')
  const [header, footer] = [lines[0], lines.at(-1)].map((line) => JSON.parse(line ?? '')) as [Header, Footer]
  const { range, policy, flags } = header
  return { status, stdout, stderr, from: range.from, to: range.to, flags, policy, findings: footer.findings }
}

const orders = (words: readonly string[]): readonly string[][] => [[...words], [...words].reverse()]

describe('one population has one answer, in whatever order it is asked for', () => {
  test('it starts at the commit that the others taken away lie behind, and is judged by its policy', () => {
    for (const words of orders(['new', '^base', '^side']))
      expect(verify(...words)).toMatchObject({
        status: 0,
        from: oid('side'),
        to: oid('new'),
        flags: [],
        policy: { source: `${oid('side')}:.provenancerc` },
      })
    expect(verify('side..new')).toMatchObject({ status: 0, from: oid('side') })
    expect(verify('base..new')).toMatchObject({ status: 1, from: oid('base') })
  })

  test('it ends at the commit that leads to the others, whose date waivers go by', () => {
    const waivers = ['old', 'side', 'new'].map(
      (name) =>
        `{ commit: "${oid(name)}", rules: [record-required], reason: x, approver: "Z <z@e.c>", expires: "2025-01-01" }`,
    )
    bench.write('../policy.yaml', `${required}waivers: [${waivers.join(', ')}]\n`)
    for (const words of orders(['old', 'new', '^base']))
      expect(verify(...words, '--policy', at('policy.yaml'))).toMatchObject({ status: 1, to: oid('new'), flags: [] })
    for (const words of orders(['base..old', 'old..new'])) expect(verify(...words)).toMatchObject({ to: oid('new') })
  })

  test('what is taken away is no end', () => {
    for (const words of orders(['lane', 'old', '^lane'])) expect(verify(...words)).toMatchObject({ to: oid('old') })
  })

  test('of several ends the one of the latest date stands for all, and the ledger says so', () => {
    for (const words of orders(['lane', 'old', '^base']))
      expect(verify(...words)).toMatchObject({ to: oid('lane'), flags: ['several-ends'] })
    expect(bench.provenance(['ledger', 'check', at('ledger.jsonl')]).status).toBe(0)
  })

  test('of several starts the policy is taken where they agree, and refused where they do not', () => {
    for (const words of orders(['last', '^lane', '^old']))
      expect(verify(...words)).toMatchObject({ from: oid('lane'), flags: ['several-bases'] })
    expect(bench.provenance(['ledger', 'check', at('ledger.jsonl')]).status).toBe(0)
    for (const words of orders(['last', '^side', '^old'])) {
      expect(verify(...words)).toMatchObject({ status: 2, stderr: expect.stringContaining('--policy FILE') })
      expect(verify(...words, '--policy', at('policy.yaml')).status).toBe(1)
    }
  })
})

describe('a ledger after another', () => {
  const after = ['--after', '../before.jsonl']
  beforeAll(() => {
    bench.provenance(['verify', 'base', '--output', at('before.jsonl')])
  })

  test('has a gap wherever commits since are left out, whatever leaves them out', () => {
    expect(verify('last', '^base', ...after)).not.toHaveProperty('findings.ledger-gap')
    for (const words of [...orders(['last', '^base', '^old']), ['old..last'], ['base..last', '--first-parent']])
      expect(verify(...words, ...after)).toMatchObject({ findings: { 'ledger-gap': 1 } })
    for (const period of [
      ['--since', '2031-01-01'],
      ['--until', '2030-12-31'],
    ])
      expect(verify('base..last', ...period, ...after)).toMatchObject({ findings: { 'ledger-gap': 1 } })
    expect(verify('base..last', '--since', '2020-01-01', ...after)).not.toHaveProperty('findings.ledger-gap')
    expect(verify('old..last', ...after).stdout).toContain('commits=1')
  })

  test('and the one before it have one end', () => {
    const one = { status: 2, stderr: expect.stringContaining('expected a range with one end') }
    expect(verify('base..old', 'lane', ...after)).toMatchObject(one)
    expect(verify('base..old', 'base..new', ...after).status).toBe(1)
    bench.provenance(['verify', 'old', 'lane', '--output', at('several.jsonl')])
    expect(verify('old..new', '--after', '../several.jsonl')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('with one end'),
    })
  })
})

/** The commits that a range stands for. */
const population = (...words: string[]) => {
  const { status, stdout } = bench.provenance(['verify', ...words, '--policy', at('policy.yaml'), '--format', 'jsonl'])
  const oids = [...stdout.matchAll(/"oid":"([0-9a-f]+)","parents"/g)].map(([, name]) => name ?? '')
  return { status, oids }
}

describe('the words of a range are git’s own', () => {
  test('parents in short, as rev-list takes them', () => {
    for (const word of ['new^!', 'new^@', 'new^-', 'new^-2', '^lane^!', '^new^@'])
      for (const words of [
        [word, 'last'],
        [word, 'last', '^base'],
      ])
        expect(population(...words).oids, words.join(' ')).toEqual(
          bench
            .git('rev-list', '--topo-order', '--reverse', ...words)
            .split('\n')
            .slice(0, -1),
        )
    expect(population('new^!').oids).toEqual([oid('new')])
    expect(population('new^-3').status).toBe(2)
  })

  test('a tag by any of its names is the tag', () => {
    const since = population('last').oids
    expect(since).toEqual([oid('last')])
    for (const word of ['tags/last', 'refs/tags/last']) expect(population(word).oids).toEqual(since)
  })

  test('what git would not take, or leaves nothing to end at, is refused', () => {
    for (const word of ['^old..last', 'base..^last', '^^old', '^base', '^'])
      expect(bench.provenance(['verify', word]).status, word).toBe(2)
  })
})

describe('a period', () => {
  test('from before 1970 on is all of history', () => {
    for (const since of ['1000 years ago', '30000 days ago'])
      expect(bench.provenance(['verify', 'HEAD', '--since', since]).stdout).toContain('since 1970-01-01T00:00:00Z\n')
  })

  test('that ends beyond git’s calendar has no end', () => {
    const all = population(oid('last'), '--since', '2019-01-01').oids
    expect(all).toHaveLength(5)
    for (const until of ['2099-12-31', '2100-01-01', '9999-12-31', '@9999999999'])
      expect([until, population(oid('last'), '--since', '2019-01-01', '--until', until).oids]).toEqual([until, all])
    expect(population(oid('last'), '--since', '2100-01-01').oids).toEqual([])
  })

  test('is told by every page, with the line of history that was followed', () => {
    verify(oid('last'), '--since', '2020-06-01', '--until', '2030-12-31', '--first-parent')
    // Markdown has signs of its own as entities.
    const page = (format: string) =>
      bench.provenance(['report', at('ledger.jsonl'), '--format', format]).stdout.replaceAll('&#58;', ':')
    for (const format of ['text', 'markdown', 'html', 'comment', 'ocsf'])
      expect([format, page(format)]).toEqual([
        format,
        expect.stringContaining(
          ', first parents only (without 1 commit that merges brought in), since 2020-06-01T00:00:00Z, until 2030-12-31T23:59:59Z (without 2 commits outside of the period)',
        ),
      ])
    expect(bench.provenance(['ledger', 'check', at('ledger.jsonl')]).status).toBe(0)
    const words = ['inventory', 'last', '--since', '2020-06-01', '--until', '9999-12-31']
    expect(bench.provenance(words).stdout).toContain('since 2020-06-01T00:00:00Z, until 9999-12-31T23:59:59Z')
    expect(JSON.parse(bench.provenance([...words, '--json']).stdout)).toMatchObject({
      range: { query: 'last', since: '2020-06-01T00:00:00Z', until: '9999-12-31T23:59:59Z', firstParent: false },
    })
  })
})

test('a tag of a tree or a file is no commit, and nothing is broken', () => {
  for (const what of ['tree', 'last:.provenancerc']) {
    bench.git('tag', '-f', '-a', '-m', 'of no commit', 'odd', what === 'tree' ? 'last^{tree}' : what)
    for (const command of [
      ['verify', 'odd'],
      ['show', 'odd'],
      ['inventory', 'odd..last'],
    ])
      expect([command, bench.provenance(command)]).toEqual([command, expect.objectContaining({ status: 2 })])
  }
  bench.git('tag', '-d', 'odd')
})
