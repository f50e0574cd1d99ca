import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type PolicyBench, policyBench } from '../support/policy-bench.js'

let bench: PolicyBench
beforeEach(() => {
  bench = policyBench()
})
afterEach(() => bench.remove())

/** The error of a check of the ledger in another folder, whose hint is a command to be run there. */
const failed = (folder: string): { readonly code: string; readonly hint: string } => {
  const { status, stdout } = bench.provenance(['ledger', 'check', '../ledger.jsonl', '-C', folder, '--json'])
  const { error } = JSON.parse(stdout) as { error: { code: string; hint: string } }
  expect([status, error.code]).toEqual([4, 'HISTORY_INCOMPLETE'])
  return error
}

test('what mends history that is not all here is said for this clone, and mends it', () => {
  bench.commit('One')
  bench.git('config', 'uploadpack.allowFilter', 'true')
  bench.git('checkout', '-qb', 'feature')
  const gone = bench.commit('Two')
  bench.git('checkout', '-q', 'main')
  bench.git('commit', '-q', '--allow-empty', '-m', 'Squashed')
  const squashed = ['--pull-request', 'main~1..feature', '--squashed', 'main']
  bench.provenance(['verify', ...squashed, '--output', '../ledger.jsonl'])
  const clone = (...words: readonly string[]): string => {
    const folder = join(bench.home, `clone${words.join('')}`)
    bench.git('clone', '-q', '--single-branch', ...words, `file://${bench.top}`, folder)
    return folder
  }
  // The branch is not fetched, as when it is deleted on a forge, which still has its commits.
  const hints = [clone(), clone('--depth=1')].map((folder) => {
    const { hint } = failed(folder)
    expect([hint, bench.run('sh', ['-c', hint], { cwd: bench.home }).status]).toEqual([hint, 0])
    return hint.replace(` -C ${folder}`, '')
  })
  expect(hints).toEqual([`git fetch origin ${gone}`, 'git fetch --unshallow'])
  expect(bench.provenance(['ledger', 'check', '../ledger.jsonl', '-C', join(bench.home, 'clone')]).status).toBe(0)
  // Nothing mends another repository than the ledger's.
  bench.git('init', '-q', '../other')
  expect(failed(join(bench.home, 'other')).hint).toBe(`git -C ${join(bench.home, 'other')} fsck --full`)
})

test('a name that leads out of what is here is no wrong name', () => {
  const oids = ['One', 'Two', 'Three', 'Four'].map((subject) => bench.commit(subject))
  const clone = join(bench.home, 'shallow')
  bench.git('clone', '-q', '--depth=2', `file://${bench.top}`, clone)
  const errorOf = (name: string, folder: string, command = 'verify') => {
    const { stdout } = bench.provenance([command, name, '-C', folder, '--json'])
    return (JSON.parse(stdout) as { error?: { code: string; hint: string } }).error
  }
  const cut = { code: 'HISTORY_INCOMPLETE', hint: `git -C ${clone} fetch --unshallow` }
  const unknown = { code: 'UNKNOWN_REVISION', hint: `git -C ${clone} fetch --unshallow --tags` }
  for (const name of ['HEAD~3..HEAD', 'HEAD^^', `${oids[0]?.slice(0, 9)}..HEAD`])
    expect([name, errorOf(name, clone)]).toMatchObject([name, cut])
  expect([errorOf('HEAD~2', clone, 'show'), errorOf('HEAD~2..', clone, 'squash-message')]).toMatchObject([cut, cut])
  for (const name of ['v1..HEAD', 'HEAD^2']) expect([name, errorOf(name, clone)]).toMatchObject([name, unknown])
  expect(bench.run('sh', ['-c', unknown.hint], { cwd: bench.home }).status).toBe(0)
  expect(errorOf('HEAD~3..HEAD', clone)).toBeUndefined()
  // Whole history that is shorter, and one with a commit lost in between.
  expect(errorOf('HEAD~9', bench.top)).toMatchObject({ code: 'UNKNOWN_REVISION' })
  rmSync(join(bench.top, '.git/objects', oids[1]?.slice(0, 2) ?? '', oids[1]?.slice(2) ?? ''))
  expect(errorOf('HEAD~4', bench.top)).toMatchObject({ code: 'HISTORY_INCOMPLETE' })
})
