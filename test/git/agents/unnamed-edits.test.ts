import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Workbench, workbench } from '../../support/workbench.js'

let bench: Workbench
beforeEach(() => {
  bench = workbench({ files: { 'a.txt': 'one\n' } })
})
afterEach(() => bench.remove())

/** Kiro IDE to 1.0.138: the end of a tool has no input. */
const tell = (hook_event_name: string, more: Readonly<Record<string, unknown>>) => {
  const input = JSON.stringify({ session_id: 'S', cwd: bench.top, tool_name: 'fs_write', hook_event_name, ...more })
  expect(bench.provenance(['record', '--agent', 'kiro'], { input }).status).toBe(0)
}
const begin = (path: string, text: string) => tell('PreToolUse', { tool_input: { path, text } })
const end = (tool_response?: string) => tell('PostToolUse', { tool_input: {}, tool_response })

const committed = () => {
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Work')
  return bench.trailer('AI-Human-Edited-Ratio')[0]?.replace(/; edited.*/, '')
}

test.each([
  ['name their files', (file: string) => `Created the ${file} file.`],
  ['name none', () => undefined],
])('two writes at once whose ends %s are both the agent’s', (_, answer) => {
  const files = ['x.txt', 'sub/x.txt']
  for (const file of files) begin(file, `${file} 1\n${file} 2\n`)
  for (const file of files) bench.write(file, `${file} 1\n${file} 2\n`)
  for (const file of files) end(answer(file))
  expect(committed()).toBe('0.000; kept=4')
})

test('what a person writes where an edit was announced and refused stays theirs', () => {
  begin('a.txt', 'by kiro\n')
  bench.write('a.txt', 'one\nby hand\n')
  begin('b.txt', 'by kiro\n')
  bench.write('b.txt', 'by kiro\n')
  end('Created the b.txt file.')
  expect(committed()).toBe('0.000; kept=1')
  begin('a.txt', 'by kiro\n')
  bench.write('a.txt', 'one\nby hand, again\n')
  tell('UserPromptSubmit', { prompt: '' })
  begin('c.txt', 'by kiro\n')
  bench.write('c.txt', 'by kiro\n')
  end()
  expect(committed()).toBe('0.000; kept=1')
})
