import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { environmentMarks } from '../../../src/core/marks/table/env.js'
import { agentModels } from '../../support/agents/models.js'
import { type Workbench, workbench } from '../../support/workbench.js'

let bench: Workbench
beforeAll(() => {
  bench = workbench()
})
afterAll(() => bench.remove())

let count = 0
const commitUnder = (env: Readonly<Record<string, string>>, message = 'By an agent') => {
  count += 1
  bench.write('start.txt', `${count}\n`)
  const ran = bench.tryGit(['commit', '-qam', message], { env })
  expect(ran).toMatchObject({ status: 0, stderr: '' })
  return ['AI-Tool', 'AI-Model', 'AI-Prompt-Hash', 'AI-Human-Edited-Ratio'].map((key) => bench.trailer(key).join(' | '))
}

/** A value that a mark's pattern takes: `^claude-code` becomes `claude-code`. */
const valueFor = (pattern: RegExp | undefined): string => {
  const plain = pattern?.source.replaceAll('\\/', '/').replace(/^\^|\$$/g, '') ?? '1'
  return pattern === undefined || pattern.test(plain) ? plain : ''
}

describe('an agent that commits and whose hooks did not speak is named, with basis=unknown, never none', () => {
  for (const mark of environmentMarks.filter(({ confidence }) => confidence !== 'low')) {
    const env: Record<string, string> = { [mark.variable]: mark.tool === null ? 'some-agent' : valueFor(mark.value) }
    if (mark.also !== undefined) env[mark.also.variable] = valueFor(mark.also.value)
    test(JSON.stringify(env), () => {
      const [tool, , prompts, ratio] = commitUnder(env)
      expect(tool?.split(' | ')).toContain(mark.tool ?? 'some-agent')
      expect([prompts?.split(' | ')[0], ratio?.split(' | ')[0]]).toEqual(['none', 'unknown; basis=unknown'])
    })
  }

  const versions: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['claude-code/2.1.329', { CLAUDECODE: '1', AI_AGENT: 'claude-code_2-1-329_agent' }],
    ['codex/0.169.0', { CODEX_THREAD_ID: 't', CODEX_VERSION: '0.169.0' }],
    ['codex', { CODEX_THREAD_ID: 't', CODEX_VERSION: '0.169.0; basis=declared' }],
  ]
  for (const [tool, env] of versions)
    test(`the version it names: ${tool}`, () => expect(commitUnder(env)[0]).toBe(tool))

  test('a name that stands for nobody costs the commit nothing', () => {
    expect(commitUnder({ AI_AGENT: 'none' })[0]).toBe('none; basis=observed')
  })

  test('a person’s configuration names nobody', () => {
    const env = { ANTHROPIC_API_KEY: 'x', GOOSE_PROVIDER: 'openai', AIDER_MODEL: 'x', TERM_PROGRAM: 'vscode' }
    expect(commitUnder(env)[0]).toBe('none; basis=observed')
  })
})

describe('the log of the session that the environment names tells model and version: witnessed', () => {
  const variables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'claude-code': { CLAUDECODE: '1', CLAUDE_CODE_SESSION_ID: '3d9a5d6e-1f77-4d0d-a4a5-6a3c0b7e2f90' },
    codex: { CODEX_THREAD_ID: '3d9a5d6e-1f77-4d0d-a4a5-6a3c0b7e2f90' },
    'github-copilot': { COPILOT_CLI: '1', COPILOT_AGENT_SESSION_ID: '3d9a5d6e-1f77-4d0d-a4a5-6a3c0b7e2f90' },
    'qwen-code': { QWEN_CODE: '1', QWEN_CODE_SESSION_ID: '3d9a5d6e-1f77-4d0d-a4a5-6a3c0b7e2f90' },
  }
  for (const [name, env] of Object.entries(variables)) {
    test(name, () => {
      const agent = agentModels.find((one) => one.name === name)
      const log = agent?.log?.(bench.home)
      mkdirSync(dirname(log?.path ?? ''), { recursive: true })
      writeFileSync(log?.path ?? '', log?.text ?? '')
      expect(commitUnder(env)).toEqual([
        agent?.tool,
        agent?.model,
        'none',
        'unknown; basis=unknown; method=session-log/1',
      ])
      const { stdout } = bench.provenance(['show', '--json'])
      expect(JSON.parse(stdout)).toMatchObject({ class: 'recorded', binding: 'bound' })
    })
  }

  test('a name that leads elsewhere is not looked for', () => {
    writeFileSync(join(bench.home, 'elsewhere.jsonl'), '{"type":"assistant","message":{"model":"stolen"}}\n')
    expect(commitUnder({ CLAUDE_CODE_SESSION_ID: '../../../elsewhere' })[1]).toBe('unknown')
  })
})

describe('a sign of AI in the message itself is not answered with none', () => {
  const signs = [
    'Fix\n\nCo-authored-by: Copilot <198982749+Copilot@users.noreply.github.com>',
    'Fix\n\n🤖 Generated with [Claude Code](https://claude.com/claude-code)',
    'Fix\n\nAssisted-by: Codex:gpt-5.1',
    'Fix\n\nAmp-Thread-ID: https://ampcode.com/threads/T-1\nCo-authored-by: Amp <amp@ampcode.com>',
  ]
  for (const message of signs)
    test(message.split('\n').at(-1) ?? '', () => {
      expect(commitUnder({}, message)[0]).toBe('')
      expect(JSON.parse(bench.provenance(['show', '--json']).stdout)).toMatchObject({ class: 'marked' })
    })

  test('Aider, which has no hooks and commits with --no-verify, is read by its own line', () => {
    bench.write('start.txt', 'by aider\n')
    const message = 'fix: sum prices\n\nCo-authored-by: aider (anthropic/claude-opus-4-6) <aider@aider.chat>'
    expect(bench.tryGit(['commit', '-qa', '--no-verify', '-m', message])).toMatchObject({ status: 0, stderr: '' })
    expect(JSON.parse(bench.provenance(['show', '--json']).stdout)).toMatchObject({
      class: 'marked',
      record: [],
      marks: [{ tool: 'aider', model: 'anthropic/claude-opus-4-6', kind: 'coauthor' }],
    })
  })

  test('a person as co-author is no such sign', () => {
    expect(commitUnder({}, 'Fix\n\nCo-authored-by: Claude Dupont <claude.dupont@example.com>')[0]).toBe(
      'none; basis=observed',
    )
    expect(commitUnder({}, 'Explain what is generated with make')[0]).toBe('none; basis=observed')
  })

  test('typed in an editor', () => {
    const editor = (text: string) => {
      const file = join(bench.home, 'editor.sh')
      writeFileSync(file, `#!/bin/sh\nprintf '${text}' >"$1"\n`, { mode: 0o755 })
      bench.write('start.txt', `${text}\n`)
      expect(bench.tryGit(['commit', '-qa'], { env: { GIT_EDITOR: file } }).status).toBe(0)
      return bench.trailer('AI-Tool')
    }
    expect(editor('Fix\\n\\nAssisted-by: Codex:gpt-5.1\\n')).toEqual([])
    expect(editor('Fix\\n\\nCo-authored-by: Claude Dupont <c@example.com>\\n')).toEqual(['none; basis=observed'])
    expect(editor('Fix\\n')).toEqual(['none; basis=observed'])
  })
})
