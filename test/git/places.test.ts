import { cpSync, existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect } from 'vitest'
import { agentText, agentWrites, test } from '../support/commit-flow.js'
import { workbench } from '../support/workbench.js'

describe('wherever the commit is made', () => {
  test('from a subfolder', ({ bench }) => {
    agentWrites(bench, 'src/deep/new.txt', 'first new line\nsecond new line\n')
    bench.git('add', '-A')
    const ran = bench.tryGit(['commit', '-qm', 'From below'], { cwd: join(bench.top, 'src', 'deep') })
    expect(ran.status).toBe(0)
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=2;/)
  })

  test('with git -C and with GIT_DIR set', ({ bench }) => {
    agentWrites(bench)
    const env = { GIT_DIR: join(bench.top, '.git'), GIT_WORK_TREE: bench.top }
    expect(bench.tryGit(['commit', '-qam', 'From outside'], { cwd: bench.home, env }).status).toBe(0)
    expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
  })

  test('in a linked work tree, with state of its own', ({ bench }) => {
    const linked = join(bench.home, 'linked')
    bench.git('worktree', 'add', '-q', '-b', 'side', linked)
    bench.agent.start()
    bench.agent.edit('start.txt', agentText, { top: linked })
    bench.write('start.txt', 'one\ntwo\nthree\nby hand\n')
    bench.git('commit', '-qam', 'Main tree')
    expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
    expect(bench.tryGit(['commit', '-qam', 'Linked tree'], { cwd: linked }).status).toBe(0)
    expect(bench.trailer('AI-Human-Edited-Ratio', 'side')[0]).toMatch(/^0\.000; kept=3;/)
  })

  test('in a submodule that was set up itself', ({ bench }) => {
    const library = workbench({ init: false })
    bench.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.top, 'lib')
    const inside = join(bench.top, 'lib')
    expect(bench.provenance(['init', '--yes'], { cwd: inside }).status).toBe(0)
    bench.agent.start()
    bench.agent.edit('start.txt', agentText, { top: inside })
    const ran = bench.tryGit(['commit', '-qam', 'In the submodule'], { cwd: inside })
    expect(ran.status).toBe(0)
    const { stdout } = bench.tryGit(['log', '-1', '--format=%(trailers:key=AI-Human-Edited-Ratio,valueonly)'], {
      cwd: inside,
    })
    expect(stdout).toMatch(/^0\.000; kept=3;/)
    library.remove()
  })

  test('a file that the agent writes through a symbolic link, and one whose link leads outside', ({ bench }) => {
    symlinkSync('start.txt', join(bench.top, 'link.txt'))
    symlinkSync(join(bench.home, 'elsewhere.txt'), join(bench.top, 'away.txt'))
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Links')
    agentWrites(bench, 'link.txt')
    bench.agent.edit('away.txt', 'not of this repository\n')
    bench.git('commit', '-qam', 'Through the link')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=3;/)
    const payload = { agent: { name: 'my-agent', version: '1.0' }, model: 'm-1', session: 's', cwd: bench.top }
    for (const kind of ['pre_edit', 'post_edit']) {
      if (kind === 'post_edit') bench.write('link.txt', `${agentText}const fourth = 4\n`)
      const input = JSON.stringify({ v: 1, ...payload, kind, toolUseId: 'u1', files: [{ path: 'link.txt' }] })
      expect(bench.provenance(['record', '--agent', 'generic'], { input }).status).toBe(0)
    }
    bench.git('commit', '-qam', 'Through the link, by any agent')
    expect(bench.trailer('AI-Tool')).toEqual(['my-agent/1.0'])
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=1;/)
  })

  test('a folder below the top that the agent has by a link: what it edits there, and what it runs', ({ bench }) => {
    const link = join(bench.home, 'shop')
    bench.write('packages/shop/start.txt', 'one\n')
    symlinkSync(join(bench.top, 'packages', 'shop'), link)
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Shop')
    bench.agent.start()
    bench.agent.edit('new folder/new.txt', 'first new line\nsecond new line\n', { top: link })
    const command = { tool_name: 'Bash', tool_input: { command: 'make' }, tool_use_id: 'b1', cwd: link }
    bench.agent.hook('PreToolUse', command)
    bench.write('packages/shop/made.txt', 'third new line\n')
    bench.agent.hook('PostToolUse', command)
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'By a link')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=3;/)
    bench.agent.edit('start.txt', 'two\n', { top: link })
    rmSync(link)
    bench.git('commit', '-qam', 'By a link that is gone')
    expect(bench.trailer('AI-Tool')).toEqual([])
  })

  test('the first commit of a repository', () => {
    const bench = workbench({ files: {}, commit: false })
    agentWrites(bench, 'start.txt', 'first line here\nsecond line here\n')
    bench.git('add', 'start.txt')
    bench.git('commit', '-qm', 'First')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=2;/)
    const patch = bench.git('diff-tree', '-p', '--root', 'HEAD')
    const [id] = bench.run('git', ['patch-id', '--stable'], { input: patch }).stdout.split(' ')
    expect(bench.trailer('AI-Change')).toEqual([`patch-id:${id}`])
    bench.remove()
  })

  test('in a sha256 repository the binding has 64 digits', () => {
    const bench = workbench({ gitInit: ['--object-format=sha256'] })
    agentWrites(bench)
    bench.git('commit', '-qam', 'Wide')
    expect(bench.trailer('AI-Change')[0]).toMatch(/^patch-id:[0-9a-f]{64}$/)
    bench.remove()
  })

  for (const path of [
    'with blank.txt',
    'umlaut-ü-漢.txt',
    'quote".txt',
    "apostrophe'.txt",
    'tab\there.txt',
    'back\\slash.txt',
    '-dash.txt',
  ]) {
    test(`a file called ${JSON.stringify(path)}`, ({ bench }) => {
      agentWrites(bench, path, 'first line here\nsecond line here\n')
      bench.git('add', '-A', '--', '.')
      bench.git('commit', '-qm', 'Odd name')
      expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=2;/)
    })
  }

  test('a file with a newline in its name is measured', ({ bench }) => {
    agentWrites(bench, 'new\nline.txt', 'first line here\nsecond line here\n')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Newline')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=2; edited=0; dropped=0;/)
    bench.agent.edit('new\nline.txt', 'first line here\nsecond line here\nthird line here\n')
    bench.write('new\nline.txt', 'first line here\nsecond line here\n')
    bench.write('start.txt', 'mine\n')
    bench.git('commit', '-qam', 'Dropped')
    expect(bench.provenance(['verify', 'HEAD']).stdout).toMatch(/contradicted\s+0 /)
  })
})

