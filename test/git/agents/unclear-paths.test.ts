import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Workbench, workbench } from '../../support/workbench.js'

let [bench, other]: Workbench[] = []
const own = () => bench as Workbench
const second = () => other as Workbench
beforeEach(() => {
  bench = workbench({ files: { 'a.txt': 'one\ntwo\n' } })
})
afterEach(() => {
  own().remove()
  other?.remove()
  other = undefined
})

const tell = (agent: string, payload: Readonly<Record<string, unknown>>) =>
  expect(own().provenance(['record', '--agent', agent], { input: JSON.stringify(payload) }).status).toBe(0)

/** One edit that Cursor tells of once it is made, in a window of the two folders. */
const cursorEdit = (tool_input: Readonly<Record<string, string>>, tool_name = 'StrReplace') =>
  tell('cursor', {
    conversation_id: 'c',
    model: 'm',
    cursor_version: '3.15.1',
    tool_use_id: 't',
    tool_name,
    tool_input,
    workspace_roots: [own().top, ...(other === undefined ? [] : [other.top])],
    hook_event_name: 'postToolUse',
  })

const committed = (in_: Workbench = own()) => {
  in_.git('add', '-A')
  in_.git('commit', '-qm', 'Work', '--allow-empty')
  return [in_.trailer('AI-Tool')[0], in_.trailer('AI-Human-Edited-Ratio')[0]?.replace(/; basis.*/, '')]
}
const replacing = { old_string: 'two', new_string: 'by cursor' }
const one = '0.000; kept=1; edited=0; dropped=0'

test('a relative path in a window of several folders leads to the one that has the file, or whose file it made', () => {
  other = workbench({ files: { 'a.txt': '1\ntwo\n', 'only.txt': 'two\n' } })
  second().write('only.txt', 'by cursor\n')
  cursorEdit({ path: 'only.txt', ...replacing })
  expect(committed(second())).toEqual(['cursor/3.15.1', one])
  second().write('a.txt', '1\nby cursor\n')
  cursorEdit({ path: 'a.txt', ...replacing })
  expect(committed(second())).toEqual(['cursor/3.15.1', one])
  expect(committed()).toEqual(['none; basis=observed', undefined])
})

test('where that is none or several, neither says that no agent was seen; a file that is gone was there in one', () => {
  other = workbench({ files: { 'a.txt': 'by cursor\n', 'only.txt': '1\n' } })
  own().write('a.txt', 'by cursor\n')
  cursorEdit({ path: 'a.txt', ...replacing })
  expect([committed(), committed(second())]).toEqual(Array(2).fill([undefined, undefined]))
  rmSync(join(second().top, 'only.txt'))
  cursorEdit({ path: 'only.txt' }, 'Delete')
  expect(committed()).toEqual([undefined, undefined])
  expect(committed(second())[0]).toBe('cursor/3.15.1')
})

test('after an edit of a file that is not where its path leads no commit says that no agent was seen', () => {
  for (const path of ['C:\\Users\\me\\shop\\a.txt', 'elsewhere/a.txt', 'file://host/shop/a.txt']) {
    cursorEdit({ path, ...replacing })
    expect([path, ...committed()]).toEqual([path, undefined, undefined])
  }
  expect(committed()[0]).toBe('none; basis=observed')
  // Crush tells of an edit before it is made alone.
  const tool_input = { file_path: 'C:\\shop\\a.txt', ...replacing }
  tell('crush', { event: 'PreToolUse', session_id: 's', cwd: own().top, tool_name: 'edit', tool_input })
  expect(committed()).toEqual([undefined, undefined])
})

test('the generic payload may name a file by its URI', () => {
  own().write('a.txt', 'one\nby an agent\n')
  const files = [{ path: pathToFileURL(join(own().top, 'a.txt')).href, edits: [{ old: 'two', new: 'by an agent' }] }]
  tell('generic', { v: 1, agent: { name: 'my-agent' }, session: 's', cwd: own().top, kind: 'post_edit', files })
  expect(committed()).toEqual(['my-agent', one])
})
