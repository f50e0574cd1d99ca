import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type PolicyBench, policyBench } from '../../support/policy-bench.js'

const none = 'Work\n\nAI-Tool: none; basis=observed'
const claude = 'Work\n\nCo-authored-by: Claude <noreply@anthropic.com>'
const day = '"2026-12-31"'

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
    ['registry: { tools: { x: { assessment: { soc2: " " } } } }', 'assessment.soc2: expected the report’s type'],
    ['registry: { tools: { Claude Code: {} } }', 'expected a tool’s name as records have it'],
    ['registry: { groups: { a: [] }, tools: { x: { groups: [b] } } }', 'expected a group of the registry (a), got "b"'],
    ['registry: { tools: { x: { expires: "2026-13-01" } } }', 'expected a day of the calendar'],
    ['rules: { author-authorized: error }', 'rules.author-authorized: expected tools in the registry'],
    ['overrides: [{ branches: main, rules: { model-approved: warn } }]', 'rules.model-approved: expected tools'],
    ['overrides: [{ rules: { record-required: "off" } }]', 'overrides.0: expected branches, paths, authors'],
    ['overrides: [{ bots: true, rules: { record-bound: "off" } }]', 'overrides.0.bots: expected false'],
    ['overrides: [{ merges: true, rules: { record-bound: "off" } }]', 'overrides.0.merges: expected false'],
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

  test.for(['as-of', 'valid-at'])('a time that is none is told by the name of its option: --%s', (option) => {
    bench.write('../signers', '')
    const ran = bench.judge('{}', ['--allowed-signers', '../signers', `--${option}=`], 'HEAD')
    expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining(`--${option}: expected a day`) })
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

  test('what a package.json says under provenance beside a policy is none, or told by its place', () => {
    bench.write('.provenancerc', '{"rules":{"record-required":"error"}}')
    const judge = (own: string) => {
      bench.write('package.json', `{"provenance":${own}}`)
      bench.commit(none, ['a.txt'])
      bench.commit('Silent', ['a.txt'])
      return bench.provenance(['verify', 'HEAD~1..HEAD'])
    }
    expect(judge('null')).toMatchObject({ status: 1, stdout: expect.stringContaining('record-required') })
    for (const own of ['true', '[]', '"x"'])
      expect(judge(own)).toMatchObject({
        status: 2,
        stderr: expect.stringContaining(`package.json: provenance: expected a policy, got ${own}`),
      })
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

  test.for(['', ' ', 'a b', '-x'])('a branch called %j is none', (name) => {
    const ran = bench.judge(
      'rules: { record-required: [error, { branches: "release/*" }] }',
      [`--branch=${name}`],
      'HEAD',
    )
    expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining('--branch: expected the name of a branch') })
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
