import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { lefthook } from '../../../src/install/lefthook.js'
import { hookNames } from '../../../src/install/manager.js'

const path = '/repo/lefthook-local.yml'
const added = (text: string | null) => lefthook.add(path, text)
const left = (text: string) => lefthook.remove(path, added(text))

const theirs = [
  '# mine\npre-push:\n  commands:\n    mine:\n      run: "true" # keep\n',
  'pre-push:\n    parallel: true\n\n    commands:\n        # first\n        b: { run:   echo b }\n        c:\n            run: >\n                echo\n                c\n# the end\n',
  'commit-msg:\n  skip: [merge]\ncolors:   false\n',
  'pre-commit:\r\n  commands:\r\n    a:\r\n      run: echo a\r\n',
  '---\n# off for now\n# pre-push:\n#   skip: true\n',
  '# only words\n',
  'commit-msg:\n  jobs:\n  - run: echo\n',
]

describe('a local file of a person’s', () => {
  test.for(theirs)('has ours beside theirs, and is the same without them: %j', (text) => {
    const now = added(text)
    const known = parse(now) as Record<string, { commands: Record<string, { run: string }> }>
    for (const hook of hookNames) expect(known[hook]?.commands['commit-provenance']?.run).toContain(`/hooks/${hook}"`)
    expect([added(now), left(text)]).toEqual([now, text])
    const later = text.includes('\r\n') ? '# later\r\n' : '# later\n'
    expect(lefthook.remove(path, now + later)).toBe(text + later)
  })

  test.for(['{ "pre-push": { "commands": { "mine": { "run": "true" } } } }', '{z: {run: x}}\r\n'])(
    'in flow style keeps what it says: %s',
    (text) => {
      expect(parse(left(text) ?? '')).toEqual(parse(text))
      expect((left(text) ?? '').includes('\r\n')).toBe(text.includes('\r\n'))
    },
  )

  test.for(['prepare-commit-msg:\n', 'prepare-commit-msg: # soon\n', 'pre-push:\n  commands:\n', 'pre-push: {}\n'])(
    'with a hook that is empty is entered: %j',
    (text) => {
      const known = parse(added(text)) as Record<string, { commands: object }>
      for (const hook of hookNames) expect(Object.keys(known[hook]?.commands ?? {})).toEqual(['commit-provenance'])
    },
  )

  test.for(['pre-push: x\n', 'pre-push: [x]\n', 'pre-push:\n  commands: x\n'])(
    'in which a hook is no map is left as it is, with a command that shows it: %j',
    (text) => {
      expect(() => lefthook.add('/a repo/lefthook-local.yml', text)).toThrow(
        expect.objectContaining({
          message: expect.stringMatching(/expected a map under pre-push/),
          hint: "cat -n '/a repo/lefthook-local.yml'",
        }),
      )
    },
  )
})

test('an entry of before is brought up to date, and what a person put beside it stays', () => {
  const before =
    'commit-msg:\n  commands:\n    commit-provenance:\n      run: sh provenance/hooks/commit-msg {0}\n      tags: mine\n'
  const now = parse(added(before)) as Record<string, { commands: Record<string, { tags?: string }> }>
  const [ours, others] = ['commit-msg', 'pre-push'].map((hook) => now[hook]?.commands['commit-provenance'])
  expect(ours).toMatchObject({ tags: 'mine', run: expect.stringContaining('# {files}'), files: expect.anything() })
  expect([others?.tags, added(added(before))]).toEqual([undefined, added(before)])
})

test('its list of files is the file that it stands in', () => {
  const list = (name: string) => /files: (.*)/.exec(lefthook.add(`/repo/${name}`, null))?.[1]
  expect(['lefthook-local.yml', '.lefthook-local.yaml', '.config/lefthook-local.yml'].map(list)).toEqual([
    'echo lefthook-local.yml/.',
    'echo .lefthook-local.yaml/.',
    'echo .config/lefthook-local.yml/.',
  ])
})

test('a file in which nothing but ours is left is none', () => {
  expect([lefthook.remove(path, added(null)), left('')]).toEqual([null, null])
})
