import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type Workbench, workbench } from '../support/workbench.js'

let bench: Workbench
afterEach(() => bench.remove())

const init = (agents: string, cwd = bench.top) => bench.provenance(['init', '--yes', '--agents', agents], { cwd })
type Undone = {
  readonly changes: readonly { readonly path: string; readonly action: string }[]
  readonly left: readonly { readonly path: string; readonly why: string }[]
}
const uninstall = (cwd = bench.top, ...more: readonly string[]) => {
  const { status, stdout } = bench.provenance(['uninstall', '--json', ...more], { cwd })
  return { status, ...(JSON.parse(stdout) as Undone) }
}
const isThere = (path: string, folder = bench.top) => existsSync(join(folder, path))
const read = (path: string, folder = bench.top) => readFileSync(join(folder, path), 'utf8')

test('a file of ours that init made is taken away though it is committed, in .github too', () => {
  bench = workbench({ init: false })
  init('github-copilot')
  bench.git('add', '-Af')
  bench.git('commit', '-qm', 'Adopt')
  expect(uninstall()).toMatchObject({ status: 0, left: [] })
  expect(isThere('.github')).toBe(false)
})

test('what stands in the way of the program’s own folder is taken away with the rest', () => {
  bench = workbench()
  bench.run('sh', ['-c', 'rm -r .git/provenance; : >.git/provenance'])
  expect(uninstall().changes.map(({ path }) => path)).toContain('.git/provenance')
  expect([isThere('.git/provenance'), isThere('.git/hooks/commit-msg')]).toEqual([false, false])
})

describe('in one of several work trees', () => {
  const settings = '.claude/settings.json'
  const linked = () => {
    const tree = join(bench.home, 'linked')
    bench.git('worktree', 'add', '-q', tree)
    return tree
  }
  const lay = (folder: string) => {
    bench.run('mkdir', ['-p', '.claude'], { cwd: folder })
    writeFileSync(join(folder, settings), '{ "mine":1 }\n')
  }

  test('what init did in another one is named and left, and taken back there, to the byte', () => {
    bench = workbench({ init: false })
    lay(bench.top)
    const tree = linked()
    init('claude-code')
    const first = uninstall(tree)
    expect([first.status, first.left.map(({ path }) => path)]).toEqual([
      0,
      [`../repo with blank/${settings}`, '../repo with blank/.provenancerc'],
    ])
    expect([isThere('.git/hooks/commit-msg'), isThere('.git/provenance/key')]).toEqual([false, false])
    const again = uninstall(tree, '--dry-run')
    expect([again.changes, again.left]).toEqual([[], first.left])
    expect(uninstall()).toMatchObject({ status: 0, left: [] })
    expect([read(settings), isThere('.provenancerc'), isThere('.git/provenance')]).toEqual([
      '{ "mine":1 }\n',
      false,
      false,
    ])
  })

  test('the main one neither forgets what init did in a linked one, be that inside of it', () => {
    bench = workbench({ init: false })
    const tree = join(bench.top, 'linked')
    bench.git('worktree', 'add', '-q', tree)
    lay(tree)
    init('claude-code', tree)
    expect(uninstall().left.map(({ path }) => path)).toEqual([`linked/${settings}`, 'linked/.provenancerc'])
    expect(uninstall(tree)).toMatchObject({ status: 0, left: [] })
    expect([read(settings, tree), isThere('.git/provenance')]).toEqual(['{ "mine":1 }\n', false])
  })

  test('files of one that is gone keep nothing', () => {
    bench = workbench({ init: false })
    const tree = linked()
    init('claude-code', tree)
    bench.run('rm', ['-r', tree])
    expect(uninstall()).toMatchObject({ status: 0, left: [] })
    expect(isThere('.git/provenance')).toBe(false)
  })

  test('a dry run tells what goes with the events of all of them', () => {
    bench = workbench()
    const tree = linked()
    bench.agent.edit('start.txt', 'one\n', { top: tree })
    const gone = uninstall(bench.top, '--dry-run').changes.map(({ path }) => path)
    expect(gone).toEqual(expect.arrayContaining(['.git/provenance', '.git/worktrees/linked/provenance']))
    expect(isThere('.git/worktrees/linked/provenance/spool')).toBe(true)
  })
})

