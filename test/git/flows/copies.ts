import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  claude,
  claudeCommits,
  claudeWrites,
  type Flow,
  gitWith,
  other,
  otherCommits,
  person,
  personCommits,
  signed,
  stops,
} from './flow.js'

const recorded = { class: 'recorded', binding: 'bound', keeps: [signed] }
const copied = { ...recorded, tools: [claude], lines: [[2, 0, 0]] } as const
type Bench = Parameters<Flow['run']>[0]

/** An agent's commit on a side branch, then back on main, where a person went on. */
const aside = (bench: Bench) => {
  bench.git('checkout', '-qb', 'side')
  claudeCommits(bench, 'a.txt', 'a1\na2\n')
  bench.git('checkout', '-q', 'main')
  personCommits(bench, 'main.txt', 'main\n')
}

/** An agent's commit on a side branch, then on main, where a person changed a line near by. */
const beside = (bench: Bench) => {
  bench.git('checkout', '-qb', 'side')
  claudeCommits(bench, 'start.txt', 'one\ntwo\nthree\na1\na2\n')
  bench.git('checkout', '-q', 'main')
  personCommits(bench, 'start.txt', 'uno\ntwo\nthree\n')
}

/** Records that go with a message to another place, and those that must not. */
export const copyFlows: readonly Flow[] = [
  {
    name: 'cherry-pick',
    leaves: [copied],
    run: (bench) => {
      aside(bench)
      bench.git('cherry-pick', 'side')
    },
  },
  {
    name: 'cherry-pick -x',
    leaves: [{ ...copied, keeps: [signed, '(cherry picked from commit'] }],
    run: (bench) => {
      aside(bench)
      bench.git('cherry-pick', '-x', 'side')
    },
  },
  {
    name: 'cherry-pick beside a line that somebody changed: bound to the change as it is there',
    leaves: [copied],
    run: (bench) => {
      beside(bench)
      bench.git('cherry-pick', 'side')
    },
  },
  {
    name: 'rebase beside a line that somebody changed: bound to the change as it is there',
    leaves: [copied],
    run: (bench) => {
      beside(bench)
      bench.git('rebase', '-q', 'main', 'side')
    },
  },
  {
    name: 'rebase --apply beside a line that somebody changed: no hook runs, the record is left behind',
    leaves: [{ ...copied, binding: 'stale' }],
    run: (bench) => {
      beside(bench)
      bench.git('rebase', '-q', '--apply', 'main', 'side')
    },
  },
  {
    name: 'am -3 beside a line that somebody changed: no hook runs, the record is left behind',
    leaves: [{ ...copied, binding: 'stale' }],
    run: (bench) => {
      beside(bench)
      bench.git('format-patch', '-q', '-1', 'side', '-o', join(bench.home, 'mails'))
      bench.tryGit(['am', '-q', '-3', join(bench.home, 'mails', '0001-Write-start.txt.patch')])
    },
  },
  {
    name: 'cherry-pick -e, a person rewords',
    leaves: [{ ...copied, keeps: ['Reworded', signed] }],
    run: (bench) => {
      aside(bench)
      gitWith(bench, ['cherry-pick', '-e', 'side'], { message: 'sed -i "1s/.*/Reworded/" "$1"' })
    },
  },
  {
    name: 'cherry-pick of several',
    leaves: [
      { ...copied, at: 'HEAD~1' },
      { ...recorded, tools: [other], lines: [[1, 0, 0]] },
    ],
    run: (bench) => {
      bench.git('checkout', '-qb', 'side')
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      otherCommits(bench, 'b.txt', 'b1\n')
      bench.git('checkout', '-q', 'main')
      personCommits(bench, 'main.txt', 'main\n')
      bench.git('cherry-pick', 'side~1', 'side')
    },
  },
  {
    name: 'cherry-pick with a conflict that a person resolves: the record is left behind',
    leaves: [{ ...copied, binding: 'stale' }],
    run: (bench) => {
      bench.git('checkout', '-qb', 'side')
      claudeCommits(bench, 'start.txt', 'one\ntwo\nthree\na1\na2\n')
      bench.git('checkout', '-q', 'main')
      personCommits(bench, 'start.txt', 'one\ntwo\nthree\nby hand\n')
      stops(bench, ['cherry-pick', 'side'])
      bench.write('start.txt', 'one\ntwo\nthree\nby hand\na1\n')
      bench.git('add', '-A')
      gitWith(bench, ['cherry-pick', '--continue'])
    },
  },
  {
    name: 'cherry-pick conflict, finished with git commit',
    leaves: [{ ...copied, binding: 'stale' }],
    run: (bench) => {
      bench.git('checkout', '-qb', 'side')
      claudeCommits(bench, 'start.txt', 'one\ntwo\nthree\na1\na2\n')
      bench.git('checkout', '-q', 'main')
      personCommits(bench, 'start.txt', 'one\ntwo\nthree\nby hand\n')
      stops(bench, ['cherry-pick', 'side'])
      bench.write('start.txt', 'one\ntwo\nthree\nby hand\na1\n')
      bench.git('add', '-A')
      gitWith(bench, ['commit', '-q'])
    },
  },
  {
    name: 'cherry-pick -n, then commit -m',
    leaves: [{ ...copied, keeps: ['Mine', signed] }],
    run: (bench) => {
      aside(bench)
      bench.git('cherry-pick', '-n', 'side')
      bench.git('commit', '-qsm', 'Mine')
    },
  },
  {
    name: 'cherry-pick -n, a person’s change with it: which lines are whose cannot be told',
    leaves: [{ tools: [], class: 'unknown', binding: 'unbound', keeps: ['Mine', signed] }],
    run: (bench) => {
      aside(bench)
      bench.git('cherry-pick', '-n', 'side')
      bench.write('a.txt', 'a1\na2\nby hand\n')
      bench.git('commit', '-qasm', 'Mine')
    },
  },
  {
    name: 'revert: the lines that come back may be anybody’s',
    leaves: [
      { tools: [], class: 'unknown', binding: 'unbound', keeps: ['Revert "Write a.txt"', 'This reverts commit'] },
    ],
    run: (bench) => {
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      bench.git('revert', '--no-edit', 'HEAD')
    },
  },
  {
    name: 'revert, worded in an editor',
    leaves: [{ tools: [], class: 'unknown', binding: 'unbound', keeps: ['Taken back', 'This reverts commit'] }],
    run: (bench) => {
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      gitWith(bench, ['revert', '-e', 'HEAD'], { message: 'sed -i "1s/.*/Taken back/" "$1"' })
    },
  },
  {
    name: 'am',
    leaves: [copied],
    run: (bench) => {
      aside(bench)
      bench.git('format-patch', '-q', '-1', 'side', '-o', bench.home)
      bench.git('am', '-q', join(bench.home, '0001-Write-a.txt.patch'))
    },
  },
  {
    name: 'filter-branch',
    leaves: [{ ...copied, keeps: [signed, 'Filtered'] }],
    run: (bench) => {
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      const { status } = bench.tryGit(
        ['filter-branch', '-f', '--msg-filter', "sed 's/^Write/Filtered: write/'", 'HEAD~1..HEAD'],
        { env: { FILTER_BRANCH_SQUELCH_WARNING: '1' } },
      )
      if (status !== 0) throw new Error('filter-branch failed')
    },
  },
  {
    name: 'commit -C of an agent’s commit, for a person’s own work',
    leaves: [{ tools: [person], class: 'none', binding: 'unbound', keeps: ['Write a.txt', signed] }],
    run: (bench) => {
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      bench.write('p.txt', 'by hand\n')
      bench.git('add', '-A')
      bench.git('commit', '-q', '-C', 'HEAD')
    },
  },
  {
    name: 'commit -c, with an agent’s new work',
    leaves: [{ ...recorded, tools: [other], lines: [[1, 0, 0]], keeps: ['Again', signed] }],
    run: (bench) => {
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      otherCommits(bench, 'b.txt', 'b0\n')
      bench.git('reset', '-q', '--hard', 'HEAD~1')
      personCommits(bench, 'x.txt', 'x\n')
      const base = {
        v: 1,
        agent: { name: 'my-agent', version: '3.1.0' },
        model: 'gpt-5.4',
        session: 's3',
        cwd: bench.top,
      }
      const tell = (kind: string) =>
        bench.provenance(['record', '--agent', 'generic'], {
          input: JSON.stringify({ ...base, kind, toolUseId: 't', files: [{ path: 'n.txt' }] }),
        })
      tell('pre_edit')
      bench.write('n.txt', 'n1\n')
      tell('post_edit')
      bench.git('add', '-A')
      gitWith(bench, ['commit', '-q', '-c', 'HEAD~1'], { message: 'sed -i "1s/.*/Again/" "$1"' })
    },
  },
  {
    name: 'a merge, clean',
    leaves: [
      { tools: [], class: 'unknown', binding: 'unbound', keeps: ["Merge branch 'side'"] },
      { ...copied, at: 'HEAD^2' },
    ],
    run: (bench) => {
      aside(bench)
      gitWith(bench, ['merge', '-q', '--no-ff', '--no-edit', 'side'])
    },
  },
  {
    name: 'notes and tags beside a commit',
    leaves: [copied],
    run: (bench) => {
      claudeCommits(bench, 'a.txt', 'a1\na2\n')
      bench.git('notes', 'add', '-m', 'looked at')
      bench.git('tag', '-am', 'v1', 'v1')
    },
  },
  {
    name: 'stash and pop between an edit and its commit',
    leaves: [copied],
    run: (bench) => {
      claudeWrites(bench, 'a.txt', 'a1\na2\n')
      bench.git('add', '-A')
      bench.git('stash', '-q')
      personCommits(bench, 'p.txt', 'urgent\n')
      bench.git('stash', 'pop', '-q')
      bench.git('add', '-A')
      bench.git('commit', '-qsm', 'Write a.txt')
    },
  },
  {
    name: 'a branch switched with uncommitted lines',
    leaves: [copied],
    run: (bench) => {
      claudeWrites(bench, 'a.txt', 'a1\na2\n')
      bench.git('checkout', '-qb', 'elsewhere')
      bench.write('p.txt', 'urgent\n')
      bench.git('add', 'p.txt')
      bench.git('commit', '-qsm', 'Urgent')
      bench.git('checkout', '-q', 'main')
      bench.git('add', '-A')
      bench.git('commit', '-qsm', 'Write a.txt')
    },
  },
  {
    name: 'a patch applied with git apply',
    leaves: [{ tools: [person], class: 'none', binding: 'unbound', keeps: [signed] }],
    run: (bench) => {
      aside(bench)
      writeFileSync(join(bench.home, 'p.patch'), bench.git('diff', 'side~1', 'side'))
      bench.git('apply', '--index', join(bench.home, 'p.patch'))
      bench.git('commit', '-qsm', 'Apply')
    },
  },
]
