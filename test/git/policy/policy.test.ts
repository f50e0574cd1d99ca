import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { Config } from '../../../src/config/schema.js'
import { presets } from '../../../src/core/policy/presets.js'
import { ruleIds } from '../../../src/core/policy/rules/index.js'
import { judged, type PolicyBench, policyBench } from '../../support/policy-bench.js'

const none = 'Work\n\nAI-Tool: none; basis=observed'
const claude = 'Work\n\nCo-authored-by: Claude <noreply@anthropic.com>'

let bench: PolicyBench
beforeEach(() => {
  bench = policyBench()
})
afterEach(() => bench.remove())

/** Judges by the policy of the base commit, as a release does. */
const byBase = (range: string) => judged(bench.provenance(['verify', range, '--format', 'jsonl']))

describe('where a rule holds', () => {
  test('on branches: by the name that the range ends in, by --branch, and where no branch is named', () => {
    const policy = 'rules: { record-required: [error, { branches: ["main", "release/*"] }] }'
    bench.git('checkout', '-q', '-b', 'topic')
    bench.commit('Silent')
    expect(bench.judge(policy, [], 'main..topic')).toMatchObject({
      status: 0,
      codes: [],
      header: { policy: { branch: 'topic' } },
    })
    expect(bench.judge(policy, [], 'main..HEAD')).toMatchObject({ status: 0 })
    expect(bench.judge(policy, ['--branch', 'release/2'], 'main..topic')).toMatchObject({
      status: 1,
      codes: ['record-required'],
    })
    expect(bench.judge(policy, ['--branch', 'refs/heads/main'], 'main..topic').status).toBe(1)
    const oid = bench.git('rev-parse', 'topic').trim()
    expect(bench.judge(policy, [], `main..${oid}`)).toMatchObject({ status: 1 })
    expect(bench.judge('rules: { record-required: error }', [], 'main..topic').header.policy.branch).toBeUndefined()
    // Of a branch that is not known nobody can say that it is a milder one.
    const mild =
      'rules: { record-required: error }\noverrides: [{ branches: ["sandbox/*"], rules: { record-required: "off" } }]'
    expect(bench.judge(mild, [], `main..${oid}`).status).toBe(1)
    expect(bench.judge(mild, ['--branch', 'sandbox/x'], `main..${oid}`).status).toBe(0)
    // To git these are other branches than the ones that the policy names.
    expect(bench.judge(policy, ['--branch', 'Main'], `main..${oid}`).status).toBe(0)
    expect(bench.judge(mild, ['--branch', 'Sandbox/x'], `main..${oid}`).status).toBe(1)
    bench.git('update-ref', 'refs/remotes/origin/main', 'topic')
    expect(bench.judge(policy, [], 'main..origin/main').header.policy.branch).toBe('main')
  })

  test('on files: commits that change one; in a merge, what is as in neither parent', () => {
    const policy = 'rules: { record-required: [error, { paths: "src/**", merges: true }] }'
    bench.commit('Elsewhere', ['docs/a.md'])
    expect(bench.judge(policy).codes).toEqual([])
    bench.commit('There', ['docs/b.md', 'src/.hidden/a.ts'])
    expect(bench.judge(policy).codes).toEqual(['record-required'])
    bench.git('checkout', '-q', '-b', 'side', 'HEAD~1')
    bench.commit(none, ['src/b.ts'])
    bench.git('checkout', '-q', 'main')
    bench.git('merge', '-q', '--no-ff', '-m', 'Merge', 'side')
    expect(bench.judge(policy, [], 'HEAD^1..HEAD').entries.at(-1)).toMatchObject({ subject: 'Merge', findings: [] })
    bench.git('checkout', '-q', '-b', 'other', 'HEAD~1')
    bench.commit(none, ['src/b.ts'])
    bench.git('checkout', '-q', 'main')
    bench.tryGit(['merge', '-q', '--no-commit', '--no-ff', 'other'])
    bench.write('src/b.ts', 'as in neither\n')
    bench.git('add', '-A')
    bench.git('commit', '-q', '-m', 'Evil merge')
    expect(bench.judge(policy, [], 'HEAD^1..HEAD').codes).toEqual(['record-required'])
  })

  test('on authors, bots and merges', () => {
    const bot = {
      GIT_AUTHOR_NAME: 'dependabot[bot]',
      GIT_AUTHOR_EMAIL: '49699333+dependabot[bot]@users.noreply.github.com',
    }
    bench.commit('Bump', ['a.txt'], { env: bot })
    expect(bench.judge('rules: { record-required: error }').codes).toEqual([])
    expect(bench.judge('rules: { record-required: [error, { bots: true }] }').codes).toEqual(['record-required'])
    bench.commit('Mine')
    expect(bench.judge('rules: { record-required: [error, { authors: "*@EXAMPLE.com" }] }').codes).toEqual([
      'record-required',
    ])
    expect(bench.judge('rules: { record-required: [error, { authors: ["*@example.org"] }] }').codes).toEqual([])
  })

  test('on authors and paths, of a rule that by itself looks at bots and merges too', () => {
    bench.commit('Broken\n\nAI-Tool: claude-code\nAI-Human-Edited-Ratio: 7', ['src/a.ts'])
    const judged = (scope: string) => bench.judge(`rules: { record-wellformed: [error, ${scope}] }`).codes
    for (const scope of ['{}', '{ authors: "*@example.com" }', '{ paths: "src/**" }'])
      expect([scope, judged(scope)]).toEqual([scope, expect.arrayContaining(['record-wellformed'])])
    for (const scope of ['{ authors: "*@example.org" }', '{ paths: "docs/**" }'])
      expect([scope, judged(scope)]).toEqual([scope, expect.not.arrayContaining(['record-wellformed'])])
  })

  test('overrides: of those that fit a commit the last counts; one that fits none changes nothing', () => {
    const policy = (more: string) => `rules: { record-required: warn }\noverrides:\n${more}`
    const error = '  - { paths: "src/**", rules: { record-required: error } }\n'
    bench.commit('Silent', ['src/a.ts'])
    expect(bench.judge(policy(error)).codes).toEqual(['record-required'])
    expect(bench.judge(policy(`${error}  - { authors: "jo@*", rules: { record-required: "off" } }\n`)).codes).toEqual(
      [],
    )
    expect(bench.judge(policy(`${error}  - { authors: "ann@*", rules: { record-required: "off" } }\n`)).codes).toEqual([
      'record-required',
    ])
    bench.commit('Silent', ['docs/a.md'])
    expect(bench.judge(policy(error)).codes).toEqual(['record-required?'])
    expect(bench.judge(policy('  - { branches: main, rules: { record-required: error } }\n')).codes).toEqual([
      'record-required',
    ])
    expect(
      bench.judge(policy('  - { branches: main, rules: { record-required: error } }\n'), ['--branch', 'x']).codes,
    ).toEqual(['record-required?'])
  })
})

