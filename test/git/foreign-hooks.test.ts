import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type Workbench, workbench } from '../support/workbench.js'

let bench: Workbench
afterEach(() => bench.remove())

const hooks = () => join(bench.top, '.git', 'hooks')
const lay = (name: string, text: string, mode = 0o755) => {
  mkdirSync(hooks(), { recursive: true })
  writeFileSync(join(hooks(), name), text)
  chmodSync(join(hooks(), name), mode)
}
const init = (...more: readonly string[]) => bench.provenance(['init', '--yes', '--agents', 'claude-code', ...more])
const commit = (message: string) => bench.tryGit(['commit', '-q', '--allow-empty', '-m', message]).status

/** Every file of the hooks folder: where a link leads, else text and mode. */
const laid = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(hooks())
      .filter((name) => !name.endsWith('.sample'))
      .map((name) => {
        const path = join(hooks(), name)
        const { mode } = lstatSync(path)
        return [name, lstatSync(path).isSymbolicLink() ? readlinkSync(path) : `${mode} ${readFileSync(path, 'utf8')}`]
      }),
  )

describe('a hook that was there before', () => {
  const dispatcher = '#!/bin/sh\ncase ${0##*/} in commit-msg) grep -q TICKET "$1" || exit 1 ;; esac\n'

  test.for([
    ['a link to a dispatcher', () => symlinkSync('../../tools/all-hooks', join(hooks(), 'commit-msg'))],
    ['a dispatcher itself', () => lay('commit-msg', dispatcher)],
    [
      'one that takes its name and its library by $0',
      () => {
        lay('commit-msg', '#!/bin/sh\n. "$(dirname "$0")/all.sh"\n')
        lay('all.sh', dispatcher, 0o644)
      },
    ],
    [
      'one that finds the repository from its own place',
      () => lay('commit-msg', '#!/bin/sh\ncd "$(dirname "$0")/../.." && . ./tools/all-hooks\n'),
    ],
    [
      'a link that finds its folder by itself',
      () => {
        bench.write(
          'tools/by-link',
          '#!/bin/sh\ncd "$(dirname "$0")" && here=$(cd "$(dirname "$(readlink "${0##*/}")")" && pwd)\ncd "$OLDPWD" && . "$here/all-hooks"\n',
        )
        symlinkSync('../../tools/by-link', join(hooks(), 'commit-msg'))
        chmodSync(join(bench.top, 'tools/by-link'), 0o755)
      },
    ],
  ] as const)('knows itself by its own name: %s', ([, put]) => {
    bench = workbench({ init: false })
    bench.write('tools/all-hooks', dispatcher)
    chmodSync(join(bench.top, 'tools/all-hooks'), 0o755)
    put()
    const before = laid()
    expect([commit('bad'), commit('TICKET-1')]).toEqual([1, 0])
    expect(init().status).toBe(0)
    expect([commit('bad'), commit('TICKET-2')]).toEqual([1, 0])
    expect(init().stdout).toContain('Nothing to change')
    expect([commit('bad'), commit('TICKET-3')]).toEqual([1, 0])
    expect(bench.provenance(['doctor']).stdout).toContain('hook commit-msg: installed; the hook that was there')
    expect(bench.provenance(['uninstall']).status).toBe(0)
    expect(laid()).toEqual(before)
  })

  test('moved aside by a version that called it as .saved, is called after the next init', () => {
    bench = workbench()
    lay('commit-msg.saved', dispatcher)
    const gate = readFileSync(join(hooks(), 'commit-msg'), 'utf8')
    lay('commit-msg', gate.replaceAll('.commit-provenance/', '.'))
    expect(init().status).toBe(0)
    expect([commit('bad'), commit('TICKET-1')]).toEqual([1, 0])
    bench.provenance(['uninstall'])
    expect(Object.keys(laid())).toEqual(['commit-msg'])
  })

  test('called from a folder among the hooks by a version of before, goes on with it and after the next init', () => {
    bench = workbench({ init: false })
    lay('commit-msg', dispatcher)
    const before = laid()
    init()
    const gate = readFileSync(join(hooks(), 'commit-msg'), 'utf8')
    const old = gate.replaceAll('${0%/*}.commit-provenance/', '${0%/*}/commit-provenance.saved/')
    expect(old).not.toBe(gate)
    lay('commit-msg', old)
    rmSync(`${hooks()}.commit-provenance`, { recursive: true })
    mkdirSync(join(hooks(), 'commit-provenance.saved'))
    symlinkSync('../commit-msg.saved', join(hooks(), 'commit-provenance.saved/commit-msg'))
    expect([commit('bad'), commit('TICKET-1')]).toEqual([1, 0])
    expect(init().status).toBe(0)
    expect([commit('bad'), commit('TICKET-2')]).toEqual([1, 0])
    expect(bench.provenance(['uninstall']).status).toBe(0)
    expect(laid()).toEqual(before)
    expect(readdirSync(join(bench.top, '.git')).filter((name) => name.includes('provenance'))).toEqual([])
  })

  test('that is a link which leads nowhere now stays one, and is called when it leads somewhere', () => {
    bench = workbench({ init: false })
    symlinkSync('../../later', join(hooks(), 'commit-msg'))
    const before = laid()
    expect(init().status).toBe(0)
    expect(commit('bad')).toBe(0)
    bench.write('later', dispatcher)
    chmodSync(join(bench.top, 'later'), 0o755)
    expect(commit('bad')).toBe(1)
    expect(bench.provenance(['uninstall']).status).toBe(0)
    expect(laid()).toEqual(before)
  })

  test('is put back where init was stopped before its own was there', () => {
    bench = workbench({ init: false })
    lay('commit-msg', dispatcher)
    const before = laid()
    init()
    rmSync(join(hooks(), 'commit-msg'))
    bench.provenance(['uninstall'])
    expect(laid()).toEqual(before)
  })
})

