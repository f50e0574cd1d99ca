import { describe, expect, test } from 'vitest'
import { modelKey } from '../../../src/core/marks/models.js'

describe('modelKey', () => {
  test.each([
    [
      'claude-opus-4.6',
      [
        'Claude Opus 4.6 (1M context)',
        'claude-opus-4-6-20260101',
        'anthropic/claude-opus-4.6',
        'AWS Claude Opus 4.6',
        'Opus 4.6',
        'claude-opus-4-6[1m]',
        'claude-opus-4-6-medium',
      ],
    ],
    ['claude-opus-4', ['claude-opus-4@20250514', 'us.anthropic.claude-opus-4-20250514-v1:0']],
    ['claude-sonnet-3.5', ['Claude 3.5 Sonnet', 'claude-3-5-sonnet-20241022', 'claude-3-5-sonnet-latest']],
    ['claude-fable-5', ['Claude Fable 5', 'claude-fable-5']],
    ['gpt-5', ['gpt-5', 'GPT-5', 'GPT5', 'openai/gpt-5', 'gpt-5-2025-08-07', 'gpt-5-high']],
    ['gpt-4o', ['gpt-4o-2024-08-06', 'ChatGPT-4o']],
    ['gpt-4.1-mini', ['gpt-4.1-mini', 'gpt-4-1-mini']],
    ['gpt-5.6-sol', ['GPT-5.6 Sol', 'gpt-5.6-sol']],
    ['gpt-5.3-codex', ['gpt-5.3-codex', 'GPT-5.3 Codex']],
    ['o3-mini', ['o3-mini', 'openai/o3-mini']],
    ['gemini-2.5-pro', ['gemini-2.5-pro-exp-03-25', 'Gemini 2.5 Pro', 'gemini/gemini-2.5-pro']],
    ['qwen3-coder', ['Qwen3 Coder', 'Qwen 3 Coder', 'qwen/qwen3-coder:free']],
    ['deepseek-r1', ['openrouter/deepseek/deepseek-r1:free', 'deepseek-r1-0528', 'DeepSeek R1']],
    ['kimi-k2.5', ['Kimi-K2.5', 'kimi-k2-5', 'Kimi K2.5']],
    ['glm-4.7', ['GLM-4.7', 'glm-4-7', 'z-ai/glm-4.7']],
    ['grok-4', ['grok-4', 'Grok 4', 'x-ai/grok-4-0709']],
    ['devstral-small-2', ['devstral-small-2', 'mistralai/devstral-small-2']],
    ['mistral-medium', ['mistral-medium-2508', 'Mistral Medium']],
    ['llama-3.3-70b', ['llama-3.3-70b', 'Llama 3.3 70B', 'meta/llama-3-3-70b']],
    ['minimax-m2', ['MiniMax-M2', 'MiniMax M2']],
  ])('%s', (key, spellings) => {
    expect(spellings.map(modelKey)).toEqual(spellings.map(() => key))
  })

  test('different models stay different', () => {
    const names = [
      'gpt-5',
      'gpt-5-mini',
      'gpt-5-codex',
      'gpt-5.1',
      'claude-opus-4.5',
      'claude-opus-4.6',
      'claude-sonnet-4.5',
    ]
    expect(new Set(names.map(modelKey)).size).toBe(names.length)
  })

  test.each(['', 'claude', 'foo', 'unknown', 'sonnetize', 'x'.repeat(100_000)])('%j is no known family', (name) => {
    expect(modelKey(name)).toBe(null)
  })
})
