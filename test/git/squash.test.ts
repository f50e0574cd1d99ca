import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { verifySquash } from '../../src/workflows/verify/squash.js'
import { agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

type Line = {
  type: string
  oid: string
  class: string
  binding: string
  record: { tool: string; model: string; prompts: number; humanEdited: { kept: number; ratio: number } }[]
  findings: { code: string; args: Record<string, unknown> }[]
  pullRequest?: Record<string, unknown>
}

/** A branch of three commits: an agent's, a person's, the agent's again. */
const branch = (bench: Workbench): void => {
  bench.git('checkout', '-qb', 'feature')
  agentWrites(bench, 'one.txt', 'const one = 1\nconst two = 2\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'First')
  bench.write('mine.txt', 'by hand\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Second')
  bench.agent.prompt('and three more')
  bench.agent.edit('two.txt', 'const three = 3\nconst four = 4\nconst five = 5\n')
  bench.write('two.txt', 'const three = 3\nconst four = 4\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Third')
  bench.git('checkout', '-q', 'main')
  bench.write('meanwhile.txt', 'on main\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Meanwhile')
}

/** Squash-merges the branch with a message, as a forge does: without any hook. */
const squash = (bench: Workbench, message: string): void => {
  bench.git('merge', '-q', '--squash', 'feature')
  const off = ['-c', 'core.hooksPath=/dev/null', 'commit', '-q', '--cleanup=verbatim', '-F', '-']
  expect(bench.tryGit(off, { input: message }).status).toBe(0)
}

const verified = (bench: Workbench, ...words: string[]): { status: number; header: Line; entry: Line } => {
  const pullRequest = ['--pull-request', 'HEAD~1..feature', '--squashed', 'HEAD']
  const ran = bench.provenance(['verify', ...pullRequest, '--format', 'jsonl', ...words])
  const [header, entry] = ran.stdout.split('\n').map((text) => (text === '' ? null : (JSON.parse(text) as Line)))
  return { status: ran.status, header: header as Line, entry: entry as Line }
}

describe('a squash merge', () => {
  test('with the canonical body keeps one record: counts summed, bound to the squashed change', ({ bench }) => {
    branch(bench)
    const told = bench.provenance(['squash-message', 'main..feature', '--subject', 'Add numbers'])
    expect([told.status, told.stderr]).toEqual([0, ''])
    expect(told.stdout).toMatch(/^Add numbers\n\n\* First\n\* Second\n\* Third\n\nAI-Tool: claude-code\/2\.1\.329\n/)
    squash(bench, told.stdout)
    const { status, header, entry } = verified(bench)
    expect(status).toBe(0)
    expect(header.pullRequest).toMatchObject({ query: 'HEAD~1..feature', count: 3, records: 2 })
    expect(entry).toMatchObject({ class: 'recorded', binding: 'bound', findings: [] })
    expect(entry.record).toMatchObject([
      { tool: 'claude-code', prompts: 2, humanEdited: { kept: 4, dropped: 1, ratio: 0.2 } },
    ])
    expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
    const pages = bench.provenance(['verify', '--pull-request', 'HEAD~1..feature', '--squashed', 'HEAD'])
    const ends = ['HEAD~1', 'feature'].map((name) => bench.git('rev-parse', name).slice(0, 12)).join('..')
    expect(pages.stdout).toContain(`squashed from HEAD~1..feature (${ends}, 3 commits, 2 with a record)\n`)
  })

  test('of no commits is refused, for its ends are exchanged; ledgers made of it before are checked', async ({
    bench,
  }) => {
    bench.git('commit', '-q', '--allow-empty', '-m', 'Squashed')
    const words = ['HEAD..HEAD~1']
    const ran = bench.provenance(['verify', '--pull-request', ...words, '--squashed', 'HEAD', '--json'])
    const { error } = JSON.parse(ran.stdout) as { error: { code: string; hint: string } }
    expect([ran.status, error.code]).toEqual([2, 'USAGE'])
    expect(bench.run('sh', ['-c', error.hint]).stdout).toMatch(/^< [0-9a-f]+ .*Squashed\n$/)
    const options = { words, repository: bench.top, since: null, until: null, firstParent: false, policyFile: null }
    const bytes: Buffer[] = []
    for await (const piece of verifySquash({ ...options, toolVersion: '0' }, 'HEAD', true)) bytes.push(piece)
    bench.write('../ledger.jsonl', Buffer.concat(bytes).toString('utf8'))
    expect(bench.provenance(['ledger', 'check', '../ledger.jsonl']).status).toBe(0)
  })

  test('that keeps nothing is unknown, never human, and says what it lost', ({ bench }) => {
    branch(bench)
    squash(bench, 'Add numbers\n')
    const lost = { code: 'squash-lost-records', args: { reason: 'record', tool: 'claude-code', lines: 5 } }
    for (const [rules, exit, severity] of [
      [null, 0, 'warn'],
      ['record-bound: error', 0, 'warn'],
      ['squash-kept-records: error', 1, 'error'],
      ['squash-kept-records: "off"', 0, null],
    ] as const) {
      bench.write('../policy.yaml', `rules: { ${rules} }\n`)
      const { status, entry } = verified(bench, ...(rules === null ? [] : ['--policy', '../policy.yaml']))
      expect([rules, status, entry.class]).toEqual([rules, exit, 'unknown'])
      expect(entry.findings).toMatchObject(severity === null ? [] : [{ ...lost, severity }])
    }
  })

  test('as a forge does it, messages one after the other, keeps the last block only', ({ bench }) => {
    branch(bench)
    const messages = ['feature~2', 'feature~1', 'feature'].map((commit) => `* ${bench.message(commit).trim()}\n`)
    squash(bench, `Add numbers (#7)\n\n${messages.join('\n')}`)
    const { status, entry } = verified(bench)
    expect(status).toBe(0)
    expect(entry.findings).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({
          code: 'squash-lost-records',
          args: expect.objectContaining({ reason: 'lines', lines: 2 }),
        }),
        expect.objectContaining({ code: 'trailer-outside-block' }),
      ]) as object,
    )
  })

  test('keeps the marks of tools without a record, a sign-off as a co-author, and misses them where they are gone', ({
    bench,
  }) => {
    bench.git('checkout', '-qb', 'feature')
    const marked = 'Marked\n\nsigned-off-by:  Cursor <cursoragent@cursor.com>'
    bench.tryGit(['commit', '-q', '--allow-empty', '-m', marked], { env: { PROVENANCE: '0' } })
    bench.write('mine.txt', 'by hand\n')
    bench.git('add', '-A')
    bench.tryGit(['commit', '-qm', 'By hand'], { env: { PROVENANCE: '0' } })
    bench.git('checkout', '-q', 'main')
    const told = bench.provenance(['squash-message', 'main..feature'])
    expect(told.stdout).toBe('* Marked\n* By hand\n\nCo-authored-by: Cursor <cursoragent@cursor.com>\n')
    expect(told.stderr).toContain('2 of the commits carry no record')
    squash(bench, `All\n\n${told.stdout}`)
    expect(verified(bench)).toMatchObject({ status: 0, entry: { class: 'marked' } })
    bench.tryGit(['commit', '-q', '--amend', '-m', 'All'], { env: { PROVENANCE: '0' } })
    expect(verified(bench).entry.findings).toMatchObject([{ args: { reason: 'mark', tool: 'cursor' } }])
  })

  for (const [mark, line, told, kept] of [
    ['another tool', 'Co-authored-by: Cursor <cursoragent@cursor.com>', ['cursor', 'unknown'], true],
    [
      'another model',
      'Co-authored-by: Claude Haiku 3.5 <noreply@anthropic.com>',
      ['claude-code', 'Claude Haiku 3.5'],
      true,
    ],
    // Beside a record the line would be one of its own.
    ['another project’s AI-Tool', 'AI-Tool: Cursor', ['cursor', 'unknown'], false],
  ] as const)
    test(`of recorded commits and one with a mark, ${mark}, agrees with itself`, ({ bench }) => {
      branch(bench)
      bench.git('checkout', '-q', 'feature')
      bench.write('more.txt', 'more\n')
      bench.git('add', '-A')
      bench.tryGit(['commit', '-qm', `Fourth\n\n${line}`], { env: { PROVENANCE: '0' } })
      bench.git('checkout', '-q', 'main')
      const { stdout } = bench.provenance(['squash-message', 'main..feature', '--subject', 'Add numbers'])
      expect(stdout.includes(`${line}\n`)).toBe(kept)
      squash(bench, stdout)
      const { status, entry } = verified(bench)
      expect([status, entry]).toMatchObject([0, { class: 'recorded', binding: 'bound', findings: [] }])
      expect(entry.record.map(({ tool, model }) => [tool, model])).toEqual([['claude-code', expect.anything()], told])
    })

  test('of recorded commits and one that denies any AI leaves the denial to that one', ({ bench }) => {
    branch(bench)
    bench.git('checkout', '-q', 'feature')
    bench.write('more.txt', 'more\n')
    bench.git('add', '-A')
    bench.tryGit(['commit', '-qm', 'Fourth\n\nAssisted-by: none'], { env: { PROVENANCE: '0' } })
    bench.git('checkout', '-q', 'main')
    const { stdout } = bench.provenance(['squash-message', 'main..feature', '--subject', 'Add numbers'])
    expect(stdout).not.toContain('Assisted-by')
    squash(bench, stdout)
    expect(verified(bench)).toMatchObject({ status: 0, entry: { class: 'recorded', findings: [] } })
  })

  test('of commits that all say none says none; one that says nothing forbids it', ({ bench }) => {
    bench.git('checkout', '-qb', 'feature')
    for (const name of ['a', 'b']) {
      bench.write(`${name}.txt`, `${name}\n`)
      bench.git('add', '-A')
      bench.git('commit', '-qm', name)
    }
    expect(bench.provenance(['squash-message', 'main..feature']).stdout).toBe(
      '* a\n* b\n\nAI-Tool: none; basis=observed\n',
    )
    bench.tryGit(['commit', '-q', '--allow-empty', '-m', 'silent'], { env: { PROVENANCE: '0' } })
    expect(bench.provenance(['squash-message', 'main..feature']).stdout).toBe('* a\n* b\n* silent\n')
  })

  test('a record that is broken, or was copied to other work, is not carried on, and that is said', ({ bench }) => {
    branch(bench)
    bench.git('checkout', '-q', 'feature')
    const broken = bench
      .message()

      .replace(/Ratio: 0\.\d+/, 'Ratio: 0.999')
    bench.tryGit(['commit', '-q', '--amend', '--cleanup=verbatim', '-m', broken], { env: { PROVENANCE: '0' } })
    const told = bench.provenance(['squash-message', 'main..feature'])
    expect(told.stderr).toContain('is left out')
    expect(told.stdout).toContain('kept=2; edited=0; dropped=0')
    bench.write('two.txt', 'const other = 9\n')
    const copied = bench.message('feature~2')
    bench.tryGit(['commit', '-qa', '--amend', '--cleanup=verbatim', '-m', copied], { env: { PROVENANCE: '0' } })
    expect(bench.provenance(['squash-message', 'main..feature']).stderr).toContain('of another change')
  })

  for (const [way, fold] of [
    ['merge --squash', ['merge', '-q', '--squash', 'feature']],
    ['rebase', ['rebase', '-q', '-i', '--autosquash', 'main', 'feature']],
  ] as const)
    test(`by ${way} with the hooks in place names a tool that only a mark names`, ({ bench }) => {
      bench.git('checkout', '-qb', 'feature')
      agentWrites(bench, 'one.txt', 'const one = 1\nconst two = 2\n')
      bench.git('add', '-A')
      bench.git('commit', '-qm', 'First')
      bench.write('more.txt', 'more\n')
      bench.git('add', '-A')
      const marked = 'squash! First\n\nCo-authored-by: Cursor <cursoragent@cursor.com>'
      bench.tryGit(['commit', '-qm', marked], { env: { PROVENANCE: '0' } })
      if (fold[0] === 'merge') bench.git('checkout', '-q', 'main')
      bench.tryGit(fold, { env: { GIT_EDITOR: 'true', GIT_SEQUENCE_EDITOR: 'true' } })
      if (fold[0] === 'merge') bench.tryGit(['commit', '-q'], { env: { GIT_EDITOR: 'true' } })
      expect(bench.message()).toContain('Co-authored-by: Cursor')
      expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329', 'cursor'])
      const shown = JSON.parse(bench.provenance(['show', '--json']).stdout) as Line
      expect(shown).toMatchObject({ class: 'recorded', binding: 'bound', findings: [] })
    })

  test('names who wrote the branch beside the record, which reads back as before', ({ bench }) => {
    branch(bench)
    const alone = bench.provenance(['squash-message', 'main..feature', '--subject', 'Add numbers'])
    bench.git('checkout', '-q', 'feature')
    const author = { GIT_AUTHOR_NAME: 'Bob\u202e <x', GIT_AUTHOR_EMAIL: 'bob@example.com' }
    const body = 'Fourth\n\nCo-authored-by: Dee <dee@example.com>\nCo-authored-by: BOB <Bob@example.com>\n\nRefs: #4'
    bench.tryGit(['commit', '-q', '--allow-empty', '-m', body], { env: { PROVENANCE: '0', ...author } })
    const bot = { GIT_AUTHOR_NAME: 'dependabot[bot]', GIT_AUTHOR_EMAIL: 'support@github.com' }
    bench.tryGit(['commit', '-q', '--allow-empty', '-m', 'Fifth'], { env: { PROVENANCE: '0', ...bot } })
    bench.git('checkout', '-q', 'main')
    const told = bench.provenance(['squash-message', 'main..feature', '--subject', 'Add numbers'])
    const people = 'Co-authored-by: Bob x <bob@example.com>\nCo-authored-by: Dee <dee@example.com>\n'
    expect(told.stdout).toBe(alone.stdout.replace('\n\nAI-Tool', `\n* Fourth\n* Fifth\n\n${people}AI-Tool`))
    const others = bench.provenance(['squash-message', 'main..feature'], { env: { GIT_COMMITTER_EMAIL: 'ci@x.org' } })
    expect(others.stdout).toContain(`\nCo-authored-by: Jo Dev <jo@example.com>\n${people}`)
    squash(bench, told.stdout)
    const { status, entry } = verified(bench)
    expect([status, entry]).toMatchObject([0, { class: 'recorded', binding: 'bound', marks: [], findings: [] }])
    expect(entry.record).toMatchObject([{ prompts: 2, humanEdited: { kept: 4, dropped: 1 } }])
    expect(bench.git('shortlog', '-sn', '--group=trailer:co-authored-by', '-1', 'HEAD')).toMatch(/1\tBob x\n.*1\tDee\n/)
  })

  test('of messages with CRLF has subjects without the CR', ({ bench }) => {
    bench.git('checkout', '-qb', 'feature')
    const off = ['-c', 'core.hooksPath=/dev/null', 'commit', '-q', '--allow-empty', '--cleanup=verbatim', '-F', '-']
    bench.tryGit(off, { input: 'First\r\n\r\nbody\r\n' })
    expect(bench.provenance(['squash-message', 'main..feature']).stdout).toBe('* First\n')
  })

  test('of a branch that cannot be read whole has no message: what it leaves out would be gone', ({ bench }) => {
    branch(bench)
    const clone = join(bench.home, 'cut')
    bench.git('clone', '-q', '--depth', '2', '-b', 'feature', `file://${bench.top}`, clone)
    bench.tryGit(['fetch', '-q', '--depth', '1', 'origin', 'main:main'], { cwd: clone })
    const cut = bench.provenance(['squash-message', 'main..feature'], { cwd: clone })
    expect(cut).toMatchObject({ status: 4, stdout: '', stderr: expect.stringContaining('[HISTORY_INCOMPLETE]') })

    const objectOf = (oid: string) => join(bench.top, '.git/objects', oid.slice(0, 2), oid.slice(2))
    const [first = '', second = ''] = bench.git('rev-list', 'main..feature').split('\n')
    rmSync(objectOf(first))
    copyFileSync(objectOf(second), objectOf(first))
    const forged = bench.provenance(['squash-message', 'main..feature'])
    expect(forged).toMatchObject({ status: 3, stdout: '', stderr: expect.stringContaining('[OBJECT_TAMPERED]') })
  })

  test('asked for by half is a usage error', ({ bench }) => {
    for (const words of [
      ['--pull-request', 'a..b'],
      ['--squashed', 'HEAD'],
      ['HEAD', '--pull-request', 'a..b', '--squashed', 'HEAD'],
    ])
      expect(bench.provenance(['verify', ...words])).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('go together'),
      })
  })
})
