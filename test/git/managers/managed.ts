import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Workbench, workbench } from '../../support/workbench.js'

/** Real managers from their registry, fetched once a machine: the folder, or null where the registry does not answer. */
export const realManagers = (): string | null => {
  const folder = join(tmpdir(), 'hook-managers-husky-9.1.7-lefthook-2.2.2')
  const done = join(folder, 'node_modules', '.bin', 'lefthook')
  if (existsSync(done)) return folder
  const draft = `${folder}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', draft, 'husky@9.1.7', 'lefthook@2.2.2']
  const { status } = spawnSync('npm', args, { cwd: draft, stdio: 'ignore', timeout: 120_000 })
  try {
    // Two test files may fetch at once: the first to be done is taken.
    if (status === 0) renameSync(draft, folder)
  } catch {
    rmSync(draft, { recursive: true, force: true })
  }
  return existsSync(done) ? folder : null
}

/** A repository that nobody has set up yet, whose own files are committed. */
export const bare = (files: Readonly<Record<string, string>> = {}): Workbench =>
  workbench({ files: { 'start.txt': 'one\n', ...files }, init: false })

/** An agent's commit, a person's, and an amend that only the command line tells of: what each says. */
export const commits = (bench: Workbench): readonly (readonly string[])[] => {
  const said: (readonly string[])[] = []
  const commit = (...args: string[]) => {
    const { status, stderr } = bench.tryGit(['commit', '-q', ...args])
    if (status !== 0) throw new Error(`git commit ended with ${status}: ${stderr}`)
    said.push(bench.trailer('AI-Tool'))
  }
  bench.agent.start()
  bench.agent.edit('start.txt', 'one\nby the agent\n')
  commit('-am', 'By an agent')
  commit('--amend', '-m', 'Reworded')
  bench.write('start.txt', 'one\nby the agent\nby hand\n')
  commit('-am', 'By hand')
  return said
}

export const expected = [['claude-code/2.1.329'], ['claude-code/2.1.329'], ['none; basis=observed']]
