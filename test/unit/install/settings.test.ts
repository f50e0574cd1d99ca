import { memfs } from 'memfs'
import { describe, expect, test } from 'vitest'
import { claudeCode } from '../../../src/agents/claude-code.js'
import { cursor } from '../../../src/agents/cursor.js'
import { planSettings, unplanSettings } from '../../../src/install/agent-settings.js'
import type { FileChange } from '../../../src/install/plan.js'

const path = '/repo/.claude/settings.json'
const [hooks] = claudeCode.hooks
if (hooks?.form !== 'merged') throw new Error('expected a settings file')

const texts = [
  '{}',
  '{\n    "a": [1, 2],\n    "hooks": {}\n}',
  '{"hooks":{"Stop":[]}}\n',
  '{\n\t// kept\n\t"hooks": {\n\t\t"PreToolUse": [\n\t\t\t{ "matcher": "X", "hooks": [] } // theirs\n\t\t]\n\t}\n}\n',
  '{\r\n  "hooks": {\r\n    "Stop": [{"hooks": [{"type": "command", "command": "x"}]}]\r\n  }\r\n}\r\n',
]

test('a plan carried out and taken back leaves the very bytes, on any file system', () => {
  for (const text of texts) {
    const { fs } = memfs({ [path]: text })
    const apply = (changes: readonly FileChange[]) => {
      for (const { after } of changes) fs.writeFileSync(path, after ?? '')
    }
    apply(planSettings({ path, text, installed: null }, hooks))
    const now = String(fs.readFileSync(path))
    expect(now).not.toBe(text)
    expect(planSettings({ path, text: now, installed: null }, hooks)).toEqual([])
    apply(unplanSettings({ path, text: now, installed: { before: text, after: now } }, hooks))
    expect(String(fs.readFileSync(path))).toBe(text)
  }
})

describe('a file that was changed since', () => {
  for (const text of texts.slice(2)) {
    test(`loses our hooks only: ${JSON.stringify(text).slice(0, 50)}`, () => {
      const [added] = planSettings({ path, text, installed: null }, hooks)
      const changed = (added?.after ?? '').replace(/^\{/, '{ "theirs": true,')
      const [removed] = unplanSettings({ path, text: changed, installed: null }, hooks)
      expect(removed?.after).toBe(text.replace(/^\{/, '{ "theirs": true,'))
    })
  }
})

describe('a file that init made', () => {
  const made = planSettings({ path, text: null, installed: null }, hooks)[0]?.after ?? ''
  const left = (text: string, before: string | null = null) =>
    unplanSettings({ path, text, installed: { before, after: made } }, hooks)[0]?.after

  test('is gone though a formatter or git changed its layout', () => {
    for (const text of [`${made}\n`, made.replaceAll('\n', '\r\n'), JSON.stringify(JSON.parse(made)), `\ufeff${made}`])
      expect(left(text)).toBeNull()
  })

  test('stays with whatever a person put into it, and so does one that was there empty', () => {
    expect(left(made.replace('{', '{ "mine": 1,'))).toBe('{ "mine": 1\n}\n')
    expect(left(made.replace('{', '{ // mine\n'))).toContain('// mine')
    expect(left(`${made}\n`, '{}')).toMatch(/^\{\s*\}\s*$/)
  })

  test('whose head stands there alone is gone', () => {
    const [file] = cursor.hooks
    if (file?.form !== 'merged') throw new Error('expected a settings file')
    const [added] = planSettings({ path, text: null, installed: null }, file)
    const installed = { before: null, after: added?.after ?? '' }
    expect(unplanSettings({ path, text: `${installed.after}\n`, installed }, file)[0]?.after).toBeNull()
  })
})

test('a handler of theirs inside our group stays', () => {
  const [added] = planSettings({ path, text: '{}', installed: null }, hooks)
  const settings = JSON.parse(added?.after ?? '')
  settings.hooks.SessionEnd[0].hooks.push({ type: 'command', command: 'theirs' })
  const [removed] = unplanSettings({ path, text: JSON.stringify(settings), installed: null }, hooks)
  expect(JSON.parse(removed?.after ?? '')).toEqual({
    hooks: { SessionEnd: [{ hooks: [{ type: 'command', command: 'theirs' }] }] },
  })
})

test('an older registration of ours is replaced, not doubled', () => {
  const [added] = planSettings({ path, text: '{}', installed: null }, hooks)
  const older = (added?.after ?? '').replaceAll('"timeout": 10', '"timeout": 5')
  const [renewed] = planSettings({ path, text: older, installed: null }, hooks)
  expect(JSON.parse(renewed?.after ?? '')).toEqual(JSON.parse(added?.after ?? ''))
})

describe('odd files', () => {
  const added = (text: string | null) => planSettings({ path, text, installed: null }, hooks)[0]?.after ?? null

  test.for(['{"hooks":{"PreToolUse":null}}', '{"hooks":null}'])('a list that is null gets one: %s', (text) => {
    const once = added(text)
    expect(Object.keys(JSON.parse(once ?? '').hooks).filter((name) => name === 'PreToolUse')).toHaveLength(1)
    expect(once?.match(/"PreToolUse":/g)).toHaveLength(1)
    expect(added(once)).toBeNull()
  })

  test.for([
    ['{"hooks":{},"hooks":{}}', 'the key hooks once'],
    ['{"hooks":{"PreToolUse":[],"PreToolUse":[]}}', 'the key PreToolUse once'],
    ['{"hooks":{"PreToolUse":"x"}}', 'a list under hooks.PreToolUse'],
    ['{"hooks":"x"}', 'an object under hooks'],
    ['{"hooks":[]}', 'an object under hooks'],
  ])('%s is refused, for nobody can tell which the agent takes', ([text, expected]) => {
    expect(() => added(text ?? '')).toThrow(`expected ${expected}`)
  })

  test('a byte order mark stays', () => {
    const text = '\ufeff{"a":1}\n'
    const now = added(text)
    expect(now).toMatch(/^\ufeff\{/)
    expect(JSON.parse(now?.slice(1) ?? '')).toMatchObject({ a: 1, hooks: {} })
    expect(added(now)).toBeNull()
    const [left] = unplanSettings({ path, text: now?.replace('"a":1', '"a":2') ?? null, installed: null }, hooks)
    expect(left?.after).toBe('\ufeff{"a":2}\n')
  })
})

test('what is no JSON object is left alone', () => {
  for (const text of ['[]', '{', 'hooks: x'])
    expect(() => planSettings({ path, text, installed: null }, hooks)).toThrow(/expected a JSON object/)
})
