import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import canonicalize from 'canonicalize'
import { describe, expect } from 'vitest'
import { sha256 } from '../../src/core/canonical.js'
import { LedgerLine } from '../../src/core/ledger/schema.js'
import { agentText, agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const ledgerOf = (bench: Workbench, args: readonly string[], cwd = bench.top) => {
  const file = join(bench.home, 'ledger.jsonl')
  rmSync(file, { force: true })
  const ran = bench.provenance(['verify', ...args, '--output', file], { cwd })
  const texts = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  const lines = texts.map((text) => LedgerLine.parse(JSON.parse(text)))
  const entries = lines.flatMap((line) => (line.type === 'commit' ? [line] : []))
  const footer = lines.at(-1)
  if (footer?.type !== 'footer') throw new Error('no footer')
  return { ...ran, file, texts, lines, entries, footer }
}

/** A commit of each evidence class after the first. */
const history = (bench: Workbench) => {
  const plain = (message: string) =>
    bench.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '--allow-empty', '-m', message)
  bench.git('tag', 'v1')
  agentWrites(bench)
  bench.git('commit', '-qam', 'Recorded')
  bench.write('mine.txt', 'mine\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'None')
  plain('Marked\n\nCo-Authored-By: Claude Opus 4.5 <noreply@anthropic.com>')
  plain('Unknown')
  plain('Contradicted\n\nAI-Tool: none; basis=observed\nCo-Authored-By: Claude <noreply@anthropic.com>')
  bench.git('tag', 'v2')
}

describe('verify', () => {
  test('tells where the findings are that it does not show: in the ledger, or in one to be written', ({ bench }) => {
    const tree = bench.git('rev-parse', 'HEAD^{tree}').trim()
    const message = 'Many\n\nAI-Tool: claude-code/2.1\nAI-Model: x\n\nMore.\n'
    const add = (parent: string) => bench.tryGit(['commit-tree', tree, '-p', parent], { input: message }).stdout.trim()
    const tip = Array.from({ length: 22 }).reduce<string>(add, 'HEAD')
    const { stdout, file } = ledgerOf(bench, [`HEAD..${tip}`])
    expect(stdout).toMatch(/ {2}… and \d+ more: the ledger has them all\n$/)
    expect(bench.provenance(['report', file]).stdout).toBe(stdout)
    const { stdout: without } = bench.provenance(['verify', `HEAD..${tip}`])
    expect(without.replace(/^[\s\S]* more: /, '')).toBe(`provenance verify HEAD..${tip} --output ledger.jsonl\n`)
  })

  test('every commit of the range is there, oldest first, in its class', ({ bench }) => {
    history(bench)
    const { status, entries, footer } = ledgerOf(bench, ['v1..v2'])
    expect(status).toBe(0)
    expect(entries.map((entry) => [entry.subject, entry.class, entry.binding])).toEqual([
      ['Recorded', 'recorded', 'bound'],
      ['None', 'none', 'unbound'],
      ['Marked', 'marked', 'unbound'],
      ['Unknown', 'unknown', 'unbound'],
      ['Contradicted', 'contradicted', 'unbound'],
    ])
    expect(entries.map((entry) => entry.oid)).toEqual(bench.git('rev-list', '--reverse', 'v1..v2').trim().split('\n'))
    expect(footer.counts).toMatchObject({
      total: 5,
      recorded: 1,
      none: 1,
      marked: 1,
      unknown: 1,
      contradicted: 1,
      attested: 0,
    })
    expect(entries[0]?.record).toMatchObject([
      {
        tool: 'claude-code',
        toolVersion: '2.1.329',
        model: 'claude-opus-4-6',
        prompts: 1,
        humanEdited: { ratio: 0, kept: 3, basis: 'measured' },
      },
    ])
    expect(entries[2]?.marks).toMatchObject([
      { tool: 'claude-code', model: 'Claude Opus 4.5', kind: 'coauthor', where: 'trailers', ai: true },
    ])
  })

  test('each line is RFC 8785 JSON and carries the digest of the one before', ({ bench }) => {
    history(bench)
    const { texts } = ledgerOf(bench, ['v1..v2'])
    texts.forEach((text, index) => {
      const line = JSON.parse(text) as { prev?: string }
      expect(canonicalize(line)).toBe(text)
      if (index > 0) expect(line.prev).toBe(sha256(texts[index - 1] ?? ''))
    })
  })

  test('one tag means since the tag before it, no range means since the last tag', ({ bench }) => {
    history(bench)
    bench.git('commit', '-q', '--allow-empty', '-m', 'After')
    expect(ledgerOf(bench, ['v2']).footer.counts.total).toBe(5)
    expect(ledgerOf(bench, ['v1']).footer.counts.total).toBe(1)
    expect(ledgerOf(bench, []).entries.map(({ subject }) => subject)).toEqual(['After'])
  })

  test('a name that a branch and a tag share is refused where they differ, and taken where they do not', ({
    bench,
  }) => {
    bench.git('branch', 'both')
    bench.git('tag', 'both')
    expect(bench.provenance(['verify', 'both']).status).toBe(0)
    bench.git('commit', '-q', '--allow-empty', '-m', 'More')
    bench.git('branch', '-f', 'both')
    for (const words of ['both', 'both..HEAD', 'HEAD..both'])
      expect(bench.provenance(['verify', words])).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('AMBIGUOUS_REVISION'),
      })
    expect(ledgerOf(bench, ['refs/tags/both..refs/heads/both']).entries).toHaveLength(1)
  })

  test('an empty range is well', ({ bench }) => {
    const { status, footer } = ledgerOf(bench, ['HEAD..HEAD'])
    expect([status, footer.counts.total, footer.verdict]).toEqual([0, 0, 'pass'])
  })

  test('a period is taken by committer date', ({ bench }) => {
    const date = '2026-06-01T00:00:00Z'
    bench.tryGit(['commit', '-q', '--allow-empty', '-m', 'Later'], {
      env: { GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date },
    })
    expect(ledgerOf(bench, ['--since', '2026-05-01']).entries.map(({ subject }) => subject)).toEqual(['Later'])
    expect(ledgerOf(bench, ['--until', '2026-05-01']).entries.map(({ subject }) => subject)).toEqual(['start'])
    expect(ledgerOf(bench, ['--since', '2026-01-01']).lines[0]).toMatchObject({ flags: ['period-by-committer-date'] })
  })

  test('--first-parent follows the line of merges only', ({ bench }) => {
    bench.git('checkout', '-qb', 'side')
    bench.git('commit', '-q', '--allow-empty', '-m', 'Side')
    bench.git('checkout', '-q', 'main')
    bench.git('merge', '-q', '--no-ff', '--no-edit', 'side')
    expect(ledgerOf(bench, ['main']).footer.counts).toMatchObject({ total: 3, merges: 1 })
    expect(ledgerOf(bench, ['main', '--first-parent']).footer.counts.total).toBe(2)
  })

  test('a record copied to other work is stale, one carried by a rebase is bound', ({ bench }) => {
    agentWrites(bench)
    bench.git('commit', '-qam', 'Recorded')
    const message = bench.message()
    bench.write('other.txt', 'other\n')
    bench.git('add', '-A')
    bench.git('-c', 'core.hooksPath=/dev/null', 'commit', '-qm', message)
    expect(ledgerOf(bench, ['HEAD']).entries.map(({ binding }) => binding)).toEqual(['unbound', 'bound', 'stale'])
    bench.git('checkout', '-q', '--detach', 'HEAD~2')
    bench.git('commit', '-q', '--allow-empty', '-m', 'Base')
    bench.git('cherry-pick', 'main~1')
    expect(ledgerOf(bench, ['HEAD']).entries.at(-1)?.binding).toBe('bound')
  })

  test('a record on a commit that changes nothing is bound to nothing, and stale on any other', ({ bench }) => {
    bench.provenance(['declare', '--tool', 'chatgpt'])
    bench.git('commit', '-q', '--allow-empty', '-m', 'Empty')
    expect(bench.trailer('AI-Change')).toEqual([`patch-id:${'0'.repeat(40)}`])
    const copied = ['-c', 'core.hooksPath=/dev/null', 'commit', '-qa', '--allow-empty', '-C', 'HEAD']
    bench.git(...copied)
    bench.write('start.txt', 'other work\n')
    bench.git(...copied)
    const { entries } = ledgerOf(bench, ['HEAD~3..HEAD'])
    expect(entries.map(({ binding }) => binding)).toEqual(['unbound', 'unbound', 'stale'])
  })

  test('bare repositories, linked work trees and sha256 are read alike', ({ bench }) => {
    history(bench)
    const bare = join(bench.home, 'bare.git')
    bench.git('clone', '-q', '--bare', bench.top, bare)
    bench.git('worktree', 'add', '-q', join(bench.home, 'linked'))
    const here = ledgerOf(bench, ['v1..v2']).texts
    for (const folder of [bare, join(bare, 'refs', 'tags'), join(bench.top, '.git', 'refs')])
      expect(ledgerOf(bench, ['v1..v2'], folder).texts).toEqual(here)
    expect(ledgerOf(bench, ['v1..v2'], join(bench.home, 'linked')).texts).toEqual(here)
  })
})

