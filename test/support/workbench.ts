import { spawnSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { inProcess, needsNoProcess } from './in-process.js'

const packageFolder = resolve(import.meta.dirname, '../..')

/** A hermetic environment: no configuration but the repository's, fixed identity and dates, so that object names are stable. */
export const environment = (home: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  TZ: 'UTC',
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
  GIT_AUTHOR_NAME: 'Jo Dev',
  GIT_AUTHOR_EMAIL: 'jo@example.com',
  GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
  GIT_COMMITTER_NAME: 'Jo Dev',
  GIT_COMMITTER_EMAIL: 'jo@example.com',
  GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
})

export type Ran = { readonly status: number; readonly stdout: string; readonly stderr: string }

export type RunOptions = { readonly input?: string; readonly env?: NodeJS.ProcessEnv; readonly cwd?: string }

/** A repository with the hooks installed, a person at work in it, and a Claude Code session that speaks through its own hooks. */
export type Workbench = {
  readonly top: string
  readonly home: string
  readonly run: (program: string, args: readonly string[], options?: RunOptions) => Ran
  readonly git: (...args: string[]) => string
  readonly tryGit: (args: readonly string[], options?: RunOptions) => Ran
  readonly provenance: (args: readonly string[], options?: RunOptions) => Ran
  readonly write: (path: string, text: string | Buffer) => void
  readonly read: (path: string) => string
  readonly message: (revision?: string) => string
  /** Values of one trailer key as git reads them. */
  readonly trailer: (key: string, revision?: string) => readonly string[]
  readonly agent: Agent
  /** What git ended with, command by command. */
  readonly statuses: readonly number[]
  readonly remove: () => void
}

type Agent = {
  readonly hook: (event: string, payload: Readonly<Record<string, unknown>>, options?: RunOptions) => Ran
  readonly start: (model?: string) => void
  readonly prompt: (text: string) => void
  /** Writes a file as the agent's edit tool does, with the hooks before and after. */
  readonly edit: (path: string, text: string, options?: { readonly tool?: string; readonly top?: string }) => void
  readonly shell: (command: string, options?: { readonly cwd?: string }) => Ran
}

export type WorkbenchOptions = {
  readonly files?: Readonly<Record<string, string>>
  readonly init?: boolean
  readonly gitInit?: readonly string[]
  readonly commit?: boolean
  /** git runs no hooks: the same work as git alone does it. */
  readonly withoutHooks?: boolean
}

/** Above every other configuration (git-config(1), GIT_CONFIG_COUNT). */
const noHooks = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.hooksPath', GIT_CONFIG_VALUE_0: '/dev/null' }

const installs = ({ init, withoutHooks }: WorkbenchOptions): boolean => init !== false && withoutHooks !== true

const folderName = 'repo with blank'

/** Makes the repository in a home of its own: what every workbench with the same options begins with. */
const lay = (home: string, options: WorkbenchOptions): void => {
  const top = join(home, folderName)
  mkdirSync(top)
  // Each commit would ask whether there is anything to tidy up.
  writeFileSync(join(home, '.gitconfig'), '[init]\n\tdefaultBranch = main\n[maintenance]\n\tauto = false\n')
  const git = (...args: string[]) => succeeded(`git ${args.join(' ')}`, runIn(home, 'git', args))
  git('init', '-q', ...(options.gitInit ?? []))
  for (const [path, text] of Object.entries(options.files ?? { 'start.txt': 'one\ntwo\nthree\n' })) {
    mkdirSync(dirname(join(top, path)), { recursive: true })
    writeFileSync(join(top, path), text)
  }
  if (options.commit !== false) {
    git('add', '-A')
    git('commit', '-qm', 'start')
  }
  writeFileSync(join(top, '.git', 'info', 'exclude'), '.claude/\n.provenancerc\n')
  if (installs(options))
    succeeded('init', inProcess(['init', '--yes', '--agents', 'claude-code'], top, environment(home)))
}

const newHome = () => realpathSync(mkdtempSync(join(tmpdir(), 'workbench-')))

/** The folder of this run in which homes are laid out (build-once.ts). */
const patterns = realpathSync(process.env['WORKBENCHES'] ?? tmpdir())