describe('what a policy stands on', () => {
  test.for(Object.keys(presets))('preset %s is a policy, and each of its choices says why', (name) => {
    const { choices } = presets[name as keyof typeof presets]
    for (const [id, { why }] of Object.entries(choices)) {
      expect(ruleIds).toContain(id)
      expect(why).toMatch(/^[A-Z0-9].*\.$/)
    }
    bench.commit('Silent')
    const { status, codes, stderr } = bench.judge(`extends: ${name}`)
    expect(stderr).toBe('')
    expect(codes.map((code) => code.replace('?', ''))).toContain('record-required')
    expect(status).toBe(['relaxed', 'recommended'].includes(name) ? 0 : 1)
  })

  test('a policy extends presets and files beside it; its own words count', () => {
    bench.commit('Silent')
    bench.write('../base/team.yaml', 'extends: ./more.json\nrules: { record-required: error }\nignore: ["a/**"]\n')
    bench.write('../base/more.json', '{"rules":{"record-required":"warn","signature-required":"warn"}}')
    const policy = (text: string) => bench.judge(text)
    expect(policy('extends: [relaxed, ./base/team.yaml]').codes).toEqual(['record-required', 'signature-required?'])
    expect(policy('extends: [./base/team.yaml, relaxed]').codes).toEqual(['record-required?', 'signature-required?'])
    expect(policy('extends: ./base/team.yaml\nrules: { record-required: "off" }').codes).toEqual([
      'signature-required?',
    ])
  })

  test('in a commit, files beside it are read from that commit, never from the work tree', () => {
    bench.write('.provenancerc', 'extends: policy/team.yaml\n')
    bench.commit(none, ['a.txt'])
    bench.write('policy/team.yaml', 'rules: { record-required: error }\n')
    bench.commit('Silent', ['a.txt'])
    expect(byBase('HEAD~1..HEAD')).toMatchObject({ status: 2, stderr: expect.stringContaining('policy/team.yaml') })
    bench.commit('Silent', ['a.txt'])
    expect(byBase('HEAD~1..HEAD')).toMatchObject({ status: 1, codes: ['record-required'] })
    expect(bench.provenance(['validate', '.provenancerc'])).toMatchObject({ status: 0 })
  })

  test.for([
    ['extends: nobody', 'nobody'],
    ['extends: ../outside.yaml', '../outside.yaml'],
    ['extends: /etc/passwd', '/etc/passwd'],
    ['extends: https://example.com/p.yaml', 'https://example.com/p.yaml'],
    ['extends: ./policy.yaml', 'circle'],
    ['extends: ./broken.yaml', 'broken.yaml: rulse: expected a known option, got this. Did you mean rules?'],
  ])('%s is refused', ([policy = '', said = '']) => {
    bench.write('../broken.yaml', 'rulse: {}\n')
    bench.commit(none)
    expect(bench.judge(policy)).toMatchObject({ status: 2, stderr: expect.stringContaining(said) })
  })

  test.for([
    [
      'rules: { tool-aproved: error }',
      'rules.tool-aproved: expected a known option, got this. Did you mean tool-approved?',
    ],
    [
      'rules: { human-edited-minimum: [error, { minimun: 0.2 }] }',
      'human-edited-minimum.1.minimun: expected a known option, got this. Did you mean minimum?',
    ],
    ['rules: { human-edited-minimum: [error, 1.2] }', 'human-edited-minimum.1'],
    ['rules: { record-required: eror }', 'record-required'],
    [
      'rules: { record-required: [error, { branch: main }] }',
      'record-required.1.branch: expected a known option, got this. Did you mean branches?',
    ],
    ['overrides: [{ path: x, rules: {} }]', 'overrides.0.path: expected a known option, got this. Did you mean paths?'],
    [
      'registry: { tools: { x: { vendr: y } } }',
      'registry.tools.x.vendr: expected a known option, got this. Did you mean vendor?',
    ],
    [
      'waivers: [{ commit: abc, reason: x, approver: y, expires: "2026-01-01" }]',
      'waivers.0.commit: expected the full name of a commit',
    ],
    ['waivers: [{ commit: 1234567890123456789012345678901234567890, reason: x, approver: y }]', 'waivers.0.'],
    ['extend: strict', 'extend: expected a known option, got this. Did you mean extends?'],
  ])('%s names the field', ([policy = '', said = '']) => {
    bench.commit(none)
    const ran = bench.judge(policy)
    expect(ran.status).toBe(2)
    expect(ran.stderr).toContain(said)
  })

  test('a pull request cannot weaken the policy that judges it', () => {
    bench.write('.provenancerc', 'rules: { record-required: error }\n')
    bench.commit(none, ['a.txt'])
    bench.write('.provenancerc', 'rules: { record-required: "off" }\n')
    bench.commit('Weakens it', ['a.txt'])
    expect(byBase('HEAD~1..HEAD')).toMatchObject({ status: 1, codes: ['record-required'] })
  })
})

