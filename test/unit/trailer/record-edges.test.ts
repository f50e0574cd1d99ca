import { describe, expect, test } from 'vitest'
import type { CommitRecord, Contribution } from '../../../src/core/record/record.js'
import { composeTrailers } from '../../../src/core/trailer/compose.js'
import type { Trailer } from '../../../src/core/trailer/keys.js'
import { readRecord } from '../../../src/core/trailer/read.js'

const hash = `hmac-sha256:3f9ac01b:${'A'.repeat(43)}`
const part: Contribution = {
  tool: 'claude-code',
  toolVersion: '2.1.329',
  model: 'claude-opus-4-6',
  promptHash: hash,
  prompts: 4,
  humanEdited: { ratio: 0.25, kept: 45, edited: 12, dropped: 3, basis: 'measured', method: 'lines/1' },
}
const recordOf = (more: Partial<Contribution>): CommitRecord => ({
  contributions: [{ ...part, ...more }],
  none: null,
  change: 'a'.repeat(40),
})
const lines = (trailers: readonly Trailer[]) => trailers.map(({ key, value }) => `${key}: ${value}`)
const trailersOf = (text: string): readonly Trailer[] =>
  text.split('\n').map((line) => ({ key: line.slice(0, line.indexOf(':')), value: line.slice(line.indexOf(': ') + 2) }))
/** The faults of lines that a binding ends. */
const codes = (text: string) =>
  readRecord(trailersOf(`${text}\nAI-Change: patch-id:${'a'.repeat(40)}`)).faults.map(
    ({ code, args }) => `${code} ${args['field']}`,
  )

describe('parameters that nobody here knows', () => {
  const text = [
    'AI-Tool: chatgpt/5; channel=web',
    'AI-Model: gpt-5.2; effort=high',
    'AI-Prompt-Hash: none; seen=no',
    'AI-Human-Edited-Ratio: 0.250; kept=3; edited=1; dropped=0; basis=measured; method=lines/1; tool=mine',
    `AI-Change: patch-id:${'a'.repeat(40)}; alg=2`,
  ]

  test('are kept, and written again behind the known ones', () => {
    const { record, faults } = readRecord(trailersOf(text.join('\n')))
    expect(faults).toEqual([])
    expect(record?.contributions[0]?.parameters).toEqual({
      tool: { channel: 'web' },
      model: { effort: 'high' },
      promptHash: { seen: 'no' },
      humanEdited: { tool: 'mine' },
    })
    expect(record?.changeParameters).toEqual({ alg: '2' })
    expect(record === null ? [] : lines(composeTrailers(record))).toEqual(text)
    const none = readRecord(trailersOf('AI-Tool: none; v=1; basis=observed')).record
    expect(none === null ? [] : lines(composeTrailers(none))).toEqual(['AI-Tool: none; basis=observed; v=1'])
  })

  test('stand aside where the line has no room for them', () => {
    const long = { x: 'y'.repeat(250) }
    const record = recordOf({ parameters: { tool: long, model: { a: 'b' } } })
    expect(lines(composeTrailers({ ...record, changeParameters: long }))).toMatchObject(
      [
        'AI-Tool: claude-code/2.1.329',
        'AI-Model: claude-opus-4-6; a=b',
        /hmac/,
        /0.250/,
        /AI-Change: patch-id:a{40}$/,
      ].map((one) => (typeof one === 'string' ? one : expect.stringMatching(one))),
    )
  })
})

