import { describe, expect } from 'vitest'
import { test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

type Line = {
  type: string
  subject: string
  class: string
  marks: { tool: string; model: string; kind: string; where: string }[]
  findings: { code: string }[]
  notes?: { ref: string; oid: string }[]
}

const ledger = (bench: Workbench, ...words: string[]): Line[] =>
  bench
    .provenance(['verify', 'HEAD', '--format', 'jsonl', ...words])
    .stdout.trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)

const log = (tool: string, model: string) =>
  `start.txt\n  s_c9883b05a2487d::t_9f8e7d6c5b4a32 1-2\n---\n${JSON.stringify({
    schema_version: 'authorship/3.0.0',
    base_commit_sha: 'a'.repeat(40),
    prompts: {},
    sessions: { s_c9883b05a2487d: { agent_id: { tool, id: 'x', model } } },
  })}`

const silently = { env: { PROVENANCE: '0' } }

describe('other tools’ notes', () => {
  test('are marks with where they stood; the header names the notes that were read', ({ bench }) => {
    bench.tryGit(['commit', '-q', '--allow-empty', '-m', 'Noted'], silently)
    bench.git('notes', '--ref=ai', 'add', '-m', log('claude', 'claude-opus-4-6'), 'HEAD')
    const [header, start, noted] = ledger(bench)
    expect(header?.notes).toEqual([{ ref: 'refs/notes/ai', oid: bench.git('rev-parse', 'refs/notes/ai').trim() }])
    expect(start).toMatchObject({ class: 'unknown', marks: [] })
    expect(noted).toMatchObject({
      class: 'marked',
      marks: [{ tool: 'claude-code', model: 'claude-opus-4-6', kind: 'note', where: 'note' }],
    })
    const [bare, , without] = ledger(bench, '--no-notes')
    expect([bare?.notes, without?.class]).toEqual([undefined, 'unknown'])
  })

  test('are found when git has fanned them out', ({ bench }) => {
    for (let round = 0; round < 300; round += 1)
      bench.tryGit(['commit', '-q', '--allow-empty', '-m', `${round}`], silently)
    const commits = bench.git('rev-list', 'HEAD').trim().split('\n')
    const note = log('cursor', 'gpt-5.2')
    const blob = bench.run('git', ['hash-object', '-w', '--stdin'], { input: note }).stdout.trim()
    const fast = commits.map((oid) => `N ${blob} ${oid}\n`).join('')
    const stream = `commit refs/notes/ai\ncommitter N <n@example.com> 1 +0000\ndata 0\n${fast}`
    expect(bench.run('git', ['fast-import', '--quiet'], { input: stream }).status).toBe(0)
    expect(bench.git('ls-tree', 'refs/notes/ai')).toContain(' tree ')
    expect(ledger(bench).filter(({ marks }) => marks?.[0]?.tool === 'cursor')).toHaveLength(commits.length)
  }, 30_000)

  test('that cannot be read are said to be so, and a record they speak against is contradicted', ({ bench }) => {
    bench.write('start.txt', 'changed\n')
    bench.git('commit', '-qam', 'By hand, it says')
    bench.git('notes', '--ref=ai', 'add', '-m', log('claude', 'claude-opus-4-6'), 'HEAD')
    bench.git('notes', '--ref=agent-trace', 'add', '-m', 'not a trace', 'HEAD~1')
    const [, start, person] = ledger(bench)
    expect(start?.findings).toMatchObject([{ code: 'note-unreadable' }])
    expect(person).toMatchObject({ class: 'contradicted' })
  })

  test('of some megabytes are read, as they hold whole conversations; beyond that their length is told', ({
    bench,
  }) => {
    const long = (length: number) => {
      const messages = [{ type: 'user', text: 'x'.repeat(length) }]
      const prompts = { c9883b05a2487d: { agent_id: { tool: 'cursor', id: 'x', model: 'gpt-5' }, messages } }
      return `---\n${JSON.stringify({ schema_version: 'authorship/3.0.0', base_commit_sha: '', prompts })}`
    }
    const noteOf = (text: string) =>
      bench.run('git', ['notes', '--ref=ai', 'add', '-f', '-F', '-'], { input: text }).status
    noteOf(long(2_000_000))
    expect(ledger(bench)[1]).toMatchObject({ marks: [{ tool: 'cursor', model: 'gpt-5' }], findings: [] })
    noteOf(long(5_000_000))
    expect(ledger(bench)[1]?.findings).toMatchObject([
      { args: { ref: 'refs/notes/ai', bytes: 5_000_187, most: 4 * 1024 ** 2 } },
    ])
  })

  test('that a few trees stand for by the million are no reason to wait, nor is a tree that leads to none', async ({
    bench,
  }) => {
    const made = (args: readonly string[], input: string) => bench.tryGit(args, { input }).stdout.trim()
    const commit = bench.git('rev-parse', 'HEAD').trim()
    const blob = made(['hash-object', '-w', '--stdin'], log('cursor', 'gpt-5.2'))
    const digits = Array.from({ length: 256 }, (_, index) => index.toString(16).padStart(2, '0'))
    const all = (kind: string, oid: string) => digits.map((two) => `${kind} ${oid}\t${two}\n`).join('')
    const above = (depth: number, tree: string): string =>
      depth === 0 ? tree : above(depth - 1, made(['mktree'], all('040000 tree', tree)))
    const refer = (name: string, tree: string) =>
      bench.git('update-ref', `refs/notes/${name}`, bench.git('commit-tree', '-m', 'Notes', tree).trim())
    // Names that are no commits': git goes down only where a commit's name leads.
    const deep = above(5, made(['mktree'], all('100644 blob', blob)))
    const own = `100644 blob ${blob}\t${commit}\n`
    refer('ai', made(['mktree'], `040000 tree ${deep}\taa\n${own}`))
    const [, noted, footer] = ledger(bench)
    expect([noted?.marks.length, noted?.findings, footer]).toMatchObject([1, [], { verdict: 'pass' }])
    // Names that could be commits', sixteen million of them.
    const leaf = (name: string) => made(['mktree'], `100644 blob ${blob}\t${name}\n`)
    refer('ai', above(3, leaf(commit.slice(6))))
    refer('provenance-reviews', above(18, leaf('0000')))
    expect(ledger(bench).at(-1)).toMatchObject({
      verdict: 'pass',
      rangeFindings: [
        { code: 'note-unreadable', args: { ref: 'refs/notes/ai' } },
        { code: 'review-note-unreadable', args: { ref: 'refs/notes/provenance-reviews' } },
      ],
    })
  })

  test('added later do not make an older ledger wrong', ({ bench }) => {
    const file = `${bench.home}/ledger.jsonl`
    bench.git('notes', '--ref=ai', 'add', '-m', log('claude', 'claude-opus-4-6'), 'HEAD')
    bench.provenance(['verify', 'HEAD', '--output', file])
    bench.git('notes', '--ref=ai', 'add', '-f', '-m', log('cursor', 'gpt-5.2'), 'HEAD')
    expect(bench.provenance(['ledger', 'check', file]).status).toBe(0)
    bench.git('update-ref', '-d', 'refs/notes/ai')
    bench.git('reflog', 'expire', '--expire=now', '--all')
    bench.git('gc', '-q', '--prune=now')
    expect(bench.provenance(['ledger', 'check', file]).status).toBe(4)
  })

  test('that a clone did not fetch are named where a ledger needs them, with the command that brings them', ({
    bench,
  }) => {
    const file = `${bench.home}/ledger.jsonl`
    bench.git('notes', '--ref=ai', 'add', '-m', log('claude', 'claude-opus-4-6'), 'HEAD')
    bench.git('checkout', '-q', '-b', 'topic')
    bench.tryGit(['commit', '-q', '--allow-empty', '-m', 'Noted'], silently)
    bench.git('notes', '--ref=ai', 'add', '-m', log('cursor', 'gpt-5.2'), 'HEAD')
    bench.git('checkout', '-q', 'main')
    bench.tryGit(['commit', '-q', '--allow-empty', '-m', 'Squashed'], silently)
    for (const [name, words] of [
      ['plain', ['HEAD']],
      ['squash', ['--pull-request', 'main~1..topic', '--squashed', 'main']],
    ] as const) {
      bench.provenance(['verify', ...words, '--output', file])
      const clone = `${bench.home}/${name}`
      bench.git('clone', '-q', `file://${bench.top}`, clone)
      const check = () => bench.provenance(['ledger', 'check', file, '--json'], { cwd: clone })
      const { error } = JSON.parse(check().stdout) as { error: { message: string; hint: string } }
      expect([check().status, error.hint]).toEqual([4, 'git fetch origin refs/notes/ai:refs/notes/ai'])
      expect(error.message).toContain(
        `refs/notes/ai at ${bench.git('rev-parse', '--short=12', 'refs/notes/ai').trim()}`,
      )
      expect(bench.run('sh', ['-c', error.hint], { cwd: clone }).status).toBe(0)
      expect(check()).toMatchObject({ status: 0 })
    }
  })
})
