import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect } from 'vitest'
import { agentWrites, test } from '../support/commit-flow.js'
import { type Workbench, workbench } from '../support/workbench.js'

/** "No agent was seen" is said only where the hooks of the agents that `init` registered are there, and on. */

const settings = '.claude/settings.json'
const observed = ['none; basis=observed']

const put = (path: string, text: string) => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

type Entries = readonly { readonly matcher?: string; readonly hooks: readonly unknown[] }[]

/** The project's settings with some of our entries. */
const keeping = (isKept: (event: string, matcher: string) => boolean, { write, read }: Workbench): void => {
  const { hooks } = JSON.parse(read(settings)) as { readonly hooks: Readonly<Record<string, Entries>> }
  const kept = Object.entries(hooks).map(([event, entries]) => [
    event,
    entries.filter(({ matcher = '' }) => isKept(event, matcher)),
  ])
  write(settings, JSON.stringify({ hooks: Object.fromEntries(kept) }))
}

/** What a person's next commit says of AI: by its message alone, and through an editor. */
const said = (bench: Workbench): readonly (readonly string[])[] => {
  bench.git('commit', '-qm', 'By hand', '--allow-empty')
  const short = bench.trailer('AI-Tool')
  const env = { GIT_EDITOR: 'printf "In an editor\\n" >' }
  expect(bench.tryGit(['commit', '-q', '--allow-empty'], { env }).status).toBe(0)
  return [short, bench.trailer('AI-Tool')]
}

const ways: Readonly<Record<string, (bench: Workbench) => void>> = {
  'the settings are gone': ({ top }) => rmSync(join(top, '.claude'), { recursive: true }),
  'the settings are emptied': ({ write }) => write(settings, '{}\n'),
  'our entries are taken out': ({ write }) => write(settings, '{ "hooks": { "PreToolUse": [] } }\n'),
  'no edit is reported any more': (bench) => keeping((event) => !event.endsWith('ToolUse'), bench),
  'edits by edit tools are not reported': (bench) => keeping((_, matcher) => !matcher.startsWith('Edit'), bench),
  'shell commands are not reported': (bench) => keeping((_, matcher) => !/^Bash|mcp/.test(matcher), bench),
  'the settings are no JSON': ({ write, read }) => write(settings, `<<<<<<< ours\n${read(settings)}`),
  'an older file is put in the place of the settings': ({ top, write }) => {
    write('.claude/before.json', '{}\n')
    utimesSync(join(top, '.claude/before.json'), 1_000_000_000, 1_000_000_000)
    renameSync(join(top, '.claude/before.json'), join(top, settings))
  },
  'all hooks are off in the project': ({ write, read }) =>
    write(settings, read(settings).replace('{', '{ "disableAllHooks" : true,')),
  'all hooks are off in the local settings': ({ write }) =>
    write('.claude/settings.local.json', '{"disableAllHooks":true}'),
  'all hooks are off in the home': ({ home }) =>
    put(join(home, '.claude/settings.json'), '{ "model": "x", "disableAllHooks": true }'),
}

