import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type PolicyBench, policyBench } from '../../support/policy-bench.js'

const none = 'Work\n\nAI-Tool: none; basis=observed'
const claude = 'Work\n\nCo-authored-by: Claude <noreply@anthropic.com>'
const day = '"2026-12-31"'
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

describe('files', () => {
  test.for(['a\nb.ts', 'a\rb.ts', 'a\u2028b.ts', 'deep/\n/x', '-rf', '\u{1f916}.ts', '.hidden', 'a b', '"', '\\', '#'])(
    'a name such as %j does not step out of a folder',
    (name) => {
      bench.commit(claude, [`src/crypto/${name}`])
      expect(bench.judge(forbidden('src/crypto/**')).codes).toEqual(['paths-forbidden'])
    },
  )

  test('a file renamed away, deleted, made executable or made a link is changed, and so is a submodule', () => {
    const codes = () => {
      bench.git('add', '-A')
      bench.git('commit', '-q', '-m', claude)
      return bench.judge(forbidden('src/crypto/**')).codes
    }
    bench.commit(none, ['src/crypto/a.ts', 'src/crypto/b.ts', 'src/crypto/c.ts'])
    bench.git('mv', 'src/crypto/a.ts', 'a.ts')
    expect(codes()).toEqual(['paths-forbidden'])
    bench.git('rm', '-q', 'src/crypto/b.ts')
    expect(codes()).toEqual(['paths-forbidden'])
    bench.git('update-index', '--chmod=+x', 'src/crypto/c.ts')
    bench.git('commit', '-q', '-m', claude)
    expect(bench.judge(forbidden('src/crypto/**')).codes).toEqual(['paths-forbidden'])
    bench.git('update-index', '--add', '--cacheinfo', `160000,${bench.git('rev-parse', 'HEAD').trim()},src/crypto/sub`)
    bench.git('commit', '-q', '-m', claude)
    expect(bench.judge(forbidden('src/crypto/sub/**')).codes).toEqual(['paths-forbidden'])
  })

  test.for([
    'src/crypto',
    'src/crypto/',
    '/src/crypto',
    '/src/crypto/',
    './src/crypto/**',
    'src/crypto/**/',
    '**/crypto/**',
  ])('%s is a folder with all in it', (glob) => {
    bench.commit(claude, ['src/crypto/deep/a.ts'])
    expect(bench.judge(forbidden(glob)).codes).toEqual(['paths-forbidden'])
    bench.commit(claude, ['src/cryptography.ts'])
    expect(bench.judge(forbidden(glob)).codes).toEqual([])
  })

  test('signs that are an expression elsewhere are signs of a name here, and none runs for ever', () => {
    bench.commit(claude, ['app/(auth)/[id]/page+x.ts', 'a'.repeat(200)])
    for (const glob of ['app/(auth)/**', 'app/(auth)/[id]/page+x.ts', '**/page+x.*'])
      expect(bench.judge(forbidden(glob)).codes).toEqual(['paths-forbidden'])
    for (const glob of ['(a+)+b', '(a|aa)+', 'app/auth/**']) expect(bench.judge(forbidden(glob)).codes).toEqual([])
  })
})

