import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson, sha256 } from '../../src/core/canonical.js'
import { createChecker } from '../../src/core/ledger/check.js'
import type { Header } from '../../src/core/ledger/schema.js'
import { redo } from '../../src/workflows/verify/ledger-redo.js'
import { agentWrites } from '../support/commit-flow.js'
import { type Workbench, workbench } from '../support/workbench.js'
import { type Random, seeded } from '../unit/attribution/random.js'

type Json = Record<string, unknown>

/** A history with every kind of entry; a ledger of it. */
const makeHistory = (bench: Workbench): void => {
  const plain = (message: string) =>
    bench.tryGit(['commit', '-q', '--allow-empty', '-m', message], { env: { PROVENANCE: '0' } })
  agentWrites(bench)
  bench.git('commit', '-qam', 'Recorded')
  bench.git('checkout', '-qb', 'side')
  plain('Marked\n\nCo-Authored-By: Claude Opus 4.5 <noreply@anthropic.com>')
  bench.git('checkout', '-q', 'main')
  plain('Broken\n\nAI-Tool: none; basis=observed\nAI-Tool: none; basis=observed')
  bench.tryGit(['merge', '-q', '--no-ff', '-m', 'Merge', 'side'], { env: { PROVENANCE: '0' } })
  bench.write('mine.txt', 'mine\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'None')
}

/** Puts the chain in order again, as a forger would. */
const rechained = (lines: readonly Json[]): string[] => {
  let prev = ''
  return lines.map((line) => {
    const text = canonicalJson(line['type'] === 'header' ? line : { ...line, prev })
    prev = sha256(text)
    return text
  })
}

/** Fields that history and policy do not decide: what was asked in whose words, and with which programs. Only a signature covers these. */
const free = new Set(['git', 'tool', 'flags', 'prev', 'query', 'source', 'schema', 'type'])

/** The paths of all values in a line that a forger might change. */
const pathsOf = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([key, part]) => (free.has(key) ? [] : pathsOf(part, [...path, key])))
    : [path]

const changedValue = (value: unknown, random: Random): unknown => {
  if (typeof value === 'number') return value + 1 + random.below(5)
  if (typeof value === 'boolean') return !value
  if (typeof value === 'string')
    return /^[0-9a-f]{40,64}$/.test(value) ? value.replace(/^./, (c) => (c === 'a' ? 'b' : 'a')) : `${value}x`
  return value === null ? 'x' : null
}

const withChange = (line: Json, path: readonly string[], change: (value: unknown) => unknown): Json => {
  const copy = structuredClone(line)
  let at = copy
  for (const key of path.slice(0, -1)) at = at[key] as Json
  const last = path.at(-1) ?? ''
  at[last] = change(at[last])
  return copy
}

const classes = ['attested', 'recorded', 'marked', 'none', 'unknown', 'contradicted']

/** Forged with the chain put right: a value changed, an entry left out, doubled, moved or made up, another class. */
const forgeries: Readonly<Record<string, (lines: Json[], random: Random) => Json[]>> = {
  'a value changed': (lines, random) => {
    const at = random.below(lines.length)
    const path = random.pick(pathsOf(lines[at]) as [string[]])
    return lines.map((line, number) =>
      number === at ? withChange(line, path, (value) => changedValue(value, random)) : line,
    )
  },
  'an entry left out': (lines, random) => {
    const at = 1 + random.below(lines.length - 2)
    return counted(lines.filter((_, number) => number !== at))
  },
  'an entry doubled': (lines, random) => {
    const at = 1 + random.below(lines.length - 2)
    return counted(lines.flatMap((line, number) => (number === at ? [line, line] : [line])))
  },
  'two entries swapped': (lines, random) => {
    const at = 1 + random.below(lines.length - 3)
    const copy = [...lines]
    ;[copy[at], copy[at + 1]] = [copy[at + 1] as Json, copy[at] as Json]
    return copy
  },
  'another class': (lines, random) => {
    const at = 1 + random.below(lines.length - 2)
    const other = random.pick(classes.filter((name) => name !== lines[at]?.['class']) as [string])
    return counted(lines.map((line, number) => (number === at ? { ...line, class: other } : line)))
  },
  'findings taken away': (lines) => {
    const clean = lines.map((line) => (line['type'] === 'commit' ? { ...line, findings: [] } : line))
    return clean.map((line) => (line['type'] === 'footer' ? { ...line, findings: {}, verdict: 'pass' } : line))
  },
}