/** Where the name of the home stands that was laid out for a kind of workbench. */
const nameFile = ({ files, init, gitInit, commit, withoutHooks }: WorkbenchOptions): string =>
  join(
    patterns,
    createHash('sha1')
      .update(JSON.stringify([files, init, gitInit, commit, withoutHooks]))
      .digest('hex'),
  )

const patternFor = (options: WorkbenchOptions): string => {
  const file = nameFile(options)
  if (existsSync(file)) return readFileSync(file, 'utf8')
  const pattern = mkdtempSync(join(patterns, 'home-'))
  lay(pattern, options)
  // Where two were laid at once, either will do.
  writeFileSync(`${pattern}.name`, pattern)
  renameSync(`${pattern}.name`, file)
  return pattern
}

/** A home laid out once for each kind of workbench, and copied: `init` is what a test waits for longest. Two files name the folder. */
const homeFor = (options: WorkbenchOptions): string => {
  const pattern = patternFor(options)
  const home = newHome()
  cpSync(pattern, home, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
  const state = join(home, folderName, '.git', 'provenance')
  for (const name of ['installed.json', 'live']) {
    const file = join(state, name)
    if (existsSync(file)) writeFileSync(file, readFileSync(file, 'utf8').replaceAll(pattern, home))
  }
  // From Node 22 on cpSync leaves a folder's mode behind.
  for (const folder of [state, join(state, 'hooks')]) if (existsSync(folder)) chmodSync(folder, 0o700)
  return home
}

/** What node made of the hooks' program in one workbench serves those after it, as it serves a clone's later commits. */
const passOn = (home: string, options: WorkbenchOptions): void => {
  const pattern = patternFor(options)
  const stateIn = (folder: string) => join(folder, folderName, '.git', 'provenance')
  const isFolder = (path: string) => existsSync(path) && statSync(path).isDirectory()
  if (!isFolder(stateIn(home)) || !isFolder(stateIn(pattern))) return
  for (const name of readdirSync(stateIn(home)).filter((one) => one.startsWith('code-') && !one.endsWith('.tmp')))
    if (!existsSync(join(stateIn(pattern), name))) renameSync(join(stateIn(home), name), join(stateIn(pattern), name))
}

const program = join(packageFolder, 'bin', 'provenance.mjs')

const runIn = (
  home: string,
  what: string,
  args: readonly string[],
  { input = '', env = {}, cwd = join(home, folderName) }: RunOptions = {},
): Ran => {
  const { status, stdout, stderr } = spawnSync(what, args, {
    cwd,
    input,
    env: { ...environment(home), ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  return { status: status ?? -1, stdout, stderr }
}

/** A repository in a temporary folder; with `files` committed before the hooks come, unless `commit` is false. */
export const workbench = (options: WorkbenchOptions = {}): Workbench => {
  const home = homeFor(options)
  const top = join(home, folderName)
  const run: Workbench['run'] = (what, args, more) => runIn(home, what, args, more)
  const statuses: number[] = []
  const tryGit = (args: readonly string[], more?: RunOptions) => {
    const env = options.withoutHooks === true ? { ...noHooks, ...more?.env } : (more?.env ?? {})
    const ran = run('git', args, { ...more, env })
    statuses.push(ran.status)
    return ran
  }
  const git = (...args: string[]) => succeeded(`git ${args.join(' ')}`, tryGit(args)).stdout
  const provenance = (args: readonly string[], more?: RunOptions) => {
    if (options.withoutHooks === true) return quiet
    if (needsNoProcess(args, more))
      return inProcess(args, more?.cwd ?? top, { ...environment(home), ...more?.env }, more?.input)
    return run(process.execPath, [program, ...args], more)
  }
  const write = (path: string, text: string | Buffer) => {
    mkdirSync(dirname(join(top, path)), { recursive: true })
    writeFileSync(join(top, path), text)
  }
  const bench = {
    top,
    home,
    run,
    git,
    tryGit,
    provenance,
    write,
    statuses,
    read: (path: string) => readFileSync(join(top, path), 'utf8'),
    message: (revision = 'HEAD') => git('log', '-1', '--format=%B', revision),
    trailer: (key: string, revision = 'HEAD') =>
      git('log', '-1', `--format=%(trailers:key=${key},valueonly)`, revision)
        .split('\n')
        .filter((line) => line !== ''),
    remove: () => {
      passOn(home, options)
      rmSync(home, { recursive: true, force: true })
    },
  }
  return { ...bench, agent: options.withoutHooks === true ? unheard(bench) : claudeCode(bench) }
}

const succeeded = (what: string, ran: Ran): Ran => {
  if (ran.status !== 0) throw new Error(`${what} ended with ${ran.status}: ${ran.stderr}${ran.stdout}`)
  return ran
}

const quiet: Ran = { status: 0, stdout: '', stderr: '' }

/** The same work by an agent to which nobody listens. */
const unheard = ({ top, run }: Pick<Workbench, 'top' | 'run'>): Agent => ({
  hook: () => quiet,
  start: () => {},
  prompt: () => {},
  edit: (path, text, { top: within = top } = {}) => {
    const file = join(within, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  },
  shell: (command, { cwd = top } = {}) => run('sh', ['-c', command], { cwd, env: { CLAUDECODE: '1' } }),
})

const clock = new Int32Array(new SharedArrayBuffer(4))
/** File systems date in ticks of up to so many milliseconds: an event within the tick of the one before would stand beside it. */
const clockTick = 10

/** Claude Code as its hooks see it: each call runs the command that its settings file registers for the event and tool. */
export const claudeCode = (bench: Pick<Workbench, 'top' | 'home' | 'run'>): Agent => {
  let calls = 0
  const base = {
    session_id: '7c1f0a52-3f0e-4f0b-9d55-2a8f6f0f1c11',
    transcript_path: join(bench.home, '.claude/projects/x/7c1f.jsonl'),
    cwd: bench.top,
  }
  const signs = { CLAUDE_PROJECT_DIR: bench.top, AI_AGENT: 'claude-code_2-1-329_harness' }
  const hook: Agent['hook'] = (event, payload, options) => {
    const command = registered(bench.top, event, String(payload['tool_name'] ?? ''))
    const env = { ...signs, ...options?.env }
    return bench.run('sh', ['-c', command], {
      ...options,
      env,
      input: JSON.stringify({ ...base, hook_event_name: event, ...payload }),
    })
  }
  /** Nearly every test begins with these two events, for which the registered command starts node; `hook` runs that command. */
  const say = (event: string, payload: Readonly<Record<string, unknown>>) => {
    if (registered(bench.top, event, '') === ':') return
    Atomics.wait(clock, 0, 0, clockTick)
    const input = JSON.stringify({ ...base, hook_event_name: event, ...payload })
    const env = { ...environment(bench.home), ...signs }
    succeeded(event, inProcess(['record', '--agent', 'claude-code'], bench.top, env, input))
  }
  const around = <T>(tool: string, input: Readonly<Record<string, unknown>>, work: () => T): T => {
    calls += 1
    const call = { tool_name: tool, tool_input: input, tool_use_id: `toolu_${calls}` }
    succeeded('PreToolUse', hook('PreToolUse', call))
    const result = work()
    succeeded('PostToolUse', hook('PostToolUse', { ...call, tool_response: {} }))
    return result
  }
  return {
    hook,
    start: (model = 'claude-opus-4-6') => say('SessionStart', { source: 'startup', model }),
    prompt: (text) => say('UserPromptSubmit', { prompt: text, prompt_id: `prompt-${randomUUID()}` }),
    edit: (path, text, { tool = 'Write', top = bench.top } = {}) => {
      const file = join(top, path)
      around(tool, { file_path: file, content: text }, () => {
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, text)
      })
    },
    shell: (command, { cwd = bench.top } = {}) =>
      around('Bash', { command }, () => bench.run('sh', ['-c', command], { cwd, env: { CLAUDECODE: '1' } })),
  }
}

/** The command that a settings file registers for an event, as Claude Code picks it by matcher. */
const registered = (top: string, event: string, tool: string): string => {
  const file = join(top, '.claude', 'settings.json')
  if (!existsSync(file)) throw new Error('no agent hooks are installed')
  const settings = JSON.parse(readFileSync(file, 'utf8')) as {
    hooks: Record<string, { matcher?: string; hooks: { command: string }[] }[]>
  }
  const group = settings.hooks[event]?.find(({ matcher }) => matcher === undefined || matcher.split('|').includes(tool))
  return group?.hooks[0]?.command ?? ':'
}
