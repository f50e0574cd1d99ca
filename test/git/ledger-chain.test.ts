import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { canonicalJson, sha256 } from '../../src/core/canonical.js'
import { test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

/** Commits tagged v1 to v4. */
const releases = (bench: Workbench): void => {
  for (const tag of ['v1', 'v2', 'v3', 'v4']) {
    bench.git('commit', '-q', '--allow-empty', '-m', `For ${tag}`)
    bench.git('tag', tag)
  }
}

const verify = (bench: Workbench, name: string, ...words: string[]) => {
  const file = join(bench.home, `${name}.jsonl`)
  return { file, ...bench.provenance(['verify', ...words, '--output', file]) }
}

const headerOf = (file: string) =>
  JSON.parse(readFileSync(file, 'utf8').split('\n')[0] ?? '') as { after?: { digest: string; to: string } }

type Line = Record<string, unknown>

const linesOf = (file: string): readonly Line[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text) as Line)

/** Writes a ledger with its chain put right, as a forger would. */
const write = (file: string, lines: readonly Line[]): void => {
  let prev = ''
  const texts = lines.map((line) => {
    const text = canonicalJson(JSON.parse(JSON.stringify(line['type'] === 'header' ? line : { ...line, prev })))
    prev = sha256(text)
    return `${text}\n`
  })
  writeFileSync(file, texts.join(''))
}

