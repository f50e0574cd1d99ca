import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type PolicyBench, policyBench } from '../../support/policy-bench.js'

let bench: PolicyBench
beforeEach(() => {
  bench = policyBench()
})
afterEach(() => bench.remove())

const counted = '0.000; kept=2; edited=0; dropped=0; basis=measured; method=lines/1'
const record = ({ model = 'claude-opus-4-5', ratio = counted } = {}) =>
  `Work\n\nAI-Tool: claude-code/2.1.329\nAI-Model: ${model}\nAI-Prompt-Hash: none\nAI-Human-Edited-Ratio: ${ratio}\nAI-Change: patch-id:${'1'.repeat(40)}`

/** What one rule says of the last commit. */
const argsOf = (rule: string, option = '') =>
  bench
    .judge(`rules: { ${rule}: [error${option}] }`)
    .entries.at(-1)
    ?.findings.filter(({ code }) => code === rule)
    .map(({ args }) => args)

describe('model-version-exact', () => {
  test.for([
    'opus[1m]',
    'Sonnet (1M context)',
    'llama:70b',
    'qwen-coder-32b',
    'Llama 70B',
    'mixtral-8x7b',
    'llama:70b-instruct-q4_K_M',
    'mistral:7b-instruct-q4_0',
    'codellama:13b-code-fp16',
  ])('%s is named by its context, size or quantisation, not by a version', (model) => {
    bench.commit(record({ model }))
    expect(argsOf('model-version-exact')).toMatchObject([{ model }])
  })

  test.for([
    'claude-opus-4-5[1m]',
    'Opus 4.6 (1M context)',
    'llama3.3:70b',
    'llama3.3:70b-instruct-q4_K_M',
    'qwen2.5-coder-32b',
    'openai/gpt-oss-120b',
  ])('%s is exact', (model) => {
    bench.commit(record({ model }))
    expect(argsOf('model-version-exact')).toEqual([])
  })
})

describe('human-edited-minimum', () => {
  const judged = (ratio: string) => {
    bench.commit(record({ ratio: `${ratio}; basis=measured; method=lines/1` }))
    return argsOf('human-edited-minimum', ', 0.2')
  }

  test('holds the counts against it, not the ratio that was rounded', () => {
    expect(judged('0.200; kept=2001; edited=499; dropped=0')).toEqual([{ ratio: 0.1996, minimum: 0.2 }])
    expect(judged('0.200; kept=2000; edited=499; dropped=1')).toEqual([])
    expect(judged('0.333; kept=2; edited=1; dropped=0')).toEqual([])
    expect(judged('0.111; kept=8; edited=1; dropped=0')).toEqual([{ ratio: 0.111, minimum: 0.2 }])
    expect(judged('unknown; kept=0; edited=0; dropped=0')).toEqual([{ reason: 'unknown', minimum: 0.2 }])
  })
})

describe('ai-share-maximum', () => {
  const deleted = (message: string) => {
    bench.commit('Add', ['old.txt'])
    rmSync(join(bench.top, 'old.txt'))
    bench.commit(message, [])
    return argsOf('ai-share-maximum')
  }

  test('a commit that only deletes has no share, known or not', () => {
    expect(deleted(record({ ratio: 'unknown; basis=unknown' }))).toEqual([])
    expect(deleted('Work\n\nCo-authored-by: Claude <noreply@anthropic.com>')).toEqual([])
    bench.commit(record({ ratio: 'unknown; basis=unknown' }))
    expect(argsOf('ai-share-maximum')).toMatchObject([{ reason: 'unknown' }])
  })
})
