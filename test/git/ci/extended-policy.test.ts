import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Forge, forge } from '../../support/ci/forge.js'

let there: Forge
/** A clone at a head that holds `policy/team.yaml` and `led`, a link to a file which no commit has. */
let folder: string
beforeAll(() => {
  there = forge()
  folder = there.clone('git clone -q -b feature URL .')
  mkdirSync(join(folder, 'policy'))
  lay('policy/team.yaml', 'rules: { record-required: "off" }\n')
  symlinkSync('policy/own.yaml', join(folder, 'led.yaml'))
  const identity = '-c user.name=Jo -c user.email=jo@example.com'
  there.sh(folder, `git add . && git ${identity} commit -qm Milder`)
  lay('policy/own.yaml', 'rules: { record-required: error }\n')
})
afterAll(() => there.bench.remove())

const lay = (name: string, text: string) => writeFileSync(join(folder, name), text)
const ci = (base: string, policy: string) => {
  const args = ['ci', '--base', base, '--policy', policy, '--json']
  const { status, stdout } = there.bench.provenance(args, { cwd: folder })
  return [status, JSON.parse(stdout).error?.message ?? JSON.parse(stdout).policy.source]
}

test('a policy from outside that extends a file of the commits to judge is refused, whichever way leads there', () => {
  const here = basename(folder)
  symlinkSync(join(folder, 'policy'), join(dirname(folder), 'lib'))
  for (const [policy, extended] of [
    ['beside.yaml', 'policy/team.yaml'],
    ['beside.yaml', 'led.yaml'],
    ['../above.yaml', `${here}/policy/team.yaml`],
    ['../above.yaml', 'lib/team.yaml'],
  ] as const) {
    lay(policy, `extends: ./${extended}\n`)
    const file = join(dirname(join(folder, policy)), extended)
    expect([extended, ...ci('origin/main', policy)]).toEqual([extended, 2, expect.stringContaining(`${file}: `)])
  }
})

test('one that extends what no commit has, or what the base has already, holds', () => {
  lay('beside.yaml', 'extends: ./policy/own.yaml\n')
  expect(ci('origin/main', 'beside.yaml')).toEqual([1, 'file beside.yaml'])
  lay('beside.yaml', 'extends: ./policy/team.yaml\n')
  expect(ci('HEAD', 'beside.yaml')).toEqual([0, 'file beside.yaml'])
})
