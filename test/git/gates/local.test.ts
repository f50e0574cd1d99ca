import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type Workbench, type WorkbenchOptions, workbench } from '../../support/workbench.js'

let bench: Workbench
afterEach(() => bench?.remove())

const policy = {
  enforce: ['commit-msg', 'pre-push'],
  rules: {
    'record-required': 'error',
    'paths-forbidden': ['error', ['secret/**']],
    'no-agent-signoff': 'error',
    'model-version-exact': 'warn',
    'review-required': ['error', { of: 'all' }],
    'signature-required': 'error',
  },
}

/** A clone with hooks, in which the policy stands in the first commit; `origin` is a bare repository that has it too. */
const open = (more: object = {}, options: WorkbenchOptions = {}) => {
  bench = workbench({ files: { 'a.txt': 'a\n', '.provenancerc': JSON.stringify({ ...policy, ...more }) }, ...options })
  const remote = join(bench.home, 'remote.git')
  bench.git('init', '-q', '--bare', remote)
  bench.git('remote', 'add', 'origin', remote)
  bench.git('-c', 'core.hooksPath=/dev/null', 'push', '-q', 'origin', 'main')
  bench.git('remote', 'set-head', 'origin', 'main')
  return bench
}
const head = () => bench.git('rev-parse', 'HEAD').trim()
const forbidden = () => {
  bench.agent.start()
  bench.agent.prompt('keys')
  bench.agent.edit('secret/key.txt', 'k\n')
  bench.git('add', '-A')
}

