import { describe, expect, test } from 'vitest'
import { missingEntry } from '../../../src/core/ledger/entry.js'
import { addToInventory, type Inventory } from '../../../src/core/ledger/inventory.js'
import type { Entry } from '../../../src/core/ledger/schema.js'
import { Registry, standingOf } from '../../../src/core/policy/registry.js'

const day = (text: string) => Date.parse(`${text}T12:00:00Z`) / 1000

const entryOf = (email: string, date: string, more: Partial<Entry>): Entry => {
  const person = { name: 'A', email, date: day(date), zone: '+0000' }
  return { ...missingEntry('a'.repeat(40)), author: person, committer: person, ...more }
}

const part = (tool: string, model: string, kept = 1): Entry['record'][number] => ({
  tool,
  model,
  toolVersion: '2.1',
  promptHash: null,
  prompts: null,
  humanEdited: { ratio: 0, kept, edited: 0, dropped: 0, basis: 'measured', method: 'lines/1' },
})

const mark = (tool: string | null, model: string | null): Entry['marks'][number] => ({
  tool,
  model,
  kind: 'trailer',
  raw: '',
  where: 'trailers',
  ai: true,
})

const taken = (entries: readonly Entry[]): Inventory => {
  const inventory: Inventory = new Map()
  for (const entry of entries) addToInventory(inventory, entry)
  return inventory
}

describe('an inventory', () => {
  test('counts records and marks of one tool and model together, under one name with its spellings', () => {
    const inventory = taken([
      entryOf('jo@example.com', '2026-02-01', {
        class: 'recorded',
        record: [part('claude-code', 'claude-opus-4-6', 7), part('claude-code', 'claude-opus-4-6', 2)],
      }),
      entryOf('al@example.com', '2026-01-01', { class: 'marked', marks: [mark('claude-code', 'Claude Opus 4.6')] }),
    ])
    expect([...inventory.values()]).toEqual([
      {
        tool: 'claude-code',
        model: 'claude-opus-4.6',
        spellings: ['claude-opus-4-6', 'Claude Opus 4.6'],
        commits: 2,
        recorded: 1,
        marked: 1,
        contradicted: 0,
        versions: ['2.1'],
        people: { 'jo@example.com': 1, 'al@example.com': 1 },
        first: day('2026-01-01'),
        last: day('2026-02-01'),
        lines: { kept: 9, edited: 0, dropped: 0 },
      },
    ])
  })

  test('a model that one mark names and the tool that another names are one use', () => {
    const marks = [mark('claude-code', null), mark(null, 'claude-opus-4-6'), mark(null, null)]
    const uses = taken([entryOf('jo@example.com', '2026-01-01', { class: 'marked', marks })])
    expect([...uses.keys()]).toEqual(['claude-code claude-opus-4.6'])
    const two = [mark('claude-code', null), mark('cursor', null), mark(null, 'gpt-5')]
    const apart = taken([entryOf('jo@example.com', '2026-01-01', { class: 'marked', marks: two })])
    expect([...apart.keys()]).toEqual(['claude-code unknown', 'cursor unknown', 'unknown gpt-5'])
    const alone = taken([entryOf('jo@example.com', '2026-01-01', { class: 'marked', marks: [mark(null, null)] })])
    expect([...alone.keys()]).toEqual(['unknown unknown'])
  })

  test.each(['constructor', 'toString', '__proto__'])('a person may be called %s', (email) => {
    const marks = [mark('claude-code', null)]
    const [use] = taken([1, 2].map(() => entryOf(email, '2026-01-01', { class: 'marked', marks }))).values()
    expect(Object.values(use?.people ?? {})).toEqual([2])
  })

  test('a mark that repeats the record’s tool is no second use, and one of another tool is', () => {
    const record = [part('claude-code', 'claude-opus-4-6')]
    const uses = taken([
      entryOf('jo@example.com', '2026-01-01', { class: 'recorded', record, marks: [mark('claude-code', null)] }),
      entryOf('jo@example.com', '2026-01-01', { class: 'contradicted', record, marks: [mark('cursor', null)] }),
    ])
    expect([...uses.values()].map(({ tool, commits }) => [tool, commits])).toEqual([
      ['claude-code', 2],
      ['cursor', 1],
    ])
  })

  test('stays small however many names and people commits claim, and no name is special', () => {
    const inventory = taken([
      ...Array.from({ length: 2_500 }, (_, n) =>
        entryOf('jo@example.com', '2026-01-01', { marks: [mark(`tool-${n}`, null)] }),
      ),
      ...Array.from({ length: 700 }, (_, n) =>
        entryOf(`p${n}@example.com`, '2026-01-01', { marks: [mark('cursor', null)] }),
      ),
      entryOf('__proto__', '2026-01-01', { marks: [mark('__proto__', 'constructor')] }),
    ])
    expect(inventory.size).toBeLessThanOrEqual(2_001)
    for (const { people } of inventory.values()) expect(Object.keys(people).length).toBeLessThanOrEqual(501)
    expect([...inventory.values()].reduce((sum, { commits }) => sum + commits, 0)).toBe(3_201)
  })
})

describe('standing to the registry', () => {
  const registry = Registry.parse({
    tools: {
      'claude-code': { models: ['claude-opus-4*'], users: ['*@example.com'], expires: '2026-06-30' },
      cursor: {},
    },
  })
  const standing = (tool: string, model: string, email: string, date: string) =>
    [...taken([entryOf(email, date, { marks: [mark(tool, model)] })]).values()].map((use) =>
      standingOf(registry, use),
    )[0]

  test('is approved until something speaks against it', () => {
    expect(standing('claude-code', 'Claude Opus 4.6', 'jo@example.com', '2026-06-30')).toEqual(['approved'])
    expect(standing('cursor', 'anything', 'eve@elsewhere.org', '2030-01-01')).toEqual(['approved'])
    expect(standing('aider', 'anything', 'jo@example.com', '2026-01-01')).toEqual(['unregistered'])
    expect(standing('constructor', 'anything', 'jo@example.com', '2026-01-01')).toEqual(['unregistered'])
    expect(standing('claude-code', 'claude-haiku-4-5', 'eve@elsewhere.org', '2026-07-01')).toEqual([
      'model-not-approved',
      'user-not-approved',
      'expired',
    ])
  })

  test('takes every spelling of a model, or the name that all of them have', () => {
    const [use] = taken([entryOf('jo@example.com', '2026-01-01', { marks: [mark('cursor', 'm')] })]).values()
    const among = (...models: string[]) =>
      use && standingOf(Registry.parse({ tools: { cursor: { models } } }), { ...use, spellings: ['one', 'two'] })
    expect(among('one')).toEqual(['model-not-approved'])
    expect(among('two')).toEqual(['model-not-approved'])
    expect(among('one', 'two')).toEqual(['approved'])
    expect(among('m')).toEqual(['approved'])
  })
})
