import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CommitRecord } from '../../../src/core/record/record.js'
import { composeTrailers } from '../../../src/core/trailer/compose.js'
import { readRecord } from '../../../src/core/trailer/read.js'

const name = fc
  .stringMatching(/^[a-z0-9]+(-[a-z0-9]+){0,2}$/, { maxLength: 20 })
  .filter((text) => text !== 'none' && text.length > 0)
const token = fc.stringMatching(/^[A-Za-z0-9._[\]:/-]{1,30}$/)
const version = fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/)
const count = fc.nat(10_000)
const base64 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64url'))
const hash = fc.oneof(
  base64.map((text) => `sha256:${text}`),
  base64.map((text) => `hmac-sha256:0a1b2c3d:${text}`),
)
const humanEdited = fc.tuple(count, count, count).map(([kept, edited, dropped]) => {
  const proposed = kept + edited + dropped
  const ratio = proposed === 0 ? null : Math.round(((edited + dropped) / proposed) * 1000) / 1000
  return { ratio, kept, edited, dropped, basis: 'measured' as const, method: 'lines/1' }
})
const prompts = fc.oneof(
  fc.constant({ promptHash: 'none', prompts: null }),
  fc.tuple(hash, fc.integer({ min: 1, max: 99 })).map(([promptHash, number]) => ({ promptHash, prompts: number })),
)
const contribution = fc
  .tuple(name, fc.option(version), token, prompts, humanEdited)
  .map(([tool, toolVersion, model, hashes, edit]) => ({ tool, toolVersion, model, ...hashes, humanEdited: edit }))
const change = fc.stringMatching(/^[0-9a-f]{40}$/)
const record: fc.Arbitrary<CommitRecord> = fc.oneof(
  fc
    .tuple(fc.array(contribution, { minLength: 1, maxLength: 3 }), change)
    .map(([contributions, id]) => ({ contributions, none: null, change: id })),
  fc
    .tuple(fc.constantFrom('observed' as const, 'declared' as const), fc.option(change))
    .map(([basis, id]) => ({ contributions: [], none: { basis }, change: id })),
)

test('what is composed is read back, without a fault', () => {
  fc.assert(
    fc.property(record, (one) => {
      expect(readRecord(composeTrailers(one))).toEqual({ record: one, faults: [], foreign: [] })
    }),
  )
})

const good = [
  { key: 'AI-Tool', value: 'claude-code/2.1.329' },
  { key: 'ai-model', value: 'claude-opus-4-6' },
  { key: 'AI-Prompt-Hash', value: 'none' },
  {
    key: 'AI-HUMAN-EDITED-RATIO',
    value: '0.250; kept=45; edited=12; dropped=3; basis=measured; method=lines/1; more=unknown',
  },
  { key: 'AI-Change', value: `patch-id:${'a'.repeat(40)}` },
]
const changed = (key: string, value: string) =>
  good.map((one) => (one.key.toLowerCase() === key.toLowerCase() ? { ...one, value } : one))

describe('records that cannot be taken as written', () => {
  test('the record these are made from is good, whatever the case of its keys', () => {
    expect(readRecord(good)).toMatchObject({
      faults: [],
      record: { contributions: [{ humanEdited: { ratio: 0.25 } }] },
    })
  })
  for (const [what, trailers, code] of [
    [
      'a ratio that its counts do not give',
      changed('AI-Human-Edited-Ratio', '0.300; kept=45; edited=12; dropped=3; basis=measured'),
      'ratio-mismatch',
    ],
    [
      'a ratio a thousandth off what its counts give',
      changed('AI-Human-Edited-Ratio', '0.251; kept=45; edited=12; dropped=3; basis=measured'),
      'ratio-mismatch',
    ],
    [
      'a ratio of 0 where the one line in a thousand that was edited makes 0.001',
      changed('AI-Human-Edited-Ratio', '0.000; kept=999; edited=1; dropped=0; basis=measured'),
      'ratio-mismatch',
    ],
    [
      'a ratio of 0 where nothing was proposed',
      changed('AI-Human-Edited-Ratio', '0.000; kept=0; edited=0; dropped=0; basis=measured'),
      'ratio-mismatch',
    ],
    ['a ratio over 1', changed('AI-Human-Edited-Ratio', '1.500; kept=1; edited=1; dropped=1'), 'field-malformed'],
    ['a ratio in words', changed('AI-Human-Edited-Ratio', 'half'), 'field-malformed'],
    ['a negative count', changed('AI-Human-Edited-Ratio', '0.250; kept=-1; edited=1; dropped=0'), 'field-malformed'],
    ['a tool in capitals', changed('AI-Tool', 'Claude Code'), 'field-malformed'],
    ['a prompt hash of another length', changed('AI-Prompt-Hash', 'sha256:abc'), 'field-malformed'],
    ['a change that is no patch-id', changed('AI-Change', 'patch-id:xyz'), 'field-malformed'],
    ['a value over 255 bytes', changed('AI-Model', 'm'.repeat(256)), 'field-malformed'],
    ['a model twice', [...good, { key: 'AI-Model', value: 'other' }], 'field-duplicated'],
    ['a change twice', [...good, { key: 'AI-Change', value: `patch-id:${'b'.repeat(40)}` }], 'field-duplicated'],
    [
      'none beside a contribution',
      [...good, { key: 'AI-Tool', value: 'none; basis=observed' }],
      'none-with-contribution',
    ],
    ['a field missing', good.filter(({ key }) => key !== 'ai-model'), 'field-missing'],
  ] as const) {
    test(what, () => expect(readRecord(trailers).faults.map((fault) => fault.code)).toContain(code))
  }
})

describe('no record', () => {
  for (const trailers of [
    [{ key: 'AI-Tool', value: 'Claude Code' }],
    [{ key: 'AI-Model', value: 'gpt-5' }],
    [
      { key: 'AI-Tool', value: 'claude-code' },
      { key: 'AI-Model', value: 'opus' },
    ],
    [{ key: 'AI-Tool', value: 'none-such' }],
    [{ key: 'Signed-off-by', value: 'A <a@b>' }],
  ]) {
    test(JSON.stringify(trailers), () => expect(readRecord(trailers)).toMatchObject({ record: null, faults: [] }))
  }
})

test('what cannot be written safely is refused', () => {
  const unsafe = (model: string): CommitRecord => ({
    contributions: [{ tool: 'x', toolVersion: null, model, promptHash: 'none', prompts: null, humanEdited: null }],
    none: null,
    change: null,
  })
  for (const model of ['x\nSigned-off-by: Eve <e@e>', 'x\u0000', 'x\u2028y', 'm'.repeat(256), '']) {
    expect(() => composeTrailers(unsafe(model))).toThrowError(expect.objectContaining({ code: 'VALUE_REFUSED' }))
  }
})