describe('commit-msg', () => {
  test('stops what the policy of HEAD forbids, says what and how to mend it, and keeps the message', () => {
    open()
    forbidden()
    const before = head()
    const ran = bench.tryGit(['commit', '-m', 'Add keys'])
    expect([ran.status === 0, head()]).toEqual([false, before])
    expect(ran.stderr).toContain(`provenance: the policy stops this commit (${before}:.provenancerc)`)
    expect(ran.stderr).toContain(
      'error it changes with AI a file in which the policy allows none [paths-forbidden] path=secret/key.txt',
    )
    expect(ran.stderr).not.toContain('review-required')
    expect(ran.stderr).not.toContain('signature-required')
    const [, command = ''] = /the message is kept: (git .*)$/m.exec(ran.stderr) ?? []
    bench.git('mv', 'secret/key.txt', 'key.txt')
    // A person may stand in a folder below the top, where hooks do not.
    bench.write('below/a.txt', 'a\n')
    const again = bench.run('sh', ['-c', command], { env: { GIT_EDITOR: 'true' }, cwd: `${bench.top}/below` })
    expect([again.status, again.stderr]).toEqual([0, ''])
    expect(bench.message()).toMatch(/^Add keys\n/)
    expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
  })

  test('lets through what is allowed, in silence; warnings are told', () => {
    open()
    bench.write('a.txt', 'mine\n')
    expect(bench.tryGit(['commit', '-qam', 'Mine'])).toMatchObject({ status: 0, stderr: '' })
    bench.write('a.txt', 'more\n')
    bench.provenance(['declare', '--tool', 'chatgpt', '--ratio', '0.5'])
    const ran = bench.tryGit(['commit', '-qam', 'By chat'])
    expect(ran.status).toBe(0)
    expect(ran.stderr).toContain('with warnings')
    expect(ran.stderr).toContain('[model-version-exact] tool=chatgpt model=unknown')
  })

  test.for(['-m', 'editor', '--amend', '-v', 'merge'])('judges the message that git keeps: %s', (way) => {
    open()
    bench.write('a.txt', 'x\n')
    const signed = 'Work\n\nSigned-off-by: Claude <noreply@anthropic.com>\n'
    writeFileSync(
      join(bench.home, 'editor'),
      `#!/bin/sh\nprintf '%s' '${signed}' >"$1.new"; cat "$1" >>"$1.new"; mv "$1.new" "$1"\n`,
      { mode: 0o755 },
    )
    const env = { GIT_EDITOR: join(bench.home, 'editor') }
    if (way === '--amend') bench.git('commit', '-q', '--allow-empty', '-m', 'To be amended')
    const before = head()
    const args =
      way === '-m'
        ? ['commit', '-qam', signed]
        : way === 'editor'
          ? ['commit', '-qa']
          : way === '-v'
            ? ['commit', '-qav']
            : ['commit', '-qa', '--amend', '-m', signed]
    if (way === 'merge') {
      bench.git('-c', 'core.hooksPath=/dev/null', 'commit', '-qam', 'Side')
      bench.git('branch', 'side')
      bench.git('reset', '-q', '--hard', 'HEAD~1')
      bench.write('b.txt', 'b\n')
      bench.git('add', '-A')
      bench.git('-c', 'core.hooksPath=/dev/null', 'commit', '-qm', 'Main')
    }
    const ran = bench.tryGit(way === 'merge' ? ['merge', '-q', '--edit', 'side'] : args, { env })
    expect(ran.status).not.toBe(0)
    expect(ran.stderr).toContain('[no-agent-signoff] signer=Claude <noreply@anthropic.com>')
    if (way !== 'merge') expect(head()).toBe(before)
  })

  test('scissors of a person’s cut nothing off, those of git do', () => {
    open()
    const signed = 'Signed-off-by: Claude <noreply@anthropic.com>'
    const cut = '# ------------------------ >8 ------------------------'
    bench.write('a.txt', `x\n\n${signed}\n`)
    const typed = join(bench.home, 'typed')
    writeFileSync(typed, `Subject\n\n${cut}\nbelow\n\n${signed}\n`)
    const env = { GIT_EDITOR: `cp ${JSON.stringify(typed)}` }
    const before = head()
    for (const ran of [bench.tryGit(['commit', '-qaF', typed]), bench.tryGit(['commit', '-qa'], { env })])
      expect(ran.stderr).toContain('[no-agent-signoff]')
    expect(head()).toBe(before)
    const shown = bench.tryGit(['commit', '-qaevm', 'Subject'], { env: { GIT_EDITOR: 'true' } })
    expect(shown).toMatchObject({ status: 0, stderr: '' })
    expect(bench.read('a.txt')).toContain(signed)
  })

  test('a merge is judged by the files that are as in neither parent, as verify judges it afterwards', () => {
    open()
    bench.git('checkout', '-q', '-b', 'side')
    bench.write('secret/by-hand.txt', 'by hand\n')
    bench.write('both.txt', 'theirs\n')
    bench.git('add', '-A')
    bench.git('-c', 'core.hooksPath=/dev/null', 'commit', '-qm', 'By hand\n\nAI-Tool: none; basis=declared')
    bench.git('checkout', '-q', 'main')
    bench.write('both.txt', 'ours\n')
    bench.git('add', '-A')
    bench.git('-c', 'core.hooksPath=/dev/null', 'commit', '-qm', 'Main\n\nAI-Tool: none; basis=declared')
    const byClaude = ['-m', 'Merge', '-m', 'Co-authored-by: Claude <noreply@anthropic.com>']
    bench.tryGit(['merge', '-q', '--no-commit', 'side'])
    bench.write('both.txt', 'resolved\n')
    bench.git('add', '-A')
    expect(bench.tryGit(['commit', '-q', ...byClaude])).toMatchObject({ status: 0 })
    expect(bench.provenance(['verify', 'HEAD^1..HEAD', '--json']).stdout).not.toContain('paths-forbidden')
    bench.git('reset', '-q', '--hard', 'HEAD~1')
    bench.tryGit(['merge', '-q', '--no-commit', 'side'])
    bench.write('both.txt', 'resolved\n')
    bench.write('secret/by-hand.txt', 'as in neither\n')
    bench.git('add', '-A')
    expect(bench.tryGit(['commit', '-q', ...byClaude]).stderr).toContain('[paths-forbidden] path=secret/by-hand.txt')
  })

  test('an empty message is git’s to abort, in its own words', () => {
    open()
    bench.write('a.txt', 'x\n')
    const ran = bench.tryGit(['commit', '-a'], { env: { GIT_EDITOR: 'true' } })
    expect(ran.status).not.toBe(0)
    expect(ran.stderr).toContain('empty commit message')
    expect(ran.stderr).not.toContain('provenance:')
  })

  test('a commit cannot weaken the policy for itself', () => {
    open()
    bench.write('.provenancerc', '{"rules":{}}')
    forbidden()
    expect(bench.tryGit(['commit', '-qm', 'Both']).status).not.toBe(0)
  })

  test('is passed over as git allows, by --no-verify, and by no variable of ours; a push then stops it', () => {
    open()
    forbidden()
    expect(bench.tryGit(['commit', '-qm', 'x'], { env: { PROVENANCE: '0' } }).status).not.toBe(0)
    expect(bench.tryGit(['commit', '-qm', 'x', '--no-verify']).status).toBe(0)
    const ran = bench.tryGit(['push', '-q', 'origin', 'main'])
    expect(ran.status).not.toBe(0)
    expect(ran.stderr).toContain('[paths-forbidden] path=secret/key.txt')
  })

  test('is on or off by the configuration of its own work tree', () => {
    const lax = JSON.stringify({ ...policy, enforce: [] })
    open({ enforce: [] })
    const tree = join(bench.home, 'tree')
    bench.git('worktree', 'add', '-q', '-b', 'strict', tree)
    writeFileSync(join(tree, '.provenancerc'), JSON.stringify(policy))
    bench.git('-C', tree, 'commit', '-qam', 'Enforce', '--no-verify')
    // The other one's is the newer, and says otherwise.
    bench.write('.provenancerc', `${lax}\n`)
    bench.git('commit', '-qam', 'A blank')
    const forbidden = 'x\n\nCo-authored-by: Claude <noreply@anthropic.com>'
    const commitIn = (top: string) => {
      mkdirSync(join(top, 'secret'), { recursive: true })
      writeFileSync(join(top, 'secret/a.txt'), 'by an agent\n')
      bench.git('-C', top, 'add', '-A')
      return bench.tryGit(['-C', top, 'commit', '-qm', forbidden]).status
    }
    expect(commitIn(tree)).not.toBe(0)
    expect(commitIn(bench.top)).toBe(0)
  })

  test('is off without a word for it, and on with the next commit once the configuration has one', () => {
    open({ enforce: [] })
    expect(existsSync(join(bench.top, '.git/provenance/enforce'))).toBe(false)
    bench.write('.provenancerc', JSON.stringify(policy))
    const later = new Date(Date.now() + 2000)
    utimesSync(join(bench.top, '.provenancerc'), later, later)
    bench.git('commit', '-qam', 'Enforce')
    bench.agent.start()
    bench.write('secret/a.txt', 'by hand\n')
    bench.git('add', '-A')
    expect(bench.tryGit(['commit', '-qm', 'x\n\nCo-authored-by: Claude <noreply@anthropic.com>']).status).not.toBe(0)
    expect(bench.tryGit(['commit', '-qm', 'By hand']).status).toBe(0)
    // The same in package.json, once no agent waits.
    const at = (seconds: number) => new Date(Date.now() + 1000 * seconds)
    bench.write('.provenancerc', JSON.stringify({ ...policy, enforce: [] }))
    utimesSync(join(bench.top, '.provenancerc'), at(4), at(4))
    bench.git('commit', '-qam', 'Off')
    // The policy of HEAD counts as well: it is off once that is off, and the file looked at again.
    utimesSync(join(bench.top, '.provenancerc'), at(5), at(5))
    bench.git('commit', '-q', '--allow-empty', '-m', 'By hand')
    expect(existsSync(join(bench.top, '.git/provenance/enforce'))).toBe(false)
    bench.git('rm', '-q', '.provenancerc')
    bench.write('package.json', JSON.stringify({ provenance: policy }))
    utimesSync(join(bench.top, 'package.json'), at(6), at(6))
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'On')
    expect(existsSync(join(bench.top, '.git/provenance/enforce'))).toBe(true)
  })

  test('our own failure lets the commit through, with a line', () => {
    open()
    forbidden()
    const program = bench.read('.git/provenance/runtime')
    bench.write('.git/provenance/runtime', `${program.split('\n')[0]}\n/nowhere/hook.cjs\n`)
    const ran = bench.tryGit(['commit', '-qm', 'x'])
    expect(ran.status).toBe(0)
    expect(ran.stderr).toMatch(/^provenance: .* is gone; prepare-commit-msg skipped \(see: provenance doctor\)\n$/)
    bench.write('.git/provenance/runtime', program)
    bench.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '--amend', '-m', 'x')
    bench.write('.provenancerc', '{"rules":{"nothing":"error"}}')
    bench.git('add', '-A')
    bench.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'Broken policy')
    const broken = bench.tryGit(['commit', '-q', '--allow-empty', '-m', 'x'])
    expect(broken.status).toBe(0)
    expect(broken.stderr).toContain('nothing: expected a known option')
  })
})

