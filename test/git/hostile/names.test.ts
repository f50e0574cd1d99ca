import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Stage, setStage } from './stage.js'
import { expectHarmless, expectRefusal, linesOf, type Vector, vectors } from './vector.js'

const refs = (what: string, target: string, ...names: string[]): Vector => ({
  name: `${what} at ${target}`,
  plant: ({ write, git }) => {
    const oid = git('rev-parse', target)
    for (const name of names) write(`.git/refs/${name}`, oid)
  },
  // A name runs nothing; it may be taken for another word.
  live: null,
})

vectors('names that look like something else', [
  refs('branch and tag HEAD', 'v1', 'heads/HEAD', 'tags/HEAD'),
  refs('tag HEAD', 'HEAD', 'tags/HEAD'),
  refs('options', 'v1', 'heads/-h', 'heads/--all', 'tags/--output=x', 'tags/-n'),
  refs('bidi and shell', 'v1', 'tags/\u202egnp.x', 'tags/$(touch x)', 'tags/`x`;x|x&'),
])

/** The population of a range, as the ledger has it and as plain git lists it. */
const populations = (stage: Stage, words: readonly string[], plain: readonly string[]) => {
  const file = join(stage.home, 'ledger.jsonl')
  const ran = stage.provenance(['verify', '--output', file, '--', ...words])
  expect(ran.status, ran.stderr).toBe(0)
  const commits = linesOf(file).flatMap((line) => /"oid":"([0-9a-f]+)"/.exec(line)?.[1] ?? [])
  return [
    commits,
    stage
      .git('rev-list', '--topo-order', '--reverse', ...plain)
      .trim()
      .split('\n'),
  ]
}

const same: Readonly<Record<string, (stage: Stage) => [readonly string[], readonly string[]]>> = {
  'a branch called like an option': (stage) => {
    stage.git('update-ref', 'refs/heads/--output=ref', 'HEAD~1')
    return [['--output=ref'], ['refs/heads/--output=ref']]
  },
  'a branch called -h in a range': (stage) => {
    stage.git('update-ref', 'refs/heads/-h', 'HEAD~1')
    return [['v1..-h'], ['v1..refs/heads/-h']]
  },
  'a tag called like the full name of another object': (stage) => {
    const oid = stage.git('rev-parse', 'HEAD').trim()
    stage.git('update-ref', `refs/tags/${oid}`, 'HEAD~2')
    return [[oid], ['HEAD']]
  },
  'a tag called HEAD': (stage) => {
    stage.git('update-ref', 'refs/tags/HEAD', 'HEAD~1')
    return [['HEAD'], ['refs/heads/main']]
  },
  'a tag object that calls itself otherwise': (stage) => {
    const tag = `object ${stage.git('rev-parse', 'HEAD~2').trim()}\ntype commit\ntag other\ntagger J <j@x> 1 +0000\n\nx\n`
    const made = stage.run('git', ['hash-object', '-t', 'tag', '-w', '--stdin'], { input: tag }).stdout.trim()
    stage.git('update-ref', 'refs/tags/release', made)
    return [[], ['release..HEAD']]
  },
  'a tag of a tag of a tag': (stage) => {
    stage.git('tag', '-am', 'x', 'a', 'HEAD~2')
    stage.git('-c', 'advice.nestedTag=false', 'tag', '-am', 'x', 'b', 'a')
    return [['b..HEAD'], ['HEAD~2..HEAD']]
  },
  '@{-1}': (stage) => {
    stage.git('config', 'core.logAllRefUpdates', 'true')
    stage.git('checkout', '-q', 'side')
    stage.git('checkout', '-q', 'main')
    return [['@{-1}'], ['side']]
  },
  ':/text': () => [[':/Recorded'], ['HEAD~3']],
  '^{/pattern}': () => [['HEAD^{/Recorded}'], ['HEAD~3']],
  'a pattern with dots in it': () => [['HEAD^{/Rec..ded}'], ['HEAD~3']],
  'dots in text': () => [[':/Rec..ded'], ['HEAD~3']],
}

describe('a range means what git means by it', () => {
  for (const [name, words] of Object.entries(same)) {
    test(name, () => {
      const stage = setStage()
      const [found, listed] = populations(stage, ...words(stage))
      expect(found).toEqual(listed)
    })
  }

  test('show takes the same names', () => {
    const stage = setStage()
    const oid = stage.git('rev-parse', 'HEAD~3').trim()
    stage.git('update-ref', `refs/tags/${oid}`, 'HEAD')
    for (const name of [oid, ':/Recorded', 'HEAD^{/Recorded}'])
      expect(stage.provenance(['show', '--', name]).stdout).toContain(`commit   ${oid}\n`)
  })
})

describe('a range that is none', () => {
  const stage = setStage()
  const target = join(stage.home, 'written')
  for (const word of [
    `--output=${target}`,
    `--exec=${stage.canary}`,
    `--upload-pack=${stage.canary}`,
    `--git-dir=${target}`,
    '--all',
    '--stdin',
    '-h',
    '^{/',
    '@{-99}',
    ':/no such text',
    ':/[',
    '..--all',
    '--all..HEAD',
    `HEAD;${stage.canary}`,
    `$(${stage.canary})`,
    'HEAD\n--all',
    'HEAD:start.txt',
    'HEAD^{tree}',
    'x\u001b[2J\u202e\u009b',
    '',
    '0'.repeat(100_000),
  ]) {
    test(JSON.stringify(word.replaceAll(stage.home, '…').slice(0, 40)), () => {
      const verified = stage.provenance(['verify', '--', word])
      expectRefusal(verified, 2, 'UNKNOWN_REVISION')
      expectHarmless(verified.stderr)
      const shown = stage.provenance(['show', '--json', '--', word])
      expect([shown.status, JSON.parse(shown.stdout).error.code]).toEqual([2, 'UNKNOWN_REVISION'])
      expectHarmless(shown.stdout)
      expect([existsSync(target), stage.runs()]).toEqual([false, 0])
    })
  }
})

/** Trees hold names that no work tree could; only a diff ever looks at them. */
const paths = ['new\nline', '..', '.git', '-rf', '--', '\u001b[2J', '\u202e', 'a b', '"', ':(top)', 'con', '%s']

describe('paths in trees', () => {
  test('a record is bound to them all the same', () => {
    const stage = setStage()
    const blob = stage.git('rev-parse', 'v1:start.txt').trim()
    const listing = paths.map((path) => `100644 blob ${blob}\t${path}\0`).join('')
    const tree = stage.run('git', ['mktree', '-z'], { input: listing }).stdout.trim()
    const parent = stage.git('rev-parse', 'HEAD').trim()
    const diff = stage.git('diff-tree', '-p', '--text', '--full-index', 'HEAD', tree)
    const [id] = stage.run('git', ['patch-id', '--stable'], { input: diff }).stdout.split(' ')
    const message = `Paths\n\nAI-Tool: claude-code/2.1.329\nAI-Model: x\nAI-Change: patch-id:${id}`
    stage.git('update-ref', 'HEAD', stage.git('commit-tree', tree, '-p', parent, '-m', message).trim())
    const ran = stage.provenance(['show', 'HEAD'])
    expect(ran.stdout).toContain('binding  bound')
    expectHarmless(ran.stdout)
  })
})