describe('a file of theirs that is called NAME.saved', () => {
  test('is not called, nor put in place by uninstall', () => {
    bench = workbench({ init: false })
    lay('commit-msg.saved', '#!/bin/sh\nexit 1\n')
    const before = laid()
    expect(init().status).toBe(0)
    expect(commit('b')).toBe(0)
    expect(init().status).toBe(0)
    expect(commit('c')).toBe(0)
    expect(bench.provenance(['uninstall']).status).toBe(0)
    expect(laid()).toEqual(before)
  })

  test('beside a hook of theirs stops init, with a command that makes room', () => {
    bench = workbench({ init: false })
    lay('commit-msg.saved', '#!/bin/sh\nexit 1\n')
    lay('commit-msg', '#!/bin/sh\nexit 0\n')
    const { status, stdout } = init('--json')
    const { error } = JSON.parse(stdout) as { error: { code: string; hint: string } }
    expect([status, error.code, existsSync(join(bench.top, '.git/provenance'))]).toEqual([2, 'HOOK_FOREIGN', false])
    expect(bench.run('sh', ['-c', error.hint]).status).toBe(0)
    expect(init().status).toBe(0)
    expect(commit('b')).toBe(0)
  })
})

test.for([
  ['/dev/null', 'which is no folder, so no hook runs'],
  ['../gone/hooks', 'which is not there'],
  ['other.git/hooks', 'the hooks of another repository'],
] as const)(
  'core.hooksPath %s is refused and not taken for a folder of ours; what is proposed works',
  ([folder, says]) => {
    bench = workbench({ init: false })
    bench.git('init', '-q', '--bare', 'other.git')
    bench.git('config', 'core.hooksPath', folder)
    const { status, stdout } = init('--json')
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string; hint: string } }
    expect([status, error]).toMatchObject([2, { code: 'HOOK_FOREIGN', message: expect.stringContaining(says) }])
    expect([existsSync(join(bench.home, 'gone')), bench.provenance(['uninstall']).status]).toEqual([false, 0])
    expect(bench.run('sh', ['-c', error.hint]).status).toBe(0)
    expect(init().status).toBe(0)
    expect(existsSync(join(hooks(), 'commit-msg'))).toBe(true)
  },
)

