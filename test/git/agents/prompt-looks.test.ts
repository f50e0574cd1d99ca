import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type AgentModel, call, type Report } from '../../support/agents/driver.js'
import { agentModels } from '../../support/agents/models.js'
import { type Workbench, workbench } from '../../support/workbench.js'

let bench: Workbench
afterEach(() => bench.remove())

const cursor = agentModels.find(({ name }) => name === 'cursor') as AgentModel
const running = { CURSOR_AGENT: '1' }

beforeEach(() => {
  bench = workbench({ files: { 'a.js': 'a\n' }, init: false })
  expect(bench.provenance(['init', '--yes', '--agents', 'cursor']).status).toBe(0)
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Hooks')
})

const asks = (prompt = 'do it', session?: string) => {
  const report = cursor.prompt(bench.top, prompt)
  const told = session === undefined || report === null ? report : of(report, session)
  expect(call(bench, cursor, told).map(({ status }) => status)).toEqual([0])
}
const of = (report: Report, session: string): Report => ({
  ...report,
  payload: { ...report.payload, conversation_id: session },
})

const commit = (env: NodeJS.ProcessEnv = {}) => {
  bench.git('add', '-A')
  expect(bench.tryGit(['commit', '-qm', 'Work'], { env })).toMatchObject({ status: 0, stderr: '' })
  const keys = ['AI-Tool', 'AI-Model', 'AI-Prompt-Hash', 'AI-Human-Edited-Ratio']
  const [tool, model, prompts, ratio] = keys.map((key) => bench.trailer(key).join(' | '))
  return [tool, model, prompts?.replace(/^.*; /, ''), ratio?.replace(/; basis.*/, '')]
}
test('a person’s commit in the middle of a turn takes its look: of a command after it nobody says that no agent was seen', () => {
  asks()
  bench.write('mine.js', 'mine\n')
  expect(commit()[0]).toBe('none; basis=observed')
  const shell = cursor.shell?.(bench.top, 'codegen', 'c1')
  bench.write('made.js', '1\n2\n')
  call(bench, cursor, shell?.after ?? null)
  // The look after that command serves the next one.
  bench.write('more.js', '3\n')
  call(bench, cursor, shell?.after ?? null)
  expect(commit()[3]).toBe('0.000; kept=1; edited=0; dropped=0')
  bench.write('last.js', '4\n')
  call(bench, cursor, shell?.after ?? null)
  expect(commit()[0]).toBe('')
})

const named = ['cursor/3.2.11', 'claude-opus-4-6', 'prompts=1']
const inferred = ['cursor', 'unknown', 'none', 'unknown']

/** What was reported so far was reported so many minutes ago. */
const age = (minutes: number) => {
  const spool = join(bench.top, '.git', 'provenance', 'spool')
  for (const name of readdirSync(spool)) {
    const file = join(spool, name)
    const [head, text = ''] = readFileSync(file, 'utf8').split('\n')
    const event = JSON.parse(text) as { at: number }
    writeFileSync(file, `${head}\n${JSON.stringify({ ...event, at: event.at - minutes * 60_000 })}`)
    const time = statSync(file).mtimeMs / 1_000 - minutes * 60
    utimesSync(file, time, time)
  }
}

describe('an agent that reports a command only when it is over, and commits in it', () => {
  test('is named with all that its prompt told, and measured from there; then from the commit on', () => {
    bench.write('mine.js', 'by hand\n')
    asks()
    bench.write('made.js', '1\n2\n')
    expect(commit(running)).toEqual([...named, '0.000; kept=2; edited=0; dropped=0'])
    bench.write('made.js', '1\n2\n3\n')
    call(bench, cursor, cursor.shell?.(bench.top, 'gen; git commit', 'x').after ?? null)
    expect(commit()).toEqual([...named, '0.000; kept=1; edited=0; dropped=0'])
  })

  test('a terminal of an editor says nothing of who types in it', () => {
    asks()
    bench.write('mine.js', 'by hand\n')
    expect(commit({ CURSOR_TRACE_ID: 'x' })[0]).toBe('none; basis=observed')
  })

  test('of two conversations nobody says which it is', () => {
    asks('one', 'first')
    asks('two', 'second')
    bench.write('made.js', '1\n')
    expect(commit(running)).toEqual(inferred)
  })

  test('nor whether it is one that was asked something long ago', () => {
    asks()
    age(11)
    bench.write('made.js', '1\n')
    expect(commit(running)).toEqual(inferred)
  })
})

test('a prompt without words, an image alone, is looked at as any other is, and none that is committed to', () => {
  asks('first')
  bench.write('mine.js', 'mine\n')
  asks('')
  const shell = cursor.shell?.(bench.top, 'codegen', 'c1')
  bench.write('made.js', '1\n2\n')
  call(bench, cursor, shell?.after ?? null)
  expect(commit().slice(2)).toEqual(['prompts=1', '0.000; kept=2; edited=0; dropped=0'])
  asks('')
  bench.write('more.js', '3\n')
  call(bench, cursor, shell?.after ?? null)
  expect(commit().slice(2)).toEqual(['none', '0.000; kept=1; edited=0; dropped=0'])
})

test.each([
  ['in the generic payload', { kind: 'prompt', prompt: '' }, false],
  ['left out of it, which doctor tells', { kind: 'prompt' }, true],
  ['that is no text, too', { kind: 'prompt', prompt: null }, true],
])('a prompt without words %s', (_, said, isTold) => {
  const tell = (more: object) => {
    const payload = { v: 1, agent: { name: 'my-agent' }, session: 's', cwd: bench.top, ...more }
    bench.provenance(['record', '--agent', 'generic'], { input: JSON.stringify(payload) })
  }
  tell(said)
  bench.write('a.js', 'b\n')
  tell({ kind: 'post_edit', files: [{ path: 'a.js', edits: [{ old: 'a', new: 'b' }] }] })
  expect(commit()).toEqual(['my-agent', 'unknown', 'none', '0.000; kept=1; edited=0; dropped=0'])
  expect(bench.provenance(['doctor']).stdout.includes('prompt: expected a text')).toBe(isTold)
})
