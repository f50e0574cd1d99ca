import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type AgentModel, around, call } from '../../support/agents/driver.js'
import { agentModels } from '../../support/agents/models.js'
import { type Workbench, workbench } from '../../support/workbench.js'

let bench: Workbench
afterEach(() => bench.remove())

const hour = 3_600_000
const now = Date.now()
const iso = (ago: number) => new Date(now - ago).toISOString()
const lines = (...entries: readonly unknown[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')

/** One answer: when, by which model, and the file that it wrote with a call of that id. */
type Answer = { readonly ago: number; readonly model: string; readonly file?: string; readonly id?: string }

const input = ({ file }: Answer) => ({ file_path: join(bench.top, file ?? ''), content: 'x' })
const made = <Made>(answer: Answer, call: Made): readonly Made[] => (answer.file === undefined ? [] : [call])

/** Logs as the agents' own sources have them (see src/agents); the answers in order. */
const logs: Readonly<Record<string, (answers: readonly Answer[]) => string>> = {
  'gemini-cli/gemini-2.5-pro': (answers) =>
    lines(
      ...answers.map((one, index) => ({
        id: `${index}`,
        type: 'gemini',
        model: one.model,
        timestamp: iso(one.ago),
        toolCalls: made(one, {
          id: 'replace-1',
          name: 'write_file',
          args: input(one),
          timestamp: iso(one.ago - 1_000),
        }),
      })),
    ),
  'github-copilot/claude-sonnet-4.6': (answers) =>
    lines(
      { type: 'session.start', timestamp: iso(9 * hour), data: { copilotVersion: '1.0.102', selectedModel: 'auto' } },
      ...answers.flatMap((one) => [
        { type: 'session.model_change', timestamp: iso(one.ago), data: { newModel: 'auto' } },
        { type: 'assistant.message', timestamp: iso(one.ago), data: { model: one.model, content: 'x' } },
        ...made(one, {
          type: 'tool.execution_start',
          timestamp: iso(one.ago),
          data: { toolCallId: `toolu_${one.ago}`, toolName: 'create', arguments: input(one) },
        }),
        ...made(one, {
          type: 'tool.execution_complete',
          timestamp: iso(one.ago - 1_000),
          data: { toolCallId: `toolu_${one.ago}`, success: true, result: { content: 'done' } },
        }),
      ]),
    ),
  'github-copilot/claude-sonnet-4-6': (answers) =>
    lines(
      { kind: 0, v: { requests: [] } },
      ...answers.flatMap((one, index) => [
        { kind: 2, k: ['requests'], v: [{ timestamp: now - one.ago, modelId: 'copilot/auto' }] },
        { kind: 1, k: ['requests', index, 'result'], v: { metadata: { resolvedModel: one.model } } },
      ]),
    ),
  'qwen-code/qwen3-coder-plus': (answers) =>
    lines(
      ...answers.map((one) => ({
        type: 'assistant',
        model: one.model,
        version: '0.24.4',
        timestamp: iso(one.ago),
        message: {
          role: 'model',
          parts: made(one, { functionCall: { id: one.id, name: 'write_file', args: input(one) } }),
        },
      })),
    ),
  'claude-code/claude-opus-4-6': (answers) =>
    lines(
      ...answers.map((one) => ({
        type: 'assistant',
        version: '2.1.329',
        timestamp: iso(one.ago),
        message: {
          model: one.model,
          content: made(one, { type: 'tool_use', id: one.id, name: 'Write', input: input(one) }),
        },
      })),
    ),
}

const desk = (key: string) => {
  const found = agentModels.find(({ name, model }) => `${name}/${model}` === key)
  const log = logs[key]
  if (found === undefined || log === undefined) throw new Error(`no model of ${key}`)
  bench = workbench({ files: { 'a.js': 'a\n' }, init: false })
  writeFileSync(join(bench.top, '.git', 'info', 'exclude'), '.*\n')
  expect(bench.provenance(['init', '--yes', '--agents', found.name]).status).toBe(0)
  return { agent: found, log }
}

/** The agent writes a file, so long ago. */
const writes = (agent: AgentModel, { file = '', id = '', ago }: Answer) => {
  const spool = join(bench.top, '.git', 'provenance', 'spool')
  mkdirSync(spool, { recursive: true })
  const before = new Set(readdirSync(spool))
  around(bench, agent, agent.create(bench.top, file, `made ${file}\n`, id), () => bench.write(file, `made ${file}\n`))
  const time = (now - ago) / 1_000
  for (const name of readdirSync(spool)) if (!before.has(name)) utimesSync(join(spool, name), time, time)
}

const lay = (agent: AgentModel, text: string) => {
  const path = agent.log?.(bench.home).path ?? ''
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

const committed = () => {
  bench.git('add', '-A')
  const { stderr } = bench.tryGit(['commit', '-qm', 'Work'])
  expect(stderr).toBe('')
  return bench.trailer('AI-Model')
}

describe('each edit has the model that made it, not the one that answered last', () => {
  const first: Answer = { ago: 3 * hour, model: 'model-one', file: 'one.js', id: 'call_1' }
  const second: Answer = { ago: 2 * hour, model: 'model-two', file: 'two.js', id: 'call_2' }
  for (const key of Object.keys(logs))
    test(key, () => {
      const { agent, log } = desk(key)
      for (const answer of [first, second]) writes(agent, { ...answer, ago: answer.ago - 500 })
      lay(agent, log([first, second, { ago: hour, model: 'model-three' }]))
      expect([...committed()].sort()).toEqual(['model-one', 'model-two'])
    })
})

describe('a file that tells the model of now alone is read with each prompt', () => {
  for (const name of ['factory-droid', 'kiro'])
    test(name, () => {
      const agent = agentModels.find((one) => one.name === name)
      if (agent === undefined) throw new Error(`no model of ${name}`)
      bench = workbench({ files: { 'a.js': 'a\n' }, init: false })
      writeFileSync(join(bench.top, '.git', 'info', 'exclude'), '.*\n')
      expect(bench.provenance(['init', '--yes', '--agents', name]).status).toBe(0)
      const state = agent.log?.(bench.home).text ?? ''
      for (const model of ['model-one', 'model-two']) {
        lay(agent, state.replace(agent.model, model))
        call(bench, agent, agent.prompt(bench.top, model))
        const file = `${model}.js`
        around(bench, agent, agent.create(bench.top, file, 'made\n', file), () => bench.write(file, 'made\n'))
      }
      lay(agent, state)
      expect([...committed()].sort()).toEqual(['model-one', 'model-two'])
    })
})

test('of a long transcript the end alone is read: who made an edit before it is not known', () => {
  const { agent, log } = desk('claude-code/claude-opus-4-6')
  const edit: Answer = { ago: 3 * hour, model: 'model-one', file: 'one.js', id: 'call_1' }
  writes(agent, edit)
  const user = lines({ type: 'user', message: { content: 'x'.repeat(90_000) } })
  lay(agent, user + log([edit]) + user.repeat(100) + log([{ ago: hour, model: 'model-two' }]))
  expect(committed()).toEqual(['unknown'])
})
