import { memfs } from 'memfs'
import { expect, test } from 'vitest'
import { type FileChange, planSettings, unplanSettings } from '../../../src/install/plan.js'

const path = '/repo/.claude/settings.json'

test('a plan carried out and taken back leaves the very bytes, on any file system', () => {
  for (const text of ['{}', '{\n    "a": [1, 2],\n    "hooks": {}\n}', '{"hooks":{"Stop":[]}}\n']) {
    const { fs } = memfs({ [path]: text })
    const apply = (changes: readonly FileChange[]) => {
      for (const { after } of changes) fs.writeFileSync(path, after ?? '')
    }
    const [change] = planSettings({ path, text, installed: null })
    apply(change === undefined ? [] : [change])
    const now = String(fs.readFileSync(path))
    expect(now).not.toBe(text)
    apply(unplanSettings({ path, text: now, installed: { before: text, after: now } }))
    expect(String(fs.readFileSync(path))).toBe(text)
  }
})