describe('a configuration that is broken in the work tree', () => {
  test.for([[['commit-msg', 'pre-push']], [[]]])('is told in one line for a commit, with the gates %j', ([enforce]) => {
    open({ enforce })
    const broken = '{"rules":{"nothing":"error"}}'
    bench.write('.provenancerc', broken)
    const later = new Date(Date.now() + 2000)
    utimesSync(join(bench.top, '.provenancerc'), later, later)
    for (const env of [{}, { CLAUDECODE: '1' }, {}]) {
      bench.write('a.txt', `${Math.random()}\n`)
      const ran = bench.tryGit(['commit', '-qm', 'x', 'a.txt'], { env })
      const lines = ran.stderr.split('\n').filter((line) => line.includes('nothing: expected'))
      expect([ran.status, lines.length]).toEqual([0, 1])
    }
  })
})

describe('pre-push', () => {
  const silent = (message = 'Silent') => {
    bench.write('a.txt', `${message}\n`)
    bench.git('-c', 'core.hooksPath=/dev/null', 'commit', '-qam', message)
  }
  const push = (...args: string[]) => bench.tryGit(['push', '-q', 'origin', ...args])

  test('judges what the remote has not, by its policy, and names the commit', () => {
    open()
    silent()
    const ran = push('main')
    expect(ran.status).not.toBe(0)
    expect(ran.stderr).toContain(`error ${head().slice(0, 12)} carries no record of AI use [record-required]`)
    expect(bench.tryGit(['push', '-q', '--no-verify', 'origin', 'main']).status).toBe(0)
    // What is there is there: only new commits are judged.
    bench.write('a.txt', 'good\n')
    bench.git('commit', '-qam', 'Good')
    expect(push('main')).toMatchObject({ status: 0, stderr: '' })
  })

  test('new branches, deletions, forced pushes, tags, several at once', () => {
    open()
    bench.git('checkout', '-q', '-b', 'topic')
    silent()
    expect(push('topic').status).not.toBe(0)
    expect(push('topic:refs/tags/v1').status).not.toBe(0)
    expect(push('main:other')).toMatchObject({ status: 0, stderr: '' })
    expect(push('--delete', 'other').status).toBe(0)
    bench.write('a.txt', 'anew\n')
    bench.provenance(['declare', '--none'])
    bench.git('commit', '-q', '-a', '--amend', '-m', 'Good')
    expect(push('topic', 'main').status).toBe(0)
    bench.git('reset', '-q', '--hard', 'main')
    silent('Other')
    expect(push('--force', 'topic')).toMatchObject({ stderr: expect.stringContaining('the push is forced') })
  })

  test('more refs than a pipe holds at once', () => {
    open()
    silent()
    const tags = Array.from(
      { length: 700 },
      (_, at) => `create refs/tags/one-of-many-tags-of-a-release/${at} ${head()}\n`,
    )
    bench.tryGit(['update-ref', '--stdin'], { input: tags.join('') })
    const ran = push('main', '--tags')
    expect(ran.stderr).toContain(`error ${head().slice(0, 12)} carries no record of AI use [record-required]`)
    expect(ran.status).not.toBe(0)
  })

  test('branches that the policy does not have guarded go through', () => {
    open({ protected: ['main', 'release/*'] })
    silent()
    expect(push('HEAD:topic')).toMatchObject({ status: 0, stderr: '' })
    expect(push('HEAD:Release/1').status).toBe(0)
    expect(push('HEAD:release/1').status).not.toBe(0)
    expect(push('HEAD:main').status).not.toBe(0)
  })

  test('a foreign hook is told what git told us, and judges first', () => {
    open({}, { init: false })
    const told = join(bench.home, 'told')
    writeFileSync(join(bench.top, '.git/hooks/pre-push'), `#!/bin/sh\ncat >'${told}'\n[ ! -f '${told}.no' ]\n`, {
      mode: 0o755,
    })
    bench.provenance(['init', '--yes', '--agents', 'none'])
    silent()
    expect(push('main').status).not.toBe(0)
    expect(bench.read('../told')).toMatch(/^refs\/heads\/main [0-9a-f]{40} refs\/heads\/main [0-9a-f]{40}\n$/)
    writeFileSync(`${told}.no`, '')
    expect(push('main')).toMatchObject({ stderr: expect.not.stringContaining('provenance') })
    rmSync(`${told}.no`)
    bench.provenance(['declare', '--none'])
    bench.git('commit', '-q', '--amend', '-m', 'Good')
    expect(push('main').status).toBe(0)
  })
})
