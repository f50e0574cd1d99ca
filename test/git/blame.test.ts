import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { agentText, agentWrites, test } from '../support/commit-flow.js'
import { type Workbench, workbench } from '../support/workbench.js'

type BlameDocument = {
  path: string
  faults: { code: string; mend: string }[]
  summary: Record<string, number>
  lines: { line: number; oid: string; class: string; text: string }[]
  commits: Record<string, { class: string; record: { tool: string; model: string }[] }>
}

const blamed = (bench: Workbench, ...args: string[]): BlameDocument => {
  const ran = bench.provenance(['blame', ...args, '--json'])
  expect(ran.status).toBe(0)
  return JSON.parse(ran.stdout) as BlameDocument
}

/** What git itself says: commit and text of each line. */
const oracle = (bench: Workbench, file: string) =>
  bench
    .git('blame', '-s', '-l', '--root', 'HEAD', '--', file)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => [line.slice(0, 40), line.replace(/^\S+ (?:\S+ )?\s*\d+\) /, '')])

describe('provenance blame', () => {
  test('names commit, class, tool and model of each line, as git blame has them', ({ bench }) => {
    agentWrites(bench)
    bench.git('commit', '-qam', 'By the agent')
    bench.write('start.txt', `${agentText}mine\n`)
    bench.git('commit', '-qam', 'By a person')
    const document = blamed(bench, 'start.txt')
    expect(document.lines.map(({ oid, text }) => [oid, text])).toEqual(oracle(bench, 'start.txt'))
    expect(document.lines.map((line) => line.class)).toEqual([
      ...Array(3).fill('unknown'),
      ...Array(3).fill('recorded'),
      'none',
    ])
    const [agents] = Object.values(document.commits).filter((entry) => entry.class === 'recorded')
    expect(agents?.record).toMatchObject([{ tool: 'claude-code', model: 'claude-opus-4-6' }])
    const text = bench.provenance(['blame', 'start.txt', '-L', '4,7']).stdout
    expect(text).toMatch(/recorded {6}claude-code claude-opus-4-6 .* 4 const first = 1\n/)
    expect(text).toMatch(/lines 4 of start\.txt: recorded 3, none 1\n$/)
  })

  test('an empty file has no lines, and nothing behind their number', ({ bench }) => {
    bench.write('empty.txt', '')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Empty')
    expect(bench.provenance(['blame', 'empty.txt']).stdout).toBe('\nlines 0 of empty.txt\n')
  })

  test('finds the file from a subfolder, at another commit, and in a bare repository', ({ bench }) => {
    bench.write('sub/deep.txt', 'one\n')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Deep')
    bench.write('sub/deep.txt', 'one\ntwo\n')
    bench.git('commit', '-qam', 'Deeper')
    const here = bench.provenance(['blame', 'deep.txt', '--json'], { cwd: join(bench.top, 'sub') })
    expect((JSON.parse(here.stdout) as BlameDocument).lines).toHaveLength(2)
    expect(blamed(bench, 'sub/deep.txt', '--revision', 'HEAD~1').lines).toHaveLength(1)
    const bare = join(bench.home, 'bare.git')
    bench.git('clone', '-q', '--bare', '.', bare)
    expect(blamed(bench, 'sub/deep.txt', '-C', bare).lines).toHaveLength(2)
  })

  test('takes the file from the folder that -C names, as git does, and says which it is', ({ bench }) => {
    for (const name of ['same.txt', '..same.txt']) {
      bench.write(`sub/${name}`, 'in the folder\n')
      bench.write(name, 'at the top\n')
      bench.git('add', '-A')
      bench.git('commit', '-qm', 'Two of one name')
      for (const [folder, cwd] of [
        [join(bench.top, 'sub'), bench.home],
        ['sub', bench.top],
        ['.', join(bench.top, 'sub')],
      ] as const) {
        expect(bench.run('git', ['-C', folder, 'blame', '-s', name], { cwd }).stdout).toMatch(/in the folder\n$/)
        const { stdout } = bench.provenance(['blame', '-C', folder, name], { cwd })
        expect(stdout).toContain(`in the folder\n\nlines 1 of sub/${name}: `)
      }
    }
  })

  test('what is not there is said, with a hint that runs', ({ bench }) => {
    const cases = [
      [['nothing.txt'], 'FILE_NOT_IN_COMMIT'],
      [['start.txt', '-L', '900'], 'USAGE'],
      [['start.txt', '-L', ':main'], 'USAGE'],
      [['start.txt', '--revision', 'nowhere'], 'UNKNOWN_REVISION'],
    ] as const
    for (const [args, code] of cases) {
      const ran = bench.provenance(['blame', ...args, '--json'])
      expect([ran.status, JSON.parse(ran.stdout)]).toEqual([2, { error: expect.objectContaining({ code }) }])
    }
  })

  test('names every tool that a commit names, and tells a word against any from a mark of one', ({ bench }) => {
    agentWrites(bench, 'both.txt', 'const one = 1\n')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Both\n\nCo-authored-by: Cursor <cursoragent@cursor.com>')
    bench.write('none.txt', 'by hand\n')
    bench.git('add', '-A')
    bench.tryGit(['commit', '-qm', 'None\n\nAssisted-by: none'], { env: { PROVENANCE: '0' } })
    expect(bench.provenance(['blame', 'both.txt']).stdout).toMatch(
      /contradicted {2}claude-code claude-opus-4-6, cursor /,
    )
    expect(bench.provenance(['blame', 'none.txt']).stdout).toMatch(/marked {8}\(says no AI\) /)
  })

  test('shows a line as it stands, but for what would move the cursor or be a CI’s command', ({ bench }) => {
    bench.write('odd.txt', '\tif x:\tgo\r\n  ::std::sort\r\nback\rward\u001b[31m\n##[error]no\n')
    bench.git('add', '-A')
    bench.git('-c', 'core.autocrlf=false', 'commit', '-qm', 'Odd')
    const rows = bench.provenance(['blame', 'odd.txt']).stdout.split('\n')
    const shown = rows.slice(0, 4).map((row) => row.replace(/^.*Jo Dev +\d /, ''))
    expect(shown).toEqual(['\tif x:\tgo', '  ::std::sort', 'back\\u{d}ward\\u{1b}[31m', '#\\u{23}[error]no'])
    expect(blamed(bench, 'odd.txt').lines[0]?.text).toBe('\tif x:\tgo\r')
  })

  test.for([
    ['blob:none', 'start.txt'],
    ['tree:0', 'deep/er/file.txt'],
  ] as const)(
    'in a clone without objects (%s) a file that is named there is not known to the end',
    ([filter, file], { bench }) => {
      bench.write('deep/er/file.txt', 'one\n')
      bench.git('add', '-A')
      bench.git('commit', '-qm', 'Deep')
      bench.git('config', 'uploadpack.allowFilter', 'true')
      const clone = join(bench.home, 'partial')
      bench.git('clone', '-q', `--filter=${filter}`, '--no-checkout', `file://${bench.top}`, clone)
      const { status, stdout } = bench.provenance(['blame', file, '-C', clone, '--json'])
      const { error } = JSON.parse(stdout) as { error: { code: string; hint: string } }
      expect([status, error]).toMatchObject([4, { code: 'HISTORY_INCOMPLETE' }])
      expect(bench.run('sh', ['-c', error.hint], { cwd: clone }).status).toBe(0)
      expect(bench.provenance(['blame', file, '-C', clone]).status).toBe(0)
      for (const other of ['nothing.txt', 'deep', 'deep/er/nothing.txt', '*.txt', ':(top)start.txt'])
        expect([other, bench.provenance(['blame', other, '-C', clone]).status]).toEqual([other, 2])
    },
  )

  test('where history was cut off, nobody knows who wrote a line, and it says so', ({ bench }) => {
    const clone = join(bench.home, 'shallow')
    const plain = (message: string, text: string) => {
      bench.write('cut.txt', text)
      bench.git('add', '-A')
      bench.tryGit(['commit', '-qm', message], { env: { PROVENANCE: '0' } })
    }
    plain('One\n\nCo-authored-by: Claude <noreply@anthropic.com>', 'one\n')
    plain('Two\n\nAI-Tool: none; basis=observed', 'one\ntwo\n')
    plain('Three\n\nAI-Tool: none; basis=observed', 'one\ntwo\nthree\n')
    expect(blamed(bench, 'cut.txt')).toMatchObject({ faults: [], summary: { marked: 1, none: 2 } })
    bench.git('clone', '-q', '--depth', '2', `file://${bench.top}`, clone)
    const ran = bench.provenance(['blame', 'cut.txt', '-C', clone])
    expect([ran.status, ran.stdout]).toEqual([
      4,
      expect.stringMatching(
        /^[0-9a-f]{12} unknown +\d[\s\S]*lines 3 of cut\.txt: none 1, unknown 2\nnot the whole answer: 1 commit is where .*\[shallow\]\n {8}git fetch --unshallow\n$/,
      ),
    ])
    const { stdout } = bench.provenance(['blame', 'cut.txt', '-C', clone, '--json'])
    const { lines, faults } = JSON.parse(stdout) as BlameDocument
    expect(lines.map((line) => line.class)).toEqual(['unknown', 'unknown', 'none'])
    expect(faults).toMatchObject([{ code: 'shallow', commits: 1, mend: 'git fetch --unshallow' }])
    expect(bench.run('sh', ['-c', faults[0]?.mend ?? ''], { cwd: clone }).status).toBe(0)
    expect(bench.provenance(['blame', 'cut.txt', '-C', clone]).status).toBe(0)
  })

  test('runs nothing that the repository names', ({ bench }) => {
    const canary = join(bench.home, 'canary')
    const program = join(bench.home, 'evil.sh')
    writeFileSync(program, `#!/bin/sh\ntouch '${canary}'\ncat "$1"\n`, { mode: 0o755 })
    for (const key of ['diff.evil.textconv', 'filter.evil.clean', 'filter.evil.smudge', 'core.fsmonitor'])
      bench.git('config', key, program)
    bench.write('.gitattributes', '*.txt diff=evil filter=evil\n')
    bench.run('git', ['-c', 'core.fsmonitor=', 'blame', 'start.txt'])
    expect(bench.run('rm', [canary]).status).toBe(0)
    expect(blamed(bench, 'start.txt').lines).toHaveLength(3)
    expect(bench.run('test', ['-e', canary]).status).toBe(1)
  })

  test.for(['absolute', 'relative'])(
    'the commits that a repository has git pass over, by an %s name, are told all the same',
    (kind, { bench }) => {
      const before = blamed(bench, 'start.txt')
      const file = join(bench.top, '.git-blame-ignore-revs')
      writeFileSync(file, `${bench.git('rev-parse', 'HEAD').trim()}\n`)
      bench.write('start.txt', 'one\nTWO, otherwise\nthree\n')
      bench.git('commit', '-qam', 'Another')
      writeFileSync(file, bench.git('rev-parse', 'HEAD'))
      const expected = blamed(bench, 'start.txt')
      expect(expected).not.toEqual(before)
      bench.git('config', 'blame.ignoreRevsFile', kind === 'absolute' ? file : '.git-blame-ignore-revs')
      expect(blamed(bench, 'start.txt')).toEqual(expected)
    },
  )

  test('where an indent would move a line to another commit, git’s own default holds', ({ bench }) => {
    const block = (name: string) => `/**\n *  ${name}\n */\n${name}()\n\n`
    bench.write('class.txt', block('one') + block('two'))
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Two')
    bench.write('class.txt', block('one') + block('new') + block('two'))
    bench.git('commit', '-qam', 'A third between')
    const expected = blamed(bench, 'class.txt').lines
    expect(expected.map(({ oid, text }) => [oid, text])).toEqual(oracle(bench, 'class.txt'))
    bench.git('config', 'diff.indentHeuristic', 'false')
    expect(oracle(bench, 'class.txt')).not.toEqual(expected.map(({ oid, text }) => [oid, text]))
    expect(blamed(bench, 'class.txt').lines).toEqual(expected)
  })

  test('a file of 10,000 lines takes seconds', ({ bench }) => {
    for (let round = 0; round < 20; round += 1) {
      const lines = Array.from({ length: (round + 1) * 500 }, (_, line) => `line ${line}\n`)
      bench.write('long.txt', lines.join(''))
      bench.git('add', '-A')
      bench.git('commit', '-qm', `Round ${round}`)
    }
    expect(blamed(bench, 'long.txt').lines).toHaveLength(10_000)
  }, 30_000)
})

