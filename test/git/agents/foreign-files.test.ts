import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { around, call } from '../../support/agents/driver.js'
import { agentModels } from '../../support/agents/models.js'
import { type Workbench, workbench } from '../../support/workbench.js'

let bench: Workbench
beforeEach(() => {
  bench = workbench({ init: false })
})
afterEach(() => bench.remove())

const init = (agent: string) => bench.provenance(['init', '--yes', '--agents', agent])
const isThere = (path: string) => existsSync(join(bench.top, path))
const modeOf = (path: string) => statSync(join(bench.top, path)).mode & 0o777
const lay = (path: string, text: string, mode = 0o755) => {
  mkdirSync(dirname(join(bench.top, path)), { recursive: true })
  writeFileSync(join(bench.top, path), text)
  chmodSync(join(bench.top, path), mode)
}

describe('a hook of a person’s own where Cline looks for one', () => {
  const cline = agentModels.find(({ name }) => name === 'cline')
  if (cline === undefined) throw new Error('expected a model of Cline')
  const hook = '.clinerules/hooks/PreToolUse'
  const saved = '.clinerules/hooks/commit-provenance.saved/PreToolUse'
  const answering = (answer: string, status = 0) =>
    `#!/bin/sh\ncat >>"\${0%/*}/../heard"\nprintf '%s\\n' '${answer}'\nexit ${status}\n`
  const act = () =>
    around(bench, cline, cline.create(bench.top, 'a.js', 'const a = 1\n', 'call_1'), () =>
      bench.write('a.js', 'const a = 1\n'),
    )
  const commit = () => {
    bench.git('add', 'a.js')
    bench.git('commit', '-qm', 'Work')
    return bench.trailer('AI-Tool')
  }

  test('goes on refusing what it refuses, and hears what Cline says', () => {
    lay(hook, answering('{ "cancel": true, "errorMessage": "no" }'))
    expect(init('cline').stdout).toContain(`rename  ${hook} -> ${saved}`)
    const [before] = act()
    expect(before).toMatchObject({ status: 0, stdout: '{ "cancel": true, "errorMessage": "no" }\n' })
    expect(JSON.parse(bench.read('.clinerules/hooks/heard'))).toMatchObject({ hookName: 'PreToolUse' })
  })

  test.for([
    ['adds words of its own', '{"cancel":false,"contextModification":"keep \\"cancel\\":true out"}', 0],
    ['fails', 'not JSON', 3],
  ] as const)('%s: its answer is given, and the edit is recorded', ([, answer, status]) => {
    lay(hook, answering(answer, status))
    init('cline')
    const [before, after] = act()
    expect([before, after]).toMatchObject([
      { status, stdout: `${answer}\n` },
      { status: 0, stdout: '{"cancel":false}\n' },
    ])
    expect(commit()).toEqual([cline.tool])
  })

  test('that ends the task after an edit does not keep the edit from being recorded', () => {
    lay('.clinerules/hooks/PostToolUse', answering('{"cancel":true}'))
    init('cline')
    expect(act()[1]?.stdout).toBe('{"cancel":true}\n')
    expect(commit()).toEqual([cline.tool])
  })

  test('a prompt that the project’s guard holds is held, whatever theirs says', () => {
    bench.write('.provenancerc', '{"prompts":{"guard":{"action":"block","patterns":{"word":"zebra"}}}}')
    lay('.clinerules/hooks/UserPromptSubmit', answering('{"cancel":false}'))
    init('cline')
    const [ran] = call(bench, cline, cline.prompt(bench.top, 'the zebra'))
    expect(JSON.parse(ran?.stdout ?? '')).toMatchObject({ cancel: true })
    const [good] = call(bench, cline, cline.prompt(bench.top, 'the horse'))
    expect(good?.stdout).toBe('{"cancel":false}\n')
  })

  test('is off where it was off, is the same afterwards, and neither is lost by a change of ours', () => {
    lay(hook, answering('{"cancel":true}'), 0o644)
    init('cline')
    expect(act()[0]?.stdout).toBe('{"cancel":false}\n')
    expect(JSON.parse(bench.provenance(['init', '--yes', '--json', '--agents', 'cline']).stdout)).toMatchObject({
      changes: [],
      renames: [],
    })
    writeFileSync(join(bench.top, hook), `${bench.read(hook)}# a line\n`)
    bench.provenance(['uninstall'])
    expect([bench.read(hook), modeOf(hook), isThere(dirname(saved))]).toEqual([
      answering('{"cancel":true}'),
      0o644,
      false,
    ])
  })

  test('is called by Cline’s SDK and CLI, which asks for no mode, by the program that its first line names', () => {
    lay('.cline/hooks/PreToolUse', '#!/usr/bin/env node\nconsole.log(JSON.stringify({ cancel: true }))\n', 0o644)
    init('cline')
    const { stdout } = bench.run('sh', ['.cline/hooks/PreToolUse'], { input: '{"hookName":"tool_call"}' })
    expect(stdout).toBe('{"cancel":true}\n')
  })

  test('may be a link, which leads where it led', () => {
    lay('guard.sh', '#!/bin/sh\ncat >/dev/null\necho \'{"cancel":true}\'\n')
    mkdirSync(join(bench.top, dirname(hook)), { recursive: true })
    symlinkSync('../../guard.sh', join(bench.top, hook))
    init('cline')
    expect(lstatSync(join(bench.top, hook)).isSymbolicLink()).toBe(false)
    expect(act()[0]?.stdout).toBe('{"cancel":true}\n')
    bench.provenance(['uninstall'])
    expect(readlinkSync(join(bench.top, hook))).toBe('../../guard.sh')
  })

  test('that calls ours by itself is left to do so', () => {
    init('cline')
    const [, line = ''] = /(d=\$\(git[^\n]*)/.exec(bench.read(hook)) ?? []
    bench.provenance(['uninstall'])
    const own = `#!/bin/sh\necho mine >&2\n${line}\n`
    lay(hook, own)
    init('cline')
    expect([bench.read(hook), isThere(saved)]).toEqual([own, false])
    bench.provenance(['uninstall'])
    expect(bench.read(hook)).toBe(own)
  })

  test('put there after ours is refused, by a hint that works; and left by uninstall, which names what was before', () => {
    lay(hook, answering('{"cancel":true}'))
    init('cline')
    lay(hook, answering('{"cancel":false}'))
    const { error } = JSON.parse(bench.provenance(['init', '--yes', '--json', '--agents', 'cline']).stdout)
    expect(error.code).toBe('HOOK_FOREIGN')
    const { left } = JSON.parse(bench.provenance(['uninstall', '--json', '--dry-run']).stdout)
    expect(left).toMatchObject([{ path: saved }])
    expect(bench.run('sh', ['-c', error.hint]).status).toBe(0)
    expect(init('cline').status).toBe(0)
    bench.provenance(['uninstall'])
    expect(bench.read(hook)).toBe(answering('{"cancel":false}'))
  })
})

describe('a file of theirs where ours would go', () => {
  test.for([
    ['github-copilot', '.github/hooks/provenance.json', '.github/hooks/provenance.kept.json'],
    ['kiro', '.kiro/hooks/provenance.json', '.kiro/hooks/provenance.kept.json'],
    ['opencode', '.opencode/plugins/provenance.js', '.opencode/plugins/provenance.kept.js'],
    ['amp', '.amp/plugins/provenance.ts', '.amp/plugins/provenance.kept.ts'],
    ['goose', '.agents/plugins/provenance/plugin.json', '.agents/plugins/provenance.kept/plugin.json'],
  ] as const)('%s: is not overwritten; moved as the hint says, it stays whatever comes', ([agent, path, kept]) => {
    lay(path, '// mine\n', 0o600)
    const { error } = JSON.parse(bench.provenance(['init', '--yes', '--json', '--agents', agent]).stdout)
    expect([error.code, bench.read(path), isThere('.git/provenance')]).toEqual(['HOOK_FOREIGN', '// mine\n', false])
    expect(bench.run('sh', ['-c', error.hint], { cwd: bench.home }).status).toBe(0)
    expect(init(agent).status).toBe(0)
    expect(bench.read(path)).toContain('provenance/record.sh')
    bench.provenance(['uninstall'])
    expect([isThere(path), bench.read(kept), modeOf(kept)]).toEqual([false, '// mine\n', 0o600])
  })
})
