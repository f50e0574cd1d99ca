import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fetchCommand } from '../../src/core/ci/fetch.js'
import { branchName, commitName, tagName, textAt } from '../../src/core/ci/run.js'

const git = (...args: readonly string[]) => spawnSync('git', args).status === 0
const piece = fc.constantFrom(
  'a',
  'main',
  '/',
  '.',
  '..',
  '-',
  '@',
  '{',
  '~',
  '^',
  ':',
  '?',
  '*',
  '[',
  '\\',
  ' ',
  '\t',
  '.lock',
  "'",
  '$',
  '`',
  ';',
  'é',
  '\u007f',
)
const anyName = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''))

describe('names of branches and tags', () => {
  test('are those that git takes, and none that looks like an option', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const taken = git('check-ref-format', `refs/heads/${name}`) && !name.startsWith('-') && name !== '@'
        expect([name, branchName(name) !== null]).toEqual([name, taken])
      }),
      { numRuns: 300 },
    )
  })

  test('without what stands before them in a ref', () => {
    expect([branchName('refs/heads/a/b'), branchName('refs/remotes/origin/a'), branchName('heads/a')]).toEqual([
      'a/b',
      'a',
      'heads/a',
    ])
    expect([tagName('refs/tags/v1'), tagName('v1'), tagName(null)]).toEqual(['v1', 'v1', null])
  })
})

test('a commit is hex digits that are not all zeros', () => {
  expect(['0'.repeat(40), 'main', '-x', 'abc', null].map(commitName)).toEqual([null, null, null, null, null])
  expect(commitName('a'.repeat(40))).toBe('a'.repeat(40))
})

test('an event is read by its own fields only', () => {
  const event = JSON.parse('{"a":{"b":"c","n":7,"empty":""},"__proto__":{"polluted":"yes"}}')
  expect([textAt(event, 'a', 'b'), textAt(event, 'a', 'n'), textAt(event, 'a', 'empty')]).toEqual(['c', '7', null])
  expect([textAt(event, 'a', 'toString'), textAt(null, 'a'), textAt('a', 'length')]).toEqual([null, null, null])
})

test('the words of a fetch reach git as they are, whatever a branch is called', () => {
  fc.assert(
    fc.property(anyName, (name) => {
      const branch = branchName(name)
      if (branch === null) return
      const lacking = { shallow: true, partial: false, commits: ['a'.repeat(40)], defaultBranch: false, tags: false }
      const command = fetchCommand({ ...lacking, branches: [branch] }).replace(/^git /, "printf '%s\\n' ")
      expect(spawnSync('sh', ['-c', command], { encoding: 'utf8' }).stdout.split('\n')).toEqual([
        'fetch',
        '--no-tags',
        '--unshallow',
        'origin',
        'a'.repeat(40),
        `+refs/heads/${branch}:refs/remotes/origin/${branch}`,
        '',
      ])
    }),
    { numRuns: 100 },
  )
})
