import { describe, expect, test } from 'vitest'
import { readMarks } from '../../../src/core/marks/read-marks.js'
import { commitOf } from './commit-of.js'

const read = (key: string, value: string) => readMarks(commitOf(`fix: x\n\n${key}: ${value}\n`), [{ key, value }])

describe('Assisted-by in its shapes', () => {
  test.each([
    ['Claude:claude-3-opus coccinelle sparse', 'claude-code', 'claude-3-opus'],
    ['Claude Code:claude-opus-4-8[1m]', 'claude-code', 'claude-opus-4-8[1m]'],
    ['Crush:AWS Claude Opus 4.6', 'crush', 'AWS Claude Opus 4.6'],
    ['Crush:accounts/fireworks/models/kimi-k2p6', 'crush', 'accounts/fireworks/models/kimi-k2p6'],
    ['Crush:auto', 'crush', null],
    ['Foo:claude-opus-4-6', 'foo', 'claude-opus-4-6'],
    ['GitHub Copilot (model: claude-sonnet-4.6, autonomous)', 'github-copilot', 'claude-sonnet-4.6'],
    ['Command Code (autonomous)', 'command-code', null],
    ['Cursor (Claude 4.5)', 'cursor', 'Claude 4.5'],
    ['Claude Opus 4.6 (Claude Code)', 'claude-code', 'Claude Opus 4.6'],
    ['Opus 4.6 via Claude Code', 'claude-code', 'Opus 4.6'],
    ['GLM-4.7 via Crush <crush@charm.land>', 'crush', 'GLM-4.7'],
    ['Claude Sonnet 4.6 in Cursor', 'cursor', 'Claude Sonnet 4.6'],
    ['claude-code/claude-opus-4-6', 'claude-code', 'claude-opus-4-6'],
    ['anthropic/claude-opus-4.6', null, 'anthropic/claude-opus-4.6'],
    ['Claude Opus 4.6', null, 'Claude Opus 4.6'],
    ['OpenAI GPT-5.4', null, 'OpenAI GPT-5.4'],
    ['Claude Sonnet 4.6 <noreply@anthropic.com>', 'claude-code', 'Claude Sonnet 4.6'],
    ['Google Antigravity with Gemini', 'antigravity', null],
    ['\u{1F916} Claude Code', 'claude-code', null],
    ['Assisted-by: Claude Code', 'claude-code', null],
    ['claude-code claude-opus-4-6', 'claude-code', 'claude-opus-4-6'],
    ['ChatGPTv5', 'chatgpt', null],
    ['LLM coccinelle sparse', null, null],
    ['Cursor Auto', 'cursor', null],
    ['Cursor (codex-5.3)', 'cursor', 'codex-5.3'],
    ['codex-5.3', 'codex', null],
    ['OpenCode.ai', 'opencode', null],
    ['OpenCode.ai <Opus 4.6>', 'opencode', 'Opus 4.6'],
    ['Composer 2.5 <composer@anysphere.com>', 'cursor', 'Composer 2.5'],
    ['generic LLM chatbot', null, null],
  ])('%s', (value, tool, model) => {
    expect(read('Assisted-by', value)).toMatchObject([{ tool, model, kind: 'trailer', where: 'trailers', ai: true }])
  })
})

describe('keys near Assisted-by', () => {
  test.each([
    ['Assited-by', 'Claude Sonnet 4.5 <noreply@anthropic.com>', 'claude-code', 'Claude Sonnet 4.5'],
    ['Guided-by', 'Sage-Ox <ox@sageox.ai>', 'sageox', null],
  ])('%s: %s', (key, value, tool, model) => {
    expect(read(key, value)).toMatchObject([{ tool, model, kind: 'trailer', where: 'trailers' }])
  })

  test('a key with a blank in it, which git does not read, is one in the body', () => {
    const marks = readMarks(commitOf('fix: x\n\nAssisted by: Claude Opus 4.6 <noreply@anthropic.com>\n'), [])
    expect(marks).toMatchObject([{ tool: 'claude-code', model: 'Claude Opus 4.6', where: 'body' }])
  })
})

describe('an explicit no', () => {
  test.each([
    ['Assisted-by', 'none'],
    ['Generated-by', 'N/A'],
    ['AI-Assisted', 'no'],
    ['AI-Tool', 'n/a'],
    ['AI-Generated', 'false'],
    ['AI-Authorship', 'human'],
  ])('%s: %s', (key, value) => {
    expect(read(key, value)).toMatchObject([{ tool: null, model: null, ai: false }])
  })

  test('says nothing where the key is for people', () => {
    expect(read('Co-authored-by', 'none')).toEqual([])
  })
})

describe('keys that say AI by themselves', () => {
  test.each([
    ['AI-Tool', 'my agent/1.2', 'my-agent', null],
    ['AI-Model', 'claude-sonnet-4-6', null, 'claude-sonnet-4-6'],
    ['AI-Model', 'unknown', null, null],
    ['AI-Assisted', 'yes', null, null],
    ['AI-Assisted', 'Claude Sonnet 4 via GitHub Copilot integration', 'github-copilot', 'Claude Sonnet 4'],
    ['Co-authored-by-AI', 'Cursor (Claude 4.5)', 'cursor', 'Claude 4.5'],
    ['AI-Prompt', 'use Cursor to fix it', null, null],
    ['Agent-Signature', 'codex-gpt-5.5-medium on behalf of jane', 'codex', 'codex-gpt-5.5-medium'],
  ])('%s: %s', (key, value, tool, model) => {
    expect(read(key, value)).toMatchObject([{ tool, model, ai: true }])
  })
})
