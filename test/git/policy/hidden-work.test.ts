import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type PolicyBench, policyBench } from '../../support/policy-bench.js'

const none = 'Work\n\nAI-Tool: none; basis=observed'
const claude = 'Work\n\nCo-authored-by: Claude <noreply@anthropic.com>'
const recorded = `Work

AI-Tool: claude-code/2.1.329
AI-Model: claude-opus-4-5-20251101
AI-Prompt-Hash: none
AI-Human-Edited-Ratio: 0.000; kept=2; edited=0; dropped=0; basis=measured; method=lines/1`

let bench: PolicyBench
beforeEach(() => {
  bench = policyBench()
})
afterEach(() => bench.remove())

const forbidden = (glob: string) => `rules: { paths-forbidden: [error, [${JSON.stringify(glob)}]] }`

describe('work that hides', () => {
  test('in a merge: one that changes a file as in none of its parents is reviewed like any other commit', () => {
    const merge = (message: string) => {
      bench.git('checkout', '-q', '-B', 'side', 'HEAD~1')
      bench.commit(none, ['side.txt'])
      bench.git('checkout', '-q', 'main')
      bench.tryGit(['merge', '-q', '--no-commit', '--no-ff', 'side'])
      bench.write('evil.ts', `written in ${message}\n`)
      bench.git('add', '-A')
      bench.git('commit', '-q', '-m', message)
      return bench.judge('rules: { review-required: error, ai-share-maximum: [error, 0.5] }', [], 'HEAD^1..HEAD').codes
    }
    bench.commit(none)
    expect(merge(claude)).toEqual(['ai-share-maximum', 'review-required'])
    expect(merge('Merge')).toEqual([])
    expect(bench.judge('rules: { review-required: [error, { of: all }] }', [], 'HEAD~1..HEAD').codes).toEqual([
      'review-required',
    ])
    bench.git('checkout', '-q', '-B', 'side', 'HEAD~1')
    bench.commit(none, ['other.txt'])
    bench.git('checkout', '-q', 'main')
    bench.git('merge', '-q', '--no-ff', '-m', claude, 'side')
    expect(bench.judge('rules: { review-required: error }', [], 'HEAD^1..HEAD').codes).toEqual([])
  })

  test('in a body: record lines that a squash left there name tools as well', () => {
    bench.commit('Work (#3)\n\n* One\n\nAI-Tool: shadow-ai/1\n\n* Two\n\nCloses #2.', ['src/a.ts'])
    const policy = `${forbidden('src')}\nregistry: { tools: { claude-code: {} } }`.replace(
      '{ paths',
      '{ tool-approved: error, review-required: error, paths',
    )
    expect(bench.judge(policy).codes.filter((code) => !code.endsWith('?'))).toEqual([
      'tool-approved',
      'paths-forbidden',
      'review-required',
    ])
    const whole = recorded.replace('Work', 'Work (#3)\n\n* One').replace('claude-code', 'shadow-ai')
    bench.commit(`${whole}\n\n* Two\n\nCloses #2.`, ['src/a.ts'])
    expect(bench.judge(policy).codes).toEqual(expect.arrayContaining(['tool-approved', 'paths-forbidden']))
    expect(bench.judge(policy).entries.at(-1)).toMatchObject({ class: 'marked', marks: [{ tool: 'shadow-ai' }] })
    bench.commit('Work\n\nAI-Tool: none; basis=observed\n\n* Two\n\nCloses #2.', ['src/a.ts'])
    expect(bench.judge(policy).codes).not.toContain('paths-forbidden')
  })

  test('behind `none` of a squash’s last commit: a record in the body speaks against it, set in or not', () => {
    for (const blanks of ['', '  ']) {
      const body = recorded.replace('Work', 'Work (#3)\n\n* One').replace(/^AI-/gm, `${blanks}AI-`)
      bench.commit(`${body}\n\n* Two\n\nAI-Tool: none; basis=observed`)
      const { codes, entries } = bench.judge('rules: { no-contradiction: error, squash-kept-records: off }')
      expect(entries.at(-1)?.class).toBe('contradicted')
      expect(codes).toContain('no-contradiction')
    }
  })

  test('set in by git’s own `merge --squash`: what the commit’s own record does not have is lost, an example is not', () => {
    const policy = 'rules: { squash-kept-records: error, record-bound: off }'
    const judge = () => bench.judge(policy, [], 'HEAD~1..HEAD')
    bench.git('checkout', '-q', '-b', 'feature')
    bench.commit(recorded, ['a.txt'])
    bench.commit(recorded.replace('claude-code', 'codex'), ['b.txt'])
    bench.git('checkout', '-q', 'main')
    bench.git('merge', '-q', '--squash', 'feature')
    bench.git('commit', '-q', '--no-edit')
    expect(bench.git('log', '-1', '--format=%B')).toContain('\n    AI-Tool: codex')
    expect(judge()).toMatchObject({
      codes: ['squash-kept-records', 'squash-kept-records'],
      entries: [{ findings: [{ args: { tool: 'codex' } }, { args: { tool: 'claude-code' } }] }],
    })
    const ours = recorded.replace('Work', '')
    bench.git('commit', '-q', '--amend', '-m', `${bench.git('log', '-1', '--format=%B')}${ours}`)
    expect(judge()).toMatchObject({ entries: [{ findings: [{ args: { tool: 'codex' } }] }] })
    const both = `${ours}${ours.trimStart().replace(/^/, '\n').replace('claude-code', 'codex')}`
    bench.git('commit', '-q', '--amend', '-m', `${bench.git('log', '-1', '--format=%B', 'HEAD@{1}')}${both}`)
    expect(judge()).toMatchObject({ codes: [], entries: [{ class: 'recorded', findings: [] }] })
    bench.git('commit', '-q', '--amend', '-m', `Tell how records look:\n\n    AI-Tool: codex/1\n${ours}`)
    expect(judge().codes).toEqual([])
  })

  test('in a body, behind another model of the same tool: it took part, and the commit’s own record does not have it', () => {
    const policy =
      'rules: { squash-kept-records: error, no-contradiction: error, model-approved: error, model-version-exact: error }\nregistry: { tools: { claude-code: { models: ["claude-opus-4*"] } } }'
    const squashed = (model: string) => {
      const first = recorded.replace('Work', 'Work (#3)\n\n* One').replace('claude-opus-4-5-20251101', model)
      bench.commit(`${first}\n\n* Two\n${recorded.replace('Work', '')}`)
      return bench.judge(policy)
    }
    const haiku = squashed('claude-haiku-4-5')
    expect(haiku.codes.filter((code) => !code.endsWith('?'))).toEqual(['model-approved', 'squash-kept-records'])
    expect(haiku.entries.at(-1)).toMatchObject({ class: 'recorded', marks: [{ model: 'claude-haiku-4-5' }] })
    expect(squashed('auto').codes).toEqual(
      expect.arrayContaining(['model-approved', 'model-version-exact', 'squash-kept-records']),
    )
    for (const same of ['claude-opus-4-5-20251101', 'claude-opus-4-5'])
      expect(squashed(same).codes.filter((code) => !code.endsWith('?'))).toEqual([])
  })

  test('behind a record without its last line: what a copied one leaves out is what would show it', () => {
    const judge = () => bench.judge('rules: { record-wellformed: error, record-bound: error, no-contradiction: error }')
    bench.commit(`${recorded}\nAI-Change: patch-id:${'2'.repeat(40)}`)
    expect(judge()).toMatchObject({ codes: ['record-bound'], entries: [{ class: 'recorded', binding: 'stale' }] })
    bench.commit(recorded)
    expect(judge()).toMatchObject({
      codes: ['record-bound'],
      entries: [{ class: 'recorded', binding: 'unbound', findings: [{ args: { reason: 'no-change-named' } }] }],
    })
    for (const basis of ['observed', 'declared']) {
      bench.commit(`Work\n\nAI-Tool: none; basis=${basis}`)
      expect(judge().codes).toEqual([])
    }
  })

  test('a record that a code fence shows is left out by no squash', () => {
    const shown = recorded.replace('Work', 'Tell how records look\n\n```').replace('claude-code', 'cursor')
    const policy = 'rules: { squash-kept-records: error, no-contradiction: error }'
    bench.commit(`${shown}\n\`\`\`\n\nAI-Tool: none; basis=observed`)
    expect(bench.judge(policy)).toMatchObject({ codes: [], entries: [{ class: 'none' }] })
    bench.commit(`${shown}\n\nA fence that nobody closed shows nothing.\n\nAI-Tool: none; basis=observed`)
    expect(bench.judge(policy).codes).toContain('squash-kept-records')
  })

  test('behind attributes, sizes and bytes by which git takes a file for binary: the share is not known, never nothing', () => {
    const share = () =>
      bench
        .judge('rules: { ai-share-maximum: [error, 0.5] }')
        .entries.at(-1)
        ?.findings.find(({ code }) => code === 'ai-share-maximum')?.args
    bench.commit(recorded, ['.gitattributes', 'start.txt'])
    bench.write('.gitattributes', '*.ts -diff\n')
    bench.commit(none, ['start.txt'])
    bench.commit(recorded, ['a.ts'])
    expect(share()).toEqual({ share: 1, maximum: 0.5 })
    bench.git('config', 'core.bigFileThreshold', '1')
    expect(share()).toEqual({ share: 1, maximum: 0.5 })
    bench.write('.git/info/attributes', '*.ts -diff\n')
    expect(share()).toEqual({ reason: 'unknown', maximum: 0.5 })
    bench.write('.git/info/attributes', '')
    bench.write('bytes', Buffer.from('a\0b\n'))
    bench.commit(recorded, ['.gitattributes'])
    bench.git('rm', '-q', 'start.txt')
    bench.commit(recorded.replace('0.000; kept=2; edited=0; dropped=0', '1.000; kept=0; edited=0; dropped=2'), [])
    expect(share()).toBeUndefined()
  })

  test('in a sign-off that a squash left in the body', () => {
    bench.commit('Work\n\nSigned-off-by: Claude <noreply@anthropic.com>\n\nmore\n\nSigned-off-by: Jo <jo@example.com>')
    expect(bench.judge('rules: { no-agent-signoff: error }').codes).toEqual(['no-agent-signoff'])
  })

  test('in a crowd of a forge: thousands who approve and reject are told apart in one pass', () => {
    const commit = bench.commit(claude)
    const said = Array.from({ length: 20_000 }, (_, n) => ({
      reviewer: `P${n}`,
      email: `p${Math.floor(n / 2)}@example.com`,
      commit,
      state: n % 2 === 0 ? 'rejected' : 'approved',
      at: `2026-01-0${1 + (n % 2)}T00:00:00Z`,
    }))
    const judge = (approvals: readonly object[]) => {
      bench.write('../approvals.json', JSON.stringify(approvals))
      return bench.judge('rules: { review-required: [error, { count: 20 }] }', ['--approvals', '../approvals.json'])
        .codes
    }
    expect(judge(said)).toEqual([])
    expect(judge(said.slice(0, -1))).toEqual(['review-required'])
  })

  test('in a crowd: a rejection is heard behind any number of approvals, and files that are not named are counted', () => {
    const crowd = Array.from({ length: 10_000 }, (_, n) => `Reviewed-by: P${n} <p${n}@example.com>`).join('\n')
    bench.commit(`${claude}\n${crowd}`)
    expect(bench.judge('rules: { review-required: [error, { count: 20 }] }').codes).toEqual([])
    bench.commit(`${claude}\n${crowd}\nNacked-by: Ann <ann@example.com>`)
    const found = bench.judge('rules: { review-required: error }').entries.at(-1)?.findings
    expect(found).toMatchObject([{ args: { reason: 'rejected', reviewer: 'ann@example.com' } }])
    bench.commit(
      claude,
      Array.from({ length: 25 }, (_, n) => `src/${n}.ts`),
    )
    const files = bench.judge(forbidden('src')).entries.at(-1)?.findings ?? []
    expect([files.length, files.at(-2)?.args, files.at(-1)?.args]).toEqual([10, undefined, { more: 15 }])
  })
})
