import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { agentText, agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const none = ['none; basis=observed']
const tool = ['claude-code/2.1.329']

describe('a stash', () => {
  const drops = (bench: Workbench) => {
    agentWrites(bench)
    bench.write('start.txt', 'one\ntwo\nthree\nmy own instead\n')
    bench.git('commit', '-qam', 'A person drops all of it')
  }

  test('of something else keeps nothing waiting: what a person drops is dropped', ({ bench }) => {
    bench.write('other.txt', 'of no concern\n')
    bench.git('stash', '-qu')
    drops(bench)
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^1\.000; kept=0; edited=0; dropped=3;/)
    bench.git('stash', 'drop', '-q')
    bench.write('start.txt', 'one\ntwo\nthree\nmy own instead\nand more\n')
    bench.git('commit', '-qam', 'A person, alone')
    expect(bench.trailer('AI-Tool')).toEqual(none)
  })

  test('of the same file, from before the agent’s work, neither', ({ bench }) => {
    bench.write('start.txt', 'one\ntwo\nthree\nan old idea\n')
    bench.git('stash', '-q')
    drops(bench)
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^1\.000; kept=0; edited=0; dropped=3;/)
  })

  for (const [what, text] of Object.entries({ 'a deletion': 'one\nthree\n', 'new lines': agentText }))
    test(`that holds ${what} of the agent’s keeps it for the commit that takes it`, ({ bench }) => {
      bench.agent.start()
      bench.agent.edit('start.txt', text)
      bench.git('stash', '-q')
      bench.write('mine.txt', 'by hand\n')
      bench.git('add', 'mine.txt')
      bench.git('commit', '-qm', 'Mine')
      expect(bench.trailer('AI-Tool')).toEqual(none)
      bench.git('stash', 'pop', '-q')
      bench.git('commit', '-qam', 'The agent’s')
      expect(bench.trailer('AI-Tool')).toEqual(tool)
    })

  test('that holds a new file of the agent’s', ({ bench }) => {
    agentWrites(bench, 'new.txt')
    bench.git('stash', '-qu')
    bench.write('mine.txt', 'by hand\n')
    bench.git('add', 'mine.txt')
    bench.git('commit', '-qm', 'Mine')
    bench.git('stash', 'pop', '-q')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'The agent’s')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=6;/)
  })
})

