import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type Workbench, workbench } from '../support/workbench.js'

let bench: Workbench
afterEach(() => bench.remove())

const hooksIn = (gitDir: string) => readdirSync(join(gitDir, 'hooks')).filter((name) => !name.endsWith('.sample'))
const init = ['init', '--yes', '--agents', 'claude-code']

/** A second repository, beside the workbench's. */
const another = (...more: readonly string[]): string => {
  const folder = join(bench.home, 'another')
  bench.run('git', ['init', '-q', ...more, folder], { cwd: bench.home })
  return folder
}

describe('variables by which git names a repository, as it sets them for hooks and for rebase --exec', () => {
  test('do not lead the demonstration into it', () => {
    bench = workbench({ init: false })
    const gitDir = join(bench.top, '.git')
    const env = { GIT_DIR: gitDir, GIT_WORK_TREE: bench.top, GIT_INDEX_FILE: join(gitDir, 'index') }
    const before = [bench.git('rev-parse', 'HEAD'), bench.git('status', '--porcelain')]
    const ran = bench.provenance(['demo'], { env })
    expect([ran.status, ran.stderr]).toEqual([0, ''])
    expect([hooksIn(gitDir), existsSync(join(gitDir, 'provenance'))]).toEqual([[], false])
    expect([bench.git('rev-parse', 'HEAD'), bench.git('status', '--porcelain')]).toEqual(before)
  })

  test('are obeyed by init and uninstall in all that they do, as by git, and the repository around stays as it is', () => {
    bench = workbench({ init: false })
    const folder = another()
    const run = (...args: readonly string[]) =>
      bench.provenance(args, { cwd: folder, env: { GIT_DIR: '../repo with blank/.git' } })
    expect(run(...init)).toMatchObject({ status: 0 })
    expect([hooksIn(join(folder, '.git')), existsSync(join(folder, '.git/provenance'))]).toEqual([[], false])
    expect(hooksIn(join(bench.top, '.git'))).toContain('commit-msg')
    expect(existsSync(join(bench.top, '.git/provenance/installed.json'))).toBe(true)
    expect(run('uninstall').status).toBe(0)
    expect([hooksIn(join(bench.top, '.git')), existsSync(join(bench.top, '.git/provenance'))]).toEqual([[], false])
    expect(readdirSync(folder)).toEqual(['.git'])
  })

  test('may name a git directory that is no folder of the work tree, from any folder of it', () => {
    bench = workbench({ init: false })
    another('--bare')
    mkdirSync(join(bench.home, 'files', 'below'), { recursive: true })
    const from = { cwd: join(bench.home, 'files', 'below'), env: { GIT_DIR: '../../another', GIT_WORK_TREE: '..' } }
    expect(bench.provenance(init, from).status).toBe(0)
    expect(hooksIn(join(bench.home, 'another'))).toContain('commit-msg')
    expect(existsSync(join(bench.home, 'files/.claude/settings.json'))).toBe(true)
    expect(bench.provenance(['doctor'], from).stdout).toContain('hook commit-msg: installed')
    expect(bench.provenance(['uninstall'], from).status).toBe(0)
    expect(readdirSync(join(bench.home, 'files'))).toEqual(['below'])
  })

  test('that name another repository than the one around lead what reads history to neither; -C says which', () => {
    bench = workbench({ init: false })
    const folder = another()
    bench.git('-C', folder, 'commit', '-q', '--allow-empty', '-m', 'Another')
    const linked = join(bench.home, 'linked')
    bench.git('worktree', 'add', '-q', '-b', 'topic', linked)
    bench.git('-C', linked, 'commit', '-q', '--allow-empty', '-m', 'Linked')
    const run = (gitDir: string, words: readonly string[], cwd = folder) =>
      bench.provenance(words, { cwd, env: { GIT_DIR: gitDir } })
    const subject = (gitDir: string, cwd: string, ...words: readonly string[]) =>
      /subject {2}(.*)/.exec(run(gitDir, ['show', ...words], cwd).stdout)?.[1]
    for (const words of [['verify', 'HEAD'], ['show', 'HEAD'], ['inventory'], ['blame', 'start.txt']]) {
      const ran = run('../repo with blank/.git', [...words, '--json'])
      const { error } = JSON.parse(ran.stdout) as { error: { code: string; hint: string } }
      expect([ran.status, error.code]).toEqual([2, 'USAGE'])
      expect(error.hint).toContain(`-C '${bench.top}/.git'`)
      expect(run('../repo with blank/.git', [...words, '-C', `${bench.top}/.git`]).status).toBe(0)
    }
    expect(run('../repo with blank/.git', ['show'], bench.home).status).toBe(2)
    expect(run('/nowhere', ['show'])).toMatchObject({ status: 2, stderr: expect.stringContaining('GIT_DIR') })
    expect(subject('../repo with blank/.git', folder, '-C', '.')).toBe('Another')
    // As git sets them for hooks: the same repository.
    expect(subject('.git', bench.top)).toBe('start')
    expect(subject(join(bench.top, '.git/worktrees/linked'), linked)).toBe('Linked')
    expect(subject(join(linked, '.git'), linked)).toBe('Linked')
    expect(subject(join(linked, '.git'), bench.top)).toBe(undefined)
  })

  test('that lead nowhere are named', () => {
    bench = workbench({ init: false })
    const { status, stderr } = bench.provenance(init, { env: { GIT_DIR: '/nowhere' } })
    expect([status, stderr]).toEqual([2, expect.stringMatching(/GIT_DIR[\s\S]*\[NOT_A_REPOSITORY\][\s\S]*env \| grep/)])
    expect(existsSync(join(bench.top, '.git/provenance'))).toBe(false)
  })
})