describe('exit codes', () => {
  const strict = '{"rules":{"record-required":"error"}}'

  test('1 where the policy says no, by a policy from outside', ({ bench }) => {
    history(bench)
    writeFileSync(join(bench.home, 'policy.json'), strict)
    const ran = bench.provenance(['verify', 'v1..v2', '--policy', join(bench.home, 'policy.json')])
    expect(ran.status).toBe(1)
    expect(ran.stdout).toContain('record-required')
    expect(ran.stdout).toContain('verdict  fail')
  })

  test('the policy comes from the range’s base, never from the head it judges', ({ bench }) => {
    bench.write('.provenancerc', strict)
    bench.git('add', '-f', '.provenancerc')
    bench.git('-c', 'core.hooksPath=/dev/null', 'commit', '-qm', 'Strict')
    bench.git('tag', 'strict')
    bench.write('.provenancerc', '{}')
    bench.git('-c', 'core.hooksPath=/dev/null', 'commit', '-qam', 'Lax')
    expect(ledgerOf(bench, ['strict..HEAD']).status).toBe(1)
    expect(ledgerOf(bench, ['HEAD']).status).toBe(0)
  })

  for (const [what, args, code] of [
    ['an unknown name', ['verify', 'nowhere'], 'UNKNOWN_REVISION'],
    ['an option in the place of a name', ['verify', '--', '--output=x'], 'UNKNOWN_REVISION'],
    ['an unknown option', ['verify', '--no-such-option'], 'USAGE'],
    ['a policy that is not there', ['verify', '--policy', 'none.json'], 'FILE_UNREADABLE'],
    ['no repository', ['verify', '-C', '/'], 'NOT_A_REPOSITORY'],
  ] as const) {
    test(`2 for ${what}, with code, message and hint`, ({ bench }) => {
      const ran = bench.provenance([...args.slice(0, 1), '--json', ...args.slice(1)])
      expect(ran.status).toBe(2)
      expect(JSON.parse(ran.stdout)).toEqual({ error: { code, message: expect.any(String), hint: expect.any(String) } })
    })
  }

  for (const where of ['below the tip', 'at the tip']) {
    test(`3 for an object ${where} whose bytes are not what its name stands for`, ({ bench }) => {
      const oid = bench.git('rev-parse', 'HEAD').trim()
      const forged = Buffer.from(bench.git('cat-file', 'commit', 'HEAD').replace('start', 'forge'))
      if (where === 'below the tip') bench.git('commit', '-q', '--allow-empty', '-m', 'Second')
      const file = join(bench.top, '.git/objects', oid.slice(0, 2), oid.slice(2))
      rmSync(file)
      writeFileSync(file, deflateSync(Buffer.concat([Buffer.from(`commit ${forged.length}\0`), forged])))
      const ran = bench.provenance(['verify', 'HEAD'])
      expect(ran.status).toBe(3)
      expect(ran.stdout + ran.stderr).toMatch(/hash-mismatch|OBJECT_TAMPERED/)
    })
  }

  test('4 for a shallow history, and for a missing object', ({ bench }) => {
    bench.git('commit', '-q', '--allow-empty', '-m', 'Second')
    const shallow = join(bench.home, 'shallow')
    bench.git('clone', '-q', '--depth', '1', `file://${bench.top}`, shallow)
    const { status, lines, footer } = ledgerOf(bench, ['HEAD'], shallow)
    expect([status, footer.verdict]).toEqual([4, 'incomplete'])
    expect(lines[0]).toMatchObject({ flags: ['shallow'] })
    for (const words of [['show'], ['show', '--json'], ['blame', 'start.txt']])
      expect(bench.provenance([...words, '-C', shallow]).status).toBe(4)
    const first = bench.git('rev-parse', 'HEAD~1').trim()
    rmSync(join(bench.top, '.git/objects', first.slice(0, 2), first.slice(2)))
    expect(bench.provenance(['verify', 'HEAD']).status).toBe(4)
  })

  test('replace refs and grafts are not followed, and are told', ({ bench }) => {
    bench.git('commit', '-q', '--allow-empty', '-m', 'Second')
    bench.git('replace', 'HEAD', 'HEAD~1')
    writeFileSync(join(bench.top, '.git/info/grafts'), `${bench.git('rev-parse', 'HEAD').trim()}\n`)
    const { lines, entries } = ledgerOf(bench, ['HEAD'])
    expect(lines[0]).toMatchObject({ flags: ['grafts', 'replace-refs'] })
    expect(entries.map(({ subject }) => subject)).toEqual(['start', 'Second'])
  })
})