describe('merges', () => {
  test('a clean merge carries no record, and leaves what is pending alone', ({ bench }) => {
    bench.git('checkout', '-qb', 'side')
    bench.write('side.txt', 'side\n')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Side')
    bench.git('checkout', '-q', 'main')
    bench.write('main.txt', 'main\n')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Main')
    agentWrites(bench)
    bench.git('merge', '-q', '--no-edit', 'side')
    expect(bench.trailer('AI-Tool')).toEqual([])
    bench.git('commit', '-qam', 'The agent’s')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=3;/)
  })

  test('a conflict that the agent resolved is the agent’s work', ({ bench }) => {
    bench.git('checkout', '-qb', 'side')
    bench.write('start.txt', 'one\nside of things\nthree\n')
    bench.git('commit', '-qam', 'Side')
    bench.git('checkout', '-q', 'main')
    bench.write('start.txt', 'one\nmain of things\nthree\n')
    bench.git('commit', '-qam', 'Main')
    expect(bench.tryGit(['merge', 'side']).status).toBe(1)
    bench.agent.start()
    bench.agent.edit('start.txt', 'one\nboth sides, joined by the agent\nthree\n')
    bench.git('add', '-A')
    bench.git('commit', '-q', '--no-edit')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=1;/)
    expect(bench.git('rev-list', '--parents', '-1', 'HEAD').trim().split(' ')).toHaveLength(3)
  })
})

describe('git commit --no-verify', () => {
  test('with -m the record is there', ({ bench }) => {
    agentWrites(bench)
    bench.git('commit', '-qam', 'No gates', '--no-verify')
    expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
  })

  test('typed in an editor it says how to add the record, and the amend adds it', ({ bench }) => {
    agentWrites(bench)
    const script = join(bench.home, 'type.sh')
    writeFileSync(script, '#!/bin/sh\necho Typed >"$1"\n', { mode: 0o755 })
    const ran = bench.tryGit(['commit', '-a', '--no-verify'], { env: { GIT_EDITOR: `"${script}"` } })
    expect(ran.status).toBe(0)
    expect(ran.stderr).toContain('git commit --amend --no-edit')
    bench.git('commit', '-q', '--amend', '--no-edit')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=3;/)
  })
})

test('an agent that runs git itself commits its own record', ({ bench }) => {
  agentWrites(bench)
  const ran = bench.agent.shell('git commit -qam "By the agent"')
  expect(ran.status).toBe(0)
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=3;/)
})

test('a folder that is no repository is left alone by the agent’s hook', ({ bench }) => {
  const outside = join(bench.home, 'outside')
  mkdirSync(outside)
  bench.agent.edit('note.txt', 'text\n', { top: outside })
  expect(statSync(join(outside, 'note.txt')).size).toBe(5)
})

test('a program whose path has two lines is not installed: hooks would start whatever lies at the first', () => {
  const bench = workbench({ init: false })
  const [root, copy] = [resolve(import.meta.dirname, '../..'), join(bench.home, 'new\nline')]
  for (const name of ['bin', 'dist', 'hooks', 'schemas', 'package.json'])
    cpSync(join(root, name), join(copy, name), { recursive: true })
  const told = bench.run(process.execPath, [join(copy, 'bin/provenance.mjs'), 'init', '--yes', '--agents', 'none'])
  expect([told.status, told.stderr]).toEqual([2, expect.stringContaining('[VALUE_REFUSED]')])
  expect(existsSync(join(bench.top, '.git/provenance'))).toBe(false)
  bench.remove()
})