test('what a hook of the project’s writes below it, or cleans away, does not part the word on no agent from the end', () => {
  bench = workbench({ init: false })
  lay('commit-msg', '#!/bin/sh\n. ./hook.sh\n')
  expect(init().status).toBe(0)
  const message = (hook: string) => {
    bench.write('hook.sh', hook)
    expect(commit('Subject')).toBe(0)
    return bench.message().trim()
  }
  const none = 'AI-Tool: none; basis=observed'
  expect(message('printf "\\nTicket: ABC-1\\n" >>"$1"')).toBe(`Subject\n\nTicket: ABC-1\n${none}`)
  expect(message('printf "\\nSee the wiki\\n" >>"$1"')).toBe(`Subject\n\nSee the wiki\n\n${none}`)
  expect(message('printf "See the wiki\\n" >>"$1"')).toBe(`Subject\n\nSee the wiki\n\n${none}`)
  expect(message('sed -i /^AI-/d "$1"')).toBe(`Subject\n\n${none}`)
  expect(message('printf "Change-Id: I1\\n" >>"$1"')).toBe(`Subject\n\n${none}\nChange-Id: I1`)
  expect(message('printf "\\nCo-authored-by: Claude <noreply@anthropic.com>\\n" >>"$1"')).not.toContain(none)
})

test('a link where the moved hooks go, which a repository can hold beside hooks that it brings, is not followed', () => {
  bench = workbench({ init: false })
  const mine = join(bench.home, 'mine')
  mkdirSync(mine, { mode: 0o700 })
  bench.write('.githooks/pre-push', '#!/bin/sh\n')
  chmodSync(join(bench.top, '.githooks/pre-push'), 0o755)
  const places = ['.githooks.commit-provenance', '.githooks/commit-provenance.saved']
  for (const place of places) symlinkSync(mine, join(bench.top, place))
  bench.git('config', 'core.hooksPath', '.githooks')
  const ran = init('--hooks', 'native')
  expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining('got a link to elsewhere [FILE_UNWRITABLE]') })
  expect([readdirSync(mine), lstatSync(mine).mode & 0o777]).toEqual([[], 0o700])
})

describe('a hook that its own program writes again over ours', () => {
  const team = (number: number) => `#!/bin/sh\necho "team ${number}" >&2\n`
  const overwritten = (number: number) => {
    bench = workbench({ init: false })
    lay('commit-msg', team(1))
    init()
    lay('commit-msg', team(number))
  }

  test.for([1, 2])('is called first after the next init, and is alone after uninstall: %i', (number) => {
    overwritten(number)
    expect(bench.provenance(['doctor']).stdout).toContain('WRONG hook commit-msg')
    expect(init()).toMatchObject({ status: 0, stderr: expect.stringContaining('Installed') })
    expect(bench.provenance(['doctor']).status).toBe(0)
    expect(bench.tryGit(['commit', '-q', '--allow-empty', '-m', 'Called']).stderr).toBe(`team ${number}\n`)
    expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
    bench.provenance(['uninstall'])
    expect(laid()).toEqual({ 'commit-msg': `33261 ${team(number)}` })
  })

  test('uninstall takes the one away that we kept where both are the same, and names it where they differ', () => {
    overwritten(1)
    bench.provenance(['uninstall'])
    expect(laid()).toEqual({ 'commit-msg': `33261 ${team(1)}` })
    bench.remove()
    overwritten(2)
    expect(bench.provenance(['uninstall']).stdout).toMatch(/^left {4}\.git\/hooks\/commit-msg\.saved /m)
    expect(laid()).toEqual({ 'commit-msg': `33261 ${team(2)}`, 'commit-msg.saved': `33261 ${team(1)}` })
  })

  test('is called where the one that we kept was a link', () => {
    bench = workbench({ init: false })
    mkdirSync(hooks(), { recursive: true })
    bench.write('tools/hook', team(1))
    symlinkSync('../../tools/hook', join(hooks(), 'commit-msg'))
    init()
    lay('commit-msg', team(2))
    init()
    expect(bench.tryGit(['commit', '-q', '--allow-empty', '-m', 'Called']).stderr).toBe('team 2\n')
  })
})
