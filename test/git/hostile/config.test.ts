import { join } from 'node:path'
import type { Stage } from './stage.js'
import { standing, type Vector, vectors } from './vector.js'

/** A row for a key that names a program. */
const key = (name: string, live: Vector['live'], more: Readonly<Record<string, string>> = {}): Vector => ({
  name,
  plant: ({ config, canary }) => {
    for (const [other, value] of Object.entries(more)) config(other, value)
    config(name, canary)
  },
  live,
})

/** git pages only on a terminal, which script(1) gives it. */
const onTerminal =
  (command: string, input = '') =>
  (stage: Stage) =>
    stage.run('script', ['-qec', command, '/dev/null'], { env: { TERM: 'xterm' }, input })

const credentials = ({ run }: Stage) =>
  run('git', ['credential', 'fill'], {
    input: 'protocol=https\nhost=example.invalid\n\n',
    env: { GIT_TERMINAL_PROMPT: '1' },
  })

const programs: readonly Vector[] = [
  key('core.fsmonitor', ['status']),
  key('core.sshCommand', ['fetch', 'ssh://example.invalid/x']),
  key('core.gitProxy', ['fetch', 'git://example.invalid/x']),
  key('core.pager', onTerminal('git log')),
  key('pager.log', onTerminal('git log')),
  key('pager.show', onTerminal('git show')),
  key('core.editor', ['tag', '-a', 'edited']),
  key('sequence.editor', ['rebase', '-i', 'v1']),
  key('core.askPass', credentials),
  key('credential.helper', credentials),
  key('gpg.program', ['log', '--show-signature']),
  {
    ...key('gpg.program', ['log', '--format=%H'], { 'log.showSignature': 'true' }),
    name: 'log.showSignature, gpg.program',
  },
  key('gpg.ssh.program', ['log', '--show-signature'], { 'gpg.ssh.allowedSignersFile': '/dev/null' }),
  key('gpg.x509.program', ['log', '--show-signature']),
  key('gpg.ssh.defaultKeyCommand', ['commit', '-S', '--allow-empty', '-m', 'x'], { 'gpg.format': 'ssh' }),
  key('diff.external', ['diff', 'v1', 'HEAD']),
  key('trailer.x.command', ['interpret-trailers'], { 'trailer.x.key': 'AI-Tool' }),
  key('trailer.x.cmd', ['interpret-trailers', '--trailer', 'x=1'], { 'trailer.x.key': 'AI-Tool' }),
  key('tar.x.command', ['archive', '--format=x', 'HEAD']),
  key('difftool.x.cmd', ['difftool', '--no-prompt', '--tool=x', 'v1', 'HEAD']),
  key('mergetool.x.cmd', ({ run }) => {
    run('git', ['merge', 'side'])
    run('git', ['mergetool', '--no-prompt', '--tool=x'])
  }),
  {
    name: 'core.alternateRefsCommand, objects/info/alternates',
    plant: ({ home, git, config, canary, write }) => {
      git('init', '-q', join(home, 'other'))
      write('.git/objects/info/alternates', `${join(home, 'other/.git/objects')}\n`)
      config('core.alternateRefsCommand', canary)
    },
    live: ['receive-pack', '.'],
  },
  key('interactive.diffFilter', (stage) => {
    stage.write('start.txt', 'one\nchanged by hand\nthree\n')
    onTerminal('git add -p', 'q\n')(stage)
  }),
  // git takes this key from the person's own configuration only, never from a repository's (git-config(1)).
  key('uploadpack.packObjectsHook', null),
  {
    name: 'alias.rev-list and its like',
    plant: ({ config, canary }) => {
      for (const name of ['rev-list', 'rev-parse', 'cat-file', 'diff-tree', 'patch-id', 'for-each-ref', 'config'])
        config(`alias.${name}`, `!${canary}`)
    },
    // git's own commands cannot be aliased; the row guards against calling one that is not.
    live: null,
  },
]

vectors('programs that configuration names', programs)

vectors(
  'all of them',
  [{ name: 'at once', plant: (stage) => programs.forEach(({ plant }) => void plant(stage)), live: ['status'] }],
  standing,
)
