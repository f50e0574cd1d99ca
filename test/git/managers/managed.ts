import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Ran, type Workbench, workbench } from '../../support/workbench.js'

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

/** What pre-commit imports to run hooks of a local repository; virtualenv, which only its own environments need, is left out. */
const pythonPackages = ['pre_commit==4.6.2', 'cfgv==3.5.0', 'identify==2.6.20', 'nodeenv==1.11.0', 'pyyaml==6.0.3']

/** The real pre-commit from its registry, fetched once a machine: its folder of programs, or null where pip does not answer. */
export const realPreCommit = (): string | null => {
  // Programs of a Python environment name it by its full path: it is made where it stays.
  const folder = join(tmpdir(), `hook-managers-pre-commit-4.6.2-${process.getuid?.() ?? 0}`)
  const done = join(folder, 'bin', 'pre-commit')
  if (existsSync(done)) return join(folder, 'bin')
  const { status } = spawnSync('python3', ['-m', 'venv', '--clear', folder], { stdio: 'ignore', timeout: 60_000 })
  if (status !== 0) return null
  const args = ['-m', 'pip', 'install', '--quiet', '--retries', '0', '--no-deps', ...pythonPackages]
  spawnSync(join(folder, 'bin', 'python3'), args, { stdio: 'ignore', timeout: 60_000 })
  return existsSync(done) ? join(folder, 'bin') : null
}

/** A shell in the repository with `provenance` and the real managers at hand, as a person has them who types a command that they were told. */
export const shellOf = (bench: Workbench, managers: string | null, preCommit: string | null) => {
  const bin = join(bench.home, 'bin')
  mkdirSync(bin)
  symlinkSync(resolve(import.meta.dirname, '../../../bin/provenance.mjs'), join(bin, 'provenance'))
  if (managers !== null && !existsSync(join(bench.top, 'node_modules'))) {
    symlinkSync(join(managers, 'node_modules'), join(bench.top, 'node_modules'))
    bench.run('sh', ['-c', 'echo node_modules >>.git/info/exclude'])
  }
  const PATH = [bin, ...(preCommit === null ? [] : [preCommit]), process.env['PATH']].join(':')
  return (command: string): Ran => bench.run('sh', ['-c', command], { env: { PATH } })
}

type Check = { readonly name: string; readonly ok: boolean; readonly says: string; readonly mend: string | null }

/** What doctor finds wrong. */
export const complaints = (bench: Workbench): readonly Check[] =>
  (JSON.parse(bench.provenance(['doctor', '--json']).stdout) as { checks: Check[] }).checks.filter(({ ok }) => !ok)

/** Does what doctor says until it says no more: the commands that were run. Throws where they do not help. */
export const mend = (bench: Workbench, shell: (command: string) => Ran): readonly string[] => {
  const done: string[] = []
  for (let wrong = complaints(bench); wrong.length > 0; wrong = complaints(bench)) {
    const command = wrong[0]?.mend ?? ''
    if (done.includes(command)) throw new Error(`${command} did not mend: ${wrong.map(({ says }) => says).join('; ')}`)
    const { status, stderr, stdout } = shell(command)
    if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}${stdout}`)
    done.push(command)
  }
  return done
}
