import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Stage } from './stage.js'
import { type Vector, vectors } from './vector.js'

type Poison = (stage: Stage) => Readonly<Record<string, string>>

const row = (name: string, env: Poison, live: Vector['live'], plant: Vector['plant'] = () => {}): Vector => ({
  name,
  plant,
  call: (stage) => ({ env: env(stage) }),
  live,
})

type Act = (stage: Stage, env: NodeJS.ProcessEnv) => unknown

const git =
  (...args: string[]): Act =>
  ({ run }, env) =>
    run('git', args, { env })

/** Variables that name a program, with what makes plain git run it. */
const programs: Readonly<Record<string, Act>> = {
  GIT_EXTERNAL_DIFF: git('diff', 'v1', 'HEAD'),
  GIT_SSH_COMMAND: git('fetch', 'ssh://example.invalid/x'),
  GIT_SSH: git('fetch', 'ssh://example.invalid/x'),
  GIT_PROXY_COMMAND: git('fetch', 'git://example.invalid/x'),
  GIT_EDITOR: git('tag', '-a', 'edited'),
  GIT_SEQUENCE_EDITOR: git('rebase', '-i', 'v1'),
  GIT_ASKPASS: ({ run }, env) =>
    run('git', ['credential', 'fill'], { input: 'protocol=https\nhost=example.invalid\n\n', env }),
  GIT_PAGER: ({ run }, env) => run('script', ['-qec', 'git log', '/dev/null'], { env: { ...env, TERM: 'xterm' } }),
}

vectors('variables that name a program', [
  row(
    Object.keys(programs).join(', '),
    ({ canary }) => Object.fromEntries(Object.keys(programs).map((name) => [name, canary])),
    (stage) => {
      for (const [name, act] of Object.entries(programs)) {
        const before = stage.runs()
        act(stage, { [name]: stage.canary })
        expect(stage.runs(), name).toBeGreaterThan(before)
      }
      return true
    },
  ),
])

const monitor = (stage: Stage) => `[core]\n\tfsmonitor = ${stage.canary}\n`
const outside = (stage: Stage, path: string, text: string) => {
  mkdirSync(join(stage.home, 'outside/git'), { recursive: true })
  writeFileSync(join(stage.home, 'outside', path), text)
}

const traces = ['GIT_TRACE', 'GIT_TRACE_SETUP', 'GIT_TRACE_PACKET', 'GIT_TRACE2', 'GIT_TRACE2_EVENT', 'GIT_TRACE2_PERF']

vectors('variables that bring configuration', [
  row(
    'GIT_CONFIG_COUNT',
    ({ canary }) => ({ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.fsmonitor', GIT_CONFIG_VALUE_0: canary }),
    ['status'],
  ),
  row('GIT_CONFIG_PARAMETERS', ({ canary }) => ({ GIT_CONFIG_PARAMETERS: `'core.fsmonitor'='${canary}'` }), ['status']),
  row(
    'GIT_CONFIG_GLOBAL',
    ({ home }) => ({ GIT_CONFIG_GLOBAL: join(home, 'outside/config') }),
    ['status'],
    (stage) => outside(stage, 'config', monitor(stage)),
  ),
  row(
    'GIT_CONFIG_SYSTEM',
    ({ home }) => ({ GIT_CONFIG_SYSTEM: join(home, 'outside/config'), GIT_CONFIG_NOSYSTEM: '0' }),
    ['status'],
    (stage) => outside(stage, 'config', monitor(stage)),
  ),
  {
    name: 'HOME and XDG_CONFIG_HOME',
    plant: (stage) => {
      outside(stage, '.gitconfig', monitor(stage))
      outside(stage, 'git/config', monitor(stage))
    },
    call: ({ home }) => ({
      env: { HOME: join(home, 'outside'), XDG_CONFIG_HOME: join(home, 'outside'), GIT_CONFIG_GLOBAL: undefined },
    }),
    live: ['status'],
  },
  row(
    'GIT_EXEC_PATH',
    ({ home }) => ({ GIT_EXEC_PATH: join(home, 'outside') }),
    ['tell'],
    (stage) => {
      outside(stage, 'git/config', '')
      stage.run('cp', [stage.canary, join(stage.home, 'outside/git-tell')])
    },
  ),
  // Traces are written to the file by which the canary is told.
  row(
    'GIT_TRACE and its like',
    ({ home }) => Object.fromEntries(traces.map((name) => [name, join(home, 'canary-ran')])),
    ['log'],
  ),
])

/** The variable runs nothing but leads git to another history; that plain git answers otherwise is the proof. */
const misleads = (name: string, value: (stage: Stage) => string, plant: Vector['plant'] = () => {}): Vector =>
  row(
    name,
    (stage) => ({ [name]: value(stage) }),
    (stage) => {
      const log = ['log', '--format=%H %s']
      expect(stage.run('git', log, { env: { [name]: value(stage) } }).stdout).not.toBe(stage.run('git', log).stdout)
      return true
    },
    plant,
  )

const other = ({ home, run }: Stage) => {
  run('git', ['init', '-q', join(home, 'other')])
  run('git', ['-C', join(home, 'other'), 'commit', '-q', '--allow-empty', '-m', 'Other'])
}

vectors('variables that lead to another history', [
  {
    // As `git --git-dir=DIR provenance` sets it, too: which of the two is meant, -C says.
    ...misleads('GIT_DIR', ({ home }) => join(home, 'other/.git'), other),
    refused: { exit: 2, code: 'USAGE' },
  },
  misleads('GIT_COMMON_DIR', ({ home }) => join(home, 'other/.git'), other),
  misleads('GIT_OBJECT_DIRECTORY', ({ home }) => join(home, 'other/.git/objects'), other),
  misleads(
    'GIT_REPLACE_REF_BASE',
    () => 'refs/heads/swapped',
    ({ git }) => git('update-ref', `refs/heads/swapped/${git('rev-parse', 'HEAD').trim()}`, 'v1'),
  ),
  misleads(
    'GIT_GRAFT_FILE',
    ({ home }) => join(home, 'outside/grafts'),
    (stage) => outside(stage, 'grafts', stage.git('rev-parse', 'HEAD')),
  ),
  misleads(
    'GIT_SHALLOW_FILE',
    ({ home }) => join(home, 'outside/shallow'),
    (stage) => outside(stage, 'shallow', stage.git('rev-parse', 'HEAD')),
  ),
])

vectors('a search path that starts where we stand', [
  ...['.', '', 'node_modules/.bin'].map(
    (entry): Vector => ({
      name: `PATH with ${JSON.stringify(entry)} in front`,
      plant: ({ top, canary, run }) => {
        run('mkdir', ['-p', join(top, entry)])
        run('cp', [canary, join(top, entry, 'git')])
      },
      call: () => ({ env: { PATH: `${entry}:${process.env['PATH']}` } }),
      live: ['log'],
    }),
  ),
])