describe('provenance inventory', () => {
  test('tells tools, models and people, against the registry of the policy', ({ bench }) => {
    agentWrites(bench)
    bench.git('commit', '-qam', 'By the agent')
    const marked = 'Marked\n\nCo-authored-by: Cursor <cursoragent@cursor.com>'
    bench.tryGit(['commit', '-q', '--allow-empty', '-m', marked], { env: { PROVENANCE: '0' } })
    const policy = join(bench.home, 'policy.yaml')
    writeFileSync(policy, 'registry:\n  tools:\n    claude-code:\n      models: ["claude-opus-4*"]\n')
    const ran = bench.provenance(['inventory', '--policy', policy, '--json'])
    expect(ran.status).toBe(0)
    expect(JSON.parse(ran.stdout)).toMatchObject({
      commits: 3,
      uses: [
        {
          tool: 'claude-code',
          model: 'claude-opus-4.6',
          commits: 1,
          recorded: 1,
          lines: { kept: 3 },
          standing: ['approved'],
        },
        { tool: 'cursor', commits: 1, marked: 1, people: { 'jo@example.com': 1 }, standing: ['unregistered'] },
      ],
    })
    expect(bench.provenance(['inventory', '--policy', policy]).stdout).toContain('cursor unknown  unregistered')
    expect(bench.provenance(['inventory', 'HEAD~1..HEAD', '--json']).stdout).not.toContain('claude-code')
  })

  test('and backfill say why their answer is incomplete, and what completes it', ({ bench }) => {
    const marked = 'Marked\n\nCo-authored-by: Cursor <cursoragent@cursor.com>'
    bench.tryGit(['commit', '-q', '--allow-empty', '-m', marked], { env: { PROVENANCE: '0' } })
    bench.git('commit', '-q', '--allow-empty', '-m', 'Last')
    const clone = join(bench.home, 'shallow')
    bench.git('clone', '-q', '--depth', '1', `file://${bench.top}`, clone)
    const fault = { code: 'shallow', commits: 1, mend: 'git fetch --unshallow' }
    for (const words of [['inventory'], ['backfill', '--dry-run']]) {
      const ran = bench.provenance([...words, '-C', clone])
      expect([ran.status, ran.stdout]).toEqual([
        4,
        expect.stringMatching(/not the whole .*\n {8}git fetch --unshallow\n/),
      ])
      const json = JSON.parse(bench.provenance([...words, '-C', clone, '--json']).stdout)
      expect(json).toMatchObject({ flags: ['shallow'], faults: [fault] })
      expect(JSON.parse(bench.provenance([...words, '--json']).stdout)).toMatchObject({ flags: [], faults: [] })
    }
    const first = bench.git('rev-parse', 'HEAD~1').trim()
    rmSync(join(bench.top, '.git/objects', first.slice(0, 2), first.slice(2)))
    const cut = bench.provenance(['inventory'])
    expect([cut.status, cut.stdout]).toEqual([4, expect.stringMatching(/not the whole answer: .*\[missing-object\]/)])
  })

  test('--unregistered says that all is approved where it is, and not that nothing is named', ({ bench }) => {
    const marked = 'Marked\n\nCo-authored-by: Cursor <cursoragent@cursor.com>'
    bench.tryGit(['commit', '-q', '--allow-empty', '-m', marked], { env: { PROVENANCE: '0' } })
    const policy = join(bench.home, 'policy.yaml')
    const unregistered = (tool: string, ...words: readonly string[]) => {
      writeFileSync(policy, `registry:\n  tools:\n    ${tool}: {}\n`)
      return bench.provenance(['inventory', ...words, '--unregistered', '--policy', policy])
    }
    expect(unregistered('cursor')).toMatchObject({ status: 0, stdout: expect.stringContaining('approves every tool') })
    expect(unregistered('codex').status).toBe(1)
    expect(unregistered('codex', 'HEAD~1')).toMatchObject({ status: 0, stdout: expect.stringContaining('no AI tool') })
  })

  test('says so where nothing is named, and refuses a registry it cannot read', () => {
    const bench = workbench()
    try {
      expect(bench.provenance(['inventory']).stdout).toContain('no AI tool is named')
      const policy = join(bench.home, 'policy.yaml')
      writeFileSync(policy, 'registry:\n  tools:\n    cursor:\n      expires: tomorrow\n')
      const ran = bench.provenance(['inventory', '--policy', policy])
      expect([ran.status, ran.stderr]).toEqual([2, expect.stringContaining('YYYY-MM-DD')])
    } finally {
      bench.remove()
    }
  })
})