describe('waivers', () => {
  const policy = (commit: string, more = '') =>
    `rules: { record-required: error, signature-required: error }\nwaivers:\n  - commit: "${commit}"\n    reason: "Hotfix 12, reviewed by phone"\n    approver: "Ann Lead <ann@example.com>"\n    expires: "2026-06-30"\n${more}`

  test('a waived finding warns, and says who decided it and why, in ledger and reports', () => {
    const oid = bench.commit('Silent')
    const ran = bench.judge(policy(oid, '    rules: [record-required]\n'), ['--output', '../ledger.jsonl'])
    expect(ran).toMatchObject({ status: 1, codes: ['record-required~', 'signature-required'] })
    expect(ran.entries[0]?.findings[0]?.waiver).toEqual({
      approver: 'Ann Lead <ann@example.com>',
      expires: '2026-06-30',
      reason: 'Hotfix 12, reviewed by phone',
      severity: 'error',
    })
    expect(ran.header.policy.waivers).toMatchObject([
      { commit: oid, rules: ['record-required'], expires: '2026-06-30' },
    ])
    for (const [format, word] of [
      ['text', 'waived'],
      ['markdown', '(by Ann Lead'],
      ['html', 'waived record-required by Ann Lead'],
      ['csv', 'waived:record-required'],
      ['sarif', '"suppressions":[{"kind":"external","justification":"Hotfix 12, reviewed by phone"}]'],
      ['junit', 'waived by Ann Lead'],
    ])
      expect(bench.provenance(['report', '../ledger.jsonl', '--format', format ?? '']).stdout).toContain(word)
    expect(bench.provenance(['ledger', 'check', '../ledger.jsonl', '--policy', '../policy.yaml']).status).toBe(0)
    expect(bench.judge(policy(oid))).toMatchObject({ status: 0, codes: ['record-required~', 'signature-required~'] })
  })

  test('one of another commit, one that has ended, and the author’s own waive nothing', () => {
    const before = bench.git('rev-parse', 'HEAD').trim()
    const oid = bench.commit('Silent')
    expect(bench.judge(policy(before)).codes).toEqual(['record-required', 'signature-required'])
    const ended = bench.judge(policy(oid), ['--as-of', '2026-07-01'])
    expect(ended.codes).toEqual(['record-required', 'signature-required', 'waiver-expired?'])
    expect(ended.header.policy.asOf).toBe(Date.parse('2026-07-01T23:59:59Z') / 1000)
    expect(bench.judge(policy(oid), ['--as-of', '2026-06-30']).status).toBe(0)
    const own = policy(oid).replace('Ann Lead <ann@example.com>', 'Jo <JO@example.com>')
    expect(bench.judge(own).codes).toEqual(['record-required', 'signature-required', 'waiver-by-author?'])
  })

  test('what is wrong with history itself cannot be waived', () => {
    bench.commit('One')
    bench.commit('Two')
    const clone = join(bench.home, 'shallow')
    bench.git('clone', '-q', '--depth', '1', `file://${bench.top}`, clone)
    const oid = bench.git('rev-parse', 'HEAD').trim()
    bench.write('../policy.yaml', policy(oid))
    const ran = judged(
      bench.provenance(['verify', 'HEAD', '--policy', join(bench.home, 'policy.yaml'), '--format', 'jsonl'], {
        cwd: clone,
      }),
    )
    expect(ran).toMatchObject({ status: 4, codes: expect.arrayContaining(['shallow']) })
  })
})

