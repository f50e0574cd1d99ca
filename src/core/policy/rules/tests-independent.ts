import * as z from 'zod'
import { matchesPath } from '../../glob/match.js'
import { pathGlobs } from '../glob-forms.js'
import { every, rule } from '../rule.js'
import { toolsOf } from '../took-part.js'

const usual = [
  ...['**/test/**', '**/tests/**', '**/__tests__/**', '**/spec/**', '**/testdata/**'],
  ...['**/*.test.*', '**/*.spec.*', '**/*_test.*', '**/test_*', '**/*Test.*', '**/*Tests.*'],
]
const tests = pathGlobs('Globs of files that are tests.')
const option = z.strictObject({
  tests: tests.default(usual),
  code: pathGlobs('Globs of files that are code under test; all others, where it is left out.').optional(),
})

/** A person's word that takes in the tests. */
const vouching: ReadonlySet<string> = new Set(['approved', 'tests'])

/** Code and its tests by the same AI in one commit need a person's word: a Tested-by, or a review. */
export const testsIndependent = rule({
  option,
  bare: { name: 'tests', type: tests },
  needs: ['changes', 'reviews'],
  kinds: every,
  check: (facts, { tests: globsOfTests, code }) => {
    const [tool] = toolsOf(facts)
    if (tool === undefined || facts.reviews.some(({ statement }) => vouching.has(statement))) return []
    const isTest = (path: string) => matchesPath(globsOfTests, path)
    const isCode = (path: string) => !isTest(path) && (code === undefined || matchesPath(code, path))
    const [test] = facts.changes.filter(({ path }) => isTest(path))
    return test !== undefined && facts.changes.some(({ path }) => isCode(path))
      ? [{ path: test.path, args: { tool } }]
      : []
  },
})
