import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesPath } from '../../src/core/glob/match.js'
import { workbench } from '../support/workbench.js'

const bench = workbench()

const part = fc.constantFrom('a', 'b', 'ab', '*', '?', 'a*', '*b', 'a?b', '[ab]', '[!a]', '[a-b*]', '\\*', '.a')
const folder = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .array(part, { minLength: 1, maxLength: 3 })
      .map((all) => all.join(''))
      // Of two asterisks that are not alone git 2.39 makes now one thing, now another, and gitignore(5) a third.
      .filter((one) => !one.includes('**')),
  },
  { weight: 1, arbitrary: fc.constant('**') },
)
const glob = fc.array(folder, { minLength: 1, maxLength: 4 }).map((all) => all.join('/'))
const name = fc.stringMatching(/^[ab.*]{1,4}$/).filter((one) => !/^\.+$/.test(one))
const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((all) => all.join('/'))

test('a glob means what it means to git in .gitattributes', () => {
  const globs = [...new Set(fc.sample(glob, 150))]
  const paths = [...new Set(fc.sample(path, 300))]
  // Of `a/**` git takes what is in the folder; we take in what stands in its place too, as a submodule does.
  const asked = globs.flatMap((one) => (one.endsWith('/**') ? [one, one.replace(/(?:\/\*\*)+$/, '')] : [one]))
  writeFileSync(join(bench.top, '.gitattributes'), asked.map((one, index) => `/${one} p${index}\n`).join(''))
  const names = asked.map((_, index) => `p${index}`)
  const { stdout } = bench.tryGit(['check-attr', '-z', '--stdin', ...names], {
    input: paths.map((one) => `${one}\0`).join(''),
  })
  const told = stdout.split('\0')
  const set = new Set<string>()
  // Rows of `<path>` NUL `<attribute>` NUL `<value>` NUL (git-check-attr(1)).
  for (let at = 0; at + 2 < told.length; at += 3) if (told[at + 2] === 'set') set.add(`${told[at + 1]} ${told[at]}`)
  const says = (one: string, file: string) => set.has(`p${asked.indexOf(one)} ${file}`)
  const hasWildcard = (one: string) => /[*?[\\]/.test(one)
  let matched = 0
  for (const one of globs.filter(hasWildcard))
    for (const file of paths) {
      const expected = says(one, file) || (one.endsWith('/**') && says(one.replace(/(?:\/\*\*)+$/, ''), file))
      if (expected) matched += 1
      expect([one, file, matchesPath([one], file)]).toEqual([one, file, expected])
    }
  expect(matched).toBeGreaterThan(100)
})
