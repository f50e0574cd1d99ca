import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { test } from '../../support/commit-flow.js'
import type { Workbench } from '../../support/workbench.js'

const none = ['none; basis=observed']
const commit = (bench: Workbench) => {
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Work')
  return bench.trailer('AI-Tool')
}
const counts = (bench: Workbench) => bench.trailer('AI-Human-Edited-Ratio')[0]?.split('; basis')[0]
const asked = (bench: Workbench) => {
  bench.agent.start()
  bench.agent.prompt('do it')
}
const base = 'one\ntwo\nthree\n'

describe('an agent that takes back its own lines by git drops nothing of a person’s', () => {
  for (const command of ['git checkout -- start.txt', 'git restore start.txt', 'git reset -q --hard'])
    test(command, ({ bench }) => {
      asked(bench)
      bench.agent.edit('start.txt', 'one\ntwo by the agent\nthree\nand a line more\n')
      bench.agent.shell(command)
      bench.write('start.txt', `${base}a person wrote this\n`)
      expect(commit(bench)).toEqual(none)
    })

  test('and what it puts aside still waits for the commit that takes it', ({ bench }) => {
    asked(bench)
    bench.agent.edit('start.txt', `${base}the agent’s line\n`)
    bench.agent.shell('git stash -q && git status -s')
    bench.write('mine.txt', 'by a person\n')
    expect(commit(bench)).toEqual(none)
    bench.agent.shell('cd . && git stash pop -q')
    commit(bench)
    expect(counts(bench)).toBe('0.000; kept=1; edited=0; dropped=0')
  })
})

describe('a person’s lines that an agent’s command lays out stay the person’s', () => {
  for (const command of ['git -C . stash pop -q', 'cd . && git stash apply -q || true', 'p=pop; git stash $p -q'])
    test(`from a stash: ${command}`, ({ bench }) => {
      bench.write('start.txt', `${base}human aa\nhuman bb\n`)
      bench.write('new.txt', 'human cc\n')
      bench.git('stash', '-qu')
      asked(bench)
      bench.agent.shell(command)
      expect(commit(bench)).toEqual(none)
    })

  const commands = [
    'true; git cherry-pick -n other',
    'git checkout other -- o.txt && ls',
    'git restore -s other o.txt && ls',
    'git show other:o.txt >o.txt',
    'git merge -q --squash other; true',
  ]
  for (const command of commands)
    test(`from a branch: ${command}`, ({ bench }) => {
      bench.git('checkout', '-qb', 'other')
      bench.write('o.txt', 'human aa\nhuman bb\n')
      commit(bench)
      bench.git('checkout', '-q', 'main')
      asked(bench)
      bench.agent.shell(command)
      expect(commit(bench)).toEqual(none)
    })

  test('and the agent’s own beside them are measured', ({ bench }) => {
    bench.write('start.txt', `${base}human aa\nhuman bb\n`)
    bench.git('stash', '-q')
    asked(bench)
    bench.agent.shell('git stash pop -q && echo "by the agent" >>start.txt')
    commit(bench)
    expect(counts(bench)).toBe('0.000; kept=1; edited=0; dropped=0')
  })

  test('in a commit that the same command makes, too', ({ bench }) => {
    bench.write('start.txt', `${base}human aa\nhuman bb\n`)
    bench.git('stash', '-q')
    asked(bench)
    bench.agent.shell('git stash pop -q && git commit -qam popped')
    expect(bench.trailer('AI-Human-Edited-Ratio')).toEqual(['unknown; basis=unknown'])
  })

  test('where a file that came has another name by then, nothing is claimed', ({ bench }) => {
    bench.git('checkout', '-qb', 'other')
    bench.write('start.txt', `${base}human aa\nhuman bb\n`)
    commit(bench)
    bench.git('checkout', '-q', 'main')
    bench.git('mv', 'start.txt', 'moved.txt')
    commit(bench)
    asked(bench)
    bench.agent.shell('git cherry-pick -n other && ls')
    expect(commit(bench)).toEqual([])
  })
})

test('where the history is a server’s (a partial clone), nothing is measured or claimed beside a command of git’s', ({
  bench,
}) => {
  bench.git('config', 'remote.origin.promisor', 'true')
  asked(bench)
  bench.agent.shell('git checkout -qb topic && echo "by the agent" >made.txt')
  expect(commit(bench)).toEqual([])
})

