import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { environment } from '../support/workbench.js'

const root = resolve(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const [, section = ''] = /^## Install\n(.*?)^## /ms.exec(readme) ?? []
const [link = '', pack = ''] = [...section.matchAll(/```sh\n(.*?)```/gs)].map(([, text = '']) => text.trim())

const folder = mkdtempSync(join(tmpdir(), 'install-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** With what is installed and built here left as it is: packing does not build, and nothing is asked of a registry. */
const run = (script: string, more: NodeJS.ProcessEnv = {}) =>
  spawnSync('sh', ['-ec', script], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...environment(folder),
      npm_config_prefix: folder,
      npm_config_offline: 'true',
      npm_config_ignore_scripts: 'true',
      npm_config_pack_destination: folder,
      npm_config_audit: 'false',
      ...more,
    },
  })

test('the README’s lines put the program on the PATH: linked, and from a package', () => {
  const prepared = 'npm install && '
  expect([link.startsWith(`${prepared}npm run build && npm link`), pack.startsWith(prepared)]).toEqual([true, true])
  const linked = run(`npm link && PATH="${folder}/bin:$PATH" && provenance --version && git provenance -h`)
  expect([linked.status, linked.stdout]).toEqual([0, expect.stringContaining('Usage: provenance')])
  const [packLine = '', install = ''] = pack.slice(prepared.length).split('\n')
  expect(run(packLine).status).toBe(0)
  const [, file = ''] = /\.\/(\S+\.tgz)$/.exec(install) ?? []
  expect([file, existsSync(join(folder, file))]).toEqual([file, true])
  expect(run(`tar -tzf '${join(folder, file)}'`).stdout).toContain('package/dist/cli.mjs')
})
