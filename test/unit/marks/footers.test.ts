import { describe, expect, test } from 'vitest'
import { aliasOf } from '../../../src/core/marks/aliases.js'
import { readMarks } from '../../../src/core/marks/read-marks.js'
import { tools } from '../../../src/core/marks/tools.js'
import { commitOf } from './commit-of.js'

const body = (text: string) => readMarks(commitOf(`fix: x\n\n${text}\n\nmore text\n`), [])

describe('the footer of Mux', () => {
  test.each([
    [
      '_Generated with `mux` • Model: `anthropic:claude-opus-4-6` • Thinking:\n`xhigh` • Cost: `$4.20`_',
      'anthropic:claude-opus-4-6',
    ],
    [
      '_Generated with `mux` • Model: `openai:gpt-5.3-codex` • Thinking: `xhigh` • Cost: `$0.01`_',
      'openai:gpt-5.3-codex',
    ],
    ['_Generated with `mux` • Model: openai:gpt-5.2 • Thinking: xhigh_', 'openai:gpt-5.2'],
    [
      '_Generated with [`mux`](https://github.com/coder/mux) • Model:\n`openai:gpt-5.2` • Cost: `$0.01`_',
      'openai:gpt-5.2',
    ],
    ['_Generated with `mux` • Model: `unknown` • Thinking: `unknown`_', null],
    ['_Generated with `mux`_', null],
    ['_Generated with `cmux`_', null],
    ['*Generated with [Mux](https://mux.coder.com)*', null],
    ['\u{1F916} Generated with mux', null],
    ['Co-authored-by: Mux <noreply@coder.com>', null],
    ['<!-- mux-attribution: model=openai:gpt-5.4 thinking=high costs=0.08 -->', 'openai:gpt-5.4'],
    ['<!-- xum-attribution: model=anthropic:claude-fable-5 thinking=xhigh\ncosts=0.08 -->', 'anthropic:claude-fable-5'],
  ])('%s', (text, model) => {
    expect(body(text)).toMatchObject([{ tool: 'mux', model, where: 'body', ai: true }])
  })

  test.each([
    'Generated with muxer, as before',
    'The stream made by mux is generated with mux',
    '```\n<!-- mux-attribution: model=openai:gpt-5.4 -->\n```',
  ])('%s: no mark', (text) => expect(body(text)).toEqual([]))
})

describe('a model that a footer states', () => {
  test.each([
    ['Generated with `newtool` • Model: `openai:gpt-5.3-codex` • Cost: `$1`', null, 'openai:gpt-5.3-codex'],
    ['Generated with `newtool` • Model: `claude-opus-4-6` • Cost: `$1`', null, 'claude-opus-4-6'],
    ['Generated with Claude · Model: claude-opus-4-6 · Cost: $1', 'claude-code', 'claude-opus-4-6'],
    ['Generated with Codex CLI | Model: gpt-5.5 | high', 'codex', 'gpt-5.5'],
    ['Assisted-by: GitHub Copilot (model: `gpt-5.5` - high, autonomous)', 'github-copilot', 'gpt-5.5'],
    ['Co-authored-by: Copilot (CLI, model: GPT-5.5 | high)', 'github-copilot', 'GPT-5.5'],
    ['Assisted-by: Codex CLI (the model that was the default)', 'codex', null],
    ['Assisted-by: opencode-go/qwen3.7-max (autonomous)', 'opencode', 'opencode-go/qwen3.7-max'],
  ])('%s', (text, tool, model) => {
    expect(body(text)).toMatchObject([{ tool, model }])
  })
})

describe('the footer of Kilo for Slack', () => {
  test.each([
    'Built for [Remon](https://x.slack.com/a)\nby [Kilo for Slack](https://kilo.ai/features/slack-integration)',
    'Built for Remon by Kilo for Slack',
  ])('%s', (text) => {
    expect(body(text)).toMatchObject([{ tool: 'kilo-code', model: null }])
  })

  test('its name in a sentence is none', () => {
    expect(body('Disables the free model promotion for Kilo for Slack by')).toEqual([])
  })
})

describe('who did it, on lines of their own', () => {
  test('a tool and its model', () => {
    expect(body('Tool: Codex\n\nModel: gpt-5-codex\n\nWhy: modernize usage parsing')).toMatchObject([
      { tool: 'codex', model: null },
      { tool: 'codex', model: 'gpt-5-codex' },
    ])
  })

  test.each(['Model: gpt-5-codex', 'Tool: whois', 'Tool: Codex cannot be found', 'Agent: Devin'])(
    '%s: no mark',
    (text) => expect(body(text)).toEqual([]),
  )

  test('the address of a transcript', () => {
    const text = 'Claude Code transcript: https://gisthost.github.io/?b44f4226844f482738a8da7700c6473b/index.html'
    expect(body(text)).toMatchObject([{ tool: 'claude-code', kind: 'session', raw: text }])
    expect(body('Example:\nClaude Code transcript: https://example.com/x')).toEqual([])
    expect(body('Test session: https://example.com/x')).toEqual([])
  })
})

test('every tool of the registry is known by its own name', () => {
  // People are called Claude and Cody; Claude alone is the agent where it signs.
  const names = Object.keys(tools).filter((name) => !['claude', 'cody'].includes(name))
  expect(names.filter((name) => aliasOf(name)?.tool !== name)).toEqual([])
})
