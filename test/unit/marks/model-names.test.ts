import { describe, expect, test } from 'vitest'
import { modelsByTool } from '../../../src/core/marks/model-names.js'

const has = (models: readonly string[], name: string) =>
  modelsByTool(models.map((model) => ({ tool: 'x', model }))).get('x')?.(name)

describe('names of models', () => {
  test.for([
    ['claude-opus-4-5-20251101', 'Claude Opus 4.5', true],
    ['claude-opus-4-5', 'claude-opus-4-6', false],
    ['claude-opus-4-5', 'opus', true],
    ['opus', 'claude-opus-4-5', true],
    ['gpt-5', 'gpt-5-mini', false],
    ['claude-3-5-sonnet-20240620', 'claude-3-5-sonnet-20241022', false],
    ['claude-3-5-sonnet@20241022', 'us.anthropic.claude-3-5-sonnet-20241022-v2:0', true],
    ['anthropic.claude-3-5-sonnet-v1:0', 'anthropic.claude-3-5-sonnet-v2:0', false],
    ['claude-3-5-sonnet-v2', 'claude-3-5-sonnet-20241022', true],
    ['gpt-4o-2024-05-13', 'gpt-4o-2024-08-06', false],
    ['gpt-4o-2024-08-06', 'gpt-4o', true],
    ['gpt-4o-20240806', 'openai/gpt-4o-2024-08-06', true],
    ['gpt-4-0613', 'gpt-4-1106-preview', false],
    ['grok-4-0709', 'grok-4-20250709', true],
    ['mistral-medium-2508', 'mistral-medium-2505', false],
    ['gemini-2.5-pro-exp-03-25', 'gemini-2.5-pro-preview-05-06', false],
    ['auto', 'Auto', true],
    ['auto', 'claude-opus-4-5', false],
    ['in-house', 'in-house-7', true],
    ['in-house-6', 'in-house-7', false],
  ] as const)('%s and %s', ([one, other, same]) => {
    expect(has(['unknown', one], other)).toBe(same)
    expect(has([other], one)).toBe(same)
  })

  test('in a crowd are told apart in one pass', () => {
    const crowd = (family: string) => Array.from({ length: 20_000 }, (_, n) => `${family}-${n}-a-b-c`)
    const names = modelsByTool(crowd('one').map((model) => ({ tool: 'x', model })))
    expect(crowd('other').filter((name) => names.get('x')?.(name))).toEqual([])
    expect(names.get('y')).toBeUndefined()
  })
})
