import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type Workbench, workbench } from '../../support/workbench.js'

let bench: Workbench
afterEach(() => bench.remove())

const set = (agent: string) => {
  bench = workbench({ init: false })
  bench.write('../ignore', '.*\n')
  bench.git('config', 'core.excludesFile', join(bench.home, 'ignore'))
  expect(bench.provenance(['init', '--yes', '--agents', agent]).status).toBe(0)
}
const shells = ['sh', 'bash']
const report = (mode: string, agent: string, input: string | Buffer, shell = 'sh', env: NodeJS.ProcessEnv = {}) => {
  const file = join(bench.home, 'payload')
  writeFileSync(file, input)
  return bench.run(shell, ['-c', `exec ${shell} .git/provenance/record.sh ${mode} ${agent} <"${file}"`], { env })
}
const spool = () => join(bench.top, '.git', 'provenance', 'spool')
const entries = () => readdirSync(spool()).filter((name) => /^\d+\.\d+$/.test(name))

describe('an edit is told from its payload by the shell alone', () => {
  const around = (keys: Readonly<Record<string, unknown>>, text: string) => [
    { ...keys, tool_input: { file_path: join(bench.top, 'a.txt'), content: text } },
    { tool_input: { content: text, file_path: join(bench.top, 'a.txt') }, ...keys },
  ]
  const lookAlike = '{"tool_name":"Bash","file_path":"/etc/passwd"} \\"tool_name\\": "Bash"\n'
  for (const shell of shells)
    test(`${shell}: whatever stands in the text, before or behind it, and however long it is`, () => {
      set('claude-code')
      const keys = { session_id: 's', cwd: bench.top, hook_event_name: 'PreToolUse', tool_name: 'Write' }
      for (const text of [lookAlike, lookAlike.repeat(20_000), 'x'.repeat(2_000_000)]) {
        for (const [index, payload] of around(keys, text).entries()) {
          const input = JSON.stringify(payload, null, index)
          expect(report('edit', 'claude-code', input, shell)).toEqual({ status: 0, stdout: '', stderr: '' })
        }
      }
      expect(entries()).toHaveLength(6)
      for (const name of entries())
        expect(readFileSync(join(spool(), name), 'latin1').split('\n')[0]).toMatch(/^raw 2 claude-code absent/)
      const write = (file: string) => {
        const before = entries()
        const input = JSON.stringify({ ...keys, tool_input: { file_path: file } })
        expect(report('edit', 'claude-code', input, shell)).toEqual({ status: 0, stdout: '', stderr: '' })
        return entries().filter((name) => !before.includes(name))
      }
      // A repository that never asked for us gets nothing.
      bench.run('git', ['init', '-q', join(bench.home, 'foreign')])
      expect(write(join(bench.home, 'foreign', 'a.txt'))).toEqual([])
      expect(readdirSync(join(bench.home, 'foreign', '.git'))).not.toContain('provenance')
      // 16 MiB are copied, and not a block more.
      for (const [size, copied] of [
        [16 * 2 ** 20 - 512, 'file'],
        [16 * 2 ** 20 + 1, 'unread'],
      ] as const) {
        bench.write('large.bin', '')
        truncateSync(join(bench.top, 'large.bin'), size)
        const [name = ''] = write(join(bench.top, 'large.bin'))
        expect(readFileSync(join(spool(), name), 'latin1').split(' ')[3]).toBe(copied)
        expect(existsSync(join(spool(), `${name}.file`))).toBe(copied === 'file')
      }
      // Nobody can say which file this is: what was done there is not known.
      const missed = join(spool(), '../missed')
      expect(existsSync(missed)).toBe(false)
      expect(write(join(bench.top, 'a\uFFFD.txt'))).toEqual([])
      expect(existsSync(missed)).toBe(true)
    })
})

test('a payload in UTF-16 with a byte order mark is understood', () => {
  for (const shell of shells) {
    set('cursor')
    const payload = {
      conversation_id: 'c',
      generation_id: 'g',
      model: 'm',
      hook_event_name: 'afterFileEdit',
      cursor_version: '3.9.16',
      workspace_roots: [bench.top],
      file_path: join(bench.top, 'start.txt'),
      edits: [{ old_string: 'one', new_string: 'ONE' }],
    }
    bench.write('start.txt', 'ONE\ntwo\nthree\n')
    const input = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(JSON.stringify(payload), 'utf16le')])
    expect(report('edit', 'cursor', input, shell)).toEqual({ status: 0, stdout: '{}\n', stderr: '' })
    for (const name of entries()) bench.run('touch', ['-d', '1 minute ago', join(spool(), name)])
    expect(bench.provenance(['doctor']).stdout).not.toContain('torn')
    bench.git('commit', '-qam', 'Work')
    expect(bench.trailer('AI-Tool')).toEqual(['cursor/3.9.16'])
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=1;/)
    if (shell !== shells.at(-1)) bench.remove()
  }
})

