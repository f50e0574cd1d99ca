import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { agentText, agentWrites, editor, test, typing } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const none = ['none; basis=observed']
const claude = ['claude-code/2.1.329']
const shows = (bench: Workbench) => JSON.parse(bench.provenance(['show', '--json']).stdout)

describe('a message in an encoding that Windows writes', () => {
  const upper = Array.from({ length: 128 }, (_, index) => `\\${(index + 128).toString(8)}`).join('')
  test.for([
    ['CP437', upper],
    ['cp850', upper],
    ['CP932', '\\203\\145\\203\\130\\203\\147\\207\\100\\372\\100\\201\\140'],
    ['CP936', '\\326\\320\\200\\251\\246'],
    ['CP950', '\\244\\244\\244\\345'],
  ])('%s is read as git reads it', ([name, bytes], { bench }) => {
    const head = `tree $(git rev-parse 'HEAD^{tree}')\\nauthor A <a@b> 1 +0000\\ncommitter A <a@b> 1 +0000\\nencoding ${name}\\n\\n`
    const make = `printf "${head}${bytes}." | git hash-object -t commit -w --stdin`
    const oid = bench.run('sh', ['-c', make]).stdout.trim()
    const expected = bench.git('log', '-1', '--format=%s', '--encoding=UTF-8', oid).trim()
    expect(expected).toMatch(/[^\0-\x7f]/)
    const { subject, findings } = JSON.parse(bench.provenance(['show', oid, '--json']).stdout)
    expect([subject, findings]).toEqual([expected, []])
  })
})

describe('commit -v with comments that begin otherwise', () => {
  test.for([
    [';', 'Subject'],
    ['auto', '# Heading'],
    ['auto', 'Subject'],
    ['!', 'Subject'],
  ] as const)(
    'core.commentChar %s, message %j: the record stands above what git cuts off',
    ([char, message], { bench }) => {
      bench.git('config', 'core.commentChar', char)
      bench.git('config', 'commit.verbose', 'true')
      const env = { GIT_EDITOR: 'true' }
      agentWrites(bench)
      expect(bench.tryGit(['commit', '-qa', '-e', '-m', 'S', '-m', message], { env }).status).toBe(0)
      expect(bench.trailer('AI-Tool')).toEqual(claude)
      expect(shows(bench).binding).toBe('bound')
      agentWrites(bench, 'start.txt', `${agentText}const fourth = 4\n`)
      expect(bench.tryGit(['commit', '-qa', '--amend'], { env }).status).toBe(0)
      expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toContain('kept=4;')
      expect(bench.message().match(/AI-Tool/g)).toHaveLength(1)
      bench.write('start.txt', 'mine\n')
      expect(bench.tryGit(['commit', '-qa', '-e', '-m', 'S', '-m', message], { env }).status).toBe(0)
      expect(bench.trailer('AI-Tool')).toEqual(none)
    },
  )
})

// Before git 2.45 core.commentString is no setting, and `%` begins the comments.
test.for(['//', '⁑', 'AUTO'])(
  'core.commentString %s below core.commentChar: the record stands above what git cuts off',
  (text, { bench }) => {
    bench.git('config', 'core.commentChar', '%')
    bench.git('config', 'core.commentString', text)
    bench.git('config', 'commit.verbose', 'true')
    const env = { GIT_EDITOR: typing(bench, 'Typed') }
    const commits = [['commit'], ['commit', '-e', '-m', 'S', '-m', 'Reviewed-by: A <a@example.com>']]
    for (const [index, words] of commits.entries()) {
      agentWrites(bench, 'start.txt', `${agentText}${index}\n`)
      expect(bench.tryGit([...words, '-a'], { env }).status).toBe(0)
      expect(bench.trailer('AI-Tool')).toEqual(claude)
      bench.write('start.txt', `mine ${index}\n`)
      expect(bench.tryGit([...words, '-a'], { env }).status).toBe(0)
      expect(bench.trailer('AI-Tool')).toEqual(none)
      expect(bench.message()).not.toContain('diff --git')
    }
  },
)