describe('composeTrailers', () => {
  test('writes the lines of the specification, in its order', () => {
    const second = { ...part, tool: 'cursor', toolVersion: null, model: 'unknown', promptHash: 'none', prompts: null }
    const record = { ...recordOf({}), contributions: [part, second] }
    const ratio = 'AI-Human-Edited-Ratio: 0.250; kept=45; edited=12; dropped=3; basis=measured; method=lines/1'
    expect(lines(composeTrailers(record))).toEqual([
      'AI-Tool: claude-code/2.1.329',
      'AI-Model: claude-opus-4-6',
      `AI-Prompt-Hash: ${hash}; prompts=4`,
      ratio,
      'AI-Tool: cursor',
      'AI-Model: unknown',
      'AI-Prompt-Hash: none',
      ratio,
      `AI-Change: patch-id:${'a'.repeat(40)}`,
    ])
  })

  test('writes unknown where nothing was proposed, never 0', () => {
    const humanEdited = { ratio: null, kept: 0, edited: 0, dropped: 0, basis: 'measured', method: 'lines/1' } as const
    expect(lines(composeTrailers(recordOf({ humanEdited })))).toContain(
      'AI-Human-Edited-Ratio: unknown; kept=0; edited=0; dropped=0; basis=measured; method=lines/1',
    )
  })

  test('refuses what would be read back as something else', () => {
    const misread: readonly Partial<Contribution>[] = [
      { model: 'gpt-5; basis=declared' },
      { model: 'a;b' },
      { model: ' padded' },
      { tool: 'Claude Code' },
      { tool: 'none' },
      { tool: '' },
      { toolVersion: '1.0/x' },
      { toolVersion: '1 beta' },
      { promptHash: 'sha256:short' },
      { prompts: -1 },
      { prompts: 1.5 },
      { humanEdited: { ratio: 1.5, kept: null, edited: null, dropped: null, basis: 'declared', method: null } },
      { humanEdited: { ratio: Number.NaN, kept: null, edited: null, dropped: null, basis: 'declared', method: null } },
      { humanEdited: { ratio: 0, kept: 1, edited: -1, dropped: 0, basis: 'measured', method: null } },
      { humanEdited: { ratio: 0, kept: 1, edited: 0, dropped: 0, basis: 'measured', method: 'a b' } },
    ]
    for (const more of misread) {
      expect(() => composeTrailers(recordOf(more)), JSON.stringify(more)).toThrowError(
        expect.objectContaining({ code: 'VALUE_REFUSED' }),
      )
    }
    expect(() => composeTrailers({ ...recordOf({}), change: 'HEAD' })).toThrowError(/read back/)
  })
})

