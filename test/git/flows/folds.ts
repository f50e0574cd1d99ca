import { claude, claudeCommits, type Flow, other, otherCommits, personCommits, signed } from './flow.js'

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
const undo = (bench: Bench) => bench.git('reset', '-q', '--soft', 'HEAD^')

/** Work that is folded into another commit. */
export const foldFlows: readonly Flow[] = [
  {
    name: 'reset --soft, then commit --amend: folded into the commit before',
    leaves: [both],
    run: (bench) => {
      two(bench)
      undo(bench)
      bench.git('commit', '-q', '--amend', '--no-edit')
    },
  },
  {
    name: 'reset --soft, then commit --amend, into a person’s commit',
    leaves: [one],
    run: (bench) => {
      personCommits(bench, 'p.txt', 'by hand\n')
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      undo(bench)
      bench.git('commit', '-q', '--amend', '--no-edit')
    },
  },
  {
    name: 'reset --soft, a person changes a line, commit --amend',
    leaves: [
      {
        ...stale,
        tools: [claude, other],
        lines: [
          [2, 0, 0],
          [3, 0, 0],
        ],
      },
    ],
    run: (bench) => {
      two(bench)
      undo(bench)
      bench.write('b.txt', 'b1\nb2;\nb3\n')
      bench.git('commit', '-qa', '--amend', '--no-edit')
    },
  },
  {
    name: 'reset --soft, a person changes a line, commit',
    leaves: [{ ...unknown, keeps: [signed] }],
    run: (bench) => {
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      undo(bench)
      personCommits(bench, 'a.txt', 'a1\na2;\n')
    },
  },
  {
    name: 'reset --soft, another agent goes on in the same file, commit',
    leaves: [
      {
        ...stale,
        tools: [other, claude],
        lines: [
          [1, 0, 0],
          [2, 0, 0],
        ],
      },
    ],
    run: (bench) => {
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      undo(bench)
      otherCommits(bench, 'a.txt', 'a1\na2\nmore\n')
    },
  },
  {
    name: 'reset --hard, the agent writes the same file again',
    leaves: [one],
    run: (bench) => {
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      bench.git('reset', '-q', '--hard', 'HEAD^')
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
    },
  },
  {
    name: 'reset --soft, a new branch, commit',
    leaves: [one],
    run: (bench) => {
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      undo(bench)
      bench.git('checkout', '-qb', 'topic')
      bench.git('commit', '-qsm', 'Moved')
    },
  },
  {
    name: 'reset --soft, stash, a person’s commit, stash pop, commit',
    leaves: [{ ...unknown, keeps: [signed] }],
    run: (bench) => {
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      undo(bench)
      bench.git('stash', '-q')
      personCommits(bench, 'p.txt', 'by hand\n')
      bench.git('stash', 'pop', '-q', '--index')
      bench.git('commit', '-qsm', 'Later')
    },
  },
  {
    name: 'reset --soft, commit -C ORIG_HEAD',
    leaves: [one],
    run: (bench) => {
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      undo(bench)
      bench.git('commit', '-q', '-C', 'ORIG_HEAD')
    },
  },
  {
    name: 'commit -C for the very change of that commit',
    leaves: [one],
    run: (bench) => {
      aside(bench)
      bench.git('checkout', '-q', 'side', '--', 'a.txt')
      bench.git('commit', '-q', '-C', 'side')
    },
  },
  {
    name: 'commit --amend -C of another commit',
    leaves: [{ ...recorded, tools: [other], lines: [[3, 0, 0]], keeps: ['Write a.txt', signed] }],
    run: (bench) => {
      two(bench)
      bench.git('commit', '-q', '--amend', '-C', 'HEAD^')
    },
  },
  {
    name: 'merge --squash, then commit --amend, into a person’s commit',
    leaves: [one],
    run: (bench) => {
      aside(bench)
      bench.git('merge', '-q', '--squash', 'side')
      bench.git('commit', '-q', '--amend', '--no-edit')
    },
  },
]
