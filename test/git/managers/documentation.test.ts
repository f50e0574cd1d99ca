import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { runsConfigHooks } from '../../../src/install/choices.js'
import type { Ran, Workbench } from '../../support/workbench.js'
import { bare, commits, expected, realManagers, realPreCommit, shellOf } from './managed.js'

/** The commands of each section of the page, a list for each block. */
const sections = new Map(
  readFileSync(join(import.meta.dirname, '../../../docs/hook-managers.md'), 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section) => [
      section.split('\n')[0] ?? '',
      [...section.matchAll(/^```sh\n([^`]*)^```/gm)].map(([, block = '']) => block.trimEnd().split('\n')),
    ]),
)

const managers = realManagers()
const preCommit = realPreCommit()
const gitVersion = spawnSync('git', ['version'], { encoding: 'utf8' }).stdout.replace('git version ', '')
const lint = 'repos:\n  - repo: local\n    hooks:\n      - {id: lint, name: lint, language: system, entry: "true"}\n'

type Kind = { readonly files: Readonly<Record<string, string>>; readonly isMissing?: boolean }

/** A repository for each section that installs in one; a section whose program is not here is passed over. */
const kinds: Readonly<Record<string, Kind>> = {
  'Native hooks': { files: {} },
  husky: { files: { 'package.json': '{ "devDependencies": { "husky": "9.1.7" } }\n' }, isMissing: managers === null },
  lefthook: { files: { 'lefthook.yml': 'output: false\n' }, isMissing: managers === null },
  'pre-commit': { files: { '.pre-commit-config.yaml': lint }, isMissing: preCommit === null },
  "Git's own configuration": { files: {}, isMissing: !runsConfigHooks(gitVersion) },
}

describe('every command of docs/hook-managers.md', () => {
  let bench: Workbench
  let shell: (command: string) => Ran
  afterEach(() => bench?.remove())
  const open = (files: Readonly<Record<string, string>>) => {
    bench = bare(files)
    // The agent in use is found by its folder.
    bench.run('mkdir', ['-p', '.claude', join(bench.home, '.claude')])
    shell = shellOf(bench, managers, preCommit)
  }
  const run = (block: readonly string[] = []) => {
    for (const line of block) {
      const { status, stdout, stderr } = shell(line)
      expect([line, status, status === 0 ? '' : stdout + stderr]).toEqual([line, 0, ''])
    }
  }
  const noneLeft = () => {
    bench.write('start.txt', `${Math.random()}\n`)
    expect(bench.tryGit(['commit', '-qam', 'Without'])).toMatchObject({ status: 0 })
    expect(bench.trailer('AI-Tool')).toEqual([])
  }

  for (const [title, { files, isMissing }] of Object.entries(kinds))
    test.skipIf(isMissing)(`${title}: installs, is well, makes records, and is gone again`, () => {
      open(files)
      const [install, uninstall, ...more] = sections.get(title) ?? []
      expect([install?.length, uninstall?.length, more]).toEqual([expect.any(Number), expect.any(Number), []])
      run(install)
      expect(commits(bench)).toEqual(expected)
      run(uninstall)
      noneLeft()
    })

  const observed = () => {
    bench.write('start.txt', `${Math.random()}\n`)
    bench.git('commit', '-qam', 'By hand')
    expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
  }

  test('For all of your repositories', () => {
    open({})
    const [install, uninstall, ...more] = sections.get('For all of your repositories') ?? []
    expect(more).toEqual([])
    run(install)
    // What was done before the hooks were there nobody saw: the first commit makes the clone ready, and claims nothing.
    noneLeft()
    observed()
    run(uninstall)
    noneLeft()
  })

  test('For new repositories, by a template', () => {
    open({})
    const [install, copy, uninstall, ...more] = sections.get('For new repositories, by a template') ?? []
    expect(more).toEqual([])
    run(install)
    noneLeft()
    run(copy)
    noneLeft()
    observed()
    run(uninstall)
    noneLeft()
  })

  test('no section is left out', () => {
    const tested = [...Object.keys(kinds), 'For all of your repositories', 'For new repositories, by a template']
    expect([...sections].filter(([, blocks]) => blocks.length > 0).map(([title]) => title)).toEqual(tested)
  })
})
