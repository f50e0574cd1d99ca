import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Workbench } from '../../support/workbench.js'
import { bare, commits, complaints, expected, mend, shellOf } from './managed.js'

let bench: Workbench
afterEach(() => bench.remove())

describe('for all of a person’s repositories', () => {
  const settings = () => join(bench.home, '.claude/settings.json')
  const shared = () => join(bench.home, '.config/commit-provenance')
  const globally = (...args: string[]) =>
    bench.provenance(['init', '--global', '--yes', '--agents', 'claude-code', ...args])

  /** The agent's hooks are in the person's own settings: the workbench's agent reads them there. */
  const linkAgent = () => bench.run('sh', ['-c', `mkdir -p .claude && cp '${settings()}' .claude/settings.json`])

  test('a repository that was never set up has its records, its own hooks first', () => {
    bench = bare()
    expect(globally()).toMatchObject({ status: 0 })
    expect(bench.git('config', '--global', 'core.hooksPath').trim()).toBe(join(shared(), 'hooks'))
    for (const [name, body] of [
      ['pre-commit', 'echo ran >>.git/own'],
      ['commit-msg', 'grep -q . "$1" && echo judged >>.git/own'],
    ] as const)
      writeFileSync(join(bench.top, '.git/hooks', name), `#!/bin/sh\n${body}\n`, { mode: 0o755 })
    bench.write('start.txt', 'first\n')
    bench.git('commit', '-qam', 'The first makes the clone ready')
    expect(bench.trailer('AI-Tool')).toEqual([])
    bench.write('start.txt', 'second\n')
    bench.git('commit', '-qam', 'From the second on the hooks are live')
    expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
    linkAgent()
    expect(commits(bench)).toEqual(expected)
    expect(bench.read('.git/own')).toBe('ran\njudged\n'.repeat(5))
    expect(bench.provenance(['doctor'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('for all of your repositories'),
    })
  })

  test('a push that git takes into the work tree still gets there', () => {
    bench = bare()
    const old = join(shared(), 'hooks/push-to-checkout')
    globally()
    // As an older version laid it down.
    writeFileSync(old, readFileSync(join(shared(), 'hooks/update')), { mode: 0o755 })
    globally()
    expect(existsSync(old)).toBe(false)
    bench.git('config', 'receive.denyCurrentBranch', 'updateInstead')
    bench.git('clone', '-q', '.', '../dev')
    const at = { cwd: join(bench.home, 'dev') }
    bench.run('sh', ['-c', 'echo new >n.txt && git add n.txt && git commit -qm New && git push -q origin main'], at)
    expect([bench.read('n.txt'), bench.git('status', '--porcelain')]).toEqual(['new\n', ''])
  })

  test('what an agent wrote before a clone was made ready is not said to be a person’s, whatever hook came first', () => {
    for (const first of [['checkout', '-qb', 'side'], ['worktree', 'add', '-q', '../linked'], ['status']]) {
      bench = bare()
      globally()
      linkAgent()
      bench.agent.edit('start.txt', 'unheard\n')
      bench.git(...first)
      bench.git('commit', '-qam', 'Unheard')
      expect([first, bench.trailer('AI-Tool')]).toEqual([first, []])
      bench.agent.edit('start.txt', 'heard\n')
      bench.git('commit', '-qam', 'Heard')
      expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
      if (first[0] !== 'status') bench.remove()
    }
  })

  test('a work tree that is added costs no commit its record, and the repository’s own post-checkout runs in it', () => {
    bench = bare()
    globally()
    bench.git('commit', '-q', '--allow-empty', '-m', 'Makes the clone ready')
    writeFileSync(join(bench.top, '.git/hooks/post-checkout'), '#!/bin/sh\npwd >>"$HOME/ran"\n', { mode: 0o755 })
    for (const tree of ['linked', 'second']) {
      bench.git('worktree', 'add', '-q', `../${tree}`)
      bench.git('commit', '-q', '--allow-empty', '-m', 'Next')
      expect([tree, bench.trailer('AI-Tool')]).toEqual([tree, ['none; basis=observed']])
    }
    expect(readFileSync(join(bench.home, 'ran'), 'utf8')).toBe(`${bench.home}/linked\n${bench.home}/second\n`)
    expect(existsSync(join(bench.top, '.git/provenance/observing.next'))).toBe(false)
  })

  test('a repository’s own hook that says no is obeyed', () => {
    bench = bare()
    globally()
    writeFileSync(join(bench.top, '.git/hooks/pre-commit'), '#!/bin/sh\necho no >&2\nexit 3\n', { mode: 0o755 })
    bench.write('start.txt', 'x\n')
    expect(bench.tryGit(['commit', '-qam', 'No'])).toMatchObject({ status: 1, stderr: 'no\n' })
  })

  test('a fresh clone is ready before its first commit; one with hooks of its own runs them once', () => {
    bench = bare()
    globally()
    const clone = join(bench.home, 'clone')
    bench.git('clone', '-q', bench.top, clone)
    expect(existsSync(join(clone, '.git/provenance/record.sh'))).toBe(true)
    const shims = () => bench.run('sh', ['-c', `ls '${shared()}/hooks'; cat '${shared()}/hooks/commit-msg'`]).stdout
    const before = shims()
    expect(bench.provenance(['init', '--yes', '--hooks', 'native']).status).toBe(0)
    expect(shims()).toBe(before)
    expect(existsSync(join(bench.top, '.git/hooks/commit-msg'))).toBe(true)
    linkAgent()
    expect(commits(bench)).toEqual(expected)
  })

  test('twice changes nothing; uninstalled, everything is as it was', () => {
    bench = bare()
    bench.run('mkdir', ['-p', join(bench.home, '.claude')])
    const own = '{\n  // mine\n  "model": "opus"\n}\n'
    writeFileSync(settings(), own)
    const before = bench.git('config', '--global', '--list')
    globally()
    expect(JSON.parse(globally('--json').stdout)).toMatchObject({ changes: [], git: [] })
    expect(bench.provenance(['uninstall', '--global']).status).toBe(0)
    expect(bench.run('cat', [settings()]).stdout).toBe(own)
    expect(bench.git('config', '--global', '--list')).toBe(before)
    expect(existsSync(shared())).toBe(false)
    bench.write('start.txt', 'x\n')
    expect(bench.tryGit(['commit', '-qam', 'As before'])).toMatchObject({ status: 0, stderr: '' })
  })

  test('an agent that has no hooks for all is named, and no commit says that none was seen while it is not heard', () => {
    bench = bare()
    const { stderr } = globally('--agents', 'claude-code,opencode')
    expect(stderr).toContain('OpenCode: not heard yet')
    const committed = (text: string) => {
      bench.write('start.txt', text)
      bench.git('add', '-A')
      bench.git('commit', '-qm', text)
      return bench.trailer('AI-Tool')
    }
    expect([committed('first\n'), committed('second\n')]).toEqual([[], []])
    const { stdout } = bench.provenance(['doctor'])
    expect(stdout).toMatch(/^ok {4}agent claude-code: .*after the agent’s next start$/m)
    expect(stdout).toContain('WRONG agent opencode: its hooks are not in this work tree')
    expect(mend(bench, shellOf(bench, null, null)).join()).toContain('--agents claude-code,opencode')
    expect([committed('third\n'), committed('fourth\n')].at(-1)).toEqual(['none; basis=observed'])
    expect(globally('--agents', 'all').stderr).toContain('OpenCode')
    expect(readFileSync(join(shared(), 'observing'), 'utf8')).not.toContain('opencode')
  })

  test('hooks of somebody else’s that are set for all are not taken over', () => {
    bench = bare()
    bench.git('config', '--global', 'core.hooksPath', '/somewhere/else')
    const ran = globally('--json')
    expect([ran.status, JSON.parse(ran.stdout).error]).toMatchObject([
      2,
      {
        code: 'HOOK_FOREIGN',
        message: expect.stringContaining('/somewhere/else'),
        hint: 'provenance init --global --template --yes',
      },
    ])
    const here = bench.provenance(['init', '--yes', '--json'])
    expect([here.status, JSON.parse(here.stdout).error]).toMatchObject([
      2,
      {
        code: 'HOOK_FOREIGN',
        message: expect.stringContaining('the hooks in there no longer run'),
        hint: `git config --local core.hooksPath '${bench.top}/.git/hooks'`,
      },
    ])
    shellOf(bench, null, null)(JSON.parse(here.stdout).error.hint)
    expect(bench.provenance(['init', '--yes', '--agents', 'claude-code']).status).toBe(0)
    expect(complaints(bench)).toEqual([])
    expect(commits(bench)).toEqual(expected)
  })

  test('a repository whose first commit is to come is well; one whose files of ours are damaged is mended without an init', () => {
    bench = bare()
    const shell = shellOf(bench, null, null)
    globally()
    expect(complaints(bench)).toEqual([])
    bench.git('commit', '-q', '--allow-empty', '-m', 'Makes the clone ready')
    writeFileSync(join(bench.top, '.git/provenance/record.sh'), 'x(\n')
    writeFileSync(join(bench.top, '.git/provenance/hooks/commit-msg'), 'x(\n')
    expect(complaints(bench).map(({ name }) => name)).toEqual(['record.sh', 'provenance/hooks/commit-msg'])
    expect(mend(bench, shell)).toHaveLength(1)
    expect(existsSync(join(bench.top, '.provenancerc'))).toBe(false)
    expect(bench.git('status', '--porcelain')).toBe('')
    bench.git('commit', '-q', '--allow-empty', '-m', 'Next')
    expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
    const shim = join(shared(), 'hooks/commit-msg')
    writeFileSync(shim, readFileSync(shim, 'utf8').slice(0, 900))
    expect(mend(bench, shell)).toEqual(['provenance init --global --yes'])
  })

  test('a repository that names a hooks folder of its own hides it: doctor says what mends it', () => {
    bench = bare()
    globally()
    bench.git('config', 'core.hooksPath', '.githooks')
    const ran = bench.provenance(['doctor'])
    expect([ran.status, ran.stdout]).toEqual([1, expect.stringContaining('hook commit-msg: not installed')])
    expect(ran.stdout).toContain('hooks for all: yours for all repositories are hidden here')
    expect(mend(bench, shellOf(bench, null, null))).toEqual(['provenance init --yes'])
  })

  test('native hooks behind somebody else’s folder for all do not run: doctor says what mends it', () => {
    bench = bare()
    bench.provenance(['init', '--yes', '--agents', 'claude-code'])
    bench.git('config', '--global', 'core.hooksPath', '/somewhere/else')
    expect(complaints(bench)[0]?.says).toMatch(/which hides ours; .* the hooks in there no longer run here/)
    expect(mend(bench, shellOf(bench, null, null))).toEqual([
      `git config --local core.hooksPath '${bench.top}/.git/hooks'`,
    ])
    expect(commits(bench)).toEqual(expected)
  })

  test('every hook of githooks(5) is handed on, but the two that doctor names', () => {
    bench = bare()
    const page = bench.run('git', ['help', '--man', 'hooks']).stdout
    globally()
    const names = bench
      .run('sh', ['-c', `ls '${shared()}/hooks'`])
      .stdout.trim()
      .split('\n')
    expect(names).toEqual(expect.arrayContaining(['pre-push', 'pre-rebase', 'post-merge', 'p4-pre-submit']))
    expect(page.includes('reference-transaction') && names.includes('reference-transaction')).toBe(false)
    writeFileSync(join(bench.top, '.git/hooks/reference-transaction'), '#!/bin/sh\necho $1 >>.git/heard\n', {
      mode: 0o755,
    })
    bench.write('start.txt', 'x\n')
    bench.git('commit', '-qam', 'Ready')
    expect(existsSync(join(bench.top, '.git/heard'))).toBe(false)
    expect(complaints(bench).map(({ name }) => name)).toEqual(['hook reference-transaction'])
    mend(bench, shellOf(bench, null, null))
    bench.git('commit', '-q', '--allow-empty', '-m', 'Heard')
    expect(bench.read('.git/heard')).toContain('committed')
  })

  test('a push from a linked work tree runs the repository’s own pre-push, with what git tells it', () => {
    bench = bare()
    globally()
    writeFileSync(
      join(bench.top, '.git/hooks/pre-push'),
      '#!/bin/sh\ncat >>"$(git rev-parse --git-common-dir)/pushed"\n',
      {
        mode: 0o755,
      },
    )
    bench.git('init', '-q', '--bare', '../remote.git')
    bench.git('worktree', 'add', '-q', '../linked', '-b', 'side')
    bench.git('-C', '../linked', 'push', '-q', '../remote.git', 'side')
    expect(bench.read('.git/pushed')).toContain('refs/heads/side')
  })

  test('uninstalled, the person’s configuration is as it was, to the byte', () => {
    bench = bare()
    const file = join(bench.home, '.gitconfig')
    const before = `# mine\n[core]\n\teditor = vi ; keep\n${readFileSync(file, 'utf8')}`
    writeFileSync(file, before)
    for (const form of [[], ['--template']]) {
      expect(globally(...form).status).toBe(0)
      expect(readFileSync(file, 'utf8')).not.toBe(before)
      expect(bench.provenance(['uninstall', '--global']).status).toBe(0)
      expect([readFileSync(file, 'utf8'), existsSync(shared())]).toEqual([before, false])
    }
  })

  test('uninstalled, a configuration that was not there is gone, unless there is a word of theirs in it', () => {
    bench = bare()
    const file = join(bench.home, '.gitconfig')
    for (const form of [[], ['--template']]) {
      rmSync(file, { force: true })
      globally(...form)
      globally(...form)
      bench.provenance(['uninstall', '--global'])
      expect(existsSync(file)).toBe(false)
      writeFileSync(file, '')
      globally(...form)
      bench.provenance(['uninstall', '--global'])
      expect(readFileSync(file, 'utf8')).toBe('')
      rmSync(file)
      globally(...form)
      bench.run('git', ['config', '--global', 'user.name', 'Jo'])
      bench.provenance(['uninstall', '--global'])
      expect(readFileSync(file, 'utf8')).toBe('[user]\n\tname = Jo\n')
    }
  })

  test('a git that cannot change the configuration stops init and uninstall, and the hooks that it looks for stay', () => {
    bench = bare()
    const refusal = {
      status: 2,
      stdout: expect.not.stringContaining('Installed'),
      stderr: expect.stringMatching(
        /got error: could not lock config file .*FILE_UNWRITABLE\]\nhint: git config --global /,
      ),
    }
    const lock = join(bench.home, '.gitconfig.lock')
    writeFileSync(lock, '')
    expect(globally()).toMatchObject(refusal)
    rmSync(lock)
    expect(globally()).toMatchObject({ status: 0 })
    const set = bench.git('config', '--global', 'core.hooksPath').trim()
    writeFileSync(lock, '')
    expect(bench.provenance(['uninstall', '--global'])).toMatchObject(refusal)
    writeFileSync(join(bench.top, '.git/hooks/pre-commit'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    expect([existsSync(set), bench.tryGit(['commit', '-q', '--allow-empty', '-m', 'Refused']).status]).toEqual([
      true,
      1,
    ])
    rmSync(lock)
    // Said twice, git takes neither away.
    bench.git('config', '--global', '--add', 'core.hooksPath', set)
    expect(bench.provenance(['uninstall', '--global'])).toMatchObject({ status: 2 })
    expect(existsSync(set)).toBe(true)
    bench.git('config', '--global', '--replace-all', 'core.hooksPath', set)
    expect(bench.provenance(['uninstall', '--global'])).toMatchObject({ status: 0 })
    expect([existsSync(shared()), existsSync(settings())]).toEqual([false, false])
  })

  describe('by a template for new ones', () => {
    const clone = () => {
      bench.git('clone', '-q', bench.top, '../clone')
      return join(bench.home, 'clone')
    }

    test('a clone has them from the start, once; the repository that was there before has not', () => {
      bench = bare()
      expect(globally('--template')).toMatchObject({ status: 0 })
      expect(JSON.parse(globally('--template', '--json').stdout)).toMatchObject({ changes: [], git: [] })
      const cwd = clone()
      expect(existsSync(join(cwd, '.git/info/exclude'))).toBe(true)
      bench.run('sh', ['-c', 'echo x >x.txt && git add x.txt && git commit -qm Mine'], { cwd })
      expect(bench.run('git', ['log', '-1', '--format=%B'], { cwd }).stdout.trim()).toBe(
        'Mine\n\nAI-Tool: none; basis=observed',
      )
      bench.write('start.txt', 'x\n')
      bench.git('commit', '-qam', 'Old')
      expect(bench.trailer('AI-Tool')).toEqual([])
      bench.git('init', '-q')
      bench.write('start.txt', 'y\n')
      bench.git('commit', '-qam', 'git init copies what is missing')
      expect(bench.trailer('AI-Tool')).toEqual([])
      bench.write('start.txt', 'z\n')
      bench.git('commit', '-qam', 'Live')
      expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
      linkAgent()
      expect(commits(bench)).toEqual(expected)
      expect(complaints(bench)).toEqual([])
    })

    test('uninstalled, a clone’s copies rest; doctor says so, and what mends it', () => {
      bench = bare()
      globally('--template')
      bench.git('init', '-q')
      bench.git('commit', '-q', '--allow-empty', '-m', 'Ready')
      bench.provenance(['uninstall', '--global'])
      expect(bench.tryGit(['commit', '-q', '--allow-empty', '-m', 'Rest'])).toMatchObject({ status: 0, stderr: '' })
      expect(bench.trailer('AI-Tool')).toEqual([])
      expect(complaints(bench)[0]).toMatchObject({ says: 'from a template whose program was taken away' })
      expect(mend(bench, shellOf(bench, null, null))).toContain('provenance init --yes')
      expect(commits(bench)).toEqual(expected)
      bench.provenance(['uninstall'])
      expect(bench.run('sh', ['-c', 'ls .git/hooks | grep -v sample']).stdout).toBe('')
    })

    test('a template of somebody else’s is not taken over; without --global it is a usage error', () => {
      bench = bare()
      bench.git('config', '--global', 'init.templateDir', '/mine')
      const ran = globally('--template', '--json')
      expect([ran.status, JSON.parse(ran.stdout).error]).toMatchObject([2, { code: 'HOOK_FOREIGN' }])
      expect(bench.provenance(['init', '--yes', '--template']).status).toBe(2)
    })
  })
})