describe('settings that would do nothing, or too much, are refused', () => {
  test.for([
    [forbidden('!src/**'), 'expected what is meant'],
    [forbidden(' src/**'), 'expected a glob without blanks around it, got " src/**"'],
    [forbidden('src\\crypto\\**'), 'expected slashes between folders'],
    [forbidden('src//a'), 'expected a glob of files from the top of the repository'],
    [forbidden('../src/**'), 'expected a glob of files from the top of the repository'],
    ['rules: { review-required: [error, { authors: "@example.com" }] }', 'as *@example.com'],
    ['rules: { review-required: [error, { authors: "Jo <jo@example.com>" }] }', 'expected a glob of addresses alone'],
    ['rules: { review-required: [error, { branches: "release/" }] }', 'as main or release/*'],
    ['protected: ["/main"]', 'as main or release/*'],
    ['registry: { tools: { claude-code: { users: [""] } } }', 'registry.tools.claude-code.users.0'],
    ['registry: { tools: { claude-code: { models: [""] } } }', 'registry.tools.claude-code.models.0'],
    ['registry: { tools: { Claude Code: {} } }', 'expected a tool’s name as records have it'],
    ['registry: { groups: { a: [] }, tools: { x: { groups: [b] } } }', 'expected a group of the registry (a), got "b"'],
    ['registry: { tools: { x: { expires: "2026-13-01" } } }', 'expected a day of the calendar'],
    ['rules: { author-authorized: error }', 'rules.author-authorized: expected tools in the registry'],
    ['overrides: [{ branches: main, rules: { model-approved: warn } }]', 'rules.model-approved: expected tools'],
    ['overrides: [{ rules: { record-required: "off" } }]', 'overrides.0: expected branches, paths, authors'],
    ['overrides: [{ paths: docs, rules: {} }]', 'expected at least one rule'],
    ['waivers: [{ commit: X, reason: x, approver: Ann, expires: "2026-02-30" }]', 'expected a day of the calendar'],
    ['waivers: [{ commit: X, reason: x, approver: Ann, expires: "2026-99-99" }]', 'expected a day of the calendar'],
  ])('%s', ([policy = '', said = '']) => {
    const text = policy.replace(': X,', `: "${'0'.repeat(40)}",`)
    expect(bench.judge(text, [], 'HEAD')).toMatchObject({ status: 2, stderr: expect.stringContaining(said) })
    expect(bench.provenance(['validate', '../policy.yaml'])).toMatchObject({ status: 1 })
  })

  test.for(['', '# nothing yet', 'null'])('a file without a word (%j) is no policy without rules', (text) => {
    expect(bench.judge(text, [], 'HEAD')).toMatchObject({ status: 2, stderr: expect.stringContaining('got none') })
    expect(bench.judge('{}', [], 'HEAD').status).toBe(0)
  })

  test('an option in the wrong place is told its own', () => {
    expect(bench.judge('record-required: error', [], 'HEAD').stderr).toContain('Did you mean rules.record-required?')
  })

  test('a group may stand in the policy that this one extends', () => {
    bench.write('../base.yaml', 'registry: { tools: { claude-code: { groups: [trained] } } }')
    bench.commit(none)
    expect(bench.judge('extends: ./base.yaml\nregistry: { groups: { trained: ["*"] } }').status).toBe(0)
    expect(bench.judge('extends: ./base.yaml').stderr).toContain('expected a group of the registry')
  })

  test('a package.json that cannot be read does not take the policy in it away', () => {
    bench.write('package.json', '{"provenance":{"rules":{"record-required":"error"}},}')
    bench.commit(none, ['a.txt'])
    bench.commit('Silent', ['a.txt'])
    const ran = bench.provenance(['verify', 'HEAD~1..HEAD'])
    expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining('package.json') })
  })

  test('a branch written as a ref, and a bot’s own name, are what they say', () => {
    bench.commit(claude, ['a.txt'], { env: { GIT_AUTHOR_EMAIL: '1+helper[bot]@users.noreply.github.com' } })
    const codes = (scope: string) =>
      bench.judge(`rules: { review-required: [error, ${scope}] }`, ['--branch', 'main']).codes
    expect(codes('{ branches: refs/heads/main }')).toEqual(['review-required'])
    expect(codes('{ authors: "*[bot]@users.noreply.github.com" }')).toEqual(['review-required'])
    expect(codes('{ authors: "*[abc]@users.noreply.github.com" }')).toEqual([])
  })
})

