import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Workbench } from '../../support/workbench.js'
import { bare, realManagers, realPreCommit, shellOf } from '../managers/managed.js'

const managers = realManagers()
const preCommit = realPreCommit()

let bench: Workbench
afterEach(() => bench.remove())

const policy = JSON.stringify({
  enforce: ['commit-msg', 'pre-push'],
  rules: { 'no-agent-signoff': 'error', 'record-required': 'error' },
})

const ways: readonly (readonly [name: string, file: string, text: string, install: string, real: string | null])[] = [
  ['husky', 'package.json', '{"devDependencies":{"husky":"9.1.7"}}', 'npx husky && provenance init --yes', managers],
  [
    'lefthook',
    'lefthook.yml',
    // Lists of files that leave every command of the team's out.
    "prepare-commit-msg:\n  files: 'true'\ncommit-msg:\n  files: 'true'\npre-push:\n  exclude: ['*.txt']\n",
    'provenance init --yes && npx lefthook install',
    managers,
  ],
  [
    'pre-commit',
    '.pre-commit-config.yaml',
    'files: ^src/\nrepos: []\n',
    'provenance init --yes && git add .pre-commit-config.yaml && pre-commit install --hook-type prepare-commit-msg --hook-type commit-msg --hook-type post-commit --hook-type pre-push && git commit -qm Hooks --no-verify',
    preCommit,
  ],
]

// Skipped only where a registry does not give the tool.
describe.each(ways)('through %s', (_name, file, text, install, real) => {
  test.skipIf(real === null)('a commit and a push that the policy forbids are stopped, others are not', () => {
    bench = bare({ [file]: text, '.provenancerc': policy })
    const shell = shellOf(bench, managers, preCommit)
    const remote = join(bench.home, 'remote.git')
    bench.git('init', '-q', '--bare', remote)
    bench.git('remote', 'add', 'origin', remote)
    bench.git('push', '-q', 'origin', 'main')
    bench.git('remote', 'set-head', 'origin', 'main')
    const installed = shell(`git config user.name Jo && git config user.email jo@example.com && ${install}`)
    expect([installed.status, installed.stderr]).toEqual([0, expect.anything()])
    bench.write('b.txt', 'b\n')
    bench.git('add', 'b.txt')
    const stopped = shell(`git commit -m 'Work' -m 'Signed-off-by: Claude <noreply@anthropic.com>'`)
    expect(stopped.status).not.toBe(0)
    expect(`${stopped.stdout}${stopped.stderr}`).toContain('[no-agent-signoff]')
    expect(shell('git commit -q --no-verify -m Silent && git log -1 --format=%s').stdout).toContain('Silent')
    expect(shell('git -c core.hooksPath=/dev/null commit -q --amend -m Silent').status).toBe(0)
    const push = shell('git push origin main')
    expect(push.status).not.toBe(0)
    expect(`${push.stdout}${push.stderr}`).toContain('[record-required]')
    expect(shell('provenance declare --none && git commit -q --amend --no-edit').status).toBe(0)
    if (file === '.pre-commit-config.yaml') expect(shell('git push -q --no-verify origin main').status).toBe(0)
    else expect(shell('git push -q origin main')).toMatchObject({ status: 0 })
  })
})