describe('what an agent writes beside a command of git’s is measured as ever', () => {
  test('on a branch it makes, a deletion and a restored line among it', ({ bench }) => {
    asked(bench)
    bench.agent.shell('git checkout -qb topic && sed -i 2d start.txt && printf "new\\nlines\\n" >made.txt')
    commit(bench)
    expect(counts(bench)).toBe('0.000; kept=2; edited=0; dropped=0')
    bench.agent.shell('git switch -q main && git switch -q topic && sed -i 1d start.txt')
    expect(commit(bench)).toEqual(['claude-code/2.1.329'])
  })

  test('after a reset that throws commits away: their records are not taken in', ({ bench }) => {
    bench.write('start.txt', `${base}human aa\n`)
    asked(bench)
    bench.agent.edit('f.txt', 'agent f\n')
    commit(bench)
    bench.agent.shell('git reset -q --hard HEAD~1 && echo "agent h" >>start.txt')
    commit(bench)
    expect(counts(bench)).toBe('0.000; kept=1; edited=0; dropped=0')
    expect(bench.provenance(['show']).stdout).toMatch(/binding +bound/)
  })

  test('and stashes in the same command', ({ bench }) => {
    asked(bench)
    bench.agent.shell('echo "agent line" >>start.txt; echo "another one" >new.txt; git stash -qu')
    bench.write('mine.txt', 'by a person\n')
    expect(commit(bench)).toEqual(none)
    bench.git('stash', 'pop', '-q')
    commit(bench)
    expect(counts(bench)).toBe('0.000; kept=2; edited=0; dropped=0')
  })
})

describe('what a command does that no text shows claims nothing', () => {
  const claims: Readonly<Record<string, (bench: Workbench) => string>> = {
    'a file name that is not UTF-8': () => "printf 'x1\\nx2\\n' >\"$(printf 'caf\\351.txt')\"",
    'a mode': () => 'chmod +x start.txt',
    'a file taken out of the index': () => 'git rm -q --cached start.txt',
    'a mode in the index alone': () => 'git update-index --chmod=+x start.txt',
  }
  for (const [what, command] of Object.entries(claims))
    test(`${what}, until it is committed`, ({ bench }) => {
      asked(bench)
      bench.agent.shell(command(bench))
      if (what === 'a mode') {
        bench.write('mine.txt', 'by a person\n')
        bench.git('add', 'mine.txt')
        bench.git('commit', '-qm', 'Mine')
        expect(bench.trailer('AI-Tool')).toEqual(none)
      }
      if (!what.includes('index')) bench.git('add', '-A')
      bench.git('commit', '-qm', 'The agent’s')
      expect(bench.trailer('AI-Tool')).toEqual([])
      bench.write('mine.txt', 'by a person, later\n')
      expect(commit(bench)).toEqual(none)
    })

  test('a file that .gitignore hides, committed all the same', ({ bench }) => {
    bench.write('.gitignore', 'build/\n')
    commit(bench)
    asked(bench)
    bench.agent.shell('mkdir build; echo made >build/o.js')
    bench.git('add', '-f', 'build')
    expect(commit(bench)).toEqual([])
  })

  test('a submodule that moved on', ({ bench }) => {
    bench.git('init', '-q', '-b', 'main', '../sub')
    bench.git('-C', '../sub', 'commit', '-q', '--allow-empty', '-m', '1')
    bench.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', '../sub', 'sm')
    expect(commit(bench)).toEqual(none)
    asked(bench)
    for (const subject of ['2', '3']) {
      bench.agent.shell(`git -C sm commit -q --allow-empty -m ${subject}`)
      if (subject === '2') bench.agent.shell('ls')
    }
    expect(commit(bench)).toEqual([])
  })
})

describe('a command that names another work tree', () => {
  test('is measured there, and leaves this one alone', ({ bench }) => {
    const tree = join(bench.home, 'tree')
    bench.git('worktree', 'add', '-q', tree)
    cpSync(join(bench.top, '.claude'), join(tree, '.claude'), { recursive: true })
    bench.git('-C', tree, 'reflog', 'expire', '--expire=now', '--all')
    asked(bench)
    bench.agent.shell(`echo "agent line" >>${tree}/start.txt`)
    bench.git('-C', tree, 'commit', '-qam', 'There')
    expect(bench.git('-C', tree, 'log', '-1', '--format=%(trailers:key=AI-Human-Edited-Ratio)')).toMatch(
      /0\.000; kept=1/,
    )
    bench.write('mine.txt', 'by a person\n')
    expect(commit(bench)).toEqual(none)
  })
})
