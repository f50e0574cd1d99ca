import { describe, expect } from 'vitest'
import { agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

type Line = {
  readonly class: string
  readonly binding: string
  readonly record: readonly unknown[]
  readonly signature: unknown
  readonly marks: readonly { readonly where: string }[]
  readonly findings: readonly { readonly code: string }[]
}
const policy =
  'rules: { squash-kept-records: error, record-required: error, record-bound: error, no-contradiction: error }'

/** The agent's commit with another message, as a forge writes it. */
const rewords = (bench: Workbench, message: string, ...options: readonly string[]): void => {
  const args = ['commit', '-q', '--amend', '--cleanup=verbatim', ...options, '-F', '-']
  expect(bench.tryGit(args, { input: message, env: { PROVENANCE: '0' } }).status).toBe(0)
}
const judged = (bench: Workbench, ...options: readonly string[]) => {
  bench.write('../policy.yaml', policy)
  const words = ['verify', 'HEAD^!', '--policy', '../policy.yaml', '--format', 'jsonl', ...options]
  const [, line = '{}'] = bench.provenance(words).stdout.split('\n')
  const { class: found, binding, findings, ...rest } = JSON.parse(line) as Line
  return { ...rest, judgement: [found, binding, ...new Set(findings.map(({ code }) => code))] }
}
const commits = (bench: Workbench): string => {
  agentWrites(bench)
  bench.git('commit', '-qsam', 'By the agent', '-m', 'Why.')
  return bench.message()
}
const below = '\n(cherry picked from commit 1234567890123456789012345678901234567890)\n'

describe('a whole record with something put below it', () => {
  test('is the commit’s, in whatever words the paragraph is, and says where it stood', ({ bench }) => {
    const message = commits(bench)
    const before = judged(bench)
    for (const last of [below, '\nCo-authored-by: Ann <ann@example.com>\n', '\n[skip ci]\n']) {
      rewords(bench, `${message.trimEnd()}\n${last}`)
      expect(bench.trailer('AI-Tool')).toEqual([])
      const { judgement, marks, record } = judged(bench)
      expect([judgement, record]).toEqual([['recorded', 'bound', 'trailer-outside-block'], before.record])
      expect(new Set(marks.map(({ where }) => where))).toEqual(new Set(['body']))
    }
    expect(bench.provenance(['verify', 'HEAD^!', '--output', '../ledger.jsonl']).status).toBe(0)
    expect(bench.provenance(['ledger', 'check', '../ledger.jsonl']).status).toBe(0)
  })

  test('goes into the commit that a squash makes of it and another', ({ bench }) => {
    bench.git('switch', '-qc', 'side')
    rewords(bench, `${commits(bench).trimEnd()}\n${below}`)
    bench.write('mine.txt', 'by hand\n')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'By hand')
    bench.git('switch', '-q', 'main')
    bench.git('merge', '-q', '--squash', 'side')
    bench.git('commit', '-qm', 'Both')
    expect(judged(bench).judgement).toEqual(['recorded', 'bound'])
  })

  test('is attested by no signature', ({ bench }) => {
    rewords(bench, `${commits(bench).trimEnd()}\n${below}`)
    const key = `${bench.home}/key`
    bench.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', key])
    bench.write('../signers', `jo@example.com ${bench.read('../key.pub')}`)
    bench.git('config', 'gpg.format', 'ssh')
    rewords(bench, bench.message(), '-S', `--gpg-sign=${key}.pub`)
    const { judgement, signature } = judged(bench, '--allowed-signers', '../signers')
    expect([judgement[0], signature]).toMatchObject(['recorded', { status: 'good' }])
    const signed = ['--allowed-signers', '../signers']
    bench.provenance(['verify', 'HEAD^!', '--output', '../ledger.jsonl', ...signed])
    expect(bench.provenance(['ledger', 'check', '../ledger.jsonl', ...signed]).status).toBe(0)
  })

  test('is a left-over where it is of another change, in part, beside another one, or only shown', ({ bench }) => {
    const message = commits(bench).trimEnd()
    const lines = message.slice(message.indexOf('AI-Tool'))
    const leftOver = (text: string) => {
      rewords(bench, `${text}\n${below}`)
      expect(judged(bench).judgement).toEqual([
        'marked',
        'unbound',
        'trailer-outside-block',
        'record-required',
        'squash-kept-records',
      ])
    }
    leftOver(message.replace(/patch-id:./, (text) => `${text.slice(0, -1)}${text.endsWith('0') ? 1 : 0}`))
    leftOver(message.replace(/AI-Prompt-Hash.*\n/, ''))
    leftOver(message.replace(/AI-Change.*/, 'Words.'))
    leftOver(message.replace('Why.', 'AI-Tool: codex'))
    leftOver(message.replace('AI-Human', '\nAI-Human'))
    leftOver(`${message}\n\n${lines}`)
    rewords(bench, `Tell\n\n\`\`\`\n\n${lines}\n\n\`\`\`\n${below}`)
    expect(judged(bench).judgement.slice(0, 2)).toEqual(['unknown', 'unbound'])
    rewords(bench, `${message}\n${below}`)
    bench.write('start.txt', 'another change\n')
    rewords(bench, bench.message(), '-a')
    expect(judged(bench).judgement.slice(0, 2)).toEqual(['marked', 'unbound'])
  })
})