describe('an empty message', () => {
  test.for(['agent', 'person'] as const)(
    'aborts with --cleanup=verbatim too, the work being of an %s',
    (who, { bench }) => {
      if (who === 'agent') agentWrites(bench)
      else bench.write('start.txt', 'mine\n')
      expect(bench.tryGit(['commit', '-qa', '--cleanup=verbatim', '-m', '']).status).toBe(1)
      expect(bench.git('rev-list', '--count', 'HEAD').trim()).toBe('1')
    },
  )

  test('of comments alone, which git is told to take out, is not filled by us; without that word they are text', ({
    bench,
  }) => {
    const strip: readonly (readonly string[])[] = [
      ['commit', '--cleanup=strip'],
      ['commit', '--cleanup', 'strip'],
      ['-c', 'commit.cleanup=strip', 'commit'],
    ]
    for (const words of strip) {
      bench.write('start.txt', `${words.join()}\n`)
      expect(bench.tryGit([...words, '-qam', '# a comment']).status).toBe(1)
      const allowed = bench.tryGit([...words, '-qam', '# a comment', '--allow-empty-message'])
      expect([allowed.status, bench.message().trim()]).toEqual([0, ''])
    }
    agentWrites(bench)
    expect(bench.tryGit(['commit', '-qam', '# a comment', '--cleanup=strip']).status).toBe(1)
    const allowed = bench.tryGit(['commit', '-qam', '# a comment', '--cleanup=strip', '--allow-empty-message'])
    expect([allowed.stderr, bench.message().trim()]).toEqual([expect.stringContaining('takes no record'), ''])
    bench.write('start.txt', 'mine\n')
    bench.git('commit', '-qam', '#123 is mended')
    expect([bench.message().split('\n')[0], bench.trailer('AI-Tool')]).toEqual(['#123 is mended', none])
  })

  test('that is allowed leaves a line that the record is missing', ({ bench }) => {
    agentWrites(bench)
    const { status, stderr } = bench.tryGit(['commit', '-qa', '--allow-empty-message', '-m', ''])
    expect([status, stderr]).toEqual([0, expect.stringContaining('an empty message takes no record')])
    const named = /: (git .*)$/m.exec(stderr)?.[1] ?? ''
    expect(bench.run('sh', ['-c', `${named} --quiet`]).status).toBe(0)
    expect([bench.message().split('\n')[0], bench.trailer('AI-Tool')]).toEqual(['WORDS', claude])
  })
})

test.for([
  [';', []],
  [';', ['-c', 'commit.cleanup=strip']],
  [';', ['-c', 'commit.cleanup=scissors']],
  ['#', ['-c', 'commit.cleanup=scissors']],
] as const)(
  'below the conflicts that a merge lists with core.commentChar %s, %j, git reads the record anywhere',
  ([char, cleanup], { bench }) => {
    bench.git('config', 'core.commentChar', char)
    bench.git('checkout', '-qb', 'other')
    bench.write('start.txt', 'theirs\n')
    bench.git('commit', '-qam', 'Theirs')
    bench.git('checkout', '-q', 'main')
    bench.write('start.txt', 'ours\n')
    bench.git('commit', '-qam', 'Ours')
    expect(bench.tryGit([...cleanup, 'merge', '-q', 'other']).status).toBe(1)
    agentWrites(bench, 'start.txt', 'resolved by the agent\n')
    bench.git('add', '-A')
    bench.git(...cleanup, 'commit', '-q', '--no-edit')
    bench.git('config', '--unset', 'core.commentChar')
    expect(bench.trailer('AI-Tool')).toEqual(claude)
    expect(bench.message()).toMatch(/^Merge branch 'other'\n/)
  },
)

