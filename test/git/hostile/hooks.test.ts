import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Stage } from './stage.js'
import { type Vector, vectors } from './vector.js'

const trap = ({ canary }: Stage) => `#!/bin/sh\nexec '${canary}' "$0"\n`

const hook = (name: string, live: Vector['live']): Vector => ({
  name,
  plant: (stage) => stage.write(`.git/hooks/${name}`, trap(stage), 0o755),
  live,
})

const allHooks = ['post-index-change', 'reference-transaction', 'post-checkout', 'pre-commit', 'commit-msg', 'pre-push']

const elsewhere = (folder: string): Vector => ({
  name: `core.hooksPath, ${folder}`,
  plant: (stage) => {
    for (const name of allHooks) stage.write(`${folder}/${name}`, trap(stage), 0o755)
    stage.config('core.hooksPath', folder)
  },
  live: ['checkout', '-q', 'side'],
})

vectors('hooks', [
  hook('post-index-change', ({ run, write }) => {
    write('start.txt', 'one\nchanged by hand\nthree\n')
    run('git', ['add', '-A'])
  }),
  hook('reference-transaction', ['update-ref', 'refs/heads/new', 'HEAD']),
  hook('post-checkout', ['checkout', '-q', 'side']),
  hook('prepare-commit-msg', ['commit', '--allow-empty', '-m', 'x']),
  {
    name: 'fsmonitor-watchman',
    plant: (stage) => {
      stage.write('.git/hooks/fsmonitor-watchman', trap(stage), 0o755)
      stage.config('core.fsmonitor', '.git/hooks/fsmonitor-watchman')
    },
    live: ['status'],
  },
  elsewhere('.evil'),
  elsewhere('.husky/_'),
  {
    name: 'hook.x.command, which git has since 2.54',
    plant: ({ config, canary }) => {
      config('hook.x.command', canary)
      for (const event of allHooks) config('hook.x.event', event)
    },
    // An older git knows hooks as files only.
    live: null,
  },
])

const monitor = (stage: Stage) => `[core]\n\tfsmonitor = ${stage.canary}\n`

const include = (name: string, key: string): Vector => ({
  name,
  plant: (stage) => {
    stage.write('../outside.config', monitor(stage))
    stage.config(key, join(stage.home, 'outside.config'))
  },
  live: ['status'],
})

vectors('configuration from elsewhere', [
  include('include.path', 'include.path'),
  include('includeIf.gitdir', 'includeIf.gitdir:**/.git.path'),
  include('includeIf.onbranch', 'includeIf.onbranch:main.path'),
  {
    name: 'extensions.worktreeConfig',
    plant: (stage) => {
      stage.git('config', 'core.repositoryFormatVersion', '1')
      stage.config('extensions.worktreeConfig', 'true')
      stage.write('.git/config.worktree', monitor(stage))
    },
    live: ['status'],
  },
  {
    name: 'a configuration behind a link',
    plant: (stage) => {
      stage.write('../outside.config', `${stage.read('.git/config')}${monitor(stage)}`)
      stage.run('rm', [join(stage.top, '.git/config')])
      symlinkSync('../../outside.config', join(stage.top, '.git/config'))
    },
    live: ['status'],
  },
])

/** Another repository with every trap that `git status` falls into. */
const evil = (stage: Stage, folder: string, ...options: string[]): string => {
  const path = join(stage.home, folder)
  mkdirSync(path, { recursive: true })
  stage.run('git', ['init', '-q', ...options, path])
  stage.run('git', ['config', 'core.fsmonitor', stage.canary], { cwd: path })
  return path
}

vectors('work trees and folders', [
  {
    name: 'core.worktree',
    plant: ({ config, canary, home, write }) => {
      write('../other/.gitattributes', '* diff=x filter=x\n')
      write('../other/start.txt', 'elsewhere\n')
      config('core.worktree', join(home, 'other'))
      config('filter.x.clean', canary)
    },
    live: ['add', '-A'],
  },
  {
    name: 'an embedded bare repository',
    plant: (stage) => {
      const path = evil(stage, 'repository/docs', '--bare')
      // A bare repository has no work tree to look at, and so is given one.
      stage.run('git', ['config', 'core.bare', 'false'], { cwd: path })
      stage.run('git', ['config', 'core.worktree', '..'], { cwd: path })
    },
    live: ({ run, top }) => run('git', ['status'], { cwd: join(top, 'docs') }),
  },
  {
    name: 'a submodule’s folder',
    plant: (stage) => void evil(stage, 'repository/.git/modules/x', '--bare'),
    live: ({ run, top }) => run('git', ['--work-tree=.', 'status'], { cwd: join(top, '.git/modules/x') }),
  },
  {
    name: 'a folder below',
    plant: ({ config, canary, write }) => {
      write('docs/deep/text.txt', 'x\n')
      config('core.fsmonitor', canary)
    },
    call: ({ top }) => ({ cwd: join(top, 'docs/deep') }),
    live: ['status'],
  },
  {
    name: 'a .git file that leads here, from a folder of traps',
    plant: ({ write, top, config, canary }) => {
      write('../elsewhere/.git', `gitdir: ${join(top, '.git')}\n`)
      config('core.fsmonitor', canary)
    },
    call: ({ home }) => ({ cwd: join(home, 'elsewhere') }),
    live: ['status'],
  },
  {
    name: 'a linked work tree with settings of its own',
    plant: (stage) => {
      stage.git('worktree', 'add', '-q', '--detach', join(stage.home, 'linked'), 'HEAD')
      stage.git('config', 'core.repositoryFormatVersion', '1')
      stage.config('extensions.worktreeConfig', 'true')
      stage.write('.git/worktrees/linked/config.worktree', monitor(stage))
    },
    call: ({ home }) => ({ cwd: join(home, 'linked') }),
    live: ['status'],
  },
])