describe('over time', () => {
  test('commits before adoption are counted apart, and no rule speaks of them', () => {
    bench.commit(claude)
    bench.commit('Silent')
    bench.git('tag', 'adopted')
    bench.commit('Silent too')
    const ran = bench.judge('adoption: adopted\nextends: strict', [], 'HEAD')
    expect(ran.entries.map(({ preAdoption, findings }) => [preAdoption, findings.length > 0])).toEqual([
      [true, false],
      [true, false],
      [false, true],
      [false, true],
    ])
    expect(ran.footer.counts).toMatchObject({ total: 4, preAdoption: 2, marked: 1, unknown: 3 })
    expect(ran.footer.sinceAdoption).toEqual({
      total: 2,
      attested: 0,
      recorded: 0,
      marked: 0,
      none: 0,
      unknown: 2,
      contradicted: 0,
    })
    const shown = (format: string) => {
      const args = ['verify', 'HEAD', '--policy', join(bench.home, 'policy.yaml'), '--format', format]
      return bench.provenance(args).stdout
    }
    expect(shown('text')).toMatch(/since adoption \(2\)\n(?:.*\n)*? +unknown +3 +75\.0 % +2 +100\.0 %\n/)
    expect(shown('markdown')).toContain('| unknown | 3 | 2 |')
    expect(shown('html')).toContain('By evidence class, since adoption (2)')
    expect(bench.judge('adoption: nowhere').stderr).toContain('adoption: expected a commit or tag')
  })

  test('a policy behind the one that the ledger before saw is refused, and so is one changed without a new number', () => {
    bench.commit(none)
    const first = bench.judge('policyVersion: 3\nrules: { record-required: error }', ['--output', '../one.jsonl'])
    expect(first.header.policy.version).toBe(3)
    bench.commit(none)
    const later = (policy: string) => bench.judge(policy, ['--after', '../one.jsonl'])
    expect(later('policyVersion: 3\nrules: { record-required: error }').status).toBe(0)
    expect(later('policyVersion: 4\nrules: { record-required: warn }')).toMatchObject({
      status: 0,
      header: { after: { policy: { version: 3 } } },
    })
    for (const older of ['policyVersion: 2', 'rules: {}', 'policyVersion: 3\nrules: { record-required: warn }'])
      expect(later(older)).toMatchObject({ status: 3, stderr: expect.stringContaining('POLICY_OLDER') })
  })

  test('a ledger with branch, time and waivers is what history and policy say', () => {
    const oid = bench.commit('Silent')
    const policy = `rules: { record-required: [error, { branches: main }] }\nwaivers: [{ commit: "${oid}", reason: x, approver: Ann, expires: "2026-06-30" }]`
    bench.judge(policy, ['--output', '../ledger.jsonl', '--as-of', '2026-02-01', '--branch', 'main'])
    const check = () => bench.provenance(['ledger', 'check', '../ledger.jsonl', '--policy', '../policy.yaml'])
    expect(check()).toMatchObject({ status: 0 })
    bench.write('../policy.yaml', policy.replace('reason: x', 'reason: y'))
    expect(check().status).toBe(3)
  })
})