test('nothing from the repository runs, whatever its configuration says', ({ bench }) => {
  agentWrites(bench)
  bench.git('commit', '-qam', 'Recorded')
  const canary = join(bench.home, 'canary')
  const trap = `touch '${canary}'`
  writeFileSync(join(bench.home, 'trap.sh'), `#!/bin/sh\n${trap}\n`, { mode: 0o755 })
  const script = join(bench.home, 'trap.sh')
  for (const key of [
    'core.fsmonitor',
    'core.pager',
    'diff.external',
    'gpg.program',
    'gpg.ssh.program',
    'core.sshCommand',
    'filter.x.clean',
    'filter.x.smudge',
    'diff.x.textconv',
    'diff.x.command',
    'core.editor',
    'trailer.x.command',
    'uploadpack.packObjectsHook',
  ])
    bench.git('config', key, script)
  bench.git('config', 'log.showSignature', 'true')
  bench.git('config', 'alias.rev-list', `!${trap}`)
  writeFileSync(join(bench.top, '.git/info/attributes'), '* diff=x filter=x\n')
  writeFileSync(join(bench.top, '.provenancerc.js'), `require('fs').writeFileSync('${canary}', '')\n`)
  for (const name of readdirSync(join(bench.top, '.git/hooks')))
    writeFileSync(join(bench.top, '.git/hooks', name), `#!/bin/sh\n${trap}\n`)
  const { status, entries } = ledgerOf(bench, ['HEAD'])
  expect(status).toBe(0)
  expect(entries.map(({ binding }) => binding)).toEqual(['unbound', 'bound'])
  bench.provenance(['show', 'HEAD'])
  expect(readdirSync(bench.home)).not.toContain('canary')
})

