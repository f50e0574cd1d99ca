import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { patchIdConfig, patchIdDiffOptions } from '../../src/git/patch-id-options.js'
import { agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const page = readFileSync(join(import.meta.dirname, '../../docs/ledger.md'), 'utf8')
const command = /^## The binding$[\s\S]*?^```sh\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? ''

const binding = (bench: Workbench, commit: string): string =>
  JSON.parse(bench.provenance(['show', commit, '--json']).stdout).binding

/** The same commit with other contents of a file, made without hooks. */
const forged = (bench: Workbench, path: string, bytes: Buffer): string => {
  bench.write(path, bytes)
  bench.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '--no-verify', '--amend', '--no-edit', '-a')
  return bench.git('rev-parse', 'HEAD').trim()
}

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le')

describe('a change behind a NUL is another change', () => {
  test.for([
    ['a text in UTF-16', utf16('one\ntwo\n'), utf16('one\nevil\n')],
    ['a binary file', Buffer.from('\x89PNG\0one'), Buffer.from('\x89PNG\0two')],
    ['a NUL taken out', Buffer.from('a\0b\n'), Buffer.from('ab\n')],
  ] as const)('%s', ([, before, after], { bench }) => {
    bench.write('data', before)
    bench.git('add', '-A')
    agentWrites(bench)
    bench.git('commit', '-qam', 'Work')
    expect(binding(bench, 'HEAD')).toBe('bound')
    expect(binding(bench, forged(bench, 'data', after))).toBe('stale')
    expect(binding(bench, forged(bench, 'data', before))).toBe('bound')
  })
})

describe('a commit that changes nothing', () => {
  test('carries a record that says so, and no rule finds it cut off', ({ bench }) => {
    bench.write('../policy.yaml', 'rules: { record-bound: error, record-wellformed: error }')
    const judged = (range: string) => bench.provenance(['verify', range, '--policy', '../policy.yaml'])
    const declare = () => bench.provenance(['declare', '--tool', 'chatgpt', '--model', 'gpt-5.2'])
    declare()
    bench.git('commit', '-q', '--allow-empty', '-m', 'Nothing')
    expect(bench.trailer('AI-Change')).toEqual([`patch-id:${'0'.repeat(40)}`])
    expect([binding(bench, 'HEAD'), judged('HEAD~1..HEAD').status]).toEqual(['unbound', 0])
    // A branch whose work is taken back again.
    bench.git('checkout', '-qb', 'feature')
    agentWrites(bench)
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Work')
    bench.git('rm', '-qr', '--cached', '.')
    bench.git('read-tree', 'HEAD~1')
    declare()
    bench.git('commit', '-qm', 'Take it back')
    const { stdout } = bench.provenance(['squash-message', 'main..feature', '--subject', 'Nothing again'])
    bench.git('checkout', '-qf', 'main')
    const plain = ['-c', 'core.hooksPath=/dev/null', 'commit', '-q', '--allow-empty', '-F', '-']
    expect(bench.tryGit(plain, { input: stdout }).status).toBe(0)
    expect(bench.trailer('AI-Tool')).toContain('chatgpt')
    expect(judged('HEAD~1..HEAD')).toMatchObject({ status: 0 })
  })
})

describe('the command on the page', () => {
  test('has the settings that are used', () => {
    const words = command.replaceAll('\\\n', ' ').split(/\s+/)
    expect([patchIdConfig.length > 0, patchIdDiffOptions.length > 0]).toEqual([true, true])
    for (const word of [...patchIdConfig, ...patchIdDiffOptions]) expect(words).toContain(word)
  })

  test('gives what a record has, of texts, binary files and odd names, and of a merge', ({ bench }) => {
    const byHand = (what: string) => bench.run('bash', ['-c', command.replace('COMMIT', what)]).stdout.split(' ')[0]
    const recorded = () => bench.trailer('AI-Change')[0]?.replace('patch-id:', '')
    bench.write('crlf "and" ö.txt', 'one\r\ntwo\r\n')
    bench.write('data', utf16('one\ntwo\n'))
    bench.write('.gitattributes', '*.txt diff=word -text\ndata binary\n')
    bench.git('add', '-A')
    agentWrites(bench)
    bench.git('commit', '-qam', 'Work')
    expect([binding(bench, 'HEAD'), byHand('HEAD')]).toEqual(['bound', recorded()])
    bench.git('checkout', '-qb', 'side', 'HEAD~1')
    bench.write('side.txt', 'side\n')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Side')
    bench.git('checkout', '-q', 'main')
    bench.git('merge', '-q', '--no-ff', '--no-commit', 'side')
    agentWrites(bench, 'other.txt', 'const merged = 1\n')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Merged')
    expect(byHand('HEAD^1 HEAD')).toBe(recorded())
  })
})
