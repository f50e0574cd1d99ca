import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll } from 'vitest'

const program = resolve(import.meta.dirname, '../../../bin/provenance.mjs')
const several = resolve(import.meta.dirname, 'several.mjs')

export type Ran = { readonly status: number | null; readonly stdout: string; readonly stderr: string }

export type RunOptions = { readonly input?: string; readonly env?: NodeJS.ProcessEnv; readonly cwd?: string }

/** A folder with a repository in it and, beside the repository, a canary: a program that tells when it has run. */
export type Stage = {
  readonly home: string
  readonly top: string
  /** The canary, to be named where git wants a program. */
  readonly canary: string
  /** How often the canary ran. */
  readonly runs: () => number
  readonly run: (program: string, args: readonly string[], options?: RunOptions) => Ran
  readonly git: (...args: string[]) => string
  readonly provenance: (args: readonly string[], options?: RunOptions) => Ran
  /** The answers to several commands, asked in one process. */
  readonly answers: (commands: readonly (readonly string[])[], options?: RunOptions) => readonly Ran[]
  readonly config: (key: string, value: string) => void
  readonly write: (path: string, text: string | Buffer, mode?: number) => void
  readonly read: (path: string) => string
}

/** Longer is a hang. */
const patience = 20_000

const environment = (home: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  TZ: 'UTC',
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: 'Jo Dev',
  GIT_AUTHOR_EMAIL: 'jo@example.com',
  GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
  GIT_COMMITTER_NAME: 'Jo Dev',
  GIT_COMMITTER_EMAIL: 'jo@example.com',
  GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
})

const homes: string[] = []

// Of the file of tests that this is loaded for.
afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true, force: true })
})

/** An empty stage, with a canary and no repository yet. */
const emptyStage = (): Stage => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'hostile-')))
  homes.push(home)
  const top = join(home, 'repository')
  const canary = join(home, 'canary')
  const log = join(home, 'canary-ran')
  mkdirSync(top)
  writeFileSync(join(home, '.gitconfig'), '[init]\n\tdefaultBranch = main\n')
  writeFileSync(canary, `#!/bin/sh\necho "$0 $*" >>'${log}'\n`, { mode: 0o755 })
  const run: Stage['run'] = (name, args, { input = '', env = {}, cwd = top } = {}) =>
    spawnSync(name, args, {
      cwd,
      input,
      env: { ...environment(home), ...env },
      encoding: 'utf8',
      timeout: patience,
      killSignal: 'SIGKILL',
      maxBuffer: 256 * 1024 ** 2,
    })
  const git = (...args: string[]) => {
    const { status, stdout, stderr } = run('git', args)
    if (status !== 0) throw new Error(`git ${args.join(' ')} ended with ${status}: ${stderr}`)
    return stdout
  }
  const write: Stage['write'] = (path, text, mode = 0o644) => {
    mkdirSync(dirname(join(top, path)), { recursive: true })
    writeFileSync(join(top, path), text, { mode })
  }
  return {
    home,
    top,
    canary,
    run,
    git,
    write,
    runs: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').length : 0),
    provenance: (args, options) => run(process.execPath, [program, ...args], options),
    answers: (commands, options) => {
      const ran = run(process.execPath, [several, JSON.stringify(commands)], options)
      // A process that ends before its last answer has broken down in one of them.
      return ran.status === 0 ? (JSON.parse(ran.stdout) as Ran[]) : commands.map(() => ran)
    },
    config: (key, value) => void git('config', '--add', key, value),
    read: (path) => readFileSync(join(top, path), 'utf8'),
  }
}

/**
 * A history with something for every trap: attributes for a driver `x`, a bound record, a branch to merge, and a commit
 * that claims a signature of each kind.
 */
const plantHistory = (stage: Stage): void => {
  const { git, write, run } = stage
  git('init', '-q', '--template=')
  write('.gitattributes', '*.txt diff=x filter=x merge=x\n')
  write('start.txt', 'one\ntwo\nthree\n')
  git('add', '-A')
  git('commit', '-qm', 'Start')
  git('tag', 'v1')
  git('checkout', '-qb', 'side')
  write('start.txt', 'one\nside\nthree\n')
  git('commit', '-qam', 'Side')
  git('checkout', '-q', 'main')
  write('start.txt', 'one\nmain\nthree\n')
  git('add', '-A')
  const patch = git('diff-index', '-p', '--cached', 'HEAD')
  const [id = ''] = run('git', ['patch-id', '--stable'], { input: patch }).stdout.split(' ')
  git('commit', '-qm', `Recorded\n\n${record(id)}`)
  for (const kind of ['SSH SIGNATURE', 'PGP SIGNATURE', 'SIGNED MESSAGE']) commitSigned(stage, kind)
}

/** The trailers of a whole record of that change. */
export const record = (patchId: string): string =>
  [
    'AI-Tool: claude-code/2.1.329',
    'AI-Model: claude-opus-4-6',
    'AI-Prompt-Hash: none',
    'AI-Human-Edited-Ratio: 0.000; kept=1; edited=0; dropped=0; basis=measured; method=lines/1',
    `AI-Change: patch-id:${patchId}`,
  ].join('\n')

/** A commit on top whose header holds what looks like a signature of that kind. */
const commitSigned = (stage: Stage, kind: string): void => {
  const made = stage.git('commit-tree', 'HEAD^{tree}', '-p', 'HEAD', '-m', `Signed as ${kind}`).trim()
  const [head = '', ...message] = stage.git('cat-file', 'commit', made).split('\n\n')
  const armor = `gpgsig -----BEGIN ${kind}-----\n \n AAAA\n -----END ${kind}-----`
  commitRaw(stage, `${head}\n${armor}\n\n${message.join('\n\n')}`)
}

/** Stores a commit object as it is and moves the branch to it; returns its name. */
export const commitRaw = (stage: Stage, bytes: string | Buffer): string => {
  const file = join(stage.home, 'object')
  writeFileSync(file, bytes)
  const oid = stage.git('hash-object', '-t', 'commit', '-w', '--literally', file).trim()
  stage.git('update-ref', 'HEAD', oid)
  return oid
}

let model: Stage | null = null

/** A stage of its own with a copy of the model repository, made once for a file of tests. */
export const setStage = (): Stage => {
  if (model === null) {
    model = emptyStage()
    plantHistory(model)
  }
  const stage = emptyStage()
  cpSync(model.top, stage.top, { recursive: true, preserveTimestamps: true })
  return stage
}