describe('overrides', () => {
  const policy = (override: string) =>
    `rules: { review-required: error, record-required: error }\noverrides: [${override}]`
  const off = 'rules: { review-required: "off", record-required: "off" }'

  test('changing a file that a milder setting is for frees no other file', () => {
    bench.commit(claude, ['src/a.ts', 'docs/a.md'])
    expect(bench.judge(policy(`{ paths: "docs/**", ${off} }`)).codes).toEqual(['record-required', 'review-required'])
    expect(bench.judge(policy('{ paths: "docs/**", rules: { review-required: warn } }')).codes).toContain(
      'review-required',
    )
    expect(bench.judge(policy(`{ paths: ["docs/**", "src/**"], ${off} }`)).codes).toEqual([])
    expect(bench.judge(policy(`{ paths: "docs/**", ${off} }, { paths: "src/**", ${off} }`)).codes).toEqual([])
    bench.commit(claude, ['docs/a.md'])
    expect(bench.judge(policy(`{ paths: "docs/**", ${off} }`)).codes).toEqual([])
  })

  test('the same thing said by two settings is said once, as gravely as either does', () => {
    bench.commit(claude, ['src/a.ts', 'docs/a.md'])
    expect(
      bench.judge(
        'rules: { record-required: warn }\noverrides: [{ paths: "src/**", rules: { record-required: error } }]',
      ).codes,
    ).toEqual(['record-required'])
  })

  test('what is milder on some branches is not so on one that nobody knows', () => {
    bench.commit(claude)
    const oid = bench.git('rev-parse', 'HEAD').trim()
    const scratch = policy(`{ branches: "scratch/**", ${off} }`)
    expect(bench.judge(scratch, [], `HEAD~1..${oid}`).codes).toEqual(['record-required', 'review-required'])
    expect(bench.judge(scratch, ['--branch', 'scratch/x']).codes).toEqual([])
    const main = 'overrides: [{ branches: main, rules: { record-required: error } }]'
    expect(bench.judge(main, [], `HEAD~1..${oid}`).codes).toEqual(['record-required'])
  })
})

describe('waivers', () => {
  test.for([
    ['Jo Dev <jo@example.com> (lead)', 'waiver-by-author?'],
    ['Boss <JO+boss@example.com>', 'waiver-by-author?'],
    ['Jo  dev', 'waiver-by-author?'],
    ['Jo Dev (jo@example.com)', 'waiver-by-author?'],
    ['Ann <ann@example.com>, Jo <jo@example.com>', 'waiver-by-author?'],
    ['Co <co@example.com>', 'waiver-by-author?'],
    ['Claude <noreply@anthropic.com>', 'waiver-by-program?'],
    ['dependabot[bot]', 'waiver-by-program?'],
  ])('one by %s is refused', ([approver, code]) => {
    const oid = bench.commit(`${claude}\nCo-authored-by: Co <co@example.com>`)
    const policy = (by: string) =>
      `rules: { review-required: error }\nwaivers: [{ commit: "${oid}", reason: x, approver: ${JSON.stringify(by)}, expires: ${day} }]`
    expect(bench.judge(policy(approver ?? '')).codes).toEqual(['review-required', code])
    expect(bench.judge(policy('Jo Lead <lead@example.com>')).codes).toEqual(['review-required~'])
  })
})

describe('adoption', () => {
  test('is a commit by its name or a tag, never a branch that goes along', () => {
    bench.commit('Silent')
    bench.git('tag', 'adopted')
    bench.commit('Silent')
    const policy = (adoption: string) => `rules: { record-required: error }\nadoption: "${adoption}"`
    const oid = bench.git('rev-parse', 'HEAD~1').trim()
    for (const name of ['adopted', 'refs/tags/adopted', oid])
      expect(bench.judge(policy(name), [], 'HEAD').footer.counts.preAdoption).toBe(1)
    // A branch that is called like a commit is not heard.
    bench.git('branch', oid.slice(0, 12), 'HEAD')
    expect(bench.judge(policy(oid.slice(0, 12)), [], 'HEAD').footer.counts.preAdoption).toBe(1)
    for (const name of ['main', 'HEAD', 'HEAD~0', 'refs/heads/main', ':/Silent', 'adopted~0', 'abcdef1'])
      expect(bench.judge(policy(name), [], 'HEAD')).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('adoption'),
      })
  })
})

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
    bench.commit('Work\n\nAI-Tool: none; basis=observed\n\n* Two\n\nCloses #2.', ['src/a.ts'])
    expect(bench.judge(policy).codes).not.toContain('paths-forbidden')
  })

  test('behind attributes, sizes and bytes by which git takes a file for binary: the share is not known, never nothing', () => {
    const share = () => bench.judge('rules: { ai-share-maximum: [error, 0.5] }').entries.at(-1)?.findings[0]?.args
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

  test('in a crowd of a forge: thousands who approve and reject are told apart in one pass', () => {
    const commit = bench.commit(claude)
    const said = Array.from({ length: 20_000 }, (_, n) => ({
      ...{ reviewer: `P${n}`, email: `p${Math.floor(n / 2)}@example.com`, commit },
      ...{ state: n % 2 === 0 ? 'rejected' : 'approved', at: `2026-01-0${1 + (n % 2)}T00:00:00Z` },
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