describe('nothing is said of AI where', () => {
  for (const [name, change] of Object.entries(ways))
    test(name, ({ bench }) => {
      const before = bench.read(settings)
      change(bench)
      const told = bench.provenance(['status'])
      expect(told.stdout).toContain('would carry no record')
      expect(said(bench)).toEqual([[], []])
      expect(bench.provenance(['doctor']).stdout).toMatch(/^WRONG agent/m)
      for (const path of [join(bench.top, '.claude/settings.local.json'), join(bench.home, '.claude')])
        rmSync(path, { recursive: true, force: true })
      put(join(bench.top, settings), before)
      expect(bench.provenance(['status']).stdout).toContain('none; basis=observed')
      bench.git('commit', '-qm', 'By hand', '--allow-empty')
      expect(bench.trailer('AI-Tool')).toEqual(observed)
    })

  test('git finds the repository by its variables alone: init and doctor say so, and what mends it', () => {
    const bench = workbench({ init: false })
    const gitDir = join(bench.home, 'dots.git')
    renameSync(join(bench.top, '.git'), gitDir)
    const env = { GIT_DIR: gitDir, GIT_WORK_TREE: bench.top }
    const commit = (message: string) => {
      expect(bench.tryGit(['commit', '-qam', message, '--allow-empty'], { env }).status).toBe(0)
      return bench.tryGit(['log', '-1', '--format=%(trailers:key=AI-Tool,valueonly)'], { env }).stdout.trim()
    }
    const told = bench.provenance(['init', '--yes', '--agents', 'claude-code'], { env })
    expect([told.status, told.stderr]).toEqual([0, expect.stringContaining('do not find this repository')])
    agentWrites(bench)
    expect([commit('By the agent, unheard'), commit('By hand')]).toEqual(['', ''])
    const { checks } = JSON.parse(bench.provenance(['doctor', '--json'], { env }).stdout) as {
      checks: { name: string; ok: boolean; mend: string }[]
    }
    const wrong = checks.filter(({ ok }) => !ok)
    expect(wrong.map(({ name }) => name)).toEqual(['agents'])
    expect(bench.run('sh', ['-c', wrong[0]?.mend ?? '']).status).toBe(0)
    expect(bench.provenance(['doctor'], { env }).status).toBe(0)
    expect(commit('By hand')).toBe('none; basis=observed')
    agentWrites(bench, 'new.txt')
    bench.tryGit(['add', 'new.txt'], { env })
    expect(commit('By the agent')).toBe('claude-code/2.1.329')
    bench.remove()
  })

  test('one of two agents is not heard any more', ({ bench }) => {
    bench.provenance(['init', '--yes', '--agents', 'claude-code,codex'])
    expect(said(bench)).toEqual([observed, observed])
    put(join(bench.home, '.codex/config.toml'), 'model = "m"\n[features]\nhooks = false\n')
    expect(said(bench)).toEqual([[], []])
    expect(bench.provenance(['doctor']).stdout).toMatch(/WRONG agent codex: .*config\.toml switches its hooks off/)
    rmSync(join(bench.home, '.codex'), { recursive: true })
    rmSync(join(bench.top, '.codex'), { recursive: true })
    expect(said(bench)).toEqual([[], []])
    const doctor = bench.provenance(['doctor']).stdout
    expect(doctor).toMatch(
      /WRONG agent codex: its hooks are gone[^\n]*\n {6}provenance init --yes --agents claude-code,codex/,
    )
    bench.provenance(['init', '--yes', '--agents', 'claude-code'])
    expect(said(bench)).toEqual([observed, observed])
  })

  test('another branch has no hooks', ({ bench }) => {
    bench.git('add', '-f', settings)
    bench.git('commit', '-qm', 'Adopt')
    bench.git('checkout', '-q', '--orphan', 'old')
    bench.git('rm', '-rqf', '.')
    bench.write('README', 'old\n')
    bench.git('add', '.')
    expect(said(bench)).toEqual([[], []])
    bench.git('checkout', '-q', 'main')
    expect(said(bench)).toEqual([observed, observed])
  })

  test('another work tree has none', ({ bench }) => {
    const tree = join(bench.home, 'tree')
    bench.git('worktree', 'add', '-q', tree)
    const inTree = (...args: string[]) => bench.tryGit(['-C', tree, ...args]).stdout
    inTree('commit', '-qm', 'By hand', '--allow-empty')
    expect(inTree('log', '-1', '--format=%(trailers)').trim()).toBe('')
    put(join(tree, settings), bench.read(settings))
    inTree('commit', '-qm', 'By hand', '--allow-empty')
    expect(inTree('log', '-1', '--format=%(trailers)').trim()).toBe('AI-Tool: none; basis=observed')
  })
})

test('the agents’ shell is damaged: nothing is said of AI until init puts it right', ({ bench }) => {
  const recorder = join(bench.top, '.git/provenance/record.sh')
  for (const text of ['x(\n', readFileSync(recorder, 'utf8').slice(0, 3000)]) {
    writeFileSync(recorder, text)
    expect(said(bench)).toEqual([[], []])
    expect(bench.provenance(['status']).stdout).toContain('would carry no record')
    expect(bench.provenance(['doctor']).stdout).toContain('WRONG record.sh: not as init writes it')
    bench.provenance(['init', '--yes', '--agents', 'claude-code'])
    expect(said(bench)).toEqual([observed, observed])
  }
})

