import { spawnSync } from 'node:child_process'
import type { Environment } from '../core/environment.js'
import { ProvenanceError } from '../core/errors.js'
import { requireNamed } from './named-folder.js'

export type GitRun = {
  readonly cwd: string
  readonly input?: string | Buffer
  /** Variables over those inherited: inside a hook git's own (GIT_INDEX_FILE above all) must reach git again (githooks(5)). */
  readonly env?: Environment
  /** Milliseconds after which it is stopped. */
  readonly timeout?: number
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
    ...(run.timeout === undefined ? {} : { timeout: run.timeout }),
  })
  if (error !== undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') {
    requireNamed(run.cwd)
    throw new ProvenanceError('GIT_MISSING', 'git cannot be started: expected it on the PATH', { cause: error })
  }
  if (status === null)
    throw new ProvenanceError('GIT_FAILED', `git ${args[0]} was stopped before it ended`, { cause: error })
  return { status, stdout, stderr: stderr.toString('utf8') }
}

/** As tryGit, for commands whose failure is no answer: throws GIT_FAILED with what git said. */
export const git = (args: readonly string[], run: GitRun): Buffer => {
  const result = tryGit(args, run)
  if (result.status !== 0) throw failed(`git ${args[0]}`, result.stderr || `status ${result.status}`)
  return result.stdout
}

/** A git command whose output goes into the rest of a pipe, which is words of ours, as a shell takes them. */
export type Pipe = { readonly args: readonly string[]; readonly into: string }

/** What a pipe says on descriptor 3 when its first command fails, where its second one alone would not show it. */
const pipeScript = ({ into }: Pipe) => `{ git "$@" || echo failed >&3; } | ${into}`

/**
 * As git, with what one command prints going into another: the shell runs the two side by side, where node could only wait for the
 * first. Throws GIT_FAILED where either fails.
 */
export const gitInto = (pipe: Pipe, { cwd }: Pick<GitRun, 'cwd'>): Buffer => {
  const { status, stdout, stderr, more } = shell(pipeScript(pipe), pipe.args, { cwd })
  if (status === 0 && more.length === 0) return stdout
  throw failed(['git', ...pipe.args, '|', pipe.into].join(' '), stderr)
}

/** A git command, and a pipe of two others beside it, whose output is null where one of them fails. Throws GIT_FAILED where the command fails. */
export const gitBeside = (
  args: readonly string[],
  pipe: Pipe,
  run: GitRun,
): { readonly stdout: Buffer; readonly piped: Buffer | null } => {
  const script = `{ ${pipeScript(pipe)} || echo failed; } >&3 2>/dev/null & git ${args.join(' ')}; status=$?; wait; exit $status`
  const { status, stdout, stderr, more } = shell(script, pipe.args, run)
  if (status !== 0) throw failed(`git ${args.join(' ')}`, stderr)
  return { stdout, piped: more.includes('failed') ? null : more }
}

/** What git died of is the line that says so, not the advice below it; where the advice is the one about somebody else's repository, it is ours (git-config(1), safe.directory). */
const failed = (what: string, stderr: string): ProvenanceError => {
  const lines = stderr.trim().split('\n')
  const said = lines.find((line) => /^(?:fatal|error): /.test(line)) ?? lines.at(-1)
  const advice = lines
    .map((line) => line.trim())
    .find((line) => line.startsWith('git config --global --add safe.directory'))
  return new ProvenanceError('GIT_FAILED', `${what}: expected a result, got ${said || 'nothing'}`, {
    ...(advice === undefined ? {} : { hint: advice }),
  })
}

/** Runs a script of ours; `more` is what it writes to descriptor 3. */
const shell = (script: string, args: readonly string[], { cwd, input = '' }: GitRun) => {
  const { status, output, error } = spawnSync('sh', ['-c', script, 'sh', ...args], {
    cwd,
    input,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    maxBuffer: gibibyte,
    windowsHide: true,
  })
  const [, stdout, stderr, more] = ((output ?? []) as readonly (Buffer | null)[]).map((one) => one ?? Buffer.alloc(0))
  const none = Buffer.alloc(0)
  const said = stderr?.toString('utf8') || (error?.message ?? '')
  return { status: error === undefined ? status : null, stdout: stdout ?? none, stderr: said, more: more ?? none }
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
