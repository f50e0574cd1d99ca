import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { workbench } from '../../support/workbench.js'
import { conflictFlows } from './conflicts.js'
import { copyFlows } from './copies.js'
import { type Cells, cellsOf, claude, claudeCommits, columns, type Flow, person, same, tracesOf } from './flow.js'
import { foldFlows } from './folds.js'
import { rebaseFlows } from './rebase.js'
import { takeFlows } from './takes.js'
import { undoFlows } from './undo.js'

const groups: Readonly<Record<string, readonly Flow[]>> = {
  Rebase: rebaseFlows,
  'Copied, merged, set aside': copyFlows,
  'Undone, squashed, amended, elsewhere': undoFlows,
  'Folded into another commit': foldFlows,
  'Taken along': takeFlows,
  'Conflicts and aborts': conflictFlows,
}
const rows = new Map<string, readonly Cells[]>()

/** The same flow where git runs no hooks ends the same, with the same trees and words. */
const asGitAlone = (bench: ReturnType<typeof workbench>, flow: Flow): string => {
  const alone = workbench({ ...flow.options, withoutHooks: true })
  try {
    flow.run(alone)
    return same(tracesOf(bench), tracesOf(alone), 'same')
  } finally {
    alone.remove()
  }
}

/** A person's next commit and an agent's after it say what they say with nothing before them: nothing is counted twice, nothing hangs over. */
const nextCommit = (bench: ReturnType<typeof workbench>, { next = [person] }: Flow): string => {
  bench.write('next.txt', 'by hand\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Next')
  const said = bench.trailer('AI-Tool')
  claudeCommits(bench, 'later.txt', 'l1\nl2\nl3\nl4\n')
  const later = [bench.trailer('AI-Tool'), bench.trailer('AI-Human-Edited-Ratio')]
  const wanted = [[claude], ['0.000; kept=4; edited=0; dropped=0; basis=measured; method=lines/1']]
  return same([said, ...later], [next, ...wanted], 'nothing hangs over')
}

for (const [group, flows] of Object.entries(groups)) {
  describe(group, () => {
    for (const flow of flows) {
      test(flow.name, { timeout: 60_000 }, () => {
        const bench = workbench(flow.options)
        try {
          flow.run(bench)
          const alone = asGitAlone(bench, flow)
          expect(bench.git('status', '--porcelain')).toBe('')
          const cells = flow.leaves.map((expected) => cellsOf(bench, expected))
          const next = nextCommit(bench, flow)
          rows.set(
            flow.name,
            cells.map((one) => ({ ...one, 'as git alone': alone, 'next commit': next })),
          )
          for (const one of rows.get(flow.name) ?? [])
            for (const column of columns)
              expect([column, one[column]]).toEqual([column, expect.not.stringMatching(/^WRONG/)])
        } finally {
          bench.remove()
        }
      })
    }
  })
}

const hasReftable =
  spawnSync('git', ['init', '-q', '--bare', '--ref-format=reftable', join(tmpdir(), 'reftable-try')]).status === 0

describe.skipIf(!hasReftable)('where refs are no files (reftable, git 2.45)', () => {
  const reftable = ['--ref-format=reftable']
  // The git of a client's own PATH may be too old for it.
  const own = (name: string) => !name.startsWith('a GUI client')
  for (const flow of Object.values(groups)
    .flat()
    .filter(({ name, options }) => options === undefined && own(name)))
    test(flow.name, { timeout: 60_000 }, () => {
      const bench = workbench({ gitInit: reftable })
      try {
        flow.run(bench)
        for (const expected of flow.leaves)
          for (const [column, cell] of Object.entries(cellsOf(bench, expected)))
            expect([column, cell]).toEqual([column, expect.not.stringMatching(/^WRONG/)])
        expect(nextCommit(bench, flow)).not.toMatch(/^WRONG/)
      } finally {
        bench.remove()
      }
    })
})

const row = (name: string, cells: Cells): string =>
  `| ${[name, ...columns.map((column) => cells[column])].join(' | ')} |`
const table = (flows: readonly Flow[]): string =>
  [
    `| flow | ${columns.join(' | ')} |`,
    `| --- |${columns.map(() => ' --- |').join('')}`,
    ...flows.flatMap(({ name, leaves }) =>
      (rows.get(name) ?? []).map((cells, index) =>
        row(leaves.length > 1 ? `${name} (${leaves[index]?.at ?? 'HEAD'})` : name, cells),
      ),
    ),
  ].join('\n')

const introduction = `# What git does to a record

Each row is one everyday operation, done with real git in a repository where the hooks are installed; each cell is what was then read
back, by git and by \`provenance verify\`. The table is written by \`test/git/flows/matrix.test.ts\`, which fails where it differs from this page.

- **record**: \`AI-Tool\` as \`git log --format='%(trailers:key=AI-Tool,valueonly)'\` prints it.
- **lines**: what the ratio counts, per contribution. Squash and fixup unite tools and models, and put the prompts under one root;
  lines are counted anew in what the commits became, as an amend counts them, where the clone knows who wrote them, and else summed. A sum that cannot be
  of that change, since lines that it counts were rewritten on the way, shows as \`stale\`.
- **binding**: \`bound\` where the record's patch-id is that of the commit. A record that a resolved conflict left behind is \`stale\`: it was made for another change.
  The patch-id counts three lines around what changes as well. Where somebody changed one of these, a clean rebase or cherry-pick with the hooks binds the
  record anew, if it was bound and the same lines are added and taken away. Where no hook runs (a forge's buttons for rebase, cherry-pick or squash,
  \`rebase --apply\`, \`am\`) it stays \`stale\`, nobody being at fault: bring a branch up to date in a clone before such a button is pressed.
- **message**: what a person, git or another program wrote in it, trailers of theirs as well, still stands.
- **as git alone**: the same commands in a repository without the hooks end with the same exit codes, trees, authors and words.
- **next commit**: a person's commit after it says that no agent was seen, and an agent's after that counts its own lines only.

Where it cannot be told what an agent has in a commit, no record is written: \`unknown\`, never \`none\`. Where a record would say too
much or too little, it keeps the change that it was counted for, and \`verify\` shows it as \`stale\`; counted beside what a revert, or a
merge that was undone, brings, of which nothing is known, it is of no change (\`AI-Change: patch-id:000…\`). Beside a commit without a record, squashed or fixed
up, a record tells of the others alone: \`verify --pull-request\` and \`provenance squash-message\` name it.

A commit's \`none\` is said of its own change. A pick or rebase takes it along, but not where a conflict was settled, by hand or by \`-X\`, with lines
that the commit only found in its parent. \`rebase --apply\`, \`am\` and merge drivers (\`merge=union\`) ask no hook of ours, or settle unseen: there it stays. A
client that does not say whether it amends (JGit, git gui) gets \`none\` where HEAD holds nothing of an agent's either.
`

const cellCount = () => [...rows.values()].flat().length * columns.length

afterAll(() => {
  expect(cellCount()).toBeGreaterThanOrEqual(60)
})

test('the page in docs says what was seen', async () => {
  const sections = Object.entries(groups).map(([group, flows]) => `## ${group}\n\n${table(flows)}\n`)
  await expect([introduction, ...sections].join('\n')).toMatchFileSnapshot('../../../docs/git-flows.md')
})
