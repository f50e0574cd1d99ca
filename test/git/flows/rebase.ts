import { claude, claudeCommits, type Flow, gitWith, other, otherCommits, personCommits, signed, stops } from './flow.js'

const two = (bench: Parameters<Flow['run']>[0]) => {
  claudeCommits(bench, 'a.txt', 'a1\na2\n')
  otherCommits(bench, 'b.txt', 'b1\nb2\nb3\n')
}
const recorded = { class: 'recorded', binding: 'bound', keeps: [signed] }
const first = { ...recorded, at: 'HEAD~1', tools: [claude], lines: [[2, 0, 0]] } as const
const second = { ...recorded, tools: [other], lines: [[3, 0, 0]] } as const
const both = {
  ...recorded,
  tools: [claude, other],
  lines: [
    [2, 0, 0],
    [3, 0, 0],
  ],
  prompts: [1, 1],
} as const

/** Two agents' commits on a side branch, a person's on main to put them on. */
const diverged = (bench: Parameters<Flow['run']>[0]) => {
  bench.git('checkout', '-qb', 'side')
  two(bench)
  bench.git('checkout', '-q', 'main')
  personCommits(bench, 'main.txt', 'main\n')
  bench.git('checkout', '-q', 'side')
}

/** Rebases, merge and apply backends, and what one does in an interactive one. */
export const rebaseFlows: readonly Flow[] = [
  {
    name: 'rebase (merge backend)',
    leaves: [first, second],
    run: (bench) => {
      diverged(bench)
      gitWith(bench, ['rebase', '-q', 'main'])
    },
  },
  {
    name: 'rebase --apply',
    leaves: [first, second],
    run: (bench) => {
      diverged(bench)
      gitWith(bench, ['rebase', '-q', '--apply', 'main'])
    },
  },
  {
    name: 'pull --rebase',
    leaves: [first, second],
    run: (bench) => {
      diverged(bench)
      bench.git('branch', '-q', '--set-upstream-to=main', 'side')
      gitWith(bench, ['pull', '-q', '--rebase'])
    },
  },
  {
    name: 'rebase -i, reword',
    leaves: [{ ...first, keeps: ['Reworded', signed] }, second],
    run: (bench) => {
      two(bench)
      gitWith(bench, ['rebase', '-qi', 'HEAD~2'], {
        todo: '1s/^pick/reword/',
        message: 'sed -i "1s/.*/Reworded/" "$1"',
      })
    },
  },
  {
    name: 'rebase -i, edit: a person changes a line and amends',
    leaves: [{ ...first, lines: [[1, 1, 0]] }, second],
    run: (bench) => {
      two(bench)
      stops(bench, ['rebase', '-qi', 'HEAD~2'], { todo: '1s/^pick/edit/' })
      bench.write('a.txt', 'a1\na2;\n')
      bench.git('add', '-A')
      gitWith(bench, ['commit', '-q', '--amend', '--no-edit'])
      gitWith(bench, ['rebase', '--continue'])
    },
  },
  {
    name: 'rebase -i, edit: staged and continued',
    leaves: [{ ...first, lines: [[1, 1, 0]] }, second],
    run: (bench) => {
      two(bench)
      stops(bench, ['rebase', '-qi', 'HEAD~2'], { todo: '1s/^pick/edit/' })
      bench.write('a.txt', 'a1\na2;\n')
      bench.git('add', '-A')
      gitWith(bench, ['rebase', '--continue'])
    },
  },
  {
    name: 'rebase -i onto another base, edit: a person changes a line and amends',
    leaves: [{ ...first, lines: [[1, 1, 0]] }, second],
    run: (bench) => {
      diverged(bench)
      stops(bench, ['rebase', '-qi', 'main'], { todo: '1s/^pick/edit/' })
      bench.write('a.txt', 'a1\na2;\n')
      bench.git('add', '-A')
      gitWith(bench, ['commit', '-q', '--amend', '--no-edit'])
      gitWith(bench, ['rebase', '--continue'])
    },
  },
  {
    name: 'rebase --exec that changes a line and amends, onto another base',
    leaves: [
      { ...first, lines: [[1, 1, 0]] },
      { ...second, lines: [[2, 1, 0]] },
    ],
    run: (bench) => {
      diverged(bench)
      const amend = 'sed -i "s/2$/2;/" *.txt; git commit -qa --amend --no-edit'
      gitWith(bench, ['rebase', '-q', '--exec', amend, 'main'])
    },
  },
  {
    name: 'rebase -i, break: a person changes a line and amends',
    leaves: [{ ...first, lines: [[1, 1, 0]] }, second],
    run: (bench) => {
      diverged(bench)
      stops(bench, ['rebase', '-qi', 'main'], { todo: '1a break' })
      bench.write('a.txt', 'a1\na2;\n')
      gitWith(bench, ['commit', '-qa', '--amend', '--no-edit'])
      gitWith(bench, ['rebase', '--continue'])
    },
  },
  {
    name: 'rebase -i, squash: two tools, two models, one record',
    leaves: [both],
    run: (bench) => {
      two(bench)
      gitWith(bench, ['rebase', '-qi', 'HEAD~2'], { todo: '2s/^pick/squash/' })
    },
  },
  {
    name: 'rebase -i, fixup: the second message is dropped, its lines are not',
    leaves: [both],
    run: (bench) => {
      two(bench)
      gitWith(bench, ['rebase', '-qi', 'HEAD~2'], { todo: '2s/^pick/fixup/' })
    },
  },
  {
    name: 'rebase -i, fixup -C',
    leaves: [{ ...both, keeps: ['Write b.txt', signed] }],
    run: (bench) => {
      two(bench)
      gitWith(bench, ['rebase', '-qi', 'HEAD~2'], { todo: '2s/^pick/fixup -C/' })
    },
  },
  {
    name: 'rebase -i, squash of three by the same tool',
    leaves: [{ ...recorded, tools: [claude], lines: [[5, 0, 0]], prompts: [3], keeps: [signed, 'Write c.txt'] }],
    run: (bench) => {
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      claudeCommits(bench, 'b.txt', 'b1\n')
      claudeCommits(bench, 'c.txt', 'c1\nc2\n')
      gitWith(bench, ['rebase', '-qi', 'HEAD~3'], { todo: '2,3s/^pick/squash/' })
    },
  },
  {
    name: 'rebase -i, fixup and squash mixed, a person’s among them',
    leaves: [
      {
        ...both,
        lines: [
          [2, 0, 0],
          [3, 0, 0],
        ],
      },
    ],
    run: (bench) => {
      two(bench)
      personCommits(bench, 'p.txt', 'by hand\n')
      gitWith(bench, ['rebase', '-qi', 'HEAD~3'], { todo: '2s/^pick/fixup/;3s/^pick/squash/' })
    },
  },
  {
    name: 'rebase --autosquash of commit --fixup',
    leaves: [{ ...recorded, tools: [claude], lines: [[3, 0, 0]], prompts: [2] }],
    run: (bench) => {
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      bench.agent.prompt('one more')
      bench.agent.edit('b.txt', 'b1\n')
      bench.git('add', '-A')
      bench.git('commit', '-q', '--fixup=HEAD')
      gitWith(bench, ['rebase', '-qi', '--autosquash', 'HEAD~2'])
    },
  },
  {
    name: 'rebase -i, drop',
    leaves: [second],
    run: (bench) => {
      two(bench)
      gitWith(bench, ['rebase', '-qi', 'HEAD~2'], { todo: '1s/^pick/drop/' })
    },
  },
  {
    name: 'rebase -i, split: the whole committed anew in one part',
    leaves: [{ ...recorded, at: 'HEAD~1', tools: [claude], lines: [[2, 0, 0]], keeps: ['Part'] }, second],
    run: (bench) => {
      two(bench)
      stops(bench, ['rebase', '-qi', 'HEAD~2'], { todo: '1s/^pick/edit/' })
      bench.git('reset', '-q', 'HEAD^')
      bench.git('add', '-A')
      bench.git('commit', '-qsm', 'Part')
      gitWith(bench, ['rebase', '--continue'])
    },
  },
  {
    name: 'rebase -i, split in two: which lines are whose cannot be told',
    leaves: [
      { at: 'HEAD~2', tools: [], class: 'unknown', binding: 'unbound', keeps: ['Part one'] },
      { at: 'HEAD~1', tools: [], class: 'unknown', binding: 'unbound', keeps: ['Part two'] },
      second,
    ],
    run: (bench) => {
      bench.agent.start()
      bench.agent.edit('a.txt', 'a1\n')
      bench.agent.edit('a2.txt', 'a2\n')
      bench.git('add', '-A')
      bench.git('commit', '-qsm', 'Both')
      otherCommits(bench, 'b.txt', 'b1\nb2\nb3\n')
      stops(bench, ['rebase', '-qi', 'HEAD~2'], { todo: '1s/^pick/edit/' })
      bench.git('reset', '-q', 'HEAD^')
      bench.git('add', 'a.txt')
      bench.git('commit', '-qsm', 'Part one')
      bench.git('add', '-A')
      bench.git('commit', '-qsm', 'Part two')
      gitWith(bench, ['rebase', '--continue'])
    },
  },
  {
    name: 'an amend after a rebase',
    leaves: [{ ...second, lines: [[2, 1, 0]] }],
    run: (bench) => {
      diverged(bench)
      gitWith(bench, ['rebase', '-q', 'main'])
      bench.write('b.txt', 'b1\nb2;\nb3\n')
      bench.git('commit', '-qa', '--amend', '--no-edit')
    },
  },
]
