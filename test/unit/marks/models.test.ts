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

  test.each([
    ['claude-opus-4.5', 'bedrock/us.anthropic.claude-opus-4-5-20251101-v1:0'],
    ['claude-opus-4.5', 'projects/p/locations/us-east5/publishers/anthropic/models/claude-opus-4-5@20251101'],
    ['claude-opus-4.5', 'arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-opus-4-5-20251101-v1:0'],
    ['claude-opus-4.5', 'openrouter/anthropic/claude-opus-4.5:thinking'],
    ['claude-opus-4.5', 'claude-4.5-opus-high-thinking'],
    ['claude-opus-4.5', 'Claude Opus 4.5 (1M context, via Claude Code)'],
    ['claude-opus-4.5', 'Claude Code Opus 4.5'],
    ['claude-opus', 'opus[1m]'],
    ['claude-2.1', 'claude-2.1'],
    ['claude-sonnet-4', 'anthropic--claude-4-sonnet'],
    ['gpt-5', 'GPT-5 (medium reasoning)'],
    ['gpt-oss-120b-1', 'openai.gpt-oss-120b-1:0'],
    ['llama-3.3-70b-instruct-v1', 'meta.llama3-3-70b-instruct-v1:0'],
    ['qwen3-coder', 'ollama/qwen3-coder:30b-a3b-q8_0'],
    ['qwen3-8b-gguf', 'Qwen/Qwen3-8B-GGUF'],
    ['deepseek-r1-distill-llama-70b', 'deepseek-ai/DeepSeek-R1-Distill-Llama-70B'],
    ['llama-3.1-nemotron-70b-instruct', 'nvidia/llama-3.1-nemotron-70b-instruct'],
    ['glm-4.7', 'hf:zai-org/GLM-4.7'],
  ])('%s, whoever serves it and however it was asked: %s', (key, name) => {
    expect(modelKey(name)).toBe(key)
  })

  test.each([
    ['TeichAI/Qwen3-14B-Claude-4.5-Opus-High-Reasoning-Distill-GGUF', null],
    ['qwen3-8b-claude-opus-4.5-distill', 'qwen3-8b-claude-opus-4.5-distill'],
    ['claude-opus-4.5-distill', null],
    ['claude-opus-4.5-qwen3-14b', null],
    ['claude-opus-4.5-deepseek', null],
    ['claude-opus-4.5 (distilled)', null],
    ['uncensored-gpt-5', null],
    ['not-claude-opus-4.5', null],
    ['my-opus', null],
    ['gpt-5:uncensored', 'gpt-5-uncensored'],
    ['gpt-5 (uncensored)', 'gpt-5-uncensored'],
    ['gpt-5@somebody', 'gpt-5-somebody'],
    ['SOMEBODY/gpt-5', null],
    ['openrouter/somebody/claude-opus-4.5', null],
    ['somebody/models/claude-opus-4.5', null],
  ])('what somebody else made is another model: %s', (name, key) => {
    expect(modelKey(name)).toBe(key)
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
