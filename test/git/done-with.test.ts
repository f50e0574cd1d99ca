import { describe, expect } from 'vitest'
import { agentText, agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const none = ['none; basis=observed']
const tool = ['claude-code/2.1.329']
const unhooked = { env: { PROVENANCE: '0' } }

/** What a person does after the agent's work is staged or committed, and commits by itself. */
const alone: Readonly<Record<string, string | null>> = {
  'adds a line': `${agentText}a line of mine\n`,
  'edits a line of the agent’s': agentText.replace('const first = 1', 'const first = 11'),
  'deletes a line of the agent’s': agentText.replace('const second = 2\n', ''),
  'deletes the file': null,
}

const leaves = (bench: Workbench, text: string | null) =>
  text === null ? bench.run('rm', ['start.txt']) : bench.write('start.txt', text)

describe('once an agent’s work is committed, the next change of the file is a person’s', () => {
  for (const [what, text] of Object.entries(alone)) {
    test(`the agent’s is staged, a person ${what}, commits, then commits that`, ({ bench }) => {
      agentWrites(bench)
      bench.git('add', '-A')
      leaves(bench, text)
      bench.git('commit', '-qm', 'What the agent wrote')
      expect(bench.trailer('AI-Tool')).toEqual(tool)
      bench.git('commit', '-qam', 'A person, alone')
      expect(bench.trailer('AI-Tool')).toEqual(none)
      expect(bench.trailer('AI-Human-Edited-Ratio')).toEqual([])
    })

    test(`the agent’s was committed where no hook ran, a person ${what} and commits`, ({ bench }) => {
      agentWrites(bench)
      bench.tryGit(['commit', '-qam', 'By a client without hooks'], unhooked)
      leaves(bench, text)
      bench.git('commit', '-qam', 'A person, alone')
      expect(bench.trailer('AI-Tool')).toEqual(none)
    })
  }

  test('what waited for its commit was committed where no hook ran', ({ bench }) => {
    agentWrites(bench)
    bench.write('mine.txt', 'by hand\n')
    bench.git('add', 'mine.txt')
    bench.git('commit', '-qm', 'Mine')
    bench.tryGit(['commit', '-qam', 'By a client without hooks'], unhooked)
    bench.write('start.txt', agentText.replace('const second = 2\n', 'a line of mine\n'))
    bench.git('commit', '-qam', 'A person, alone')
    expect(bench.trailer('AI-Tool')).toEqual(none)
  })

  test('a person undoes the agent’s deletion, and later changes the file', ({ bench }) => {
    bench.agent.start()
    bench.agent.edit('start.txt', 'one\nthree\n')
    bench.write('start.txt', 'one\ntwo\nthree\nfour\n')
    bench.git('commit', '-qam', 'A person, alone')
    expect(bench.trailer('AI-Tool')).toEqual(none)
  })

  test('a file that went is not the one of its name that another model makes', ({ bench }) => {
    const edit = (model: string, text: string) => {
      bench.agent.start(model)
      bench.agent.edit('made.txt', text)
    }
    edit('model-1', '')
    bench.run('rm', ['made.txt'])
    edit('model-2', 'const other = 2\n')
    bench.git('add', 'made.txt')
    bench.git('commit', '-qm', 'Made anew')
    expect(bench.trailer('AI-Model')).toEqual(['model-2'])
    bench.git('commit', '-q', '--amend', '-m', 'Amended')
    expect(bench.trailer('AI-Model')).toEqual(['model-2'])
  })

  test('an amend of a person’s own line still says so', ({ bench }) => {
    agentWrites(bench)
    bench.git('add', '-A')
    bench.write('start.txt', `${agentText}a line of mine\n`)
    bench.git('commit', '-qm', 'What the agent wrote')
    bench.git('commit', '-qam', 'A person, alone')
    bench.write('start.txt', `${agentText}a better line of mine\n`)
    bench.git('commit', '-qa', '--amend', '-m', 'A person, alone')
    expect(bench.trailer('AI-Tool')).toEqual(none)
  })
})

describe('work that is no line of the agent’s own is still the agent’s', () => {
  test('a deletion, whether another line of the file is a person’s or not', ({ bench }) => {
    bench.agent.start()
    bench.agent.edit('start.txt', 'one\nthree\n')
    bench.write('start.txt', 'one\nthree\nmine\n')
    bench.git('commit', '-qam', 'Both')
    expect(bench.trailer('AI-Tool')).toEqual(tool)
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^unknown; kept=0;/)
  })

  test('white space, line ends, the newline at the end, an empty file', ({ bench }) => {
    bench.agent.start()
    for (const text of ['  one\ntwo\nthree\n', '  one\r\ntwo\r\nthree\r\n', '  one\r\ntwo\r\nthree']) {
      bench.agent.edit('start.txt', text)
      bench.git('commit', '-qam', 'White space')
      expect(bench.trailer('AI-Tool')).toEqual(tool)
    }
    bench.agent.edit('empty.txt', '')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Empty')
    expect(bench.trailer('AI-Tool')).toEqual(tool)
  })

  test('a deletion that waits is named in the commit that takes it, not in a person’s before it', ({ bench }) => {
    const lines = Array.from({ length: 30 }, (_, index) => `const line${index} = ${index}`)
    bench.write('long.txt', `${lines.join('\n')}\n`)
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Long file')
    bench.agent.start()
    bench.agent.edit('long.txt', `${lines.toSpliced(25, 2).join('\n')}\n`)
    bench.write('long.txt', `a line of mine\n${lines.toSpliced(25, 2).join('\n')}\n`)
    bench.tryGit(['add', '-p', 'long.txt'], { input: 'y\nn\n' })
    bench.git('commit', '-qm', 'Mine')
    expect(bench.trailer('AI-Tool')).toEqual(none)
    bench.git('commit', '-qam', 'The agent’s')
    expect(bench.trailer('AI-Tool')).toEqual(tool)
    bench.write('long.txt', 'all gone\n')
    bench.git('commit', '-qam', 'A person, alone')
    expect(bench.trailer('AI-Tool')).toEqual(none)
  })

  test('a deletion staged before the agent’s new lines are', ({ bench }) => {
    const lines = Array.from({ length: 30 }, (_, index) => `const line${index} = ${index}`)
    bench.write('long.txt', `${lines.join('\n')}\n`)
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Long file')
    bench.agent.start()
    bench.agent.edit('long.txt', `${[...lines.toSpliced(2, 2), 'const added = true'].join('\n')}\n`)
    bench.tryGit(['add', '-p', 'long.txt'], { input: 'y\nn\n' })
    bench.git('commit', '-qm', 'The deletion')
    expect(bench.trailer('AI-Tool')).toEqual(tool)
    bench.git('commit', '-qam', 'The line')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=1;/)
  })
})

describe('a file that passes a filter on its way into the index', () => {
  const filters = { pointer: 'sh -c "echo version 1; sha256sum | cut -c 1-64"', letters: 'tr a-z A-Z' }
  for (const [name, clean] of Object.entries(filters))
    test(`${name}: names the tool, leaves the ratio unknown, and nothing waits`, ({ bench }) => {
      bench.git('config', 'filter.some.clean', clean)
      bench.write('.gitattributes', '*.dat filter=some\n')
      bench.git('add', '-A')
      bench.git('commit', '-qm', 'Attributes')
      agentWrites(bench, 'big.dat')
      bench.git('add', '-A')
      bench.agent.edit('big.dat', `${agentText}const fourth = 4\n`)
      for (const message of ['What was staged', 'The rest']) {
        bench.git('commit', message === 'The rest' ? '-qam' : '-qm', message)
        expect(bench.trailer('AI-Tool')).toEqual(tool)
        expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^unknown; kept=0; edited=0; dropped=0;/)
      }
      bench.write('big.dat', 'by a person\n')
      bench.git('commit', '-qam', 'A person, alone')
      expect(bench.trailer('AI-Tool')).toEqual(none)
      expect(bench.provenance(['status']).stdout).not.toContain('wait for a later commit')
    })
})
