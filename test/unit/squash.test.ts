import { expect, test } from 'vitest'
import { missingEntry } from '../../src/core/ledger/entry.js'
import type { Entry } from '../../src/core/ledger/schema.js'
import type { Mark } from '../../src/core/marks/mark.js'
import { combineRecords, withMarks } from '../../src/core/record/squash.js'

const part = (
  promptHash: string,
  kept: number,
  more: Partial<Entry['record'][number]> = {},
): Entry['record'][number] => ({
  tool: 'claude-code',
  toolVersion: '2.1',
  model: 'claude-opus-4-6',
  promptHash,
  prompts: promptHash === 'none' ? null : 1,
  humanEdited: { ratio: 0, kept, edited: 0, dropped: 0, basis: 'measured', method: 'lines/1' },
  ...more,
})
const recorded = (...record: Entry['record']): Entry => ({
  ...missingEntry('a'.repeat(40)),
  class: 'recorded',
  binding: 'bound',
  record,
  parents: ['b'.repeat(40)],
})
const combined = (...entries: Entry[]) =>
  combineRecords(entries)?.contributions.map(({ promptHash, prompts, humanEdited }) => [
    promptHash?.split(':').slice(0, -1).join(':'),
    prompts,
    humanEdited?.kept,
  ])

const keyed = (key: string, byte: number) => `hmac-sha256:${key}:${Buffer.alloc(32, byte).toString('base64url')}`

test('a commit without a prompt of its own is summed with those of its tool that have one', () => {
  for (const order of [
    [keyed('11111111', 1), 'none'],
    ['none', keyed('11111111', 1)],
  ])
    expect(combined(...order.map((hash) => recorded(part(hash, 2))))).toEqual([['hmac-sha256:11111111', 1, 4]])
})

test('hashes under two keys, and figures of two kinds, stay apart', () => {
  const declared = { ratio: 0.5, kept: null, edited: null, dropped: null, basis: 'declared' as const, method: null }
  expect(
    combined(
      recorded(part(keyed('11111111', 1), 1)),
      recorded(part(keyed('22222222', 2), 2)),
      recorded(part(keyed('11111111', 3), 4)),
      recorded(part(keyed('11111111', 4), 0, { humanEdited: declared })),
    ),
  ).toEqual([
    ['hmac-sha256:11111111', 2, 5],
    ['hmac-sha256:22222222', 1, 2],
    ['hmac-sha256:11111111', 1, null],
  ])
})

test('what is summed keeps the name of the way in which it was counted', () => {
  const by = (method: string | null, kept: number) =>
    part('none', kept, { humanEdited: { ratio: 0, kept, edited: 0, dropped: 0, basis: 'measured', method } })
  const record = combineRecords([recorded(by('tokens/9', 1)), recorded(by(null, 2)), recorded(by('tokens/9', 4))])
  expect(record?.contributions.map(({ humanEdited: edit }) => [edit?.method, edit?.kept])).toEqual([
    ['tokens/9', 5],
    [null, 2],
  ])
})

test('of several that say none, one person’s word makes it declared, and one that says nothing takes it away', () => {
  const none = (basis: 'observed' | 'declared') => ({ ...recorded(), class: 'none' as const, none: basis })
  const said = (...entries: Entry[]) => combineRecords(entries)?.none?.basis
  expect(said(none('observed'), none('observed'))).toBe('observed')
  expect(said(none('observed'), none('declared'))).toBe('declared')
  expect(said(none('declared'), none('declared'))).toBe('declared')
  expect(said(none('observed'), { ...recorded(), class: 'unknown' })).toBeUndefined()
})

const mark = (tool: string | null, model: string | null = null): Mark => ({
  tool,
  model,
  kind: 'coauthor',
  raw: `${tool} ${model}`,
  where: 'trailers',
  ai: true,
})
const beside = (...marks: Mark[]) =>
  withMarks(combineRecords([recorded(part('none', 1))]), marks)?.contributions.map(({ tool, model }) => [tool, model])

test('tools and models that only marks name are contributions of which nothing more is known', () => {
  const own = ['claude-code', 'claude-opus-4-6']
  expect(beside(mark('claude-code', 'Claude Opus 4.6'), mark('claude'))).toEqual([own])
  expect(beside(mark('cursor'), mark('cursor', 'GPT-5'))).toEqual([own, ['cursor', 'GPT-5']])
  expect(beside(mark(null, 'gpt-5'), mark('cursor', 'x; y'))).toEqual([
    own,
    ['unknown', 'gpt-5'],
    ['cursor', 'unknown'],
  ])
  const joined = withMarks(combineRecords([recorded(part('none', 1))]), [mark('cursor')])
  expect(joined?.contributions[1]).toMatchObject({ promptHash: 'none', humanEdited: { kept: null, basis: 'unknown' } })
})

test('beside a mark of AI none is not said, beside one of no AI it is', () => {
  const none = { contributions: [], none: { basis: 'observed' } } as const
  expect(withMarks(none, [mark('cursor')])).toBeNull()
  expect(withMarks(none, [{ ...mark(null), ai: false }])).toEqual(none)
  expect(withMarks(null, [mark('cursor')])).toBeNull()
})
