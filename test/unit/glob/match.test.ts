import { describe, expect, test } from 'vitest'
import { matchesBranch, matchesName, matchesPath } from '../../../src/core/glob/match.js'

const path = (glob: string, text: string) => matchesPath([glob], text)
const name = (glob: string, text: string) => matchesName([glob], text)

describe('paths', () => {
  test.for([
    ['src/**', 'src/a.ts', true],
    ['src/**', 'src/deep/.hidden', true],
    // A submodule stands where its folder is named.
    ['src/**', 'src', true],
    ['src/**', 'srcs/a.ts', false],
    ['src/*', 'src/deep/a.ts', false],
    ['**/*.ts', 'a.ts', true],
    ['**/*.ts', 'x/y/a.ts', true],
    ['**/*.ts', 'a.tsx', false],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a/**/b', 'ab', false],
    ['a**b', 'a/b', false],
    ['a**b', 'axxb', true],
    ['**', 'any/thing', true],
    ['?.ts', '\u{1f916}.ts', true],
    ['?.ts', '/.ts', false],
    ['[a-c]/x', 'b/x', true],
    ['[!a-c]x', 'bx', false],
    ['[!a-c]x', '/x', false],
    ['[]x]', ']', true],
    ['[\\]a]', 'a', true],
    ['[a', '[a', true],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['a\\', 'a\\', true],
    ['docs', 'docs/a/b.md', true],
    ['docs', 'docsx', false],
    ['*.{js,ts}', 'a.ts', true],
    ['{src,lib}/**', 'lib/x/y', true],
    ['{**,x}/y', 'y', true],
    ['v{1..3}/a', 'v2/a', true],
    ['app/(auth)/[id]/page+x.ts', 'app/(auth)/[id]/page+x.ts', true],
    ['a|b', 'a', false],
    ['a/**', 'a/line\nbreak', true],
  ] as const)('%j on %j: %j', ([glob, text, expected]) => {
    expect(path(glob, text)).toBe(expected)
  })
})

describe('names', () => {
  test.for([
    ['*@example.com', 'Jo@Example.COM', true],
    ['*@example.com', 'jo@example.com.evil', false],
    // The Kelvin sign is no k.
    ['*@key.com', 'jo@\u212aey.com', false],
    ['dependabot[bot]*', 'dependabot[bot]@users', true],
    ['gpt-[45]*', 'GPT-5.2', true],
    ['[a-z]x', 'Bx', true],
    ['äpfel*', 'ÄPFEL', true],
    ['*', '', true],
  ] as const)('%j on %j: %j', ([glob, text, expected]) => {
    expect(name(glob, text)).toBe(expected)
  })
})

describe('branches', () => {
  test.for([
    ['main', 'main', true],
    ['main', 'Main', false],
    ['release/*', 'release/1/2', true],
    ['release/*', 'Release/1', false],
  ] as const)('%j on %j: %j', ([glob, text, expected]) => {
    expect(matchesBranch([glob], text)).toBe(expected)
  })
})

test('no glob runs for ever: expressions made of these do', () => {
  const tries = [
    [`${'*a'.repeat(200)}[x]`, 'a'.repeat(4_000)],
    [`${'**/a/'.repeat(90)}[x]`, `${'a/'.repeat(2_000)}a`],
    [`${'{a,*}'.repeat(6)}${'*a'.repeat(200)}[x]`, 'a'.repeat(4_000)],
    [`${'**/*a*a*a*a/'.repeat(30)}[x]`, `${'aaaaaaaaaaaaaaaa/'.repeat(200)}a`],
  ] as const
  for (const [glob, text] of tries) expect(path(glob, text)).toBe(false)
  for (const [glob, text] of tries) expect(name(glob, text)).toBe(false)
})
