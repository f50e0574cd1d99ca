import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type Workbench, workbench } from '../support/workbench.js'

const program = resolve(import.meta.dirname, '../../bin/provenance.mjs')
let bench: Workbench
afterEach(() => bench.remove())

const init = (...more: readonly string[]) => bench.provenance(['init', '--yes', '--agents', 'claude-code', ...more])
const settings = (folder = bench.top) => join(folder, '.claude', 'settings.json')
const lay = (text: string | Buffer, folder = bench.top) => {
  mkdirSync(join(folder, '.claude'), { recursive: true })
  writeFileSync(settings(folder), text)
}
const modeOf = (path: string) => statSync(path).mode & 0o7777

describe('an agent’s settings file', () => {
  test.for([0o600, 0o400, 0o664])('keeps its mode, for keys may stand in it: %o', (mode) => {
    bench = workbench({ init: false })
    for (const [folder, everywhere] of [
      [bench.top, []],
      [bench.home, ['--global']],
    ] as const) {
      lay('{"env":{"ANTHROPIC_API_KEY":"sk-1"}}\n', folder)
      chmodSync(settings(folder), mode)
      expect(init(...everywhere).status).toBe(0)
      expect([modeOf(settings(folder)), readFileSync(settings(folder), 'utf8')]).toEqual([
        mode,
        expect.stringContaining('record.sh'),
      ])
      expect(bench.provenance(['uninstall', ...everywhere]).status).toBe(0)
      expect(modeOf(settings(folder))).toBe(mode)
    }
  })

  test('that is new is as open as the person’s umask has it', () => {
    bench = workbench({ init: false })
    const line = `umask 077; exec '${process.execPath}' '${program}' init --yes --agents claude-code,cline`
    expect(bench.run('sh', ['-c', line]).status).toBe(0)
    expect(modeOf(settings())).toBe(0o600)
    // Cline runs its hook as a program.
    expect(modeOf(join(bench.top, '.clinerules/hooks/PreToolUse')) & 0o100).toBe(0o100)
  })

  test('that is a link is written where the link leads, and both are as they were afterwards', () => {
    bench = workbench({ init: false })
    const real = join(bench.home, 'dotfiles.json')
    writeFileSync(real, '{"a":1}\n')
    mkdirSync(join(bench.top, '.claude'))
    symlinkSync('../../dotfiles.json', settings())
    expect(init().status).toBe(0)
    expect([lstatSync(settings()).isSymbolicLink(), readFileSync(real, 'utf8')]).toEqual([
      true,
      expect.stringContaining('record.sh'),
    ])
    expect(bench.provenance(['uninstall']).status).toBe(0)
    expect([lstatSync(settings()).isSymbolicLink(), readFileSync(real, 'utf8')]).toEqual([true, '{"a":1}\n'])
  })

  test.for([
    ['a link that leads nowhere', 'mkdir .claude && ln -s nowhere .claude/settings.json', 'ls -ld '],
    ['in what is no folder', 'echo >.claude', 'ls -ld '],
  ])('%s is refused before anything is written', ([, lays, hint]) => {
    bench = workbench({ init: false })
    bench.run('sh', ['-c', lays ?? ''])
    const ran = bench.provenance(['init', '--yes', '--json', '--agents', 'claude-code'])
    const { error } = JSON.parse(ran.stdout) as { error: { code: string; hint: string } }
    expect([ran.status, error.code]).toEqual([2, 'FILE_UNWRITABLE'])
    expect(error.hint).toContain(hint)
    expect(bench.run('sh', ['-c', error.hint]).status).toBe(0)
    expect(
      ['.git/provenance', '.git/hooks/commit-msg', '.provenancerc'].filter((name) => existsSync(join(bench.top, name))),
    ).toEqual([])
  })
})

describe('uninstall', () => {
  test('leaves folders that were there, empty ones too, and takes those away that init made', () => {
    bench = workbench({ init: false })
    mkdirSync(join(bench.top, '.claude'))
    rmSync(join(bench.top, '.git', 'hooks'), { recursive: true })
    mkdirSync(join(bench.top, '.git', 'hooks'))
    expect(bench.provenance(['init', '--yes', '--agents', 'claude-code,cursor']).status).toBe(0)
    expect(bench.provenance(['init', '--yes', '--agents', 'claude-code,cursor']).status).toBe(0)
    expect(bench.provenance(['uninstall']).status).toBe(0)
    const left = ['.claude', '.cursor', '.git/hooks', '.git/provenance'].filter((name) =>
      existsSync(join(bench.top, name)),
    )
    expect(left).toEqual(['.claude', '.git/hooks'])
  })

  test('finds what it wrote in a repository that was moved since', () => {
    bench = workbench({ init: false })
    lay('{ "a":1 }')
    init()
    const moved = join(bench.home, 'moved')
    renameSync(bench.top, moved)
    expect(bench.provenance(['uninstall'], { cwd: moved }).status).toBe(0)
    expect(readFileSync(settings(moved), 'utf8')).toBe('{ "a":1 }')
  })
})

