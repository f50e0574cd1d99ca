import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const text = 'zebra jumping over quiet kingdoms\nvolcano mixture hides by lakes\n'
const both = '0.000; kept=2; edited=0; dropped=0; basis=measured; method=lines/1'
const ratio = (bench: Workbench) => bench.trailer('AI-Human-Edited-Ratio')[0] ?? bench.trailer('AI-Tool')[0]

/** A person's commit of another file, which leaves the agent's work where it is. */
const other = (bench: Workbench, line = 'p') => {
  bench.write('start.txt', `${bench.read('start.txt')}${line}\n`)
  bench.git('commit', '-qm', 'Other', 'start.txt')
  return bench.trailer('AI-Tool')[0]
}
const all = (bench: Workbench) => {
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'All')
  return ratio(bench)
}

describe('a new file of the agent’s that went to another place before any commit waits there', () => {
  const moves = {
    'renamed by a person': (bench) => renameSync(join(bench.top, 'new/n.txt'), join(bench.top, 'm.txt')),
    'renamed by the agent': (bench) => void bench.agent.shell('mv new/n.txt new/m.txt'),
    'staged, and renamed by git': (bench) => {
      bench.git('add', '-A')
      bench.git('mv', 'new/n.txt', 'm.txt')
    },
    'its folder renamed': (bench) => renameSync(join(bench.top, 'new'), join(bench.top, 'newer')),
  } satisfies Record<string, (bench: Workbench) => void>
  for (const [how, move] of Object.entries(moves))
    test(how, ({ bench }) => {
      bench.agent.edit('new/n.txt', text)
      move(bench)
      expect(other(bench)).toBe('none; basis=observed')
      expect(all(bench)).toBe(both)
    })

  test('and one that was removed is no other that a person made', ({ bench }) => {
    bench.agent.edit('n.txt', text)
    bench.run('rm', ['n.txt'])
    bench.write('m.txt', 'a person’s own\nlines\n')
    expect([other(bench), all(bench)]).toEqual(['none; basis=observed', 'none; basis=observed'])
  })
})

describe('work that waits still does after the amend of a commit that knows nothing of it', () => {
  const amends = {
    'made where no hook ran': (bench) => {
      bench.write('start.txt', 'q\n')
      bench.tryGit(['commit', '-qam', 'Unseen'], { env: { PROVENANCE: '0' } })
    },
    'picked from another branch': (bench) => {
      bench.git('checkout', '-q', 'before')
      bench.git('cherry-pick', 'main')
    },
    'older than the last one': (bench) => bench.git('checkout', '-q', '-b', 'side', 'HEAD~1'),
  } satisfies Record<string, (bench: Workbench) => void>
  for (const [which, go] of Object.entries(amends))
    test(which, ({ bench }) => {
      bench.git('branch', 'before')
      bench.write('k.txt', 'k\n')
      bench.git('add', '-A')
      bench.git('commit', '-qm', 'Known')
      bench.agent.edit('n.txt', text)
      other(bench)
      go(bench)
      bench.git('commit', '-q', '--amend', '-m', 'Reworded')
      expect(all(bench)).toBe(both)
    })

  const first = 'alpha the first line of it\nbeta the second line of it\n'
  const half = (bench: Workbench) => {
    bench.agent.start()
    bench.agent.prompt('begin')
    bench.agent.edit('n.txt', first)
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Known')
    bench.agent.prompt('go on')
    bench.agent.edit('n.txt', first + text)
    other(bench)
    bench.git('checkout', '-q', '-b', 'side', 'HEAD~1')
  }
  const prompts = (bench: Workbench) => /prompts=(\d+)/.exec(bench.trailer('AI-Prompt-Hash')[0] ?? '')?.[1] ?? '1'

  test('in a file of which the amended commit has a part, reworded', ({ bench }) => {
    half(bench)
    bench.git('commit', '-q', '--amend', '-m', 'Reworded')
    expect([ratio(bench), prompts(bench)]).toEqual([both, '1'])
    expect(all(bench)).toBe(both)
  })

  test('in a file of which the amended commit has a part, and takes the rest: its prompts come with it', ({
    bench,
  }) => {
    half(bench)
    bench.git('commit', '-qa', '--amend', '-m', 'Whole')
    expect([ratio(bench), prompts(bench)]).toEqual([both.replace('kept=2', 'kept=4'), '2'])
  })
})

test('an agent’s lines in the amend of a person’s commit stand in place of what the hooks had seen, and nobody is told off', ({
  bench,
}) => {
  expect(other(bench)).toBe('none; basis=observed')
  bench.agent.edit('n.txt', text)
  bench.git('add', '-A')
  expect(bench.tryGit(['commit', '-q', '--amend', '--no-edit']).stderr).toBe('')
  expect([bench.trailer('AI-Tool'), ratio(bench)]).toEqual([[expect.stringContaining('claude-code')], both])
})
