import {
  claude,
  claudeCommits,
  claudeWrites,
  type Flow,
  gitWith,
  other,
  otherCommits,
  otherWrites,
  person,
  personCommits,
  signed,
  stops,
} from './flow.js'

type Bench = Parameters<Flow['run']>[0]
const recorded = { class: 'recorded', binding: 'bound', keeps: [signed] }
const stale = { ...recorded, binding: 'stale' }
const unknown = { tools: [], class: 'unknown', binding: 'unbound' } as const
const one = { ...recorded, tools: [claude], lines: [[2, 0, 0]] } as const
const both = {
  ...recorded,
  tools: [claude, other],
  lines: [
    [2, 0, 0],
    [3, 0, 0],
  ],
  prompts: [1, 1],
} as const
const two = (bench: Bench) => {
  claudeCommits(bench, 'a.txt', 'a1\na2\n')
  otherCommits(bench, 'b.txt', 'b1\nb2\nb3\n')
}
const aside = (bench: Bench) => {
  bench.git('checkout', '-qb', 'side')
  claudeCommits(bench, 'a.txt', 'a1\na2\n')
  bench.git('checkout', '-q', 'main')
  personCommits(bench, 'm.txt', 'by hand\n')
}
const squashTwo = (bench: Bench) => {
  two(bench)
  gitWith(bench, ['rebase', '-qi', 'HEAD~2'], { todo: '2s/^pick/squash/' })
}

