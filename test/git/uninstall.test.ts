import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type Workbench, workbench } from '../support/workbench.js'

let bench: Workbench
afterEach(() => bench.remove())

const init = (agents: string, cwd = bench.top) => bench.provenance(['init', '--yes', '--agents', agents], { cwd })
type Undone = {
  readonly changes: readonly { readonly path: string; readonly action: string }[]
  readonly left: readonly { readonly path: string; readonly why: string }[]
}
const uninstall = (cwd = bench.top, ...more: readonly string[]) => {
  const { status, stdout } = bench.provenance(['uninstall', '--json', ...more], { cwd })
  return { status, ...(JSON.parse(stdout) as Undone) }
}
const isThere = (path: string, folder = bench.top) => existsSync(join(folder, path))
const read = (path: string, folder = bench.top) => readFileSync(join(folder, path), 'utf8')

test('a file of ours that init made is taken away though it is committed, in .github too', () => {
  bench = workbench({ init: false })
  init('github-copilot')
  bench.git('add', '-Af')
  bench.git('commit', '-qm', 'Adopt')
  expect(uninstall()).toMatchObject({ status: 0, left: [] })
  expect(isThere('.github')).toBe(false)
})