describe('an agent that takes silence for a refusal is answered whatever comes', () => {
  const broken = ['', '{"hook_event_name":', '[]']
  const answers = [
    ['cursor', '{"permission":"allow","continue":true}\n'],
    ['cline', '{"cancel":false}\n'],
    ['claude-code', ''],
  ] as const
  for (const [agent, answer] of answers)
    test(agent, () => {
      set(agent)
      for (const mode of ['edit', 'event'])
        for (const input of broken)
          expect([mode, input, report(mode, agent, input)]).toEqual([
            mode,
            input,
            { status: 0, stdout: answer, stderr: '' },
          ])
      // No node: neither the one that was named nor another.
      writeFileSync(join(bench.top, '.git', 'provenance', 'runtime'), '/nowhere/node\n/nowhere/entry\n')
      const tools = join(bench.home, 'tools')
      mkdirSync(tools)
      for (const tool of ['sh', 'cat', 'grep', 'timeout'])
        bench.run('sh', ['-c', `ln -s "$(command -v ${tool})" "${tools}/${tool}"`])
      for (const mode of ['edit', 'event'])
        expect([mode, report(mode, agent, '', 'sh', { PATH: tools })]).toEqual([
          mode,
          { status: 0, stdout: answer, stderr: '' },
        ])
    })
})

test('kiro: of its code tool node is told of what rewrites alone', () => {
  set('kiro')
  const node = join(bench.home, 'node')
  writeFileSync(node, '#!/bin/sh\ncat >>"$0.heard"\n', { mode: 0o755 })
  writeFileSync(join(bench.top, '.git', 'provenance', 'runtime'), `${node}\n/nowhere/entry\n`)
  const uses = (operation: string) => {
    const keys = { session_id: 's', cwd: bench.top, hook_event_name: 'PreToolUse', tool_name: 'code' }
    const input = JSON.stringify({ ...keys, tool_input: { operation, file_path: join(bench.top, 'a.txt') } })
    for (const shell of shells)
      expect(report('edit', 'kiro', input, shell)).toEqual({ status: 0, stdout: '', stderr: '' })
  }
  for (const reading of ['search_symbols', 'goto_definition', 'pattern_search']) uses(reading)
  expect(existsSync(`${node}.heard`)).toBe(false)
  for (const writing of ['pattern_rewrite', 'rename_symbol', 'format_code']) uses(writing)
  expect(readFileSync(`${node}.heard`, 'utf8').match(/"operation"/g)).toHaveLength(6)
})

test.each([
  ['the top of the work tree', '', 'a.txt'],
  ['another file of it', 'b.txt', 'a.txt'],
  ['another file, the edited one being named in letters that JSON escapes', 'b.txt', 'a\\".txt'],
])('a field that is not known names %s: the file is the one that the tool’s input names', (_, other, file) => {
  set('claude-code')
  bench.write('b.txt', 'another text\n')
  const named = file.replaceAll('\\', '')
  const keys = { session_id: 's', cwd: bench.top, tool_name: 'Write', tool_use_id: 'u' }
  const input = { file_path: join(bench.top, named), content: 'by an agent\n' }
  const tell = (event: string) =>
    report(
      ...(['edit', 'claude-code'] as const),
      JSON.stringify({
        ...keys,
        hook_event_name: event,
        tool_input: input,
        workspace: { path: join(bench.top, other) },
      }),
    )
  tell('PreToolUse')
  bench.write(named, 'by an agent\n')
  tell('PostToolUse')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Work')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=1; edited=0; dropped=0; basis=measured/)
})

describe('what Cursor reports', () => {
  const said = (more: object = {}) => ({
    conversation_id: 'c',
    model: 'm-1',
    cursor_version: '3.15.1',
    workspace_roots: [bench.top],
    tool_use_id: 't',
    hook_event_name: 'postToolUse',
    tool_name: 'StrReplace',
    ...more,
    tool_input: { path: join(bench.top, 'a.txt'), old_string: 'two', new_string: 'a dash — 가강 😀' },
  })
  for (const shell of shells)
    test(`${shell}: on Windows, in UTF-16, is read to the letter`, () => {
      set('cursor')
      for (const [encoding, mark] of [
        ['utf16le', '\uFEFF'],
        ['utf8', '\uFEFF'],
        ['utf8', ''],
      ] as const) {
        const input = Buffer.from(mark + JSON.stringify(said()), encoding)
        expect(report('edit', 'cursor', input, shell)).toEqual({ status: 0, stdout: '{}\n', stderr: '' })
      }
      expect(entries()).toHaveLength(3)
      for (const name of entries()) expect(readFileSync(join(spool(), name), 'utf8')).toContain('a dash — 가강 😀')
    })

  test('is left to node where it may hold a person’s words, which lie nowhere then', () => {
    set('cursor')
    const keys = ['prompt', 'user_prompt', 'userMessage', 'submitted_prompt']
    for (const key of keys) {
      const input = JSON.stringify(said({ [key]: 'SECRETWORD' }))
      expect(report('edit', 'cursor', input)).toEqual({ status: 0, stdout: '{}\n', stderr: '' })
    }
    const laid = entries().map((name) => readFileSync(join(spool(), name), 'utf8'))
    expect(laid.map((text) => [text.split('\n')[0], text.includes('SECRETWORD')])).toEqual(
      keys.map(() => ['event 1', false]),
    )
  })
})
