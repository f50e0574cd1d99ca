import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Stage, setStage } from './stage.js'
import { expectRefusal, type Vector, vectors } from './vector.js'

const pipe = (stage: Stage, path: string): void => {
  const file = join(stage.top, path)
  rmSync(file, { force: true, recursive: true })
  mkdirSync(join(file, '..'), { recursive: true })
  stage.run('mkfifo', [file])
}

/** Long enough for plain git to answer, if it were to. */
const soon = '0.4'

/** That plain git waits for ever at the pipe is the proof. */
const waits =
  (...args: string[]) =>
  ({ run }: Stage) =>
    run('timeout', [soon, 'git', ...args]).status === 124

const noRepository = { exit: 2, code: 'NOT_A_REPOSITORY' } as const

const refusedPipe = (path: string, live: Vector['live']): Vector => ({
  name: `a pipe at ${path}`,
  plant: (stage) => pipe(stage, path),
  live,
  refused: noRepository,
})

vectors('pipes and devices', [
  refusedPipe('.git/shallow', waits('log')),
  // These wait only with settings, or for commands, that a reader seldom uses.
  ...['.git/info/grafts', '.git/logs/HEAD', '.git/refs/replace/x', '.git/objects/pack/x.idx'].map((path) =>
    refusedPipe(path, null),
  ),
  refusedPipe('.git/packed-refs', waits('log', '--all')),
  refusedPipe('.git/refs/tags/v2', waits('log', 'v2')),
  refusedPipe('.git/info/attributes', waits('diff', 'v1', 'HEAD')),
  refusedPipe('.git/objects/info/alternates', waits('log')),
  {
    name: 'a pipe behind a link',
    plant: (stage) => {
      pipe(stage, '../pipe')
      symlinkSync('../../pipe', join(stage.top, '.git/shallow'))
    },
    live: waits('log'),
    refused: noRepository,
  },
  {
    name: 'a pipe in a borrowed object store',
    plant: (stage) => {
      pipe(stage, '../store/pack/x.idx')
      stage.write('.git/objects/info/alternates', `${join(stage.home, 'store')}\n`)
    },
    live: null,
    refused: noRepository,
  },
  {
    name: 'a device without end behind a link',
    plant: ({ top }) => symlinkSync('/dev/zero', join(top, '.git/shallow')),
    // Plain git would fill the memory.
    live: null,
    refused: noRepository,
  },
  {
    name: 'a pipe for attributes in the work tree',
    plant: (stage) => pipe(stage, '.gitattributes'),
    live: waits('diff', 'v1', 'HEAD'),
  },
  {
    name: 'a pipe for an ignore file, a mail map, a configuration of ours',
    plant: (stage) => {
      for (const path of ['.gitignore', '.mailmap', '.provenancerc', 'package.json']) pipe(stage, path)
    },
    live: waits('log'),
  },
])

test('a pipe that the configuration includes is told, after a while', () => {
  const stage = setStage()
  pipe(stage, '../pipe')
  stage.git('config', 'include.path', join(stage.home, 'pipe'))
  expectRefusal(stage.provenance(['verify', 'HEAD']), 2, 'GIT_FAILED')
  expect(waits('log')(stage)).toBe(true)
})

const broken = (name: string, plant: Vector['plant'], refused: Vector['refused']): Vector => ({
  name,
  plant,
  // Nothing runs; what is asked is an answer in time and in words.
  live: null,
  ...(refused === undefined ? {} : { refused }),
})

const folder =
  (path: string): Vector['plant'] =>
  ({ top }) => {
    rmSync(join(top, path), { force: true, recursive: true })
    mkdirSync(join(top, path, 'x'), { recursive: true })
  }

const text =
  (path: string, words: string): Vector['plant'] =>
  ({ write }) =>
    write(path, words)

const gitFailed = { exit: 2, code: 'GIT_FAILED' } as const
const unknown = { exit: 2, code: 'UNKNOWN_REVISION' } as const