/** The footer's and header's counts made to fit the entries. */
const counted = (lines: readonly Json[]): Json[] => {
  const entries = lines.filter((line) => line['type'] === 'commit')
  const count = (holds: (line: Json) => boolean) => entries.filter(holds).length
  return lines.map((line) => {
    if (line['type'] === 'header')
      return { ...line, population: { ...(line['population'] as Json), count: entries.length } }
    if (line['type'] !== 'footer') return line
    const counts = Object.fromEntries(classes.map((name) => [name, count((entry) => entry['class'] === name)]))
    const merges = count((entry) => (entry['parents'] as unknown[]).length > 1)
    return { ...line, counts: { ...(line['counts'] as Json), ...counts, total: entries.length, merges } }
  })
}

/** Changes to the bytes, without putting the chain right. */
const accidents: Readonly<Record<string, (text: string, random: Random) => string>> = {
  'a byte changed': (text, random) => {
    const at = random.below(text.length)
    return `${text.slice(0, at)}${text[at] === 'z' ? 'y' : 'z'}${text.slice(at + 1)}`
  },
  'bytes cut out': (text, random) => {
    const at = random.below(text.length - 20)
    return text.slice(0, at) + text.slice(at + 1 + random.below(20))
  },
  'cut short': (text, random) => text.slice(0, random.below(text.length - 1)),
  'a line put in': (text, random) => {
    const lines = text.split('\n')
    lines.splice(random.below(lines.length), 0, random.pick(['', '{}', lines[1] ?? '']))
    return lines.join('\n')
  },
}