describe('in a work tree of a server’s repository', () => {
  const modeOf = (path: string) => statSync(path).mode & 0o777
  const served = () => {
    bench = workbench({ init: false })
    const bare = join(bench.home, 'server.git')
    bench.git('clone', '-q', '--bare', '.', bare)
    bench.run('chmod', ['755', bare])
    expect(bench.provenance(['init', '--yes'], { cwd: bare }).status).toBe(0)
    const tree = join(bench.home, 'deploy')
    bench.run('git', ['worktree', 'add', '-q', tree, 'main'], { cwd: bare })
    return { bare, tree, folder: join(bare, 'provenance') }
  }

  test('the gate stays open to whoever may push, and what is kept there is for its owner alone', () => {
    const { bare, tree, folder } = served()
    init('claude-code', tree)
    bench.run('sh', ['-c', 'echo {} | sh "$0" event claude-code', join(folder, 'record.sh')], { cwd: tree })
    bench.run('git', ['commit', '-q', '--allow-empty', '-m', 'x'], { cwd: tree })
    expect([modeOf(folder), modeOf(join(folder, 'gate'))]).toEqual([0o755, 0o644])
    const open = readdirSync(folder).filter((name) => (modeOf(join(folder, name)) & 0o077) !== 0)
    expect(open).toEqual(['gate'])
    const { checks } = JSON.parse(bench.provenance(['doctor', '--json'], { cwd: tree }).stdout)
    expect(JSON.stringify(checks)).not.toContain('owner only')
    bench.provenance(['uninstall'], { cwd: bare })
    expect(modeOf(folder)).toBe(0o700)
  })

  test('what its administrator laid there stays, and the gate', () => {
    const { bare, tree } = served()
    const names = ['gate', 'policy', 'allowed-signers', 'strict.yaml']
    for (const name of names.slice(1)) writeFileSync(join(bare, 'provenance', name), '{}')
    expect(uninstall(tree)).toMatchObject({ status: 0, changes: [] })
    init('claude-code', tree)
    const gone = uninstall(tree).changes.map(({ path }) => path)
    expect(gone).toContain('../server.git/provenance/record.sh')
    expect(readdirSync(join(bare, 'provenance')).toSorted()).toEqual(names.toSorted())
    expect(isThere('hooks/pre-receive', bare)).toBe(true)
  })
})

describe('after a newer version wrote a file again that a person had changed', () => {
  /** What an older version wrote: an entry of ours in another form, as an upgrade meets it. */
  const age = (path: string, folder = bench.top) =>
    writeFileSync(join(folder, path), read(path, folder).replaceAll('"timeout": 10', '"timeout": 20'))

  test.for([[[]], [['--global']]])('no entry of ours comes back, and theirs stays %s', ([more = []]) => {
    bench = workbench({ init: false })
    const folder = more.length > 0 ? bench.home : bench.top
    const path = '.claude/settings.json'
    const install = () => bench.provenance(['init', '--yes', '--agents', 'claude-code', ...more])
    install()
    age(path, folder)
    writeFileSync(join(folder, path), read(path, folder).replace('{', '{\n  "mine": 1,'))
    expect(install().stdout).toContain(`change  ${more.length > 0 ? '../' : ''}${path}`)
    bench.provenance(['uninstall', ...more])
    expect(JSON.parse(read(path, folder))).toEqual({ mine: 1 })
  })

  test('a file of ours that a formatter touched is gone', () => {
    bench = workbench({ init: false })
    const path = '.opencode/plugins/provenance.js'
    init('opencode')
    bench.write(path, `${bench.read(path)}\n`)
    init('opencode')
    uninstall()
    expect(isThere('.opencode')).toBe(false)
  })

  test('entries that nobody noted are not taken for a person’s', () => {
    bench = workbench({ init: false })
    init('claude-code')
    const written = read('.claude/settings.json')
    uninstall()
    bench.write('.claude/settings.json', written)
    age('.claude/settings.json')
    init('claude-code')
    uninstall()
    expect(read('.claude/settings.json')).not.toContain('record.sh')
  })

  test('a team’s older entries that are committed are as they were', () => {
    bench = workbench({ init: false })
    init('claude-code')
    age('.claude/settings.json')
    bench.git('add', '-Af')
    bench.git('commit', '-qm', 'Adopt')
    const second = join(bench.home, 'second')
    bench.run('git', ['clone', '-q', bench.top, second], { cwd: bench.home })
    init('claude-code', second)
    expect(read('.claude/settings.json', second)).toContain('"timeout": 10')
    uninstall(second)
    expect(bench.run('git', ['status', '--porcelain'], { cwd: second }).stdout).toBe('')
  })
})
