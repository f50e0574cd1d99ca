import { readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { agentText, agentWrites, test } from '../support/commit-flow.js'

const person = (bench: Parameters<typeof agentWrites>[0], text = 'changed\n') => bench.write('start.txt', text)

describe('what stands in a message is not taken for an option of git', () => {
  test.for([
    [['-m', 'Docs', '-m', '--amend is explained']],
    [['-m', 'Docs\n\n--amend is explained']],
    [['-m', '--amend']],
    [['-qm', '--amend']],
    [['--message', '--amend']],
    [['--author', '--amend <a@example.com>', '-m', 'Docs']],
    [['-m', 'Docs', '--trailer', 'Note:--amend']],
    [['-m', 'revert']],
  ])('%j', ([words], { bench }) => {
    agentWrites(bench)
    bench.git('commit', '-qam', 'Agent')
    person(bench, `${agentText}mine\n`)
    bench.git('commit', '-qa', ...(words as string[]))
    expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
    expect(bench.git('rev-list', '--count', 'HEAD').trim()).toBe('3')
    agentWrites(bench, 'start.txt', `${agentText}mine\nconst four = 4\n`)
    bench.git('commit', '-qa', ...(words as string[]))
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toContain('kept=1;')
    expect(bench.provenance(['show', '--json']).stdout).toContain('"binding": "bound"')
  })
})

describe('an amend is known', () => {
  test.for([
    [['commit', '-q', '-m', '', '--amend', '--allow-empty-message', '-m', 'Again']],
    [['commit', '-qa', '--amend', '-m', 'Again']],
    [['commit', '-qa', '-m', 'Again', '--ame']],
    [['commit', '-qam', 'Again', '--amend']],
    [['commit', '-qamAgain', '--amend']],
    [['-c', 'user.name=X', '-C', '.', 'commit', '-qa', '--amend', '-C', 'HEAD']],
    [['again', '-m', 'Again']],
  ])('%j', ([words], { bench }) => {
    bench.git('config', 'alias.again', 'commit -q --amend -a')
    agentWrites(bench)
    bench.git('commit', '-qam', 'Agent')
    bench.git(...(words as string[]))
    expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toContain('kept=3;')
  })
})

describe('a person’s own words stay as they were, byte for byte', () => {
  const messages = [
    'Mend it\n\nhttps://github.com/o/r/issues/1\n',
    'Mend it\n\nFixes :#12\nstd::move is used\n',
    'Mend it\n\nlocalhost:8080\n12:30\nC:\\temp\n',
    'Mend it\n\nFixes: #1\nhttps://x.y\n',
    'Mend it\n\nSigned-off-by:A <a@example.com>\nCo-authored-by : X <x@example.com>\n',
    'Mend it\n\nKey:   value  with   blanks\n  folded\n\tagain\nhttps://x.y/z\n',
    'Mend it\n\nWhy.\n\n#123\n',
  ]
  const added = /\n?AI-[A-Za-z-]+: .*(?=\n)/g
  const plain = (text: string) => text.replace(added, '').trimEnd()

  test.for(messages)('without an agent, %j', (message, { bench }) => {
    person(bench)
    bench.git('commit', '-qam', message)
    expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
    expect(plain(bench.message())).toBe(message.trimEnd())
  })

  test.for(messages)('with an agent’s work, %j', (message, { bench }) => {
    agentWrites(bench)
    bench.git('commit', '-qam', message)
    expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
    expect(plain(bench.message())).toBe(message.trimEnd())
  })

  test.for(messages.slice(0, -1))('in an editor, %j', (message, { bench }) => {
    const editor = `printf '%s' '${message}' >`
    const env = {
      GIT_EDITOR: `sh -c 'cat "${bench.home}/typed" "$1" >"${bench.home}/all"; cat "${bench.home}/all" >"$1"' -`,
    }
    bench.run('sh', ['-c', `${editor} "${bench.home}/typed"`])
    person(bench)
    expect(bench.tryGit(['commit', '-qa', '-v'], { env }).status).toBe(0)
    expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
    expect(plain(bench.message())).toBe(message.trimEnd())
    agentWrites(bench)
    expect(bench.tryGit(['commit', '-qa'], { env }).status).toBe(0)
    expect(plain(bench.message())).toBe(message.trimEnd())
  })
})

describe('configuration on the command line and in the environment does not reach what we ask git', () => {
  test('no sign-off is made, no command is run', ({ bench }) => {
    person(bench)
    const env = {
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'trailer.sign.key',
      GIT_CONFIG_VALUE_0: 'Signed-off-by: ',
      GIT_CONFIG_KEY_1: 'trailer.sign.command',
      GIT_CONFIG_VALUE_1: `touch '${bench.home}/ran'; echo X`,
    }
    expect(bench.tryGit(['commit', '-qam', 'S', '-m', 'Fixes: 1'], { env }).status).toBe(0)
    expect(bench.message().trim()).toBe('S\n\nFixes: 1\nAI-Tool: none; basis=observed')
    expect(() => readFileSync(`${bench.home}/ran`)).toThrow('ENOENT')
  })

  test('other separators change nothing', ({ bench }) => {
    agentWrites(bench)
    bench.git('-c', 'trailer.separators==:', 'commit', '-qam', 'S', '-m', 'Fixes: 1')
    expect(bench.message().match(/AI-Tool/g)).toHaveLength(1)
    expect(bench.trailer('Fixes')).toEqual(['1'])
  })
})
