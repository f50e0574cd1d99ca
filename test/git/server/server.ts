import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { test as base } from 'vitest'
import { inProcess, needsNoProcess } from '../../support/in-process.js'
import { environment, type Ran, type RunOptions } from '../../support/workbench.js'

/** The command line. */
export const program = resolve(import.meta.dirname, '../../../bin/provenance.mjs')

/** Longer is a hang. */
const patience = 30_000

/** A bare repository with the gate, and the clone of somebody who pushes to it, without hooks of their own. */
export type Server = {
  readonly home: string
  /** The bare repository. */
  readonly bare: string
  /** The clone. */
  readonly top: string
  readonly run: (program: string, args: readonly string[], options?: RunOptions) => Ran
  readonly git: (...args: string[]) => string
  readonly push: (args: readonly string[], options?: RunOptions & { readonly to?: string }) => Ran
  readonly provenance: (args: readonly string[], options?: RunOptions) => Ran
  /** A commit on the current branch, with the words in its message; its name. */
  readonly commit: (message: string, files?: Readonly<Record<string, string>>) => string
  /** A file in the bare repository. */
  readonly lay: (path: string, text: string, mode?: number) => void
  /** What a ref of the bare repository stands at; empty where it is not. */
  readonly at: (ref: string) => string
  /** True where the bare repository holds that object. */
  readonly holds: (oid: string) => boolean
  readonly remove: () => void
}

/** What a commit says that took no AI: a record, by the strict policy. */
export const human = (subject: string): string => `${subject}\n\nAI-Tool: none; basis=declared`

export const strict = '{"rules":{"record-required":"error"}}'

/** A server whose `main` has one commit with the strict policy, or the files given. */
export const server = (
  files: Readonly<Record<string, string>> = { '.provenancerc': strict },
  gitInit: readonly string[] = [],
): Server => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'server-')))
  const [bare, top] = [join(home, 'bare repository.git'), join(home, 'clone')]
  for (const folder of [bare, top]) mkdirSync(folder)
  // Each commit and push would ask whether there is anything to tidy up.
  const quiet = '[maintenance]\n\tauto = false\n[receive]\n\tautogc = false\n'
  writeFileSync(join(home, '.gitconfig'), `[init]\n\tdefaultBranch = main\n${quiet}`)
  const run: Server['run'] = (name, args, { input = '', env = {}, cwd = top } = {}) => {
    const { status, stdout, stderr } = spawnSync(name, args, {
      cwd,
      input,
      env: { ...environment(home), ...env },
      encoding: 'utf8',
      timeout: patience,
      killSignal: 'SIGKILL',
      maxBuffer: 2 ** 28,
    })
    return { status: status ?? -1, stdout, stderr }
  }
  const git: Server['git'] = (...args) => succeeded(`git ${args.join(' ')}`, run('git', args)).stdout.trim()
  const provenance: Server['provenance'] = (args, options) =>
    needsNoProcess(args, options)
      ? inProcess(args, options?.cwd ?? top, { ...environment(home), ...options?.env })
      : run(process.execPath, [program, ...args], options)
  const commit: Server['commit'] = (message, changed = {}) => {
    for (const [path, text] of Object.entries(changed)) {
      mkdirSync(dirname(join(top, path)), { recursive: true })
      writeFileSync(join(top, path), text)
    }
    git('add', '-A')
    git('commit', '-q', '--allow-empty', '-m', message)
    return git('rev-parse', 'HEAD')
  }
  git('init', '-q', '--bare', ...gitInit, bare)
  git('init', '-q', ...gitInit)
  commit(human('Start'), files)
  git('push', '-q', bare, 'main')
  succeeded('init', provenance(['init', '--yes'], { cwd: bare }))
  return {
    home,
    bare,
    top,
    run,
    git,
    provenance,
    commit,
    push: (args, { to = bare, ...options } = {}) => run('git', ['push', to, ...args], options),
    lay: (path, text, mode = 0o644) => {
      mkdirSync(dirname(join(bare, path)), { recursive: true })
      writeFileSync(join(bare, path), text, { mode })
    },
    at: (ref) => run('git', ['rev-parse', '--verify', '--quiet', ref], { cwd: bare }).stdout.trim(),
    holds: (oid) => run('git', ['cat-file', '-e', oid], { cwd: bare }).status === 0,
    remove: () => rmSync(home, { recursive: true, force: true }),
  }
}

const succeeded = (what: string, ran: Ran): Ran => {
  if (ran.status !== 0) throw new Error(`${what} ended with ${ran.status}: ${ran.stderr}${ran.stdout}`)
  return ran
}

/** A test with a server that has the strict policy in its `main`. */
export const test = base.extend<{ host: Server }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures from the pattern
  host: async ({}, use) => {
    const made = server()
    await use(made)
    made.remove()
  },
})