/** Work that is taken along to another commit, with others' beside it. */
export const takeFlows: readonly Flow[] = [
  {
    name: 'cherry-pick -n, commit -m',
    leaves: [one],
    run: (bench) => {
      aside(bench)
      bench.git('cherry-pick', '-n', 'side')
      bench.git('commit', '-qsm', 'Picked')
    },
  },
  {
    name: 'cherry-pick -n, a person changes a line, commit',
    leaves: [{ ...one, binding: 'stale' }],
    run: (bench) => {
      aside(bench)
      bench.git('cherry-pick', '-n', 'side')
      bench.write('a.txt', 'a1\na2;\n')
      gitWith(bench, ['commit', '-qa'])
    },
  },
  {
    name: 'cherry-pick -n of two, commit: the message is that of the last',
    leaves: [{ ...stale, tools: [other], lines: [[3, 0, 0]] }],
    run: (bench) => {
      bench.git('checkout', '-qb', 'side')
      two(bench)
      bench.git('checkout', '-q', 'main')
      personCommits(bench, 'm.txt', 'by hand\n')
      bench.git('cherry-pick', '-n', 'side~1', 'side')
      gitWith(bench, ['commit', '-q'])
    },
  },
  {
    name: 'a revert of a revert',
    leaves: [{ ...unknown, keeps: ['This reverts commit'] }],
    run: (bench) => {
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      bench.git('revert', '--no-edit', 'HEAD')
      bench.git('revert', '--no-edit', 'HEAD')
    },
  },
  {
    name: 'rebase -i, squash, then a person amends a line of it',
    leaves: [
      {
        ...both,
        tools: [other, claude],
        lines: [
          [3, 0, 0],
          [1, 1, 0],
        ],
      },
    ],
    run: (bench) => {
      squashTwo(bench)
      bench.write('a.txt', 'a1\na2;\n')
      bench.git('commit', '-qa', '--amend', '--no-edit')
    },
  },
  {
    name: 'rebase -i, squash, then an agent amends another file into it',
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
      squashTwo(bench)
      claudeWrites(bench, 'c.txt', 'c1\n')
      bench.git('add', '-A')
      bench.git('commit', '-q', '--amend', '--no-edit')
    },
  },
  {
    name: 'cherry-pick, then an amend by a person and an agent at once',
    leaves: [{ ...stale, tools: [claude], lines: [[3, 0, 0]] }],
    run: (bench) => {
      aside(bench)
      bench.git('cherry-pick', 'side')
      bench.write('a.txt', 'a1\na2;\n')
      claudeWrites(bench, 'c.txt', 'c1\n')
      bench.git('add', '-A')
      bench.git('commit', '-q', '--amend', '--no-edit')
    },
  },
  ...(['amend:', 'reword:'] as const).map(
    (kind): Flow => ({
      name: `commit --fixup=${kind}HEAD, rebase --autosquash`,
      leaves: [
        kind === 'amend:'
          ? {
              ...both,
              lines: [
                [2, 0, 0],
                [1, 0, 0],
              ],
              keeps: ['Rewrite'],
            }
          : { ...one, keeps: ['Rewrite'] },
      ],
      run: (bench) => {
        claudeCommits(bench, 'a.txt', 'a1\na2\n')
        if (kind === 'amend:') otherWrites(bench, 'b.txt', 'b1\n')
        bench.git('add', '-A')
        gitWith(bench, ['commit', '-q', `--fixup=${kind}HEAD`], { message: 'sed -i "s/^Write/Rewrite/" "$1"' })
        gitWith(bench, ['rebase', '-qi', '--autosquash', 'HEAD~2'])
      },
    }),
  ),
  {
    name: 'rebase -i, edit and amend, then squash',
    leaves: [
      {
        ...both,
        lines: [
          [1, 1, 0],
          [3, 0, 0],
        ],
      },
    ],
    run: (bench) => {
      two(bench)
      stops(bench, ['rebase', '-qi', 'HEAD~2'], { todo: '1s/^pick/edit/;2s/^pick/squash/' })
      bench.write('a.txt', 'a1\na2;\n')
      bench.git('commit', '-qa', '--amend', '--no-edit')
      gitWith(bench, ['rebase', '--continue'])
    },
  },
  {
    name: 'rebase -r of a merge',
    leaves: [
      { ...unknown, keeps: ["Merge branch 'side'"] },
      { ...one, at: 'HEAD^2' },
    ],
    run: (bench) => {
      aside(bench)
      gitWith(bench, ['merge', '-q', '--no-ff', '--no-edit', 'side'])
      bench.git('branch', 'base', 'HEAD~2')
      bench.git('checkout', '-q', 'base')
      personCommits(bench, 'base.txt', 'by hand\n')
      bench.git('checkout', '-q', 'main')
      gitWith(bench, ['rebase', '-q', '-r', 'base'])
    },
  },
  {
    name: 'rebase --autostash over an agent’s pending lines',
    leaves: [{ ...recorded, at: 'HEAD~1', tools: [other], lines: [[3, 0, 0]] }, one],
    run: (bench) => {
      bench.git('checkout', '-qb', 'side')
      otherCommits(bench, 'b.txt', 'b1\nb2\nb3\n')
      bench.git('checkout', '-q', 'main')
      personCommits(bench, 'm.txt', 'by hand\n')
      bench.git('checkout', '-q', 'side')
      claudeWrites(bench, 'start.txt', 'one\ntwo\nthree\nx1\nx2\n')
      gitWith(bench, ['rebase', '-q', '--autostash', 'main'])
      bench.git('commit', '-qasm', 'Pending')
    },
  },
  {
    name: 'stash, a person’s commit of the same file, stash pop, commit',
    leaves: [{ tools: [person], class: 'none', binding: 'unbound', at: 'HEAD~1', keeps: [signed] }, one],
    run: (bench) => {
      claudeWrites(bench, 'start.txt', 'one\ntwo\nthree\nx1\nx2\n')
      bench.git('stash', '-q')
      personCommits(bench, 'start.txt', 'zero\none\ntwo\nthree\n')
      bench.git('stash', 'pop', '-q')
      bench.git('commit', '-qasm', 'Write start.txt')
    },
  },
  {
    name: 'cherry-pick while an agent’s lines wait',
    leaves: [
      { ...one, at: 'HEAD~1' },
      { ...recorded, tools: [claude], lines: [[1, 0, 0]] },
    ],
    run: (bench) => {
      aside(bench)
      claudeWrites(bench, 'start.txt', 'one\ntwo\nthree\nx1\n')
      bench.git('cherry-pick', 'side')
      bench.git('commit', '-qasm', 'Write start.txt')
    },
  },
  {
    name: 'filter-branch that changes an agent’s line',
    leaves: [{ ...one, binding: 'stale' }],
    run: (bench) => {
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      const filter = ['--tree-filter', 'test ! -f a.txt || sed -i s/a2/zz/ a.txt', 'HEAD~1..HEAD']
      bench.tryGit(['filter-branch', '-f', ...filter], { env: { FILTER_BRANCH_SQUELCH_WARNING: '1' } })
    },
  },
]