describe('a last paragraph that begins with a comment character', () => {
  test.for(['#', ';'])('is text where no editor is open, with core.commentChar %s', (char, { bench }) => {
    bench.git('config', 'core.commentChar', char)
    agentWrites(bench)
    bench.git('commit', '-qam', 'Mend it', '-m', '#123')
    expect(bench.message()).toMatch(/^Mend it\n\n#123\n\nAI-Tool: /)
    expect(bench.trailer('AI-Tool')).toEqual(claude)
    bench.write('start.txt', 'mine\n')
    bench.git('commit', '-qam', 'Mend it', '-m', '#123')
    expect(bench.message().trim()).toBe('Mend it\n\n#123\n\nAI-Tool: none; basis=observed')
  })
})

test('text that a person writes below the record leaves one record, at the end', ({ bench }) => {
  const adds = editor(bench, 'sed -i "/^#/d" "$1"; printf "\\nOne more paragraph.\\n" >>"$1"')
  agentWrites(bench)
  expect(bench.tryGit(['commit', '-qa', '-e', '-m', 'S'], { env: { GIT_EDITOR: adds } }).status).toBe(0)
  expect(bench.tryGit(['commit', '-q', '--amend'], { env: { GIT_EDITOR: adds } }).status).toBe(0)
  expect(bench.message().match(/AI-Tool/g)).toHaveLength(1)
  expect(bench.message().match(/One more/g)).toHaveLength(2)
  expect(shows(bench).findings).toEqual([])
  expect(bench.trailer('AI-Tool')).toEqual(claude)
})

describe('a conflict of a cherry-pick or a revert that an agent resolves', () => {
  const make = (bench: Workbench, name: string, text: string) => {
    bench.write('f', text)
    bench.git('add', 'f')
    bench.git('commit', '-qm', name)
  }

  test.for(['cherry-pick', 'revert'] as const)(
    '%s names the agent, and the next commit is a person’s',
    (verb, { bench }) => {
      make(bench, 'base', 'base\n')
      bench.git('checkout', '-q', '-b', 'side')
      make(bench, 'side', 'side\n')
      bench.git('checkout', '-q', 'main')
      make(bench, 'main', 'main\n')
      make(bench, 'other', 'other\n')
      const what = verb === 'revert' ? 'main~1' : 'side'
      expect(
        bench.tryGit([verb, '--no-edit', what].filter((word) => verb === 'revert' || word !== '--no-edit')).status,
      ).toBe(1)
      bench.agent.start()
      bench.agent.edit('f', 'other\nglue that the agent wrote\n')
      bench.git('add', 'f')
      expect(bench.tryGit([verb, '--continue'], { env: { GIT_EDITOR: 'true' } }).status).toBe(0)
      expect(bench.trailer('AI-Tool')).toEqual(claude)
      expect(bench.message().match(/AI-Tool/g)).toHaveLength(1)
      bench.write('f', 'other\nglue that the agent wrote\nmine\n')
      bench.git('commit', '-qam', 'A person, alone')
      expect(bench.trailer('AI-Tool')).toEqual(none)
    },
  )

  test('one without a conflict brings what it has, whatever waits', ({ bench }) => {
    make(bench, 'base', 'base\n')
    bench.git('checkout', '-q', '-b', 'side')
    make(bench, 'side', 'side\n')
    bench.git('checkout', '-q', 'main')
    agentWrites(bench)
    bench.git('cherry-pick', 'side')
    expect(bench.message().trim()).toBe('side\n\nAI-Tool: none; basis=observed')
    bench.git('commit', '-qam', 'Agent')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toContain('kept=3;')
  })
})

describe('our own failure', () => {
  test('to keep what an amend may need does not charge the next commit with the same work', ({ bench }) => {
    agentWrites(bench)
    bench.run('rm', ['-rf', '.git/provenance/commits'])
    bench.write('.git/provenance/commits', 'a file')
    const { status, stderr } = bench.tryGit(['commit', '-qam', 'One'])
    expect([status, stderr.split('\n').length]).toEqual([0, 2])
    expect(bench.trailer('AI-Tool')).toEqual(claude)
    bench.write('start.txt', `${agentText}mine\n`)
    bench.git('commit', '-qam', 'Two')
    expect(bench.trailer('AI-Tool')).toEqual(none)
  })

  test('stops no commit in a gate that misses the record then', ({ bench }) => {
    bench.write('.provenancerc', 'enforce: [commit-msg]\nrules: { record-required: error }\n')
    bench.git('add', '-f', '.provenancerc')
    bench.git('commit', '-qm', 'Policy')
    bench.write('.git/provenance/carry.json', '{}')
    bench.run('rm', ['-rf', '.git/provenance/spool'])
    bench.write('.git/provenance/spool', '')
    bench.write('start.txt', 'mine\n')
    const { status, stderr } = bench.tryGit(['commit', '-qam', 'Work'])
    expect([status, stderr.split('\n').length]).toEqual([0, 2])
  })

  test('is one line, whatever a debugger or a bare PATH do to our program', ({ bench }) => {
    agentWrites(bench)
    const env = { NODE_OPTIONS: `--require=${join(bench.home, 'gone.js')}` }
    expect(bench.tryGit(['commit', '-qam', 'One'], { env }).stderr).toBe('')
    expect(bench.trailer('AI-Tool')).toEqual(claude)
    agentWrites(bench, 'start.txt', `${agentText}more\n`)
    bench.git('add', '-A')
    const git = bench.run('sh', ['-c', 'command -v git']).stdout.trim()
    const ran = bench.run(git, ['commit', '-qm', 'Two'], { env: { PATH: '/nonexistent' } })
    expect([ran.status, ran.stderr.split('\n').length]).toEqual([0, 2])
  })
})
