import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Forge, forge } from '../../support/ci/forge.js'

let there: Forge
/** A second pull request: a commit on a main whose policy names where records begin, by its full name and by a tag. */
let heads: Readonly<Record<'commit' | 'tag' | 'moved', string>>
beforeAll(() => {
  there = forge()
  const { git, write } = there.bench
  const human = '\n\nAI-Tool: none; basis=declared'
  const topicOn = (name: string, adoption: string) => {
    git('checkout', '-q', '-B', `main-${name}`, 'main')
    write('.provenancerc', `adoption: ${adoption}\nrules: { record-required: error }\n`)
    git('commit', '-qam', `Adopt${human}`)
    for (let count = 0; count < 4; count += 1) git('commit', '-q', '--allow-empty', '-m', `More${human}`)
    git('checkout', '-q', '-b', `topic-${name}`)
    git('commit', '-q', '--allow-empty', '-m', `Topic${human}`)
    return git('rev-parse', 'HEAD').trim()
  }
  const commit = topicOn('commit', `{ after: ${there.names['FORK']} }`)
  heads = { commit, tag: topicOn('tag', 'v2'), moved: '' }
})
afterAll(() => there.bench.remove())

const environment = (name: keyof typeof heads) => ({
  GITLAB_CI: 'true',
  CI_COMMIT_SHA: heads[name],
  CI_MERGE_REQUEST_IID: '8',
  CI_MERGE_REQUEST_TARGET_BRANCH_NAME: `main-${name}`,
})
const cloned = (name: keyof typeof heads, options: string) =>
  there.clone(
    'git init -q .',
    'git remote add origin URL',
    `git fetch -q ${options} origin '+refs/heads/*:refs/remotes/origin/*'`,
    `git checkout -q --detach ${heads[name]}`,
  )

describe('a clone that did not fetch where records begin', () => {
  test.for([
    ['commit', '--depth=2'],
    ['tag', '--no-tags'],
    ['tag', '--no-tags --depth=2'],
  ] as const)('%s, %s: the answer cannot be known, and the command that is told gets it', ([name, options]) => {
    for (const args of [['ci'], ['verify', `origin/main-${name}..HEAD`]]) {
      const folder = cloned(name, options)
      const run = () => there.bench.provenance([...args, '--json'], { cwd: folder, env: environment(name) })
      const first = run()
      expect([args, first.status, JSON.parse(first.stdout).error]).toMatchObject([
        args,
        4,
        { message: expect.stringContaining('adoption: expected a commit or tag that this clone has') },
      ])
      const { message, hint } = JSON.parse(first.stdout).error
      if (args[0] === 'ci') expect(message).toContain('GIT_DEPTH')
      expect([hint, there.sh(folder, hint).status]).toEqual([hint, 0])
      expect([hint, run().status]).toEqual([hint, 0])
    }
  })

  test('one that has all of history is told that the policy is wrong, by a command that shows what there is', () => {
    const folder = there.clone('git clone -q -b main URL .')
    const told = (adoption: string) => {
      there.bench.write('../wrong.yaml', `adoption: "${adoption}"\n`)
      const args = ['verify', 'HEAD', '--policy', `${there.bench.home}/wrong.yaml`, '--json']
      const { status, stdout } = there.bench.provenance(args, { cwd: folder })
      const { code, hint } = JSON.parse(stdout).error
      return [status, code, hint]
    }
    // A tag that was not fetched may be called so.
    expect(told('1234567')).toEqual([4, 'TAG_MISSING', 'git fetch origin --tags'])
    there.sh(folder, 'git remote remove origin')
    expect(told('1234567')).toEqual([2, 'CONFIG_INVALID', 'git log --oneline --all'])
    expect(told('v9')).toEqual([2, 'CONFIG_INVALID', 'git tag --list'])
  })
})

describe('an adoption tag that somebody moved', () => {
  let folder: string
  const run = (...args: string[]) => there.bench.provenance(args, { cwd: folder, env: environment('moved') })
  beforeAll(() => {
    const { git } = there.bench
    git('checkout', '-q', '-B', 'main-moved', 'main-tag')
    git('checkout', '-q', '-b', 'topic-moved')
    git('commit', '-q', '--allow-empty', '-m', 'No record')
    heads = { ...heads, moved: git('rev-parse', 'HEAD').trim() }
    folder = cloned('moved', '--tags')
  })
  const moveTo = (where: 'base' | 'head' | 'above') => {
    const tree = there.bench.git('rev-parse', `${heads.moved}^{tree}`).trim()
    const above = () => there.bench.run('git', ['commit-tree', '-p', heads.moved, '-m', 'Later', tree], { cwd: folder })
    const oid = { base: () => 'origin/main-moved', head: () => heads.moved, above: () => above().stdout.trim() }[
      where
    ]()
    there.bench.run('git', ['tag', '-f', 'v2', oid], { cwd: folder })
  }

  test.each([
    ['base', []],
    ['head', ['adoption-not-in-base']],
    ['above', ['adoption-not-in-base']],
  ] as const)('to the %s takes no commit of a pull request out of the policy', (where, flags) => {
    moveTo(where)
    const ran = run('ci', '--json')
    expect([ran.status, JSON.parse(ran.stdout).counts]).toMatchObject([1, { total: 1, preAdoption: 0 }])
    const ledger = join(folder, 'provenance-report', 'ledger.jsonl')
    expect(JSON.parse(readFileSync(ledger, 'utf8').split('\n')[0] ?? '').flags).toEqual(flags)
    expect(run('ledger', 'check', ledger).status).toBe(0)
  })

  test('counts for who asks for a range of their own', () => {
    moveTo('above')
    const { status, stdout } = run('verify', 'origin/main-moved..HEAD', '--format', 'jsonl')
    const { counts } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
    expect([status, counts]).toMatchObject([0, { total: 1, preAdoption: 1 }])
  })
})
