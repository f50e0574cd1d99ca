import { cpSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { agentText, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const none = ['none; basis=observed']
const text = 'the first line of the agent’s\nthe second line of the agent’s\n'

const linkedIn = ({ home }: Workbench): string => join(home, 'linked')
const inLinked = (bench: Workbench, ...words: readonly string[]) =>
  expect(bench.tryGit(words, { cwd: linkedIn(bench) }).status).toBe(0)

/** A linked work tree in which an agent has just written a file. */
const agentElsewhere = (bench: Workbench): void => {
  bench.git('worktree', 'add', '-q', '-b', 'side', linkedIn(bench))
  bench.agent.start()
  bench.agent.edit('new.txt', text, { top: linkedIn(bench) })
}

const commitsOwn = (bench: Workbench, path: string): readonly string[] => {
  bench.write(path, `a person wrote ${path}\n`)
  bench.git('add', path)
  bench.git('commit', '-qm', path)
  return bench.trailer('AI-Tool')
}

const trees = (bench: Workbench): string => join(bench.top, '.git', 'provenance', 'trees')
const age = (bench: Workbench, time: string) =>
  bench.run('sh', ['-c', `find .git/provenance/trees -exec touch -d '${time}' {} +`])

describe('what an agent wrote in a work tree that is gone withholds that none was seen', () => {
  test('stashed there and popped here, which no other commit pays for', ({ bench }) => {
    agentElsewhere(bench)
    inLinked(bench, 'stash', '-q', '-u')
    expect(statSync(join(bench.top, '.git/worktrees/linked/provenance')).mode & 0o777).toBe(0o700)
    bench.git('worktree', 'remove', linkedIn(bench))
    expect(commitsOwn(bench, 'own.txt')).toEqual(none)
    bench.git('stash', 'pop', '-q')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Popped')
    expect(bench.trailer('AI-Tool')).toEqual([])
    expect(commitsOwn(bench, 'other.txt')).toEqual(none)
    age(bench, '15 days ago')
    bench.agent.start()
    expect(commitsOwn(bench, 'last.txt')).toEqual(none)
    expect(readdirSync(trees(bench))).toEqual([])
  })

  test('copied here before it was deleted, of which git was not told', ({ bench }) => {
    agentElsewhere(bench)
    cpSync(join(linkedIn(bench), 'new.txt'), join(bench.top, 'new.txt'))
    rmSync(linkedIn(bench), { recursive: true })
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Copied')
    expect(bench.trailer('AI-Tool')).toEqual([])
  })

  test('left over by a commit there', ({ bench }) => {
    agentElsewhere(bench)
    bench.agent.edit('start.txt', agentText, { top: linkedIn(bench) })
    inLinked(bench, 'commit', '-qam', 'A part of it')
    expect(bench.trailer('AI-Tool', 'side')).toEqual(['claude-code/2.1.329'])
    cpSync(join(linkedIn(bench), 'new.txt'), join(bench.top, 'new.txt'))
    bench.git('worktree', 'remove', '--force', linkedIn(bench))
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Copied')
    expect(bench.trailer('AI-Tool')).toEqual([])
  })
})

test('a work tree whose lines are all committed leaves nothing behind, and one of its name begins anew', ({
  bench,
}) => {
  agentElsewhere(bench)
  inLinked(bench, 'add', '-A')
  inLinked(bench, 'commit', '-qm', 'All of it')
  bench.git('worktree', 'remove', linkedIn(bench))
  bench.git('merge', '-q', 'side')
  bench.git('worktree', 'add', '-q', '-b', 'again', linkedIn(bench))
  bench.agent.edit('start.txt', agentText, { top: linkedIn(bench) })
  expect(readdirSync(trees(bench))).toEqual(['linked.0', 'linked.1'])
  age(bench, '1 minute ago')
  expect(commitsOwn(bench, 'new.txt')).toEqual(none)
  expect(readdirSync(trees(bench))).toEqual(['linked.1'])
  inLinked(bench, 'commit', '-qam', 'Again')
  expect(bench.trailer('AI-Human-Edited-Ratio', 'again')[0]).toMatch(/^0\.000; kept=3;/)
})

test('a purge forgets what is left of it, and a link that leads nowhere is made anew', ({ bench }) => {
  agentElsewhere(bench)
  rmSync(trees(bench), { recursive: true })
  bench.agent.edit('more.txt', text, { top: linkedIn(bench) })
  bench.git('worktree', 'remove', '--force', linkedIn(bench))
  expect(readdirSync(join(trees(bench), 'linked.0', 'spool'))).not.toEqual([])
  expect(bench.provenance(['purge']).status).toBe(0)
  expect(readdirSync(join(trees(bench), 'linked.0', 'spool'))).toEqual([])
  bench.provenance(['uninstall'])
  expect(existsSync(trees(bench))).toBe(false)
})
