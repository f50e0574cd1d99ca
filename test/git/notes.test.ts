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