describe('a chain of releases', () => {
  test('each ledger names the one before by the digest of its bytes, and is checked against it', ({ bench }) => {
    releases(bench)
    const one = verify(bench, 'one', 'v1..v2')
    const two = verify(bench, 'two', 'v2..v3', '--after', one.file)
    expect(two.status).toBe(0)
    expect(headerOf(two.file).after).toEqual({
      digest: sha256(readFileSync(one.file)),
      to: bench.git('rev-parse', 'v2').trim(),
    })
    expect(bench.provenance(['ledger', 'check', two.file, '--after', one.file]).status).toBe(0)
    const other = verify(bench, 'other', 'v1..v2', '--no-notes', '--first-parent')
    const told = bench.provenance(['ledger', 'check', two.file, '--after', other.file])
    expect([told.status, told.stdout]).toEqual([3, expect.stringContaining('after: expected')])
  })

  test('what a ledger says of the one before is held against it: where it ended, and its policy', ({ bench }) => {
    releases(bench)
    writeFileSync(join(bench.home, 'policy.yaml'), 'policyVersion: 1\n')
    const policy = ['--policy', join(bench.home, 'policy.yaml')]
    const one = verify(bench, 'one', 'v1..v2', ...policy)
    const two = verify(bench, 'two', 'v3..v4', '--after', one.file, ...policy)
    expect(two.stdout).toContain('ledger-gap 1')
    const check = () => bench.provenance(['ledger', 'check', two.file, '--offline', '--after', one.file])
    expect(check().status).toBe(0)
    const told = linesOf(two.file)
    const { after, footer } = { after: told[0]?.['after'] as Line, footer: told.at(-1) as Line }
    const forged = (change: Line) => [{ ...told[0], after: { ...after, ...change } }, ...told.slice(1, -1)]
    const silent = { ...footer, findings: { ...(footer['findings'] as Line), 'ledger-gap': undefined } }
    write(two.file, [...forged({ to: bench.git('rev-parse', 'v3').trim() }), silent])
    expect(check()).toMatchObject({ status: 3, stdout: expect.stringContaining('after.to: expected') })
    write(two.file, [...forged({ policy: undefined }), footer])
    expect(check()).toMatchObject({ status: 3, stdout: expect.stringContaining('after.policy: expected') })
  })

  test('a gap is told, a rollback and a rewrite are integrity', ({ bench }) => {
    releases(bench)
    const three = verify(bench, 'three', 'v2..v3')
    expect(verify(bench, 'gap', 'v3^{commit}..v4', '--after', verify(bench, 'one', 'v1..v2').file)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('ledger-gap 1'),
    })
    expect(verify(bench, 'back', 'v1..v2', '--after', three.file)).toMatchObject({
      status: 3,
      stdout: expect.stringContaining('history-rolled-back'),
    })
    bench.git('checkout', '-q', 'v2')
    bench.git('commit', '-q', '--allow-empty', '-m', 'Another third')
    const rewritten = verify(bench, 'rewritten', 'v2..HEAD', '--after', three.file)
    expect(rewritten).toMatchObject({ status: 3, stdout: expect.stringContaining('history-rewritten') })
    expect(bench.provenance(['ledger', 'check', rewritten.file]).status).toBe(0)
  })

  test('what a range is found to be stands in its ledger, and in every page of it, as on the terminal', ({ bench }) => {
    releases(bench)
    const two = verify(bench, 'two', 'v1..v2')
    bench.git('checkout', '-q', '--orphan', 'other')
    bench.git('commit', '-q', '--allow-empty', '-m', 'Another first')
    const { file, stdout } = verify(bench, 'rewritten', 'other', '--after', two.file)
    const [expected, got] = ['v2', 'other'].map((name) => bench.git('rev-parse', `${name}^{commit}`).trim())
    expect(linesOf(file).at(-1)).toMatchObject({
      findings: { 'history-rewritten': 1 },
      rangeFindings: [{ code: 'history-rewritten', severity: 'error', args: { expected, got } }],
    })
    const report = (format: string) => bench.provenance(['report', file, '--format', format]).stdout
    expect(report('text')).toBe(stdout)
    const again = ['verify', 'other', '--after', two.file, '--format']
    for (const format of ['json', 'ocsf', 'csv'])
      expect([format, bench.provenance([...again, format]).stdout]).toEqual([format, report(format)])
    expect(JSON.parse(report('sarif')).runs[0].results).toMatchObject([{ ruleId: 'history-rewritten', level: 'error' }])
    expect(JSON.parse(report('code-quality'))).toMatchObject([{ check_name: 'history-rewritten', severity: 'major' }])
    for (const format of ['comment', 'markdown', 'junit', 'ocsf', 'csv', 'html'])
      expect([format, report(format)]).toEqual([format, expect.stringContaining('history-rewritten')])
  })

  test('what is found on a range is held against history; a ledger of before it was told is taken as it is', ({
    bench,
  }) => {
    releases(bench)
    const one = verify(bench, 'one', 'v1..v2')
    const { file } = verify(bench, 'gap', 'v3..v4', '--after', one.file)
    const lines = linesOf(file)
    const footer = lines.at(-1) as Line
    const [found] = footer['rangeFindings'] as [Line]
    const check = (last: Line) => {
      write(file, [...lines.slice(0, -1), last])
      const { status, stdout } = bench.provenance(['ledger', 'check', file])
      return status === 0 ? 0 : stdout.replace(/^.*?:\d+: /, '').split(':')[0]
    }
    const { rangeFindings: _, ...old } = footer
    expect(check(footer)).toBe(0)
    expect(check(old)).toBe(0)
    expect(bench.provenance(['report', file]).stdout).toContain('warn   ')
    const { findings: counted } = footer
    expect(check({ ...footer, findings: { ...(counted as Line), 'missing-object': 1 } })).toBe(
      'findings.missing-object',
    )
    expect(check({ ...footer, rangeFindings: [] })).toBe('findings.ledger-gap')
    expect(check({ ...footer, rangeFindings: [{ ...found, args: { commits: 7 } }] })).toBe('rangeFindings')
    const rewritten = { code: 'history-rewritten', severity: 'error' }
    const findings = { 'history-rewritten': 1 }
    expect(check({ ...footer, findings, rangeFindings: [rewritten] })).toBe('verdict')
    expect(check({ ...old, findings })).toBe('verdict')
  })

  test('what is not a whole ledger cannot come before', ({ bench }) => {
    releases(bench)
    const { file } = verify(bench, 'one', 'v1..v2')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"For v2"', '"For v9"'))
    const ran = verify(bench, 'two', 'v2..v3', '--after', file)
    expect([ran.status, ran.stderr]).toEqual([3, expect.stringContaining('LEDGER_BROKEN')])
    expect(verify(bench, 'two', 'v2..v3', '--after', join(bench.home, 'none.jsonl')).status).toBe(2)
  })
})

