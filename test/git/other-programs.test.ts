import { describe, expect } from 'vitest'
import { agentWrites, test, typing } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

/** Runs shell lines as a program does that makes commits without `git commit`; returns what they say on stderr. */
const shell = (bench: Workbench, lines: string): string => {
  const { status, stderr } = bench.run('sh', ['-ec', lines], { env: { GIT_DIR: '.git' } })
  expect(status).toBe(0)
  return stderr
}

/** git-gui.sh (git 2.39), run_prepare_commit_msg_hook: when it opens, and after each commit, with an empty file. */
const load = `
  : >.git/PREPARE_COMMIT_MSG
  .git/hooks/prepare-commit-msg .git/PREPARE_COMMIT_MSG ''
  rm -f .git/PREPARE_COMMIT_MSG`

/** What git gui (lib/commit.tcl), and JGit for EGit, do with a message. */
const commit = (words: string) => `
  echo '${words}' >.git/GITGUI_EDITMSG
  .git/hooks/commit-msg .git/GITGUI_EDITMSG
  git update-ref -m 'commit: ${words}' HEAD $(git commit-tree $(git write-tree) -p HEAD <.git/GITGUI_EDITMSG)
  .git/hooks/post-commit`

const counts = (bench: Workbench) => bench.trailer('AI-Human-Edited-Ratio').map((one) => /kept=\d+/.exec(one)?.[0])
const shown = (bench: Workbench) => {
  const line = bench.provenance(['verify', 'HEAD~1..HEAD', '--format', 'jsonl']).stdout.split('\n')[1] ?? ''
  const { class: what, binding } = JSON.parse(line) as { class: string; binding: string }
  return [what, binding]
}

test('git gui asks for a message when it opens: the record is of what is staged when one commits', ({ bench }) => {
  bench.agent.start()
  bench.agent.prompt('two files')
  shell(bench, load)
  bench.agent.edit('a.txt', 'a1\na2\n')
  bench.git('add', 'a.txt')
  expect(shell(bench, commit('One'))).toBe('')
  expect([counts(bench), shown(bench)]).toEqual([['kept=2'], ['recorded', 'bound']])
  bench.agent.edit('b.txt', 'b1\nb2\nb3\n')
  bench.git('add', 'b.txt')
  shell(bench, load)
  bench.git('reset', '-q')
  bench.agent.edit('c.txt', 'c1\n')
  bench.git('add', 'c.txt')
  shell(bench, commit('Two'))
  expect([counts(bench), shown(bench)]).toEqual([['kept=1'], ['recorded', 'bound']])
  bench.git('add', 'b.txt')
  shell(bench, load)
  shell(bench, commit('Three'))
  expect([counts(bench), shown(bench)]).toEqual([['kept=3'], ['recorded', 'bound']])
})

test('a commit that was broken off leaves nothing to one of JGit’s, which asks for no message', ({ bench }) => {
  // Nobody says whether it amends: what HEAD says must hold as well.
  bench.git('commit', '-q', '--allow-empty', '-m', 'Mine')
  agentWrites(bench, 'a.txt', 'a1\na2\n')
  bench.git('add', 'a.txt')
  const breakOff = () => expect(bench.tryGit(['commit'], { env: { GIT_EDITOR: 'false' } }).status).toBe(1)
  breakOff()
  bench.git('reset', '-q')
  bench.write('p.txt', 'by hand\n')
  bench.git('add', 'p.txt')
  shell(bench, commit('By hand'))
  expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
  // Nor where it runs post-commit alone.
  bench.git('add', 'a.txt')
  breakOff()
  bench.git('reset', '-q')
  bench.write('p.txt', 'again\n')
  bench.git('add', 'p.txt')
  shell(bench, commit('Unchecked').replace('.git/hooks/commit-msg .git/GITGUI_EDITMSG', ':'))
  bench.git('add', 'a.txt')
  bench.git('commit', '-qm', 'By the agent')
  expect([counts(bench), shown(bench)]).toEqual([['kept=2'], ['recorded', 'bound']])
})

test('an amend of JGit’s keeps the record that its message brings, whatever an agent does meanwhile', ({ bench }) => {
  agentWrites(bench)
  bench.git('commit', '-qam', 'Add constants')
  const before = bench.message().trim()
  bench.agent.edit('b.txt', 'b1\n')
  bench.git('add', 'b.txt')
  const file = '.git/JGIT_EDITMSG'
  bench.write(file, `${before}\n`)
  shell(bench, `.git/hooks/commit-msg ${file}`)
  expect(bench.read(file)).toBe(`${before}\n`)
})

describe('a client that asks for no message amends an agent’s commit with words of a person’s alone', () => {
  const amends = (bench: Workbench) =>
    shell(bench, commit('New words').replace('-p HEAD', '-p HEAD~1').replace('commit: ', 'commit (amend): '))
  const agentCommits = (bench: Workbench) => {
    agentWrites(bench)
    bench.git('add', '-A')
    expect(bench.tryGit(['commit', '-q'], { env: { GIT_EDITOR: typing(bench, 'By the agent') } }).status).toBe(0)
  }

  test('no one says that no agent was seen, then and at the next amend', ({ bench }) => {
    agentCommits(bench)
    for (const _ of [1, 2]) {
      amends(bench)
      expect(bench.message().trim()).toBe('New words')
    }
  })

  test('nor where an agent’s lines wait, and node is asked', ({ bench }) => {
    agentCommits(bench)
    bench.agent.edit('waits.txt', 'const waits = 1\n')
    amends(bench)
    expect(bench.message().trim()).toBe('New words')
  })

  test('nor where a reset took the agent’s commit off, and it is committed again', ({ bench }) => {
    bench.write('p.txt', 'by hand\n')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'By hand')
    agentCommits(bench)
    bench.git('reset', '-q', '--soft', 'HEAD~1')
    shell(bench, commit('Again'))
    expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
  })

  test('a person’s next commit but one says it again', ({ bench }) => {
    agentCommits(bench)
    for (const says of [[], ['none; basis=observed'], ['none; basis=observed']]) {
      bench.write('p.txt', `${bench.git('rev-parse', 'HEAD')}\n`)
      bench.git('add', 'p.txt')
      shell(bench, commit('By hand'))
      expect(bench.trailer('AI-Tool')).toEqual(says)
    }
  })
})

test('what an agent does, and a person stages, while the editor is open is not of that commit', ({ bench }) => {
  agentWrites(bench, 'a.txt', 'a1\na2\n')
  bench.git('add', 'a.txt')
  bench.write('b.txt', 'b1\n')
  const late =
    '{ echo Subject; cat "$1"; } >m && cat m >"$1" && rm m && sleep 0.01 && git add b.txt && : >.git/provenance/spool/9.0'
  bench.write('edit.sh', late)
  const { status, stderr } = bench.tryGit(['commit', '-q'], { env: { GIT_EDITOR: 'sh edit.sh' } })
  expect([status, stderr]).toEqual([0, ''])
  expect(bench.git('show', '--format=', '--name-only').trim()).toBe('a.txt')
  expect([counts(bench), shown(bench)]).toEqual([['kept=2'], ['recorded', 'bound']])
})
