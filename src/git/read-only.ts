import { spawnSync } from 'node:child_process'
import { existsSync, realpathSync, statSync } from 'node:fs'
import { basename, delimiter, dirname, isAbsolute, join, parse, resolve } from 'node:path'
import { ProvenanceError } from '../core/errors.js'
import { nulTerminated } from '../core/split.js'
import { requireNamed } from './named-folder.js'
import { refuseSpecialFiles } from './special-files.js'

/** A repository that is read and not trusted: nothing in it may run. `gitDir` is absolute; `emptied` are settings of its own to be taken as empty. */
export type UntrustedRepository = {
  readonly folder: string
  readonly gitDir: string
  readonly emptied: readonly string[]
  /** Where git looks for objects of a push that is not taken yet; only a server's gate has any. */
  readonly quarantine?: Quarantine
  /** Milliseconds that one command may take; without end where it is left out. */
  readonly timeout?: number
}

/** Variables by which git-receive-pack(1) tells its hooks where the objects of a push lie until it is taken. */
export type Quarantine = Readonly<Partial<Record<(typeof quarantineNames)[number], string>>>

const quarantineNames = ['GIT_QUARANTINE_PATH', 'GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES'] as const

/** Finds the repository at or around a folder, bare ones too, without asking git, which might trust it. Throws NOT_A_REPOSITORY, GIT_FAILED. */
export const untrusted = (folder: string): UntrustedRepository => {
  const found = { ...around(resolve(folder)), emptied: [] }
  refuseSpecialFiles(found.gitDir)
  return { ...found, emptied: funcnames(found) }
}

/**
 * The repository that a push comes to, as git tells its hooks, with the objects of the push. Not searched for special files:
 * who pushes cannot put any there, and folders of other pushes that are under way may be closed to this one. Throws GIT_FAILED.
 */
export const receiving = (gitDir: string, env: NodeJS.ProcessEnv, timeout: number): UntrustedRepository => {
  const quarantine = Object.fromEntries(
    quarantineNames.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  )
  const found = { folder: gitDir, gitDir, emptied: [], quarantine, timeout }
  return { ...found, emptied: funcnames(found) }
}

const around = (start: string): Omit<UntrustedRepository, 'emptied'> => {
  for (let at = start; ; at = dirname(at)) {
    const candidate = join(at, '.git')
    if (existsSync(candidate)) return { folder: at, gitDir: gitFolderOf(candidate) }
    // A bare one around, as git has it (setup.c, setup_git_directory_gently_1); that of a work tree is found from the work tree.
    if (isGitFolder(at) && (at === start || basename(at) !== '.git')) return { folder: at, gitDir: at }
    if (dirname(at) !== at) continue
    requireNamed(start)
    throw new ProvenanceError('NOT_A_REPOSITORY', `${start}: expected a git repository, found none here or above`)
  }
}

/**
 * The git folder that GIT_DIR names where that is another than the one around a folder; null where both are one, as in git's own
 * hooks, or it is not set. An environment can be anybody's, and must not lead to another history; nor is it passed over in
 * silence, for `git --git-dir=DIR provenance …` sets it (git(1)).
 */
export const elsewhere = (env: NodeJS.ProcessEnv, folder: string): string | null => {
  const named = env['GIT_DIR']
  if (named === undefined) return null
  try {
    const gitDir = gitFolderOf(resolve(named))
    return realpathSync(around(resolve(folder)).gitDir) === realpathSync(gitDir) ? null : gitDir
  } catch {
    return resolve(named)
  }
}

/** That of a linked work tree has its objects and refs in another (gitrepository-layout(5), commondir). */
const isGitFolder = (folder: string): boolean => {
  const has = (name: string) => existsSync(join(folder, name))
  return has('HEAD') && ((has('objects') && has('refs')) || has('commondir'))
}

/** A `.git` file names the folder (gitrepository-layout(5)); git itself resolves it, given as --git-dir. */
const gitFolderOf = (path: string): string => {
  if (statSync(path).isDirectory()) return path
  const { stdout, status } = spawnSync('git', ['rev-parse', '--resolve-git-dir', path], {
    env: readOnlyEnvironment(),
    cwd: '/',
    encoding: 'utf8',
  })
  if (status !== 0)
    throw new ProvenanceError('NOT_A_REPOSITORY', `${path}: expected a git folder or a file that names one`)
  return resolve(dirname(path), stdout.trim())
}

/** Longer for reading a configuration means that a file it includes has no end. */
const configTimeout = 5_000

/**
 * Patterns for hunk headers, by which a diff driver of the configuration and one line of attributes stop every diff; git
 * has no option against them. GitAnswer for first of all, this also finds out whether git can read the configuration.
 */
