import { afterEach, beforeEach, expect, test } from 'vitest'
import { type PolicyBench, policyBench } from '../../support/policy-bench.js'

let bench: PolicyBench
beforeEach(() => {
  bench = policyBench()
})
afterEach(() => bench.remove())

const claude = 'Work\n\nCo-authored-by: Claude <noreply@anthropic.com>'
const cursor = 'Work\n\nCo-authored-by: Cursor <cursoragent@cursor.com>'
const registry = (tools: string) => `adoption: nowhere\nregistry: {tools: {${tools}}}\n`
const inventory = (...words: readonly string[]) => bench.provenance(['inventory', ...words])

test('asks the registry that the project has: of the base, else of the last commit, and says which', () => {
  expect(inventory().stdout).toContain('The policy (built-in) names no registry')
  bench.write('.provenancerc', registry('claude-code: {}'))
  const base = bench.commit(claude)
  bench.write('.provenancerc', registry('claude-code: {}, cursor: {paths: ["ui/**"]}'))
  const last = bench.commit(cursor)
  // What lies in the work tree is nobody's yet.
  bench.write('.provenancerc', registry(''))
  for (const words of [[], ['--since', '2020-01-01']])
    expect(inventory(...words, '--unregistered')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(`approves every tool[^]*of ${last}:.provenancerc\n$`),
    })
  expect(inventory('HEAD~1..HEAD', '--unregistered')).toMatchObject({
    status: 1,
    stdout: expect.stringMatching(`cursor unknown {2}unregistered[^]*of ${base}:.provenancerc\n$`),
  })
  expect(JSON.parse(inventory('--json').stdout)).toMatchObject({
    policy: { source: `${last}:.provenancerc`, files: [{ path: '.provenancerc' }] },
    uses: [{ standing: ['approved'] }, { standing: ['approved'] }],
  })
})

test('what verify says of a use, the command that it names shows: which tool, for which file', () => {
  bench.write('.provenancerc', 'rules: {tool-approved: error}\nregistry: {tools: {cursor: {paths: ["ui/**"]}}}\n')
  bench.commit('Policy')
  bench.commit(cursor)
  const [, mend = ''] =
    /\[tool-approved\].*\n {8}(.*)\n/.exec(bench.provenance(['verify', 'HEAD~1..HEAD']).stdout) ?? []
  const [program, ...words] = mend.split(' ')
  expect(program).toBe('provenance')
  expect(bench.provenance(words).stdout).toMatch(
    /^finding {2}error .* \[tool-approved\] path=a\.txt reason=not-for-this-path tool=cursor$/m,
  )
})