describe('lines of the agent’s in a stash wait for the commit that takes them', () => {
  const counts = (bench: Workbench) => bench.trailer('AI-Human-Edited-Ratio')[0]?.split('; basis')[0]
  const commit = (bench: Workbench) => {
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'x')
    return counts(bench)
  }

  for (const path of ['start.txt', 'new.txt'])
    test(`${path}: another file of the agent’s is committed meanwhile, and that amended`, ({ bench }) => {
      agentWrites(bench, path)
      const lines = path === 'new.txt' ? 6 : 3
      bench.git('stash', '-qu')
      agentWrites(bench, 'other.txt', 'const other = 1\n')
      expect(bench.provenance(['status', '--lines']).stdout).not.toContain('dropped ')
      expect(commit(bench)).toBe('0.000; kept=1; edited=0; dropped=0')
      bench.git('commit', '-q', '--amend', '-m', 'y')
      expect(counts(bench)).toBe('0.000; kept=1; edited=0; dropped=0')
      bench.git('stash', 'pop', '-q')
      expect(commit(bench)).toBe(`0.000; kept=${lines}; edited=0; dropped=0`)
    })

  const person = Array.from({ length: 30 }, (_, index) => `person line ${index}`)
  const both = person.toSpliced(28, 0, 'agent bottom omega', '}').toSpliced(2, 0, 'agent top alpha', '}')
  const halves = (bench: Workbench) => {
    bench.write('long.txt', `${person.join('\n')}\n`)
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Long file')
    bench.agent.start()
    bench.agent.edit('long.txt', `${both.join('\n')}\n`)
  }
  const stashes = {
    'stash -k': (bench: Workbench) => {
      bench.tryGit(['add', '-p', 'long.txt'], { input: 'y\nn\n' })
      bench.git('stash', '-qk')
    },
    'stash -p': (bench: Workbench) => {
      expect(bench.tryGit(['stash', 'push', '-q', '-p', 'long.txt'], { input: 'n\ny\n' }).status).toBe(0)
    },
    'stash --staged': (bench: Workbench) => {
      bench.tryGit(['add', '-p', 'long.txt'], { input: 'n\ny\n' })
      bench.git('stash', '-q', '--staged')
    },
  }
  for (const [name, stash] of Object.entries(stashes))
    test(`some of a file’s: ${name}, with a commit between`, ({ bench }) => {
      halves(bench)
      stash(bench)
      expect(commit(bench)).toBe('0.000; kept=2; edited=0; dropped=0')
      bench.write('mine.txt', 'by hand\n')
      bench.git('add', '-A')
      bench.git('commit', '-qm', 'Mine')
      expect(bench.trailer('AI-Tool')).toEqual(none)
      bench.git('stash', 'pop', '-q')
      expect(commit(bench)).toBe('0.000; kept=2; edited=0; dropped=0')
    })

  test('a deletion that lies there in part', ({ bench }) => {
    halves(bench)
    bench.agent.edit('long.txt', `${person.toSpliced(28, 1).toSpliced(2, 1).join('\n')}\n`)
    stashes['stash -k'](bench)
    for (const name of ['The first', 'The second']) {
      bench.git('commit', '-qam', name)
      expect(bench.trailer('AI-Tool')).toEqual(tool)
      bench.tryGit(['stash', 'pop', '-q'])
    }
    bench.write('long.txt', `${person.toSpliced(14, 1).join('\n')}\n`)
    bench.git('commit', '-qam', 'Mine')
    expect(bench.trailer('AI-Tool')).toEqual(none)
  })

  test('beside what a person took away, which is dropped, and later in the same file', ({ bench }) => {
    halves(bench)
    bench.write('long.txt', bench.read('long.txt').replace('agent top alpha\n', ''))
    stashes['stash -p'](bench)
    expect(commit(bench)).toBe('0.500; kept=1; edited=0; dropped=1')
    bench.write('long.txt', bench.read('long.txt').replace('person line 12\n', 'of a person, at noon\n'))
    bench.git('commit', '-qam', 'Mine')
    expect(bench.trailer('AI-Tool')).toEqual(none)
    bench.git('stash', 'pop', '-q')
    expect(commit(bench)).toBe('0.000; kept=2; edited=0; dropped=0')
  })

  test('short ones as well, that tell little by themselves', ({ bench }) => {
    halves(bench)
    bench.agent.edit('long.txt', bench.read('long.txt').replace('agent bottom omega\n}\n', 'x1\nx2\n'))
    stashes['stash -k'](bench)
    expect(commit(bench)).toBe('0.000; kept=2; edited=0; dropped=0')
    bench.git('stash', 'pop', '-q')
    expect(commit(bench)).toBe('0.000; kept=2; edited=0; dropped=0')
  })

  test('and what a person took away before waits with them', ({ bench }) => {
    agentWrites(bench)
    bench.write('start.txt', bench.read('start.txt').replace('const second = 2\n', ''))
    bench.git('stash', '-q')
    agentWrites(bench, 'other.txt', 'const other = 1\n')
    expect(bench.provenance(['status', '--lines']).stdout).not.toContain('dropped ')
    expect(commit(bench)).toBe('0.000; kept=1; edited=0; dropped=0')
    bench.git('stash', 'pop', '-q')
    expect(commit(bench)).toBe('0.333; kept=2; edited=0; dropped=1')
  })

  test('and are dropped where the stash is thrown away', ({ bench }) => {
    halves(bench)
    stashes['stash -k'](bench)
    expect(commit(bench)).toBe('0.000; kept=2; edited=0; dropped=0')
    bench.git('stash', 'drop', '-q')
    agentWrites(bench, 'other.txt', 'const other = 1\n')
    expect(commit(bench)).toBe('0.667; kept=1; edited=0; dropped=2')
  })
})

describe('what an agent wrote in one work tree and a person brings into another is nobody’s there, and no person’s', () => {
  const ways: Readonly<Record<string, (bench: Workbench, tree: string) => void>> = {
    'by a stash': (bench, tree) => {
      bench.git('stash', '-qu')
      bench.git('-C', tree, 'stash', 'pop', '-q')
    },
    'by a stash that stays': (bench, tree) => {
      bench.git('stash', '-qu')
      bench.git('-C', tree, 'stash', 'apply', '-q')
    },
    'as a diff': (bench, tree) => {
      bench.git('add', '-A')
      const diff = bench.git('diff', '--cached', '-U0')
      bench.tryGit(['-C', tree, 'apply', '--unidiff-zero'], { input: diff })
    },
  }
  const said = (bench: Workbench, tree: string, subject: string) => {
    bench.git('-C', tree, 'add', '-A')
    bench.git('-C', tree, 'commit', '-qm', subject)
    return bench.git('-C', tree, 'log', '-1', '--format=%(trailers:key=AI-Tool,valueonly)').trim()
  }

  for (const [way, bring] of Object.entries(ways))
    for (const [what, path] of Object.entries({ 'a file of before': 'start.txt', 'a new file': 'new.txt' }).slice(
      way === 'by a stash' ? 0 : 1,
    ))
      test(`${way}: ${what}`, ({ bench }) => {
        const tree = join(bench.home, 'tree')
        bench.git('worktree', 'add', '-q', tree)
        cpSync(join(bench.top, '.claude'), join(tree, '.claude'), { recursive: true })
        // `worktree add` resets, after which a hook would ask node anyhow.
        bench.git('-C', tree, 'reflog', 'expire', '--expire=now', '--all')
        agentWrites(bench, path)
        writeFileSync(join(tree, 'mine.txt'), 'written by hand here\n')
        expect(said(bench, tree, 'A person’s own')).toBe('none; basis=observed')
        bring(bench, tree)
        expect(said(bench, tree, 'Brought')).toBe('')
        writeFileSync(join(tree, 'mine.txt'), 'and written by hand again\n')
        expect(said(bench, tree, 'A person’s own')).toBe('none; basis=observed')
      })
})