describe('ledger check', () => {
  test('a ledger as it was written is as it should be', ({ bench }) => {
    history(bench)
    const { file } = ledgerOf(bench, ['v1..v2'])
    const ran = bench.provenance(['ledger', 'check', file, '--json'])
    expect(ran.status).toBe(0)
    expect(JSON.parse(ran.stdout)).toMatchObject({ ok: true, checked: ['chain', 'counts', 'history', 'policy'] })
  })

  test('any changed, removed, doubled or swapped line is found and named', ({ bench }) => {
    history(bench)
    const { file, texts } = ledgerOf(bench, ['v1..v2'])
    const forgeries = [
      texts.map((text) => text.replace('"contradicted"', '"recorded"')),
      texts.filter((_, index) => index !== 3),
      texts.flatMap((text, index) => (index === 2 ? [text, text] : [text])),
      [texts[0], texts[2], texts[1], ...texts.slice(3)],
      texts.slice(0, -1),
      texts.map((text) => text.replace('"total":5', '"total":4')),
    ]
    for (const forged of forgeries) {
      writeFileSync(file, `${forged.join('\n')}\n`)
      const ran = bench.provenance(['ledger', 'check', file, '--offline'])
      expect(ran.status).toBe(3)
      expect(ran.stdout).toMatch(/ledger\.jsonl:\d+: /)
    }
  })

  test('a ledger made anew over a false entry is caught by history', ({ bench }) => {
    history(bench)
    const { file, texts } = ledgerOf(bench, ['v1..v2'])
    let prev = ''
    const forged = texts.map((text) => {
      const line = JSON.parse(text.replace('"subject":"Unknown"', '"subject":"Unknown"')) as Record<string, unknown>
      if (line['subject'] === 'Unknown')
        line['author'] = { date: 0, email: 'x@y', name: 'Somebody else', zone: '+0000' }
      if ('prev' in line) line['prev'] = prev
      const made = canonicalize(line) ?? ''
      prev = sha256(made)
      return made
    })
    writeFileSync(file, `${forged.join('\n')}\n`)
    expect(bench.provenance(['ledger', 'check', file, '--offline']).status).toBe(0)
    const ran = bench.provenance(['ledger', 'check', file])
    expect(ran.status).toBe(3)
    expect(ran.stdout).toContain('author: history says another thing now')
  })
})

