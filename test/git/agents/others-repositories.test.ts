import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { agentText, agentWrites, test } from '../../support/commit-flow.js'
import type { Workbench } from '../../support/workbench.js'

const nobody = '65534'
const give = (bench: Workbench, path: string) => bench.run('chown', ['-hR', `${nobody}:${nobody}`, path])
const trust = (bench: Workbench, path: string) => bench.run('git', ['config', '--global', 'safe.directory', path])

/** Everything in a folder: names, sizes and times. */
const laidIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => `${name} ${statSync(join(folder, name)).size} ${statSync(join(folder, name)).mtimeMs}`)

/** What agents report of a file, by the shell alone and by node, of a command that names it, and of a prompt in its folder. */
const reportAll = (bench: Workbench, folder: string): void => {
  const file = join(folder, 'scratch.py')
  writeFileSync(file, 'print(1)\n', { mode: 0o600 })
  const after = (tool: string, input: Readonly<Record<string, string>>) =>
    bench.agent.hook('PostToolUse', { tool_name: tool, tool_input: input, tool_use_id: tool, tool_response: {} })
  const ended = [
    after('Write', { file_path: file, content: 'print(1)\n' }),
    after('NotebookEdit', { notebook_path: file }),
    after('Bash', { command: `touch ${file}` }),
    bench.agent.hook('UserPromptSubmit', { prompt: 'do it', cwd: folder }),
    bench.provenance(['record', '--agent', 'claude-code'], { cwd: folder, input: 'no JSON' }),
  ]
  expect(ended.map(({ status, stdout }) => [status, stdout])).toEqual(ended.map(() => [0, '']))
}

describe('a repository that somebody else made around what an agent writes', () => {
  test.beforeEach(({ skip }) => {
    if (process.getuid?.() !== 0) skip('owners cannot be changed here')
  })

  test('is none, until git is told to trust it: nothing is stored in it, nor written where its links lead', ({
    bench,
  }) => {
    const folder = join(bench.home, 'all')
    bench.run('git', ['init', '-q', folder], { cwd: bench.home })
    const state = join(folder, '.git', 'provenance')
    mkdirSync(join(state, 'spool'), { recursive: true })
    writeFileSync(join(bench.home, 'mine'), 'mine')
    for (const name of ['missed', 'problems.jsonl', 'observing', 'key'])
      symlinkSync(join(bench.home, 'mine'), join(state, name))
    give(bench, join(folder, '.git'))
    const before = laidIn(state)
    reportAll(bench, folder)
    expect([laidIn(state), readFileSync(join(bench.home, 'mine'), 'utf8')]).toEqual([before, 'mine'])
    trust(bench, folder)
    reportAll(bench, folder)
    expect(laidIn(join(state, 'spool')).length).toBeGreaterThan(2)
  })

  test('is none where it only leads, by a link or a file, to one of ours', ({ bench }) => {
    const folder = join(bench.home, 'all')
    mkdirSync(folder)
    const state = join(bench.top, '.git', 'provenance')
    symlinkSync(join(bench.top, '.git'), join(folder, '.git'))
    give(bench, join(folder, '.git'))
    bench.agent.hook('PostToolUse', {
      tool_name: 'Write',
      tool_input: { file_path: join(folder, 'a.py') },
      tool_use_id: 'a',
      tool_response: {},
    })
    expect(readdirSync(state)).not.toContain('spool')
  })

  test('of a user whom git was told to trust, as in a container, is recorded as any other', ({ bench }) => {
    give(bench, bench.top)
    agentWrites(bench, 'unheard.txt')
    expect(readdirSync(join(bench.top, '.git', 'provenance'))).not.toContain('spool')
    trust(bench, bench.top)
    agentWrites(bench)
    expect(bench.tryGit(['commit', '-qam', 'Work']).status).toBe(0)
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=3;/)
  })

  test('holds a folder of ours that is of a third: nothing is stored, and no commit says that no agent was seen', ({
    bench,
  }) => {
    const state = join(bench.top, '.git', 'provenance')
    give(bench, state)
    chmodSync(state, 0o755)
    bench.agent.edit('start.txt', agentText)
    expect(readdirSync(state)).not.toContain('spool')
    // Another user has another home.
    const HOME = join(bench.home, 'other')
    expect(bench.tryGit(['commit', '-qam', 'Work'], { env: { HOME } }).status).toBe(0)
    expect(bench.trailer('AI-Tool')).toEqual([])
  })

  test('is not read by a command of ours, which says what git says of it', ({ bench }) => {
    give(bench, bench.top)
    for (const words of [['status'], ['declare', '--none'], ['purge'], ['init', '--yes']]) {
      const ran = bench.provenance(words)
      expect([words[0], ran.status]).toEqual([words[0], 2])
      expect(ran.stderr).toMatch(/dubious ownership.*\nhint: git config --global --add safe\.directory /)
    }
  })
})