test('a ledger judged by a policy file is checked whole where the file is given, and says so where it is not', ({
  bench,
}) => {
  const policy = join(bench.home, 'policy.yaml')
  writeFileSync(policy, 'rules:\n  record-required: error\n')
  bench.tryGit(['commit', '-q', '--allow-empty', '-m', 'Silent'], { env: { PROVENANCE: '0' } })
  const { file, status } = verify(bench, 'judged', 'HEAD', '--policy', policy)
  expect(status).toBe(1)
  const alone = bench.provenance(['ledger', 'check', file])
  expect([alone.status, alone.stderr]).toEqual([0, expect.stringContaining('--policy')])
  const whole = bench.provenance(['ledger', 'check', file, '--policy', policy, '--json'])
  expect(JSON.parse(whole.stdout)).toMatchObject({ ok: true, checked: ['chain', 'counts', 'history', 'policy'] })
  writeFileSync(policy, 'rules:\n  record-required: warn\n')
  expect(bench.provenance(['ledger', 'check', file, '--policy', policy]).status).toBe(3)
})

test('the ledger that another one comes after is not written over', ({ bench }) => {
  releases(bench)
  const one = verify(bench, 'one', 'v1..v2')
  const before = readFileSync(one.file)
  symlinkSync(one.file, join(bench.home, 'link.jsonl'))
  for (const name of ['one', 'link'])
    expect(verify(bench, name, 'v2..v3', '--after', one.file)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('expected another file than --after'),
    })
  expect(readFileSync(one.file)).toEqual(before)
})

test('a report is of one whole ledger', ({ bench }) => {
  releases(bench)
  const { file } = verify(bench, 'one', 'v1..v2')
  const whole = readFileSync(file, 'utf8')
  const lines = whole.trimEnd().split('\n')
  for (const [text, told] of [
    ['', 'expected a footer'],
    [`${lines.slice(0, -1).join('\n')}\n`, 'expected a footer'],
    [whole + whole, 'expected one header'],
    [`${whole}${lines.at(-1)}\n`, 'expected nothing after the footer'],
    [`${lines.slice(1).join('\n')}\n`, 'expected one header'],
    [`${[lines[0], ...lines.slice(2)].join('\n')}\n`, 'expected the line that follows'],
    [whole.replace(/"class":"[a-z]+"/, '"class":"contradicted"'), 'expected the line that follows'],
    [whole.replace('"command":"', '"command":" '), 'expected the line that follows'],
  ] as const) {
    writeFileSync(file, text)
    expect(bench.provenance(['report', file])).toMatchObject({ status: 3, stderr: expect.stringContaining(told) })
    const answer = JSON.parse(bench.provenance(['report', file, '--json']).stdout)
    expect(answer.error).toMatchObject({ code: 'LEDGER_BROKEN', message: expect.stringContaining(told) })
    expect(answer).not.toHaveProperty('footer')
  }
})

describe('a ledger is bytes', () => {
  const checked = (bench: Workbench, file: string) => bench.provenance(['ledger', 'check', file, '--offline']).status

  test('other line ends, a byte order mark and bytes that are no UTF-8 break it, for every reader', ({ bench }) => {
    const head = bench.git('cat-file', 'commit', 'HEAD').replace(/\n\n.*$/s, '\n\nNot UTF-8: ')
    writeFileSync(join(bench.home, 'commit'), Buffer.concat([Buffer.from(head), Buffer.from([0xff, 0x0a])]))
    const oid = bench.git('hash-object', '-t', 'commit', '-w', join(bench.home, 'commit')).trim()
    const { file } = verify(bench, 'whole', oid)
    const whole = readFileSync(file)
    expect([checked(bench, file), whole.includes('\uFFFD')]).toEqual([0, true])
    const at = whole.indexOf('\uFFFD')
    const harmed = [
      Buffer.from(whole.toString().replaceAll('\n', '\r\n')),
      Buffer.from(whole.toString().replace('\n', '\r\n')),
      Buffer.concat([Buffer.from('\uFEFF'), whole]),
      Buffer.concat([whole.subarray(0, at), Buffer.from([0xfe]), whole.subarray(at + 3)]),
    ]
    for (const bytes of harmed) {
      writeFileSync(file, bytes)
      expect(checked(bench, file)).toBe(3)
      expect(verify(bench, 'next', 'HEAD', '--after', file).status).toBe(3)
    }
  })

  test('only a newline ends a line: a subject may hold the separators of Unicode', ({ bench }) => {
    bench.git('commit', '-q', '--allow-empty', '-m', 'One\u2028two\u2029three\u0085four')
    const { file } = verify(bench, 'whole', 'HEAD')
    expect(checked(bench, file)).toBe(0)
    expect(bench.provenance(['report', file, '--format', 'jsonl']).stdout).toBe(readFileSync(file, 'utf8'))
  })
})
