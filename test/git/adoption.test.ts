import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { judged, type PolicyBench, policyBench } from '../support/policy-bench.js'

let bench: PolicyBench
beforeEach(() => {
  bench = policyBench()
})
afterEach(() => bench.remove())

const opus = 'Work\n\nCo-authored-by: Claude Opus 4.5 <noreply@anthropic.com>'
const cursor = 'Work\n\nCo-authored-by: Cursor <cursoragent@cursor.com>'
const init = (...more: string[]) => bench.provenance(['init', '--yes', '--agents', 'none', ...more])

describe('init on a repository with history', () => {
  test('proposes where records begin, the tools that history shows, and a preset, and is a policy that holds', () => {
    bench.commit(opus)
    bench.commit(opus)
    const last = bench.commit(cursor)
    const dry = bench.provenance(['init', '--dry-run', '--agents', 'none'])
    expect(dry.stdout).toContain(`          after: "${last}"`)
    expect(init().status).toBe(0)
    const text = bench.read('.provenancerc')
    expect(parse(text)).toEqual({
      version: 1,
      policyVersion: 1,
      extends: 'recommended',
      adoption: { after: last },
      registry: {
        tools: {
          'claude-code': { models: ['claude-opus-4.5'] },
          cursor: { models: ['unknown'] },
        },
      },
    })
    expect(text).toContain('"claude-code": # 2 commits, the last of 2026-01-02')
    expect(bench.provenance(['validate', '.provenancerc']).status).toBe(0)
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Adopt')
    bench.commit('Silent')
    const { entries, footer } = bench.judge(text, [], 'HEAD')
    expect(entries.map(({ preAdoption }) => preAdoption)).toEqual([true, true, true, true, false, false])
    expect(footer.counts.preAdoption).toBe(4)
    expect(judged(bench.provenance(['verify', 'HEAD~1..HEAD', '--format', 'jsonl'])).codes).toEqual([
      'record-required?',
    ])
    expect(bench.provenance(['inventory', '--policy', '.provenancerc', '--unregistered']).status).toBe(0)
    // Twice changes nothing, and what was written goes with the rest.
    expect(init().stdout).toContain('Nothing to change')
    expect(bench.provenance(['uninstall']).status).toBe(0)
  })

  test.for(['strict', 'soc2'])('--preset %s', (preset) => {
    expect(init('--preset', preset).status).toBe(0)
    expect(parse(bench.read('.provenancerc'))).toMatchObject({ extends: preset, adoption: {} })
    expect(bench.provenance(['init', '--preset', 'nonsense']).status).toBe(2)
  })

  test('a configuration that is there stays; a repository without a commit gets a preset alone', () => {
    bench.write('.provenancerc', 'rules: {}\n')
    init('--preset', 'strict')
    expect(bench.read('.provenancerc')).toBe('rules: {}\n')
    const empty = join(bench.home, 'empty')
    bench.git('init', '-q', empty)
    expect(bench.provenance(['init', '--yes', '--agents', 'none'], { cwd: empty }).status).toBe(0)
    expect(parse(bench.read('../empty/.provenancerc'))).toEqual({
      version: 1,
      policyVersion: 1,
      extends: 'recommended',
    })
  })

  test('names that would be more than names in YAML are none here', () => {
    bench.commit('Work\n\nAssisted-by: Claude:"x\n  y: z"]}')
    bench.commit('Work\n\nCo-authored-by: Claude Opus 4.5 ", evil: [1], # \u2028 <noreply@anthropic.com>')
    expect(init().status).toBe(0)
    expect(Object.keys(parse(bench.read('.provenancerc')) as object)).not.toContain('evil')
    expect(bench.provenance(['validate', '.provenancerc']).status).toBe(0)
  })
})

describe('backfill', () => {
  const notes = () =>
    bench
      .tryGit(['notes', '--ref=provenance-backfill', 'list'])
      .stdout.split('\n')
      .filter((line) => line !== '')
  const noteOn = (oid: string) =>
    JSON.parse(bench.git('notes', '--ref=provenance-backfill', 'show', oid)) as Record<string, unknown>

  test('notes what marks reveal, labelled inferred, on commits without a record; commits stay as they are', () => {
    const marked = bench.commit(opus)
    bench.commit('By hand')
    const recorded = bench.commit('Recorded\n\nAI-Tool: none; basis=declared')
    const before = bench.git('rev-parse', 'HEAD')
    expect(JSON.parse(bench.provenance(['backfill', '--dry-run', '--json']).stdout)).toMatchObject({
      applied: false,
      commits: [{ oid: marked, tools: ['claude-code'] }],
    })
    expect(notes()).toEqual([])
    const ran = bench.provenance(['backfill'])
    expect(ran).toMatchObject({ status: 0, stdout: expect.stringContaining('1 of 4 commits') })
    expect(noteOn(marked)).toMatchObject({
      schema: 'commit-provenance/backfill/1',
      basis: 'inferred',
      marks: [{ tool: 'claude-code', model: 'Claude Opus 4.5', kind: 'coauthor', where: 'trailers' }],
    })
    expect([notes().length, bench.git('rev-parse', 'HEAD')]).toEqual([1, before])
    expect(bench.tryGit(['notes', '--ref=provenance-backfill', 'show', recorded]).status).not.toBe(0)
    const [, see = '', share = ''] = /see them: (.*)\n.*share them: (.*)\n/.exec(ran.stderr) ?? []
    expect(bench.run('sh', ['-c', `${see} -1 ${marked}`]).stdout).toContain('"basis":"inferred"')
    bench.git('init', '-q', '--bare', '../remote.git')
    bench.git('remote', 'add', 'origin', '../remote.git')
    expect(bench.run('sh', ['-c', share]).status).toBe(0)
  })

  test('again changes nothing; it takes a range; what verify says does not hang on it', () => {
    const first = bench.commit(opus)
    bench.commit(cursor)
    const verdict = () => bench.provenance(['verify', 'HEAD', '--format', 'jsonl']).stdout
    const before = verdict()
    bench.provenance(['backfill', 'HEAD~1..HEAD'])
    expect(notes()).toHaveLength(1)
    bench.provenance(['backfill'])
    bench.provenance(['backfill'])
    expect(notes()).toHaveLength(2)
    expect(noteOn(first)).toMatchObject({ basis: 'inferred' })
    expect(bench.git('rev-list', '--count', 'refs/notes/provenance-backfill').trim()).toBe('2')
    expect(verdict()).toBe(before)
  })

  test('a history cut short is said, and a repository without marks is well', () => {
    expect(bench.provenance(['backfill'])).toMatchObject({ status: 0, stdout: expect.stringContaining('0 of 1') })
    bench.commit(opus)
    const clone = join(bench.home, 'shallow')
    bench.git('clone', '-q', '--depth', '1', `file://${bench.top}`, clone)
    expect(bench.provenance(['backfill', '--dry-run'], { cwd: clone }).status).toBe(4)
  })
})
