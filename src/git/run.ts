import { spawnSync } from 'node:child_process'
import { ProvenanceError } from '../core/errors.js'

export type GitRun = {
  readonly cwd: string
  readonly input?: string | Buffer
  /** Variables over those inherited: inside a hook git's own (GIT_INDEX_FILE above all) must reach git again (githooks(5)). */
  readonly env?: Readonly<Record<string, string>>
}

export type GitResult = { readonly status: number; readonly stdout: Buffer; readonly stderr: string }

const gibibyte = 1024 ** 3

/**
 * Runs git once and waits, in the user's own repository and environment. The result carries the exit status,
 * since "no" is an answer. Throws GIT_MISSING where git cannot be started, GIT_FAILED where it was killed.
 */
export const tryGit = (args: readonly string[], run: GitRun): GitResult => {
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    cwd: run.cwd,
    input: run.input ?? '',
    env: { ...process.env, LC_ALL: 'C', ...run.env },
    maxBuffer: gibibyte,
    windowsHide: true,
  })
  if (error !== undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') {
    throw new ProvenanceError('GIT_MISSING', 'git cannot be started: expected it on the PATH', { cause: error })
  }
  if (status === null)
    throw new ProvenanceError('GIT_FAILED', `git ${args[0]} was stopped before it ended`, { cause: error })
  return { status, stdout, stderr: stderr.toString('utf8') }
}

/** As tryGit, for commands whose failure is no answer: throws GIT_FAILED with what git said. */
export const git = (args: readonly string[], run: GitRun): Buffer => {
  const result = tryGit(args, run)
  if (result.status !== 0) {
    const said = result.stderr.trim().split('\n').at(-1) ?? ''
    throw new ProvenanceError('GIT_FAILED', `git ${args[0]} ended with status ${result.status}: ${said}`)
  }
  return result.stdout
}

/**
 * As git, with what one command prints going into another: the shell runs the two side by side, where node could only wait for the
 * first. `into` is words of ours, quoted for a shell where they need it. Throws GIT_FAILED where either fails.
 */
export const gitInto = (args: readonly string[], into: string, { cwd }: Pick<GitRun, 'cwd'>): Buffer => {
  const script = `{ git "$@" || echo "$?" >&3; } | git ${into}`
  const { status, output, error } = spawnSync('sh', ['-c', script, 'sh', ...args], {
    cwd,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    maxBuffer: gibibyte,
    windowsHide: true,
  })
  const [, stdout, stderr, failed] = (output ?? []) as readonly (Buffer | null)[]
  if (status === 0 && stdout != null && failed?.length === 0) return stdout
  const said = stderr?.toString('utf8').trim().split('\n').at(-1) || (error?.message ?? 'nothing')
  throw new ProvenanceError('GIT_FAILED', `git ${args.join(' ')} | git ${into}: expected a result, got ${said}`)
}

/** Runs a command line as an agent runs its hooks, by the shell; for the demonstration. Returns what it printed. Throws GIT_FAILED where it fails. */
export const runShell = (command: string, run: GitRun): string => {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
    cwd: run.cwd,
    input: run.input ?? '',
    env: { ...process.env, ...run.env },
  })
  if (status !== 0)
    throw new ProvenanceError(
      'GIT_FAILED',
      `a hook command ended with status ${status}: ${stderr.toString('utf8').trim()}`,
    )
  return stdout.toString('utf8')
}
