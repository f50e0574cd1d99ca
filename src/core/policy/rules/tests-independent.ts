import * as z from 'zod'
import { matchesPath } from '../../glob/match.js'
import { pathGlobs } from '../glob-forms.js'
import { type Change, every, rule } from '../rule.js'
import { toolNames } from '../took-part.js'

/** Where the common test runners look by themselves, and what projects of their languages agree on. */
const usual = [
  '**/test/**',
  '**/tests/**',
  '**/*Tests/**',
  '**/__tests__/**',
  '**/spec/**',
  '**/specs/**',
  '**/testdata/**',
  '**/e2e/**',
  '**/cypress/**',
  '**/androidTest/**',
  '**/test.*',
  '**/tests.*',
  '**/test_*',
  '**/*.test.*',
  '**/*.spec.*',
  '**/*.cy.*',
  '**/*_test.*',
  '**/*-test.*',
  '**/*_spec.*',
  '**/*Test.*',
  '**/*Tests.*',
  '**/*Spec.{scala,kt,groovy,hs,swift,java,php,cs}',
  '**/*.t',
  '**/*.bats',
]
const tests = pathGlobs('Globs of files that are tests.')
const option = z.strictObject({
  tests: tests.default(usual),
  code: pathGlobs('Globs of files that are code under test; all others, where it is left out.').optional(),
})

/** A person's word that takes in the tests. */
const vouching: ReadonlySet<string> = new Set(['approved', 'tests'])

/**
 * Code and its tests by the same AI in one commit need a person's word: a Tested-by, or a review. Of the two, one in the scope
 * of a setting is enough, or a setting for code alone could never see its tests.
 */
export const testsIndependent = rule({
  option,
  bare: { name: 'tests', type: tests },
  needs: ['changes', 'reviews'],
  kinds: every,
  check: (facts, { tests: globsOfTests, code }, beside) => {
    const [tool] = toolNames(facts)
    if (tool === undefined || facts.reviews.some(({ statement }) => vouching.has(statement))) return []
    const isTest = ({ path }: Change) => matchesPath(globsOfTests, path)
    const isCode = (one: Change) => !isTest(one) && (code === undefined || matchesPath(code, one.path))
    const ownTest = facts.changes.find(isTest)
    const test = ownTest ?? beside.find(isTest)
    const isPair = test !== undefined && (ownTest === undefined ? facts.changes : beside).some(isCode)
    return isPair ? [{ path: test.path, args: { tool } }] : []
  },
})