test('report renders a saved ledger again: the same text, the same bytes', ({ bench }) => {
  history(bench)
  const { file, stdout } = ledgerOf(bench, ['v1..v2'])
  expect(bench.provenance(['report', file]).stdout).toBe(stdout)
  expect(bench.provenance(['report', file, '--format', 'jsonl']).stdout).toBe(readFileSync(file, 'utf8'))
  expect(JSON.parse(bench.provenance(['report', file, '--format', 'json']).stdout)).toMatchObject({
    footer: { verdict: 'pass' },
  })
})

test('a message cannot move the terminal’s cursor', ({ bench }) => {
  bench.git(
    '-c',
    'core.hooksPath=/dev/null',
    'commit',
    '-q',
    '--allow-empty',
    '-m',
    'x\u001b[2J\u202e\n\nCo-Authored-By: Claude \u001b]0;evil\u0007 <noreply@anthropic.com>',
  )
  for (const args of [
    ['verify', 'HEAD'],
    ['show', 'HEAD'],
  ]) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
    expect(bench.provenance(args).stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
  }
})

test('prompt verify proves the prompt, and refutes another', ({ bench }) => {
  bench.agent.start()
  bench.agent.prompt('the first prompt')
  bench.agent.prompt('the second prompt')
  bench.agent.edit('start.txt', agentText)
  bench.git('commit', '-qam', 'Recorded')
  const file = (text: string) => {
    const path = join(bench.home, `${text}.txt`)
    writeFileSync(path, text)
    return path
  }
  const verify = (...prompts: string[]) =>
    bench.provenance(['prompt', 'verify', 'HEAD', ...prompts.flatMap((prompt) => ['--prompt-file', file(prompt)])])
  expect(verify('the first prompt', 'the second prompt')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^proven/),
  })
  expect(verify('the second prompt', 'the first prompt').status).toBe(1)
  expect(verify('the first prompt').status).toBe(1)
})