vectors('broken repositories', [
  broken('shallow is a folder', folder('.git/shallow'), noRepository),
  broken('info/grafts is a folder', folder('.git/info/grafts'), noRepository),
  broken('refs/replace is a file', text('.git/refs/replace', 'x\n'), undefined),
  broken('packed-refs is garbage', text('.git/packed-refs', 'garbage\n\u0000\n'), unknown),
  broken('packed-refs is a folder', folder('.git/packed-refs'), unknown),
  broken('HEAD points to itself', text('.git/HEAD', 'ref: HEAD\n'), gitFailed),
  broken('HEAD points out of the repository', text('.git/HEAD', 'ref: ../../etc/passwd\n'), gitFailed),
  broken(
    'HEAD points in a circle',
    (stage) => {
      stage.write('.git/HEAD', 'ref: refs/heads/a\n')
      stage.write('.git/refs/heads/a', 'ref: refs/heads/b\n')
      stage.write('.git/refs/heads/b', 'ref: refs/heads/a\n')
    },
    unknown,
  ),
  broken('HEAD is a folder', folder('.git/HEAD'), gitFailed),
  broken('the configuration is a folder', folder('.git/config'), gitFailed),
  broken('the configuration is no configuration', text('.git/config', '[[[\n'), gitFailed),
  broken('the configuration includes itself', (stage) => stage.config('include.path', 'config'), gitFailed),
  broken(
    '.git is empty',
    (stage) => {
      rmSync(join(stage.top, '.git'), { recursive: true })
      mkdirSync(join(stage.top, '.git'))
    },
    gitFailed,
  ),
  broken(
    '.git is a file that points to itself',
    (stage) => {
      rmSync(join(stage.top, '.git'), { recursive: true })
      stage.write('.git', 'gitdir: .git\n')
    },
    noRepository,
  ),
  broken('refs go in a circle of links', ({ top }) => symlinkSync('..', join(top, '.git/refs/heads/up')), undefined),
  broken(
    'object stores borrow from each other',
    ({ write }) => write('.git/objects/info/alternates', '../objects\n./\n/nowhere\n'),
    undefined,
  ),
  broken(
    'a mail map',
    (stage) => {
      stage.write('.mailmap', 'Evil Chief <chief@example.com> <jo@example.com>\n')
      stage.config('mailmap.file', join(stage.top, '.mailmap'))
    },
    undefined,
  ),
])

const nobody = 65534

vectors('a repository of somebody else', [
  {
    name: 'git does not trust it, and we need not',
    plant: ({ config, canary, run, home }) => {
      config('core.fsmonitor', canary)
      run('chown', ['-R', `${nobody}:${nobody}`, join(home, 'repository')])
    },
    // The proof is that git itself would run it but for the owner; only root can give a repository away.
    live: ({ run, top }) => process.getuid?.() !== 0 || run('git', ['-c', 'safe.directory=*', 'status'], { cwd: top }),
  },
])

describe('where the ledger goes', () => {
  const verify = (stage: Stage, file: string) => stage.provenance(['verify', 'HEAD', '--output', file])

  const refuses = (file: string) => () => {
    const stage = setStage()
    const ran = verify(stage, file)
    expect([ran.status, ran.stderr]).toEqual([2, expect.stringMatching(/^error: .* \[FILE_UNWRITABLE\]\nhint: /)])
  }
  test('a folder that is not there is refused', refuses('none/ledger.jsonl'))
  // src/cli/commands/verify.ts ends with 70: the rename onto a folder and the removal of a draft that never was are not caught.
  test('a folder is refused', refuses('.git'))
  test('what stands below a file is refused', refuses('start.txt/ledger.jsonl'))

  test('a link is replaced, not followed', () => {
    const stage = setStage()
    writeFileSync(join(stage.home, 'precious'), 'precious')
    symlinkSync('../precious', join(stage.top, 'ledger.jsonl'))
    expect(verify(stage, 'ledger.jsonl').status).toBe(0)
    expect(readFileSync(join(stage.home, 'precious'), 'utf8')).toBe('precious')
  })

  test('a link as the folder above leads where the caller said', () => {
    const stage = setStage()
    mkdirSync(join(stage.home, 'outside'))
    symlinkSync('../outside', join(stage.top, 'out'))
    expect(verify(stage, 'out/ledger.jsonl').status).toBe(0)
    expect(existsSync(join(stage.home, 'outside/ledger.jsonl'))).toBe(true)
  })

  test('a configuration linked from outside is not read for a verdict', () => {
    const stage = setStage()
    writeFileSync(join(stage.home, 'outside.json'), '{"rules":{"record-required":"error"}}')
    symlinkSync('../outside.json', join(stage.top, '.provenancerc'))
    const ran = stage.provenance(['verify', 'v1..HEAD'])
    expect([ran.status, ran.stdout]).toEqual([0, expect.stringContaining('policy   built-in')])
    expectRefusal(stage.provenance(['verify', 'HEAD', '--policy', stage.top]), 2, 'FILE_UNREADABLE')
  })
})