describe('no change of a ledger survives ledger check', () => {
  let bench: Workbench
  let original = ''
  let lines: Json[] = []
  beforeAll(() => {
    bench = workbench()
    makeHistory(bench)
    const file = join(bench.home, 'ledger.jsonl')
    bench.provenance(['verify', 'HEAD', '--output', file])
    original = readFileSync(file, 'utf8')
    lines = original
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as Json)
  })
  afterAll(() => bench.remove())

  /** What `ledger check` finds, without starting a process of its own. */
  const found = async (texts: readonly string[]): Promise<number> => {
    const checker = createChecker()
    let header: Header | null = null
    for (const text of texts) {
      const line = checker.add(Buffer.from(text))
      if (line?.type === 'header') header = line
    }
    const breaks = checker.end()
    if (breaks.length > 0 || header === null) return Math.max(1, breaks.length)
    async function* again() {
      for (const text of texts) yield Buffer.from(text)
    }
    try {
      return (
        await redo(header, again, {
          repository: bench.top,
          policyFile: null,
          // Of another version, only the policy's words count, and not their digest.
          toolVersion: String(lines[0]?.['tool']).split('/')[1] ?? '',
          trust: null,
          approvals: null,
        })
      ).breaks.length
    } catch {
      // A name that leads nowhere is refused, with its own exit code.
      return 1
    }
  }

  test('the ledger itself is sound, and the forger’s chain holds', async () => {
    expect(rechained(lines)).toEqual(original.trim().split('\n'))
    expect(await found(original.trim().split('\n'))).toBe(0)
  })

  for (const [what, forge] of Object.entries(forgeries)) {
    test(`${what}, the chain put right`, async () => {
      for (let seed = 1; seed <= (what === 'a value changed' ? 100 : 10); seed += 1) {
        const forged = rechained(forge(structuredClone(lines), seeded(seed)))
        expect(forged.join('\n'), `seed ${seed}`).not.toBe(original.trim())
        expect(await found(forged), `seed ${seed}`).toBeGreaterThan(0)
      }
    }, 60_000)
  }

  test('what contradicts itself is found in the file alone', () => {
    const offline = (change: (lines: Json[]) => Json[]) => {
      const checker = createChecker()
      for (const text of rechained(change(structuredClone(lines)))) checker.add(Buffer.from(text))
      return checker.end().map(({ what }) => what)
    }
    const header = (change: (header: Header) => object) => (all: Json[]) =>
      all.map((line, at) => (at === 0 ? { ...line, ...change(line as unknown as Header) } : line))
    const firstOf = (name: string, change: Json) => (all: Json[]) => {
      const at = all.findIndex((line) => line['class'] === name)
      return counted(all.map((line, number) => (number === at ? { ...line, ...change } : line)))
    }
    const other = 'a'.repeat(40)
    const boundTo = (change: string, binding: string) => firstOf('recorded', { change, binding })
    const mark = { ai: true, kind: 'coauthor', model: null, raw: 'x', tool: 'claude-code', where: 'trailers' }
    const recorded = lines.find((line) => line['class'] === 'recorded') as Json
    const [contribution] = recorded['record'] as [Json]
    const humanEdited = { ...(contribution['humanEdited'] as Json), ratio: 0.25 }
    const cases: readonly (readonly [string, (lines: Json[]) => Json[]])[] = [
      [
        'population.count: the header has 99',
        header(({ population }) => ({ population: { ...population, count: 99 } })),
      ],
      ['range.to: expected', header(({ range }) => ({ range: { ...range, to: other } }))],
      ['range.from: expected', header(({ range }) => ({ range: { ...range, from: other } }))],
      ['population.command: expected', header(({ range }) => ({ range: { ...range, to: other, revisions: [other] } }))],
      ['stands twice', (all) => counted([...all.slice(0, 3), ...all.slice(2)])],
      ['comes after a commit that it is a parent of', ([head, one, two, ...all]) => [head, two, one, ...all] as Json[]],
      ['class: none is not', firstOf('none', { none: null })],
      ['class: recorded is not', firstOf('none', { class: 'recorded' })],
      ['class: unknown is not', firstOf('recorded', { class: 'unknown' })],
      ['class: attested is not', firstOf('recorded', { class: 'attested' })],
      ['class: recorded is not', firstOf('unknown', { class: 'recorded' })],
      ['class: marked is not', firstOf('unknown', { class: 'marked' })],
      ['class: unknown is not', firstOf('unknown', { marks: [mark] })],
      ['class: none is not', firstOf('none', { marks: [mark] })],
      ['class: recorded is not', firstOf('recorded', { marks: [{ ...mark, tool: 'codex' }] })],
      ['none: expected a basis, got measured', firstOf('none', { none: 'measured' })],
      ['binding: expected unbound of no change, got bound', firstOf('none', { binding: 'bound' })],
      [`binding: expected bound or stale or unknown of ${other}, got unbound`, boundTo(other, 'unbound')],
      ['binding: expected unbound or stale or unknown of 0', boundTo('0'.repeat(40), 'bound')],
      ['change: expected none without a record', firstOf('unknown', { change: other })],
      ['known.binding: expected it', firstOf('recorded', { known: {} })],
      ['known.record: expected none', firstOf('unknown', { known: { record: 'declared' } })],
      ['known.signature: expected none', firstOf('unknown', { known: { signature: 'recomputed' } })],
      ['record: the ratio 0.25 is not', firstOf('recorded', { record: [{ ...contribution, humanEdited }] })],
    ]
    expect(offline((all) => all)).toEqual([])
    for (const [what, change] of cases) expect(offline(change), what).toContainEqual(expect.stringContaining(what))
  })

  for (const [what, harm] of Object.entries(accidents)) {
    test(what, async () => {
      let judged = 0
      for (let seed = 1; seed <= 25; seed += 1) {
        const harmed = harm(original, seeded(seed))
        if (harmed === original) continue
        expect(await found(harmed.replace(/\n$/, '').split('\n')), `seed ${seed}`).toBeGreaterThan(0)
        judged += 1
      }
      expect(judged).toBeGreaterThan(20)
    }, 60_000)
  }

  test('the command says the same of a few of them', () => {
    const file = join(bench.home, 'forged.jsonl')
    for (const forge of Object.values(forgeries)) {
      writeFileSync(file, `${rechained(forge(structuredClone(lines), seeded(3))).join('\n')}\n`)
      expect([2, 3]).toContain(bench.provenance(['ledger', 'check', file]).status)
    }
  })
})

test('half of a surrogate pair is no text: such a line is named by every reader', () => {
  const bench = workbench()
  const file = join(bench.home, 'half.jsonl')
  bench.provenance(['verify', 'HEAD', '--output', file])
  writeFileSync(file, readFileSync(file, 'utf8').replace(/"subject":"[^"]*"/, '"subject":"\\ud800"'))
  for (const words of [
    ['ledger', 'check', file, '--offline'],
    ['verify', 'HEAD', '--after', file],
    ['report', file, '--format', 'jsonl'],
    ['report', file],
  ])
    expect([words[0], bench.provenance(words)]).toMatchObject([
      words[0],
      { status: 3, [words[0] === 'ledger' ? 'stdout' : 'stderr']: expect.stringContaining('half.jsonl:2: ') },
    ])
  bench.write('policy.yaml', 'registry: {tools: {x: {vendor: "x\\ud800"}}}\n')
  for (const words of [
    ['verify', 'HEAD', '--policy', 'policy.yaml'],
    ['validate', 'policy.yaml'],
  ])
    expect(bench.provenance(words)).toMatchObject({ status: 2, stderr: expect.stringContaining('CONFIG_INVALID') })
  bench.remove()
})