describe('readRecord', () => {
  test('takes a tool whose basis is unknown, and unknown parameters, for what they are', () => {
    const { record, faults } = readRecord(
      trailersOf(
        'AI-Tool: cursor; basis=unknown; x=y\nAI-Model: unknown\nAI-Prompt-Hash: none\nAI-Human-Edited-Ratio: unknown; basis=unknown\nAI-Change: patch-id:0123456789012345678901234567890123456789',
      ),
    )
    expect(faults).toEqual([])
    expect(record?.contributions).toMatchObject([{ tool: 'cursor', humanEdited: { ratio: null, basis: 'unknown' } }])
  })

  test('tolerates every way of rounding to three decimals', () => {
    for (const ratio of ['0.666', '0.667']) {
      expect(
        codes(
          `AI-Tool: x\nAI-Model: m\nAI-Prompt-Hash: none\nAI-Human-Edited-Ratio: ${ratio}; kept=1; edited=1; dropped=1`,
        ),
      ).toEqual([])
    }
  })

  test('what is left of a record whose tool is gone cannot be taken as written', () => {
    for (const left of [`AI-Change: patch-id:${'a'.repeat(40)}`, `AI-Prompt-Hash: ${hash}; prompts=3`]) {
      const { record, faults } = readRecord(trailersOf(left))
      expect(record?.contributions).toEqual([])
      expect(faults.map(({ code }) => code).sort()).toEqual(['field-malformed', 'field-missing'])
    }
  })

  test('keys of ours in some other form are no record, and are handed on', () => {
    for (const text of [
      'AI-Change: refactored',
      'AI-Model: gpt-5\nAI-Prompt-Hash: none',
      'AI-Prompt-Hash: sha256:abc',
    ]) {
      const lines = trailersOf(text)
      expect(readRecord(lines)).toEqual({ record: null, faults: [], foreign: lines })
    }
  })

  test('none is none in any order of its parameters, and without them', () => {
    const none = (value: string) => {
      const { record, faults } = readRecord(trailersOf(value))
      return [record?.none?.basis, ...faults.map(({ code, args }) => `${code} ${args['field']}`)]
    }
    expect(none('AI-Tool: none; v=1; basis=observed')).toEqual(['observed'])
    expect(none('AI-Tool: NONE ;basis=declared; v=1')).toEqual(['declared'])
    const change = `\nAI-Change: patch-id:${'a'.repeat(40)}`
    for (const more of ['', change, '\nAI-Model: none'])
      expect(none(`AI-Tool: none${more}`)).toEqual(['unknown', 'field-missing basis'])
    for (const odd of ['none; basis=observed;', 'none; basis=measured', 'none; basis=a b'])
      expect(none(`AI-Tool: ${odd}`)).toEqual(['unknown', 'field-malformed AI-Tool'])
  })

  test('a none without its basis is written as it came', () => {
    const record = { contributions: [], none: { basis: 'unknown' as const }, change: null }
    expect(lines(composeTrailers(record))).toEqual(['AI-Tool: none'])
  })

  test('a ratio or a model above the first tool is malformed', () => {
    expect(codes('AI-Human-Edited-Ratio: 0.5\nAI-Tool: x\nAI-Model: m\nAI-Prompt-Hash: none')).toContain(
      'field-malformed AI-Human-Edited-Ratio',
    )
    expect(codes('ai-model: m\nAI-Tool: x\nAI-Prompt-Hash: none')).toContain('field-malformed AI-Model')
  })

  test('the same lines in a second contribution are no duplicates', () => {
    const one = 'AI-Tool: x\nAI-Model: m\nAI-Prompt-Hash: none\nAI-Human-Edited-Ratio: unknown'
    expect(codes(`${one}\n${one}`)).toEqual([])
  })

  test('without a binding a record is whole, and bound to nothing', () => {
    const one = 'AI-Tool: x\nAI-Model: m\nAI-Prompt-Hash: none\nAI-Human-Edited-Ratio: unknown'
    expect(readRecord(trailersOf(one))).toMatchObject({
      record: { contributions: [{ tool: 'x' }], change: null },
      faults: [],
    })
    expect(readRecord(trailersOf('AI-Tool: none; basis=observed')).faults).toEqual([])
  })

  test('none is observed or declared, and nothing else', () => {
    expect(readRecord(trailersOf('AI-Tool: none; basis=declared')).record?.none).toEqual({ basis: 'declared' })
    expect(codes('AI-Tool: none; basis=measured')).toEqual(['field-malformed AI-Tool'])
    expect(codes('AI-Tool: none; basis=observed\nAI-Tool: none; basis=observed')).toEqual(['field-duplicated AI-Tool'])
    expect(codes('AI-Tool: none; basis=observed\nAI-Model: m')).toEqual(['none-with-contribution AI-Tool'])
  })

  test('what is measured has its counts, and prompts that were seen are one or more', () => {
    const one = 'AI-Tool: x\nAI-Model: m'
    const ratio = (value: string) => codes(`${one}\nAI-Prompt-Hash: none\nAI-Human-Edited-Ratio: ${value}`)
    expect(ratio('0.5; basis=measured')).toEqual(['field-malformed AI-Human-Edited-Ratio'])
    expect(ratio('0.500; kept=1; edited=1; dropped=0; basis=measured')).toEqual([])
    expect(ratio('0.500; kept=1; edited=1; basis=declared')).toEqual(['field-malformed AI-Human-Edited-Ratio'])
    expect(ratio('0.5; basis=declared')).toEqual([])
    const prompts = (count: string) =>
      codes(`${one}\nAI-Prompt-Hash: ${hash}; prompts=${count}\nAI-Human-Edited-Ratio: unknown`)
    for (const count of ['0', '00', '-1', '1.5', '']) expect(prompts(count)).toEqual(['field-malformed AI-Prompt-Hash'])
    expect(prompts('1')).toEqual([])
  })

  test('a tool with what only a record has is one, and alone or with its model it is some other convention', () => {
    const isRecord = (text: string) => readRecord(trailersOf(text)).record !== null
    expect(isRecord('AI-Tool: x')).toBe(false)
    expect(isRecord('AI-Tool: x\nAI-Model: m')).toBe(false)
    expect(isRecord(`AI-Tool: x\nAI-Change: patch-id:${'a'.repeat(40)}`)).toBe(true)
    expect(isRecord(`AI-Tool: x\nAI-Prompt-Hash: none`)).toBe(true)
    expect(isRecord(`AI-Tool: x\nAI-Change: refactored`)).toBe(false)
    expect(isRecord('AI-Human-Edited-Ratio: unknown')).toBe(true)
  })

  test('reports a fault of a field once, however often a hostile message has it', () => {
    const spellings = ['AI-Model', 'ai-model', 'aI-mOdEl', 'AI-MODEL']
    const many = Array.from({ length: 50_000 }, (_, index) => `${spellings[index % 4]}: m`).join('\n')
    expect(codes(`${many}\nAI-Human-Edited-Ratio: 0.5`)).toEqual([
      'field-malformed AI-Model',
      'field-malformed AI-Human-Edited-Ratio',
      'field-missing AI-Tool',
    ])
  })
})
