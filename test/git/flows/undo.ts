import {
  claude,
  claudeCommits,
  claudeWrites,
  commit,
  type Flow,
  gitWith,
  other,
  otherCommits,
  person,
  personCommits,
  signed,
} from './flow.js'

type Bench = Parameters<Flow['run']>[0]
const recorded = { class: 'recorded', binding: 'bound', keeps: [signed] }
const both = {
  ...recorded,
  tools: [claude, other],
  lines: [
    [2, 0, 0],
    [3, 0, 0],
  ],
  prompts: [1, 1],
} as const
const one = { ...recorded, tools: [claude], lines: [[2, 0, 0]] } as const

const two = (bench: Bench) => {
  claudeCommits(bench, 'a.txt', 'a1\na2\n')
  otherCommits(bench, 'b.txt', 'b1\nb2\nb3\n')
}
const side = (bench: Bench) => {
  bench.git('checkout', '-qb', 'side')
  two(bench)
  bench.git('checkout', '-q', 'main')
}

/** Commits undone and made anew, squashed by a merge, amended; and places where a commit is made. */
export const undoFlows: readonly Flow[] = [
  {
    name: 'merge --squash, committed with its message',
    leaves: [both],
    run: (bench) => {
      side(bench)
      bench.git('merge', '-q', '--squash', 'side')
      gitWith(bench, ['commit', '-qs', '--no-edit'])
    },
  },
  {
    name: 'merge --squash, commit -m',
    leaves: [{ ...both, keeps: ['Squashed', signed] }],
    run: (bench) => {
      side(bench)
      bench.git('merge', '-q', '--squash', 'side')
      bench.git('commit', '-qsm', 'Squashed')
    },
  },
  {
    name: 'merge --squash, with an agent’s further work',
    leaves: [
      {
        ...both,
        lines: [
          [3, 0, 0],
          [3, 0, 0],
        ],
        prompts: [2, 1],
      },
    ],
    run: (bench) => {
      side(bench)
      bench.git('merge', '-q', '--squash', 'side')
      claudeWrites(bench, 'c.txt', 'c1\n')
      commit(bench, 'Squashed')
    },
  },
  {
    name: 'merge --squash, then an amend of the message',
    leaves: [{ ...both, keeps: ['Reworded'] }],
    run: (bench) => {
      side(bench)
      bench.git('merge', '-q', '--squash', 'side')
      bench.git('commit', '-qsm', 'Squashed')
      bench.git('commit', '-q', '--amend', '-m', 'Reworded')
    },
  },
  {
    name: 'merge --squash, then an amend that changes its lines: what was counted was another change',
    leaves: [{ ...both, binding: 'stale' }],
    run: (bench) => {
      side(bench)
      bench.git('merge', '-q', '--squash', 'side')
      bench.git('commit', '-qsm', 'Squashed')
      bench.write('a.txt', 'a1\nby hand\n')
      bench.git('commit', '-qa', '--amend', '--no-edit')
    },
  },
  {
    name: 'reset --soft over two commits, then commit',
    leaves: [both],
    run: (bench) => {
      two(bench)
      bench.git('reset', '-q', '--soft', 'HEAD~2')
      bench.git('commit', '-qsm', 'As one')
    },
  },
  {
    name: 'reset (mixed), add, commit',
    leaves: [both],
    run: (bench) => {
      two(bench)
      bench.git('reset', '-q', 'HEAD~2')
      commit(bench, 'As one')
    },
  },
  {
    name: 'reset --soft, part of it committed: which lines are whose cannot be told',
    leaves: [{ tools: [], class: 'unknown', binding: 'unbound', keeps: [signed] }],
    run: (bench) => {
      two(bench)
      bench.git('reset', '-q', '--soft', 'HEAD~2')
      bench.git('reset', '-q', '--', 'b.txt')
      bench.git('commit', '-qsm', 'Part')
      bench.run('rm', ['b.txt'])
    },
    next: [person],
  },
  {
    name: 'reset --hard, then a person’s own work',
    leaves: [{ tools: [person], class: 'none', binding: 'unbound', keeps: [signed] }],
    run: (bench) => {
      two(bench)
      bench.git('reset', '-q', '--hard', 'HEAD~2')
      personCommits(bench, 'p.txt', 'by hand\n')
    },
  },
  {
    name: 'commit --amend --reset-author',
    leaves: [one],
    run: (bench) => {
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      bench.git('commit', '-q', '--amend', '--reset-author', '--no-edit')
    },
  },
  {
    name: 'commit --amend in an editor',
    leaves: [{ ...one, keeps: ['Reworded', signed] }],
    run: (bench) => {
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      gitWith(bench, ['commit', '-q', '--amend'], { message: 'sed -i "1s/.*/Reworded/" "$1"' })
    },
  },
  {
    name: 'on a detached HEAD',
    leaves: [one],
    run: (bench) => {
      bench.git('checkout', '-q', '--detach')
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
    },
  },
  {
    name: 'the first commit of an orphan branch',
    leaves: [one],
    run: (bench) => {
      bench.git('checkout', '-q', '--orphan', 'fresh')
      bench.git('rm', '-qrf', '.')
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
    },
  },
  {
    name: 'in a SHA-256 repository',
    options: { gitInit: ['--object-format=sha256'] },
    leaves: [one],
    run: (bench) => claudeCommits(bench, 'a.txt', 'a1\na2\n'),
  },
  {
    name: 'squash in a SHA-256 repository',
    options: { gitInit: ['--object-format=sha256'] },
    leaves: [both],
    run: (bench) => {
      two(bench)
      gitWith(bench, ['rebase', '-qi', 'HEAD~2'], { todo: '2s/^pick/squash/' })
    },
  },
  {
    name: 'core.commentChar=;',
    leaves: [{ ...one, keeps: ['Typed', '# a heading', signed] }],
    run: (bench) => {
      bench.git('config', 'core.commentChar', ';')
      claudeWrites(bench, 'a.txt', 'a1\na2\n')
      bench.git('add', '-A')
      gitWith(bench, ['commit', '-qs'], {
        message: '{ printf "Typed\\n\\n# a heading\\n"; cat "$1"; } >"$1.n" && mv "$1.n" "$1"',
      })
    },
  },
  {
    name: 'core.commentChar=auto',
    leaves: [{ ...one, keeps: ['Typed', signed] }],
    run: (bench) => {
      bench.git('config', 'core.commentChar', 'auto')
      claudeWrites(bench, 'a.txt', 'a1\na2\n')
      bench.git('add', '-A')
      gitWith(bench, ['commit', '-qs'], { message: '{ printf "Typed\\n"; cat "$1"; } >"$1.n" && mv "$1.n" "$1"' })
    },
  },
  {
    name: 'i18n.commitEncoding=ISO-8859-1',
    leaves: [{ ...one, keeps: ['Übersicht', signed] }],
    run: (bench) => {
      bench.git('config', 'i18n.commitEncoding', 'ISO-8859-1')
      bench.git('config', 'i18n.logOutputEncoding', 'UTF-8')
      claudeWrites(bench, 'a.txt', 'a1\na2\n')
      bench.git('add', '-A')
      const file = `${bench.home}/message`
      bench.run('sh', ['-c', `printf '\\334bersicht\\n' >'${file}'`])
      bench.git('commit', '-qs', '-F', file)
    },
  },
  {
    name: 'core.hooksPath set',
    options: { init: false },
    leaves: [one],
    run: (bench) => {
      bench.git('config', 'core.hooksPath', '.git/own-hooks')
      bench.provenance(['init', '--yes'])
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
    },
  },
  {
    name: 'a GUI client’s PATH, without node',
    leaves: [one],
    run: (bench) => {
      claudeWrites(bench, 'a.txt', 'a1\na2\n')
      bench.git('add', '-A')
      const { status, stderr } = bench.tryGit(['commit', '-qsm', 'Write a.txt'], { env: { PATH: '/usr/bin:/bin' } })
      if (status !== 0 || stderr !== '') throw new Error(stderr)
    },
  },
]