const funcnames = (repository: UntrustedRepository): readonly string[] => {
  const names = ['config', '--null', '--name-only', '--get-regexp', '^diff[.].*[.]x?funcname$']
  const [listed] = [names, ['rev-parse', '--git-dir']].map((args) => {
    const { status, stdout, stderr } = ask(repository, args, {
      timeout: Math.min(configTimeout, repository.timeout ?? configTimeout),
    })
    // `config` has 1 for a search without a match.
    if (status === 0 || (status === 1 && args === names)) return stdout
    const said = stderr.trim().split('\n').at(-1) || `no answer within ${configTimeout / 1000} seconds`
    throw new ProvenanceError(
      'GIT_FAILED',
      `${repository.gitDir}: expected a repository that git can read, got ${said}`,
    )
  })
  return [...new Set(nulTerminated(listed ?? ''))]
}

/** Where git is looked for: never by a path that starts from where we stand, which may be the repository. */
const searchPath = (): string => (process.env['PATH'] ?? '').split(delimiter).filter(isAbsolute).join(delimiter)

/** The variable, always empty, that stands in for a setting to be emptied: a name may hold `=`, where `-c` would cut it. */
const emptyVariable = 'PROVENANCE_NOTHING'

/** The whole environment git is given: no configuration but the repository's, no replacing, no fetching, no prompts (spec, section 6). */
export const readOnlyEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: searchPath(),
  [emptyVariable]: '',
  HOME: '/nonexistent',
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: '/dev/null',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  // A clone's index holds attributes that no commit need have, and diff-tree reads them.
  GIT_INDEX_FILE: '/nonexistent/index',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_PAGER: 'cat',
})

const environmentFor = ({ quarantine }: UntrustedRepository): NodeJS.ProcessEnv => ({
  ...readOnlyEnvironment(),
  ...quarantine,
})

/** Configuration that outranks the repository's, for every command. */
const pinned = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.commitGraph=false',
  'core.useReplaceRefs=false',
  'core.bigFileThreshold=512m',
  'core.attributesFile=/dev/null',
  'log.showSignature=false',
  'safe.bareRepository=explicit',
]

/** The words before any git command on an untrusted repository. */
export const readOnlyArgs = ({ folder, gitDir, emptied }: UntrustedRepository): readonly string[] => [
  `--git-dir=${gitDir}`,
  ...[...pinned, `safe.directory=${folder}`, `safe.directory=${gitDir}`].flatMap((one) => ['-c', one]),
  ...emptied.map((name) => `--config-env=${name}=${emptyVariable}`),
]

/** Where git is started: outside of the work tree, whose attributes are none of history's, and may be a pipe. */
const outside = ({ gitDir }: UntrustedRepository): string => parse(gitDir).root

/** Bytes of one answer that are read; of a longer one nothing is. */
export const maxAnswer = 256 * 1024 ** 2

export type GitAnswer = { readonly status: number; readonly stdout: string; readonly stderr: string }

/** What a command is given beside its words: what it reads, words of git's own before it, and milliseconds that it may take. */
type Given = { readonly input?: string; readonly config?: readonly string[]; readonly timeout?: number }

/** Runs one plumbing command on an untrusted repository and waits. Throws GIT_MISSING; a failure of git's is in `status`. */
export const ask = (repository: UntrustedRepository, args: readonly string[], given: Given = {}): GitAnswer => {
  const { stdout, ...rest } = askBytes(repository, args, given)
  return { ...rest, stdout: stdout.toString('utf8') }
}

/** As `ask`, with what git wrote as it wrote it: a text that is no UTF-8 has another digest when it was read as one. */
export const askBytes = (
  repository: UntrustedRepository,
  args: readonly string[],
  { input = '', config = [], timeout = repository.timeout ?? 0 }: Given = {},
): Omit<GitAnswer, 'stdout'> & { readonly stdout: Buffer } => {
  const ran = spawnSync('git', [...readOnlyArgs(repository), ...config, ...args], {
    cwd: outside(repository),
    env: environmentFor(repository),
    input,
    maxBuffer: maxAnswer,
    timeout,
    killSignal: 'SIGKILL',
  })
  if (ran.error !== undefined && (ran.error as NodeJS.ErrnoException).code === 'ENOENT') {
    throw new ProvenanceError('GIT_MISSING', 'git cannot be started: expected it on the PATH', { cause: ran.error })
  }
  // Of a gate's questions none has "stopped" for an answer; elsewhere callers take it for a failure.
  if (ran.status === null && repository.timeout !== undefined)
    throw new ProvenanceError('GIT_FAILED', `git ${args[0]} was stopped, or took longer than ${timeout / 1000} seconds`)
  return { status: ran.status ?? -1, stdout: ran.stdout ?? Buffer.alloc(0), stderr: ran.stderr?.toString('utf8') ?? '' }
}

/** How execa runs a command on an untrusted repository whose output is read as it comes. */
export const streaming = (repository: UntrustedRepository) =>
  ({
    cwd: outside(repository),
    env: environmentFor(repository),
    extendEnv: false,
    ...(repository.timeout === undefined ? {} : { timeout: repository.timeout, killSignal: 'SIGKILL' as const }),
    buffer: false,
    encoding: 'buffer',
    reject: false,
    stdin: 'pipe',
  }) as const
