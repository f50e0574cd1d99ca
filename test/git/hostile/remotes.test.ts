import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Stage } from './stage.js'
import { type Vector, vectors } from './vector.js'

/** Takes an object away, as in a partial clone that never fetched it. */
const losing =
  (name: string) =>
  ({ git, top }: Stage): void => {
    const oid = git('rev-parse', name).trim()
    rmSync(join(top, '.git/objects', oid.slice(0, 2), oid.slice(2)))
  }

const lost = {
  commit: { what: 'a commit', damage: losing('v1'), exits: [4, 0, 4] },
  tree: { what: 'a tree', damage: losing('v1^{tree}'), exits: [4, 0, 4] },
  blob: { what: 'a blob', damage: losing('v1:start.txt'), exits: [4, 0, 4] },
} as const

type Settings = (stage: Stage) => Readonly<Record<string, string>>

/** A promised object is missing: to ask for it is to fetch it, by a program that the remote names. */
const promisor = (
  name: string,
  settings: Settings,
  { what, ...missing }: (typeof lost)[keyof typeof lost],
): Vector => ({
  name: `${name}, ${what} missing`,
  plant: (stage) => {
    const all = { 'extensions.partialClone': 'origin', 'remote.origin.promisor': 'true', ...settings(stage) }
    stage.git('config', 'core.repositoryFormatVersion', '1')
    for (const [key, value] of Object.entries(all)) stage.config(key, value)
  },
  live: ['log', '-p', '--all'],
  told: true,
  ...missing,
})

const uploadpack: Settings = ({ canary, top }) => ({
  'remote.origin.url': `file://${top}`,
  'remote.origin.uploadpack': canary,
})
const ext: Settings = ({ canary }) => ({ 'remote.origin.url': `ext::${canary} %S`, 'protocol.ext.allow': 'always' })
const ssh: Settings = ({ canary }) => ({ 'remote.origin.url': 'ssh://example.invalid/x', 'core.sshCommand': canary })
const proxy: Settings = ({ canary }) => ({ 'remote.origin.url': 'git://example.invalid/x', 'core.gitProxy': canary })

vectors('remotes that are asked for what is missing', [
  promisor('remote.origin.uploadpack', uploadpack, lost.commit),
  promisor('remote.origin.uploadpack', uploadpack, lost.tree),
  promisor('remote.origin.uploadpack', uploadpack, lost.blob),
  promisor('an ext:: remote', ext, lost.commit),
  promisor('an ext:: remote', ext, lost.blob),
  promisor('core.sshCommand', ssh, lost.commit),
  promisor('core.gitProxy', proxy, lost.commit),
  {
    name: 'remote.origin.vcs',
    plant: ({ config, write, canary }) => {
      write('git-remote-canary', `#!/bin/sh\nexec '${canary}'\n`, 0o755)
      config('remote.origin.vcs', 'canary')
      config('remote.origin.url', 'x')
    },
    live: ({ run, top }) => run('git', ['fetch', 'origin'], { env: { PATH: `${top}:${process.env['PATH']}` } }),
  },
  {
    name: 'remote.origin.receivepack',
    plant: ({ config, canary, top }) => {
      config('remote.origin.url', `file://${top}`)
      config('remote.origin.receivepack', canary)
    },
    live: ['push', 'origin', 'main'],
  },
  {
    name: 'url.insteadOf an ext:: remote',
    plant: ({ config, canary }) => {
      config(`url.ext::${canary} %S.insteadOf`, 'https://example.invalid/x')
      config('remote.origin.url', 'https://example.invalid/x')
      config('protocol.ext.allow', 'always')
    },
    live: ['fetch', 'origin'],
  },
  {
    name: 'submodule.x.update',
    plant: ({ config, canary, top, write }) => {
      write('.gitmodules', `[submodule "x"]\n\tpath = x\n\turl = ${top}\n`)
      config('submodule.x.url', top)
      config('submodule.x.update', `!${canary}`)
      config('protocol.file.allow', 'always')
    },
    live: ({ git, run, top }) => {
      git('clone', '-q', top, 'x')
      git('-C', 'x', 'checkout', '-q', 'v1')
      git('update-index', '--add', '--cacheinfo', `160000,${git('rev-parse', 'HEAD').trim()},x`)
      run('git', ['submodule', 'update'])
    },
  },
])
