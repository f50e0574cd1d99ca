import { join } from 'node:path'
import {
  claude,
  claudeCommits,
  type Flow,
  gitWith,
  other,
  otherCommits,
  otherWrites,
  personCommits,
  signed,
  stops,
} from './flow.js'

type Bench = Parameters<Flow['run']>[0]
const recorded = { class: 'recorded', binding: 'bound', keeps: [signed] }
const stale = { ...recorded, binding: 'stale' }
const both = {
  ...stale,
  tools: [claude, other],
  lines: [
    [2, 0, 0],
    [3, 0, 0],
  ],
} as const
const agents = 'one\ntwo\nthree\na1\na2\n'

/** Two agents' commits on a side branch; a person changed on main what the first of them changes. */
const crossed = (bench: Bench, order: 'first' | 'last' = 'first') => {
  bench.git('checkout', '-qb', 'side')
  if (order === 'first') claudeCommits(bench, 'start.txt', agents)
  otherCommits(bench, 'b.txt', 'b1\nb2\nb3\n')
  if (order === 'last') claudeCommits(bench, 'start.txt', agents)
  bench.git('checkout', '-q', 'main')
  personCommits(bench, 'start.txt', 'one\ntwo\nthree\nby hand\n')
  bench.git('checkout', '-q', 'side')
}
const resolve = (bench: Bench) => {
  bench.write('start.txt', 'one\ntwo\nthree\nby hand\na1\n')
  bench.git('add', '-A')
}

/** Conflicts: what a person's or an agent's hands make of a change is not what was counted. */
export const conflictFlows: readonly Flow[] = [
  {
    name: 'rebase with a conflict that a person resolves: the record is left behind',
    leaves: [{ tools: [claude], lines: [[2, 0, 0]], class: 'recorded', binding: 'stale', keeps: [signed] }],
    run: (bench) => {
      bench.git('checkout', '-qb', 'side')
      claudeCommits(bench, 'start.txt', 'one\ntwo\nthree\na1\na2\n')
      bench.git('checkout', '-q', 'main')
      personCommits(bench, 'start.txt', 'one\ntwo\nthree\nby hand\n')
      bench.git('checkout', '-q', 'side')
      stops(bench, ['rebase', '-q', 'main'])
      bench.write('start.txt', 'one\ntwo\nthree\nby hand\na1\n')
      bench.git('add', '-A')
      gitWith(bench, ['rebase', '--continue'])
    },
  },
  {
    name: 'rebase with a conflict that another agent resolves',
    leaves: [
      {
        ...both,
        binding: 'bound',
        prompts: [1, 1],
        tools: [other, claude],
        lines: [
          [1, 0, 0],
          [2, 0, 0],
        ],
      },
    ],
    run: (bench) => {
      bench.git('checkout', '-qb', 'side')
      claudeCommits(bench, 'start.txt', 'one\ntwo\nthree\na1\na2\n')
      bench.git('checkout', '-q', 'main')
      personCommits(bench, 'start.txt', 'one\ntwo\nthree\nby hand\n')
      bench.git('checkout', '-q', 'side')
      stops(bench, ['rebase', '-q', 'main'])
      bench.write('start.txt', 'one\ntwo\nthree\nby hand\na1\na2\n')
      otherWrites(bench, 'start.txt', 'one\ntwo\nthree\nby hand\na1\na2\nmerged by an agent\n')
      bench.git('add', '-A')
      gitWith(bench, ['rebase', '--continue'])
    },
  },
  {
    name: 'rebase -i, fixup into a commit whose conflict a person resolved',
    leaves: [both],
    run: (bench) => {
      crossed(bench)
      stops(bench, ['rebase', '-qi', 'main'], { todo: '2s/^pick/fixup/' })
      resolve(bench)
      gitWith(bench, ['rebase', '--continue'])
    },
  },
  ...(['squash', 'fixup'] as const).map(
    (command): Flow => ({
      name: `rebase -i, ${command} with a conflict that a person resolves`,
      leaves: [
        {
          ...both,
          tools: [other, claude],
          lines: [
            [3, 0, 0],
            [2, 0, 0],
          ],
        },
      ],
      run: (bench) => {
        crossed(bench, 'last')
        stops(bench, ['rebase', '-qi', 'main'], { todo: `2s/^pick/${command}/` })
        resolve(bench)
        gitWith(bench, ['rebase', '--continue'])
      },
    }),
  ),
  {
    name: 'rebase --apply with a conflict that a person resolves',
    leaves: [
      { ...stale, at: 'HEAD~1', tools: [claude], lines: [[2, 0, 0]] },
      { ...recorded, tools: [other], lines: [[3, 0, 0]] },
    ],
    run: (bench) => {
      crossed(bench)
      stops(bench, ['rebase', '-q', '--apply', 'main'])
      resolve(bench)
      gitWith(bench, ['rebase', '--continue'])
    },
  },
  {
    name: 'am -3 with a conflict that a person resolves',
    leaves: [{ ...stale, tools: [claude], lines: [[2, 0, 0]] }],
    run: (bench) => {
      crossed(bench)
      bench.git('format-patch', '-q', '-1', 'side~1', '-o', bench.home)
      bench.git('checkout', '-q', 'main')
      stops(bench, ['am', '-q', '-3', join(bench.home, '0001-Write-start.txt.patch')])
      resolve(bench)
      bench.git('am', '--continue')
    },
  },
  {
    name: 'a merge with a conflict that a person resolves',
    leaves: [{ tools: [], class: 'unknown', binding: 'unbound', keeps: ["Merge branch 'main'"] }],
    run: (bench) => {
      crossed(bench)
      stops(bench, ['merge', '-q', 'main'])
      resolve(bench)
      gitWith(bench, ['commit', '-q', '--no-edit'])
    },
  },
  {
    name: 'cherry-pick --abort, then a person’s own work',
    leaves: [{ tools: ['none; basis=observed'], class: 'none', binding: 'unbound', keeps: [signed] }],
    run: (bench) => {
      crossed(bench)
      bench.git('checkout', '-q', 'main')
      stops(bench, ['cherry-pick', 'side~1'])
      bench.git('cherry-pick', '--abort')
      personCommits(bench, 'z.txt', 'by hand\n')
    },
  },
  {
    name: 'rebase --abort after an amend in it, then an amend',
    leaves: [{ ...recorded, tools: [other], lines: [[2, 1, 0]] }],
    run: (bench) => {
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      otherCommits(bench, 'b.txt', 'b1\nb2\nb3\n')
      stops(bench, ['rebase', '-qi', 'HEAD~2'], { todo: '1s/^pick/edit/' })
      bench.write('a.txt', 'a1\nzz\n')
      bench.git('commit', '-qa', '--amend', '--no-edit')
      bench.git('rebase', '--abort')
      bench.write('b.txt', 'b1\nb2;\nb3\n')
      bench.git('commit', '-qa', '--amend', '--no-edit')
    },
  },
]
