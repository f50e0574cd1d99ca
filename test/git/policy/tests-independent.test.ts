import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { matchesPath } from '../../../src/core/glob/match.js'
import { rules } from '../../../src/core/policy/rules/index.js'
import { type PolicyBench, policyBench } from '../../support/policy-bench.js'

const { tests } = rules['tests-independent'].option.parse({})

describe('the usual places of tests', () => {
  test.for([
    'app/tests.py',
    'src/foo/tests.rs',
    'test.js',
    'pkg/a_spec.rb',
    'Tests/ATests/Helper.swift',
    'src/a-test.js',
    'App.Tests/ACases.cs',
    'cypress/e2e/a.cy.ts',
    'e2e/a.ts',
    'src/ASpec.scala',
    't/a.t',
    'a.bats',
    'spec/a.rb',
    'src/a.test.ts',
    'pkg/a_test.go',
    'test_a.py',
    'src/test/java/ATest.java',
    'app/src/androidTest/A.kt',
  ])('%s', (path) => expect(matchesPath(tests, path)).toBe(true))

  test.for([
    'src/a.ts',
    'app/models.py',
    'src/latest.ts',
    'src/contest/a.go',
    'docs/OpenApiSpec.yaml',
    'src/attest.rs',
    'Sources/A/a.swift',
    'App/A.cs',
    'src/inspect.ts',
  ])('%s is code', (path) => expect(matchesPath(tests, path)).toBe(false))

  test('are on the page', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../../docs/rules/tests-independent.md'), 'utf8')
    const listed = /## The usual places\n\n([^\n]+)\n/.exec(page)?.[1] ?? ''
    expect([...listed.matchAll(/`([^`]+)`/g)].map(([, glob]) => glob)).toEqual(tests)
  })
})

describe('a pair of code and test is one, whatever settings look at either', () => {
  const claude = 'Work\n\nCo-authored-by: Claude <noreply@anthropic.com>'
  const paths = (glob: string, severity: string) =>
    `overrides: [{ paths: ["${glob}"], rules: { tests-independent: ${severity} } }]`
  let bench: PolicyBench
  beforeEach(() => {
    bench = policyBench()
    bench.commit(claude, ['src/x.ts', 'test/x.ts', 'gen/x.ts'])
  })
  afterEach(() => bench.remove())

  test('a stricter override for some files takes the rule from none of them', () => {
    const judge = (policy: string) => bench.judge(policy).codes
    for (const glob of ['src/**', 'test/**']) {
      expect(judge(`rules: { tests-independent: warn }\n${paths(glob, 'error')}`)).toEqual(['tests-independent'])
      expect(judge(`rules: { tests-independent: error }\n${paths(glob, 'error')}`)).toEqual(['tests-independent'])
      expect(judge(`rules: { tests-independent: [error, { paths: ["${glob}"] }] }`)).toEqual(['tests-independent'])
      expect(judge(paths(glob, 'error'))).toEqual(['tests-independent'])
    }
    expect(judge('rules: { tests-independent: [error, { paths: ["docs/**"] }] }')).toEqual([])
  })

  test('files for which it is off are no half of a pair', () => {
    const judge = (glob: string) => bench.judge(`rules: { tests-independent: error }\n${paths(glob, '"off"')}`).codes
    expect(judge('gen/**')).toEqual(['tests-independent'])
    expect(judge('test/**')).toEqual([])
    expect(judge('{src,gen}/**')).toEqual([])
  })
})
