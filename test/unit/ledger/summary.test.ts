import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCommit } from '../../../src/core/commit/commit.js'
import { entryOf } from '../../../src/core/ledger/entry.js'
import type { Entry } from '../../../src/core/ledger/schema.js'
import { addEntry, addSummary, emptySummary, namesIn, type Summary } from '../../../src/core/ledger/summary.js'

const oid = 'a'.repeat(40)
const commit = parseCommit(
  oid,
  Buffer.from(`tree ${oid}\nauthor A <a@example.com> 1 +0000\ncommitter A <a@example.com> 1 +0000\n\nsubject\n`),
)

const entryWith = (tool: string, codes: readonly string[], parents: number): Entry => ({
  ...entryOf(
    {
      commit,
      reading: { record: null, faults: [], foreign: [] },
      marks: [{ tool, model: null, kind: 'trailer', raw: tool, where: 'trailers', ai: true }],
      class: 'marked',
      contradictions: [],
      binding: 'unbound',
      bot: false,
      preAdoption: false,
      signature: null,
      loose: [],
      changes: [],
      reviews: [],
      registry: null,
    },
    codes.map((code) => ({ code, severity: code === 'record-required' ? ('error' as const) : ('warn' as const) })),
  ),
  parents: Array.from({ length: parents }, () => oid),
})

const entries = fc.array(
  fc.record({
    tool: fc.constantFrom('claude-code', 'cursor', '__proto__', 'constructor'),
    codes: fc.array(fc.constantFrom('shallow', 'hash-mismatch', 'record-bound', 'record-required'), { maxLength: 3 }),
    parents: fc.nat(2),
  }),
  { maxLength: 40 },
)

const summaryOf = (list: readonly Entry[]): Summary => {
  const summary = emptySummary()
  for (const entry of list) addEntry(summary, entry)
  return summary
}

describe('a summary of ledger entries', () => {
  test('stretches summed up apart and put together are the whole summed up at once', () => {
    fc.assert(
      fc.property(entries, fc.nat(40), (list, cut) => {
        const made = list.map(({ tool, codes, parents }) => entryWith(tool, codes, parents))
        const joined = emptySummary()
        addSummary(joined, summaryOf(made.slice(0, cut)))
        addSummary(joined, summaryOf(made.slice(cut)))
        expect(joined).toEqual(summaryOf(made))
        expect(joined.counts.total).toBe(list.length)
        expect(joined.counts.merges).toBe(list.filter(({ parents }) => parents > 1).length)
      }),
    )
  })

  test('shows the gravest findings, each in its place', () => {
    const order = ['hash-mismatch', 'shallow', 'record-required', 'record-bound']
    fc.assert(
      fc.property(entries, (list) => {
        const codes = list.flatMap((one) => one.codes).sort((a, b) => order.indexOf(a) - order.indexOf(b))
        const { shown } = summaryOf(list.map((one) => entryWith(one.tool, one.codes, one.parents)))
        expect(shown.map(({ code }) => code)).toEqual(codes.slice(0, 20))
      }),
    )
  })

  test('names what a commit names, as an inventory does: marks beside a record, and one model once', () => {
    const mark = (tool: string, model: string | null) => ({
      tool,
      model,
      kind: 'coauthor',
      raw: tool,
      where: 'trailers',
      ai: true,
    })
    const record = {
      tool: 'claude-code',
      toolVersion: '2.1',
      model: 'claude-opus-4-6-20260101',
      promptHash: null,
      prompts: null,
      humanEdited: null,
    }
    const entry = {
      ...entryWith('x', [], 1),
      marks: [mark('cursor', null), mark('claude-code', null)],
      record: [record],
    }
    const marked = { ...entry, record: [], marks: [mark('claude-code', null), mark('claude-code', 'Claude Opus 4.6')] }
    expect(summaryOf([entry, marked]).names).toEqual({ 'claude-code claude-opus-4.6': 2, 'cursor (model unknown)': 1 })
    expect(summaryOf([{ ...entry, marks: [{ ...mark('none', null), ai: false }], record: [] }]).names).toEqual({})
  })

  test('calls a model as the ledger spells it most often, of two spellings the first by code point', () => {
    const named = (...models: readonly string[]) =>
      namesIn(
        summaryOf(
          models.map((model) => ({
            ...entryWith('x', [], 1),
            marks: [],
            record: [{ tool: 'a', toolVersion: null, model, promptHash: null, prompts: null, humanEdited: null }],
          })),
        ),
      )
    expect(named('Claude Opus 4.6', 'claude-opus-4-6', 'claude-opus-4-6')).toEqual([['a claude-opus-4-6', 3]])
    expect(named('claude-opus-4-6', 'Claude Opus 4.6')).toEqual([['a Claude Opus 4.6', 2]])
    expect(named('unknown')).toEqual([['a (model unknown)', 1]])
    expect(named('\u{1f600}', '\uffee').map(([name]) => name)).toEqual(['a \uffee', 'a \u{1f600}'])
  })

  test('weighs what makes history untrue above what makes it incomplete, and both above the policy', () => {
    const { weights, findings } = summaryOf([entryWith('cursor', ['shallow', 'hash-mismatch', 'record-bound'], 1)])
    expect(weights).toEqual({ integrity: 1, incomplete: 1, error: 0, warn: 1 })
    expect(findings).toEqual({ shallow: 1, 'hash-mismatch': 1, 'record-bound': 1 })
  })

  test('is of bounded size however many names commits claim and findings they have', () => {
    const summary = emptySummary()
    for (let number = 0; number < 5_000; number += 1)
      addEntry(summary, entryWith(`tool-${number}`, ['record-bound'], 1))
    expect(Object.keys(summary.names).length).toBeLessThanOrEqual(2_001)
    expect(summary.names['(others)']).toBe(3_000)
    expect(summary.shown).toHaveLength(20)
    expect(summary.findings['record-bound']).toBe(5_000)
  })
})