describe('the registry', () => {
  const registry = `registry:
  groups: { trained: ["jo@example.com", "*@lab.example.com"] }
  tools:
    claude-code: { models: ["claude-opus-4*"], groups: [trained], expires: "2026-01-31", paths: ["src/**", "a.txt"], assessment: { soc2: "Type II", training: true } }
  paths:
    - { paths: "src/secret/**", requires: [soc2, no-training] }
`
  const rules = 'rules: { tool-approved: error, model-approved: error, author-authorized: error }\n'
  const args = (ran: ReturnType<PolicyBench['judge']>) =>
    ran.entries.at(-1)?.findings.map(({ code, path, args }) => [code, path, args?.['reason']])

  test('tools by time and files, models, people by group; records and marks alike', () => {
    bench.commit(claude)
    expect(args(bench.judge(rules + registry))).toEqual([['model-approved', undefined, undefined]])
    bench.commit(claude, ['a.txt'], { env: { GIT_COMMITTER_DATE: '2026-02-01T00:00:00Z' } })
    expect(args(bench.judge(rules + registry))?.[0]).toEqual(['tool-approved', undefined, 'expired'])
    bench.commit(claude, ['docs/x.md'])
    expect(args(bench.judge(rules + registry))?.[0]).toEqual(['tool-approved', 'docs/x.md', 'not-for-this-path'])
    bench.commit(claude, ['src/secret/k.ts'])
    expect(args(bench.judge(rules + registry))?.[0]).toEqual(['tool-approved', 'src/secret/k.ts', 'no-training'])
    bench.commit(claude, ['a.txt'], { env: { GIT_AUTHOR_EMAIL: 'new@example.com' } })
    expect(args(bench.judge(rules + registry))).toContainEqual(['author-authorized', undefined, undefined])
    bench.commit('Work\n\nCo-authored-by: Cursor <cursoragent@cursor.com>')
    expect(args(bench.judge(rules + registry))).toEqual([['tool-approved', undefined, 'unregistered']])
    expect(args(bench.judge(rules))).toEqual([['tool-approved', undefined, 'unregistered']])
  })

  test('inventory --unregistered finds shadow AI from records and marks, and says so by its exit code', () => {
    bench.commit(claude.replace('Claude <', 'Claude Opus 4.5 <'))
    bench.commit('Work\n\nCo-authored-by: Cursor <cursoragent@cursor.com>')
    bench.write('../policy.yaml', registry)
    const ran = bench.provenance(['inventory', '--unregistered', '--policy', '../policy.yaml', '--json'])
    expect(ran.status).toBe(1)
    expect((JSON.parse(ran.stdout) as { uses: { tool: string }[] }).uses.map(({ tool }) => tool)).toEqual(['cursor'])
    expect(bench.provenance(['inventory', '--policy', '../policy.yaml']).status).toBe(0)
  })
})

