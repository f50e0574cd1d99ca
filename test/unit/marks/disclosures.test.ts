import { describe, expect, test } from 'vitest'
import { readMarks } from '../../../src/core/marks/read-marks.js'
import { commitOf } from './commit-of.js'

const body = (text: string) => readMarks(commitOf(`fix: x\n\n${text}\n\nmore text\n`), [])
const subject = (text: string) => readMarks(commitOf(`${text}\n`), [])

describe('a sentence that says who made the change, whatever the change does', () => {
  test.each([
    ['I used Claude Code to fix the parser.', 'claude-code', null],
    ['The fix was written by Claude Code.', 'claude-code', null],
    ['Claude Code was used to fix this.', 'claude-code', null],
    ['Support for Windows was written by Codex.', 'codex', null],
    ['Most of the changes is done with Opus 4.5', null, 'Opus 4.5'],
    ['Fixed, written by Claude Code', 'claude-code', null],
    ['I used AI Llama 3 to help create these.', null, 'Llama 3'],
    ['I want to disclose that this PR was written with AI assistance (Claude\nCode).', 'claude-code', null],
    ['The refactor here was all done by Claude Code.', 'claude-code', null],
    ['Prepared by Claude Opus 4.5 running in Claude Code for web', 'claude-code', 'Claude Opus 4.5'],
    ['By Claude 3.5 Sonnet: https://gist.github.com/x', 'claude', 'Claude 3.5 Sonnet'],
    ['Authored with PostHog Code (Claude) at Paul’s direction.', null, null],
    ['Assisted by Cursor.', 'cursor', null],
  ])('%s', (text, tool, model) => {
    expect(body(text)).toMatchObject([{ tool, model, kind: 'body', ai: true }])
  })

  test.each([
    ['update paths. mostly coded by claude-opus-4.1', 'claude-opus-4.1'],
    ['More tips, written by Claude Code', null],
  ])('subject %s', (text, model) => {
    expect(subject(text)).toMatchObject([{ model, kind: 'subject', ai: true }])
  })
})

describe('a sentence about what others made', () => {
  test.each([
    'created by github.com/charmbracelet/crush/internal/shell.(*BackgroundShellManager).Start in goroutine 28',
    'This change introduces a User-Agent header to all API requests made by the Gemini CLI.',
    'StateManager. This made it inconsistent with other OAuth providers like OCA\nand Codex, which keep the token elsewhere.',
    '- Built with Node.js/TypeScript for optimal Claude Desktop integration',
    '- Merge generated provider specs with handwritten built-in overrides for Cline, Codex, local/OAuth providers',
    'Commands generated via extensions/presets for codex/kimi now replace the placeholders.',
    'Count the calls made by GPT 5.6 Sol.',
    'Adds the new Built with Warp and Powered by Oz badge images',
    'The .claude/skills/ directories are created by Claude Code when agents start',
    'Skip text that was written by Claude Code',
    'Text written by Claude Code is stripped',
    'Handle what happens when it was written by Claude Code',
    'Before we were done with Codex the server stopped',
    'Assisted by Roo.',
    'Assisted by hand.',
  ])('%s: no mark', (text) => expect(body(text)).toEqual([]))
})

describe('a disclosure under its label', () => {
  test.each([
    ['**AI disclosure:** I used Amp considerably on the path to this fix.\nCodex came in for the tests.', 'amp', null],
    ['**AI Disclosure:** I used AI to explore the project.', null, null],
    ['AI disclosure: Codex gpt-5.5 xhigh helped.', 'codex', 'gpt-5.5'],
    ['AI disclosure: I used Pi with GPT-5.6 Terra High to investigate and', 'pi', 'GPT-5.6'],
    ['AI disclosure (my first!): I consulted copilot to match the API', 'github-copilot', null],
    ['> **AI Disclosure**: Claude Code for research and review.', 'claude-code', null],
    ['**AI usage:** Fable did the implementation', null, null],
    ['## AI Usage Disclosure\n\nI used OpenAI Codex to investigate the root cause', 'codex', null],
    ['**AI DISCLAIMER**\nClaude wrote the tests', 'claude', null],
  ])('%s', (text, tool, model) => {
    expect(body(text)).toMatchObject([{ tool, model, kind: 'body', ai: true }])
  })

  test.each([
    'AI disclosure: no AI was used.',
    'AI Disclosure: None',
    '**AI usage:** None used except to validate and judge.',
    '## AI Disclosure\n\nNo AI was used, all code written by myself.',
    '## AI usage\n\nRates of Claude Code are shown by the day',
    'AI usage: show credits of Codex',
    '- Remove the AI disclosure section of the review skill for Codex',
    '**AI disclosure:**',
  ])('%s: no mark', (text) => expect(body(text)).toEqual([]))

  test('a subject is no disclosure', () => expect(subject('AI usage: I used limits of Codex')).toEqual([]))
})
