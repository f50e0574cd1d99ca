import { describe, expect, test } from 'vitest'
import { toolsInEnvironment } from '../../../src/core/marks/environment.js'
import { environmentMarks } from '../../../src/core/marks/table/env.js'

const toolsIn = (environment: Record<string, string>) => toolsInEnvironment(environment).map(({ tool }) => tool)

describe('toolsInEnvironment', () => {
  test.each([
    ['claude-code', { CLAUDECODE: '1', CLAUDE_CODE_ENTRYPOINT: 'cli', AI_AGENT: 'claude-code_2-1-141_agent' }],
    ['github-copilot', { COPILOT_CLI: '1' }],
    ['cursor', { CURSOR_AGENT: '1' }],
    ['codex', { CODEX_SANDBOX: 'seatbelt' }],
    ['jules', { HOME: '/home/jules', USER: 'swebot' }],
    ['amp', { AGENT: 'amp' }],
    ['goose', { AGENT: 'goose' }],
    ['crush', { AI_AGENT: 'crush' }],
    ['zed', { TERM_PROGRAM: 'zed', PAGER: 'cat' }],
    ['amazon-q', { AWS_EXECUTION_ENV: 'AmazonQ-For-CLI' }],
    ['replit-agent', { REPLIT_MODE: 'assistant' }],
    ['some-agent', { AI_AGENT: 'some-agent' }],
    ['some-agent', { AI_AGENT: 'some-agent_1-22_agent' }],
  ])('%s', (tool, environment) => {
    expect(toolsIn(environment as Record<string, string>)).toEqual([tool])
  })

  test.each([
    { ANTHROPIC_API_KEY: 'x', OPENAI_API_KEY: 'x', GEMINI_API_KEY: 'x', CODEX_HOME: '/x', AWS_PROFILE: 'x' },
    { GOOSE_PROVIDER: 'x', CLAUDE_CONFIG_DIR: '/x', AIDER_MODEL: 'x', COPILOT_MODEL: 'gpt-5.2' },
    { REPL_ID: 'x', CURSOR_TRACE_ID: 'x', TERM_PROGRAM: 'kiro', AIDER_AUTO_COMMITS: '1', AGENT: '1' },
    { CLAUDECODE: '0', CURSOR_AGENT: '', CODEX_THREAD_ID: 'false', HOME: '/home/jules' },
    { AI_AGENT: 'none' },
    { AI_AGENT: 'None/1.0' },
    {},
  ])('no agent in %j', (environment) => {
    expect(toolsIn(environment as Record<string, string>)).toEqual([])
  })

  test('two agents, the surer one first', () => {
    expect(toolsInEnvironment({ CURSOR_CLI: '1', CLAUDECODE: '1' })).toEqual([
      { tool: 'claude-code', confidence: 'high' },
      { tool: 'cursor', confidence: 'medium' },
    ])
  })

  test('every row names where it was seen', () => {
    expect(environmentMarks.every(({ source, variable }) => source !== '' && variable !== '')).toBe(true)
  })
})