test('show tells a hash whose prompts nobody counted from none', () => {
  const record = (hash: string) =>
    `Work\n\nAI-Tool: codex/1\nAI-Model: gpt-5.2\nAI-Prompt-Hash: ${hash}\nAI-Human-Edited-Ratio: unknown; basis=unknown`
  for (const [hash, shown] of [
    [`sha256:${'x'.repeat(43)}`, 'prompts not counted sha256:x'],
    [`sha256:${'x'.repeat(43)}; prompts=2`, 'prompts 2 sha256:x'],
    ['none', 'prompts 0 none'],
  ] as const) {
    bench.commit(record(hash))
    expect(bench.provenance(['show']).stdout).toContain(shown)
  }
})

describe('a policy that is wrong, in the commit before', () => {
  const mendedBy = (text: string) => {
    bench.write('.provenancerc', text)
    const before = bench.commit('Typo')
    bench.write('.provenancerc', '{}\n')
    bench.commit(claude)
    return { oid: before.slice(0, 12) }
  }

  test('is named with its commit where it would have to judge, and shown by the hint', () => {
    const { oid } = mendedBy('rules: { record-requird: error }\n')
    const ran = bench.provenance(['verify', 'HEAD~1..HEAD', '--json'])
    const { error } = JSON.parse(ran.stdout) as { error: { code: string; message: string; hint: string } }
    expect([ran.status, error]).toMatchObject([2, { code: 'CONFIG_INVALID', hint: `git show ${oid}:.provenancerc` }])
    expect(error.message).toMatch(new RegExp(`^${oid}:\\.provenancerc: .*Did you mean record-required`))
    expect(bench.run('sh', ['-c', error.hint]).stdout).toContain('record-requird')
    expect(bench.provenance(['verify', 'HEAD~1..HEAD', '--policy', '.provenancerc']).status).toBe(0)
  })

  test('keeps no commit from being shown, and stops no command that asks no rule', () => {
    for (const text of ['rules: { record-requird: error }\n', 'rules: [\n']) {
      const { oid } = mendedBy(text)
      const shown = bench.provenance(['show'])
      expect(shown).toMatchObject({ status: 0, stdout: expect.stringContaining('class    marked') })
      expect(shown.stderr).toMatch(new RegExp(`^${oid}:\\.provenancerc[\\s\\S]*judged by the built-in policy`))
      bench.write('../policy.yaml', 'rules: { record-required: error }')
      const named = bench.provenance(['show', '--policy', '../policy.yaml'])
      expect(named).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('[record-required]') })
      bench.write('../policy.yaml', text)
      expect(bench.provenance(['show', '--policy', '../policy.yaml']).status).toBe(2)
      expect(bench.provenance(['squash-message', 'HEAD~1..HEAD']).stdout).toContain('* Work\n')
      expect(bench.provenance(['backfill', 'HEAD~1..HEAD', '--dry-run']).stdout).toContain('1 of 1 commit has')
    }
  })
})

test('the example documents every option, and is valid', () => {
  const file = resolve(import.meta.dirname, '../../../.provenancerc.example')
  const text = readFileSync(file, 'utf8')
  expect(bench.provenance(['validate', file])).toMatchObject({ status: 0 })
  // With every option that is commented out put in place, it is valid too, and leaves no option out.
  const whole = parse(text.replace(/^( *)#(?=\S)/gm, '$1')) as Record<string, unknown>
  const words = JSON.stringify(whole)
  const left = (schema: unknown): readonly string[] =>
    typeof schema !== 'object' || schema === null
      ? []
      : [
          ...Object.keys((schema as { properties?: object }).properties ?? {}).filter(
            (key) => !words.includes(`"${key}":`),
          ),
          ...Object.values(schema).flatMap(left),
        ]
  expect([...new Set(left(z.toJSONSchema(Config, { io: 'input' })))]).toEqual(['$schema'])
  expect(Object.keys((whole['rules'] ?? {}) as object).sort()).toEqual([...ruleIds].sort())
  bench.write('../whole.yaml', JSON.stringify(whole))
  expect(bench.provenance(['validate', '../whole.yaml'])).toMatchObject({ status: 0 })
})
