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