describe('what uninstall cannot take back', () => {
  const uninstall = (cwd = bench.top) => {
    const { status, stdout } = bench.provenance(['uninstall', '--json'], { cwd })
    return { status, ...(JSON.parse(stdout) as { left: { path: string; why: string }[]; error?: unknown }) }
  }

  test('is named, all else is taken back, and the file to the byte when it is mended', () => {
    bench = workbench({ init: false })
    lay('{ "a":1 }\n')
    expect(bench.provenance(['init', '--yes', '--agents', 'claude-code,cursor']).status).toBe(0)
    const written = readFileSync(settings(), 'utf8')
    writeFileSync(settings(), `<<<<<<< HEAD\n${written}`)
    expect(uninstall()).toMatchObject({ status: 2, left: [{ path: '.claude/settings.json' }] })
    const gone = [
      '.git/hooks/commit-msg',
      '.git/provenance/key',
      '.git/provenance/record.sh',
      '.cursor',
      '.provenancerc',
    ]
    expect(gone.filter((name) => existsSync(join(bench.top, name)))).toEqual([])
    writeFileSync(settings(), written)
    expect(uninstall()).toMatchObject({ status: 0, left: [] })
    expect([readFileSync(settings(), 'utf8'), existsSync(join(bench.top, '.git/provenance'))]).toEqual([
      '{ "a":1 }\n',
      false,
    ])
  })

  test.for([
    ['empty', ':>'],
    ['a folder', 'mkdir '],
    ['in conflict, none of ours in it', 'echo "<<<<" >'],
  ])('is nothing where a settings file is %s', ([, how]) => {
    bench = workbench({ init: false })
    bench.run('sh', ['-c', `mkdir .claude; ${how}.claude/settings.json`])
    expect(uninstall()).toMatchObject({ status: 0, left: [] })
  })

  test('is what a team has committed and another clone wrote: init changed nothing there', () => {
    bench = workbench({
      init: false,
      files: { '.husky/pre-commit': 'true\n', 'package.json': '{"devDependencies":{"husky":"9"}}' },
    })
    expect(bench.provenance(['init', '--yes', '--agents', 'claude-code,kiro', '--hooks', 'husky']).status).toBe(0)
    bench.git('add', '-Af')
    bench.git('commit', '-qm', 'hooks')
    const second = join(bench.home, 'second')
    bench.run('git', ['clone', '-q', bench.top, second], { cwd: bench.home })
    expect(bench.provenance(['init', '--yes', '--agents', 'claude-code,kiro'], { cwd: second }).status).toBe(0)
    const ran = uninstall(second)
    expect(ran.status).toBe(0)
    expect(ran.left.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['.claude/settings.json', '.kiro/hooks/provenance.json', '.husky/commit-msg']),
    )
    expect(bench.run('git', ['status', '--porcelain'], { cwd: second }).stdout).toBe('')
    // Where it was written first, it is taken out.
    expect(uninstall()).toMatchObject({ status: 0, left: [] })
    expect(existsSync(settings())).toBe(false)
  })

  test('bytes that are not UTF-8 would not come back: init refuses the file', () => {
    bench = workbench({ init: false })
    const text = Buffer.from('{"a":"\xff"}\n', 'latin1')
    lay(text)
    expect(init()).toMatchObject({ status: 2, stderr: expect.stringContaining('expected UTF-8') })
    expect([existsSync(join(bench.top, '.git/provenance')), readFileSync(settings()).equals(text)]).toEqual([
      false,
      true,
    ])
  })
})

describe('one JSON document, and no talk of a bug', () => {
  test('where a folder is none, is gone, or is closed', () => {
    bench = workbench({ init: false })
    writeFileSync(join(bench.top, '.git/provenance'), '')
    const gone = `mkdir gone; cd gone; rmdir ../gone; exec '${process.execPath}' '${program}' show --json`
    const errors = [
      bench.provenance(['init', '--yes', '--json']),
      bench.run('sh', ['-c', gone]),
      bench.provenance(['demo'], { env: { TMPDIR: '/nowhere' } }),
      bench.provenance(['demo'], { env: { PATH: '/nowhere' } }),
    ].map(({ status, stdout, stderr }) => {
      const { error } = stdout === '' ? { error: undefined } : (JSON.parse(stdout) as { error?: { code: string } })
      return `${status} ${error?.code ?? /\[(\w+)\]/.exec(stderr)?.[1]}`
    })
    expect(errors).toEqual(['2 FILE_UNWRITABLE', '2 NOT_A_REPOSITORY', '2 FILE_UNWRITABLE', '2 GIT_MISSING'])
  })

  test('which says that all was done only when it was', () => {
    bench = workbench({ init: false })
    const applied = ['--dry-run', '--yes'].map(
      (how) => (JSON.parse(bench.provenance(['init', how, '--json']).stdout) as { applied: boolean }).applied,
    )
    expect(applied).toEqual([false, true])
  })
})
