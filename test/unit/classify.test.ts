import { describe, expect, test } from 'vitest'
import { classify } from '../../src/core/ledger/classify.js'
import type { Mark } from '../../src/core/marks/mark.js'
import { readRecord } from '../../src/core/trailer/read.js'

const recordOf = (text: string) =>
  readRecord(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => ({ key: line.slice(0, line.indexOf(':')), value: line.slice(line.indexOf(': ') + 2) })),
  )
const contribution = (tool: string, model: string) =>
  `AI-Tool: ${tool}\nAI-Model: ${model}\nAI-Prompt-Hash: none\nAI-Human-Edited-Ratio: unknown; basis=unknown\n`
const opus = recordOf(contribution('claude-code', 'claude-opus-4-6'))
const none = recordOf('AI-Tool: none; basis=observed')
const nothing = recordOf('')

const mark = (more: Partial<Mark> = {}): Mark => ({
  tool: 'claude-code',
  model: null,
  kind: 'coauthor',
  raw: 'raw',
  where: 'trailers',
  ai: true,
  ...more,
})
const judge = (reading: typeof opus, ...marks: readonly Mark[]) => {
  const { class: evidence, contradictions } = classify(reading, marks)
  return [evidence, ...contradictions.map(({ code }) => code)]
}

describe('without a record', () => {
  test('silence is unknown', () => expect(judge(nothing)).toEqual(['unknown']))
  test('marks, of AI or of none, are marked', () => {
    expect(judge(nothing, mark())).toEqual(['marked'])
    expect(judge(nothing, mark({ ai: false, tool: null }))).toEqual(['marked'])
  })
  test('AI-Tool alone is no record', () => expect(judge(recordOf('AI-Tool: Cursor'))).toEqual(['unknown']))
})

describe('a record of none', () => {
  test('stands by itself, and beside a mark of none', () => {
    expect(judge(none)).toEqual(['none'])
    expect(judge(none, mark({ ai: false, tool: null }))).toEqual(['none'])
  })
  test('is one with other parameters before its basis, and without one', () => {
    for (const value of ['none; v=1; basis=observed', 'none']) {
      const one = recordOf(`AI-Tool: ${value}`)
      expect(judge(one)).toEqual(['none'])
      expect(judge(one, mark({ tool: null }))).toEqual(['contradicted', 'none-but-agent'])
    }
  })
  for (const kind of ['author', 'committer', 'coauthor', 'trailer', 'session', 'body', 'note'] as const) {
    test(`is contradicted by a mark from ${kind}`, () => {
      expect(judge(none, mark({ kind, tool: null }))).toEqual(['contradicted', 'none-but-agent'])
    })
  }
  test('is contradicted by a record that a squash left in the body', () => {
    const left = mark({ kind: 'trailer', where: 'body', raw: 'AI-Tool: claude-code/2.1' })
    expect(judge(none, left)).toEqual(['contradicted', 'none-but-agent'])
  })
  test('is not contradicted by the wording of a subject', () => {
    expect(judge(none, mark({ kind: 'subject', where: 'subject' }))).toEqual(['none'])
  })
})

test('what is left of a record is contradicted, and differs from no mark', () => {
  const left = recordOf(`AI-Model: gpt-5\nAI-Change: patch-id:${'a'.repeat(40)}`)
  expect(judge(left, mark({ model: 'gpt-5' }))).toEqual(['contradicted', 'field-malformed'])
})

describe('a record of contributions', () => {
  test('is recorded, though fields are missing', () => {
    expect(judge(opus)).toEqual(['recorded'])
    expect(judge(recordOf('AI-Tool: x\nAI-Human-Edited-Ratio: unknown'))).toEqual(['recorded'])
  })

  test('is contradicted by a fault that is more than a missing field', () => {
    const malformed = recordOf(`${contribution('claude-code', 'm')}AI-Change: nothing`)
    expect(judge(malformed)).toEqual(['contradicted', 'field-malformed'])
  })

  test('is contradicted by a mark of none, unless it stands in the body, where a squash leaves those of one commit', () => {
    const denial = mark({ kind: 'trailer', ai: false, tool: null })
    expect(judge(opus, denial)).toEqual(['contradicted', 'agent-but-none'])
    expect(judge(opus, { ...denial, where: 'body' })).toEqual(['recorded'])
  })

  test('agrees with marks of its tools, of no tool, and of its tool’s family', () => {
    expect(judge(opus, mark(), mark({ tool: null }), mark({ tool: 'claude' }))).toEqual(['recorded'])
    const two = recordOf(contribution('claude-code', 'claude-opus-4-6') + contribution('cursor', 'gpt-5'))
    expect(judge(two, mark({ tool: 'cursor', model: 'GPT-5' }))).toEqual(['recorded'])
  })

  test('is contradicted by another tool', () => {
    expect(judge(opus, mark({ tool: 'cursor' }))).toEqual(['contradicted', 'tool-differs'])
    // The chat was declared, but the agent signed.
    expect(judge(recordOf(contribution('claude', 'unknown')), mark())).toEqual(['contradicted', 'tool-differs'])
  })

  test('is not contradicted by what a squash left in the body of another tool’s record', () => {
    const left = { kind: 'trailer', where: 'body' } as const
    expect(judge(opus, mark({ ...left, tool: 'cursor', raw: 'AI-Tool: cursor/1' }))).toEqual(['recorded'])
    expect(judge(opus, mark({ ...left, model: 'gpt-5', raw: 'ai-tool : claude-code' }))).toEqual(['recorded'])
  })

  test('is contradicted by another model, not by another spelling', () => {
    expect(judge(opus, mark({ model: 'Claude Opus 4.6 (1M context)' }))).toEqual(['recorded'])
    expect(judge(opus, mark({ model: 'Claude Sonnet 4.6' }))).toEqual(['contradicted', 'model-differs'])
    expect(judge(opus, mark({ model: 'claude-opus-4-5' }))).toEqual(['contradicted', 'model-differs'])
  })

  test('is contradicted by another date of the model, not by a name without one', () => {
    const dated = recordOf(contribution('claude-code', 'claude-3-5-sonnet-20241022'))
    expect(judge(dated, mark({ model: 'claude-3-5-sonnet-20240620' }))).toEqual(['contradicted', 'model-differs'])
    expect(judge(dated, mark({ model: 'Claude 3.5 Sonnet' }))).toEqual(['recorded'])
  })

  test('is contradicted by a mark that gives one of its tools another one’s model', () => {
    const two = recordOf(contribution('claude-code', 'claude-opus-4-6') + contribution('codex', 'gpt-5'))
    expect(judge(two, mark({ model: 'gpt-5' }))).toEqual(['contradicted', 'model-differs'])
    expect(judge(two, mark({ tool: null, model: 'gpt-5' }), mark({ tool: 'codex', model: 'gpt-5' }))).toEqual([
      'recorded',
    ])
  })

  test('is not contradicted by a model that is less exact, or that nobody knows', () => {
    expect(judge(opus, mark({ model: 'Claude Opus' }), mark({ model: 'in-house-7' }))).toEqual(['recorded'])
    expect(judge(recordOf(contribution('claude-code', 'unknown')), mark({ model: 'gpt-5' }))).toEqual(['recorded'])
  })

  test('knows a variant from the model it is of', () => {
    expect(judge(recordOf(contribution('claude-code', 'gpt-5')), mark({ model: 'gpt-5-mini' }))).toEqual([
      'contradicted',
      'model-differs',
    ])
  })
})