test('entries that an older version wrote, or a person thinned out, speak all the same', ({ bench }) => {
  const before = bench.read(settings)
  const lesser: readonly ((event: string, matcher: string) => boolean)[] = [
    // Before calls that failed, and tools of MCP servers, were heard.
    (event, matcher) => event !== 'PostToolUseFailure' && !matcher.includes('mcp'),
    (event) => event !== 'UserPromptSubmit' && !event.startsWith('Session'),
  ]
  for (const isKept of lesser) {
    bench.write(settings, before.replaceAll('Bash|PowerShell', 'Bash'))
    keeping(isKept, bench)
    expect(said(bench)).toEqual([observed, observed])
    expect(bench.provenance(['doctor']).stdout).toMatch(
      /WRONG agent claude-code: hooks are missing or of another version/,
    )
  }
})

test('hooks that are registered in the home speak for every work tree', ({ bench }) => {
  const text = bench.read(settings)
  rmSync(join(bench.top, '.claude'), { recursive: true })
  expect(said(bench)).toEqual([[], []])
  put(join(bench.home, settings), text)
  expect(said(bench)).toEqual([observed, observed])
})

test('another home is looked at by itself', ({ bench }) => {
  const other = join(bench.home, 'other')
  put(join(other, settings), '{"disableAllHooks": true}')
  bench.tryGit(['commit', '-qm', 'By hand', '--allow-empty'], { env: { HOME: other } })
  expect(bench.trailer('AI-Tool')).toEqual([])
  expect(said(bench)).toEqual([observed, observed])
})

test('what an agent did is written down, whatever became of its settings since', ({ bench }) => {
  bench.agent.start()
  bench.agent.edit('start.txt', 'one\ntwo\nthree\nfour of the agent\n')
  rmSync(join(bench.top, '.claude'), { recursive: true })
  bench.git('commit', '-qam', 'Both')
  expect(bench.trailer('AI-Human-Edited-Ratio')).toEqual([
    '0.000; kept=1; edited=0; dropped=0; basis=measured; method=lines/1',
  ])
})

test('node looks once where settings changed, and not again', ({ bench }) => {
  bench.write('.claude/settings.local.json', '{}')
  expect(said(bench)).toEqual([observed, observed])
  withoutNode(bench)
  const commit = () => bench.tryGit(['commit', '-qm', 'By hand', '--allow-empty'])
  expect([commit().stderr, bench.trailer('AI-Tool')]).toEqual(['', observed])
  bench.write('.claude/settings.local.json', '{ }')
  const ran = commit()
  expect(ran.stderr).toContain('its program /nonexistent/hook.cjs is gone')
  expect([ran.status, bench.trailer('AI-Tool')]).toEqual([0, []])
})

test('what was written down of the hooks is empty, cut off or another’s: they are looked at again', ({ bench }) => {
  const live = join(bench.top, '.git/provenance/live')
  const before = bench.read(settings)
  const after = (text: string) => {
    writeFileSync(live, text)
    bench.git('commit', '-qm', 'By hand', '--allow-empty')
    return bench.trailer('AI-Tool')
  }
  // Of one that is cut off nobody knows what it hung on.
  const whole = readFileSync(live, 'utf8')
  const cut = whole.slice(0, whole.indexOf('here'))
  for (const text of ['', 'maybe\n', cut]) expect([text, after(text)]).toEqual([text, observed])
  bench.write(settings, '{}')
  expect(after(`${cut}end`)).toEqual([])
  bench.write(settings, before)
  writeFileSync(join(bench.top, '.git/provenance/observing'), '')
  expect(bench.provenance(['doctor']).stdout).toContain('observing: off: no commit says that no agent was seen')
})

/** From now on a hook that wants node cannot start it, and says so. */
const withoutNode = (bench: Workbench) =>
  writeFileSync(join(bench.top, '.git/provenance/runtime'), '/nonexistent/node\n/nonexistent/hook.cjs\n')

test('a reset that takes no commit off starts no node, nor does a work tree that is added; one that does asks it', ({
  bench,
}) => {
  const tree = join(bench.home, 'tree')
  bench.git('worktree', 'add', '-q', tree)
  cpSync(join(bench.top, '.claude'), join(tree, '.claude'), { recursive: true })
  const commit = (top: string) => bench.tryGit(['-C', top, 'commit', '-qm', 'By hand', '--allow-empty'])
  for (const top of [tree, bench.top]) commit(top)
  bench.git('reset', '-q')
  withoutNode(bench)
  for (const top of [tree, bench.top]) expect([top, commit(top).stderr]).toEqual([top, ''])
  bench.git('reset', '-q', '--soft', 'HEAD~1')
  expect(commit(bench.top).stderr).toContain('/nonexistent/hook.cjs is gone')
})
