import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
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
      /WRONG agent codex: its hooks are not in this work tree[^\n]*\n {6}provenance init --yes --agents claude-code,codex/,
    )
    bench.provenance(['init', '--yes', '--agents', 'claude-code'])
    expect(said(bench)).toEqual([observed, observed])
  })

  test('claude-code was started in a folder below the top, where it reads none of them', ({ bench }) => {
    const projects = join(bench.home, '.claude/projects')
    const session = (cwd: string, name = 's1') => {
      const lines = [
        { type: 'summary', summary: 'x' },
        { type: 'user', cwd },
      ].map((line) => `${JSON.stringify(line)}\n`)
      put(join(projects, cwd.replaceAll(/[^a-zA-Z0-9]/g, '-'), `${name}.jsonl`), lines.join(''))
    }
    session(bench.top)
    session(`${bench.top}-api`)
    session(join(bench.home, 'elsewhere'))
    expect(said(bench)).toEqual([observed, observed])
    // In a name of a folder of logs that one beside the top has as well.
    mkdirSync(join(bench.top, 'api'))
    session(join(bench.top, 'api'), 's2')
    expect(said(bench)).toEqual([[], []])
    const doctor = bench.provenance(['doctor'])
    expect(doctor.status).toBe(1)
    expect(doctor.stdout).toMatch(
      /WRONG agent claude-code: it was started in api, [^\n]*\n {6}provenance init --global --yes --agents claude-code\n/,
    )
    cpSync(join(bench.top, '.claude'), join(bench.top, 'api/.claude'), { recursive: true })
    rmSync(join(bench.top, '.git/provenance/live'))
    expect(said(bench)).toEqual([observed, observed])
  })

  test('nor hangs anything on the sessions of a project beside it whose name begins alike', ({ bench }) => {
    const cwd = `${bench.top}-web`
    const logs = join(bench.home, '.claude/projects', cwd.replaceAll(/[^a-zA-Z0-9]/g, '-'))
    const session = (name: string, place = cwd) =>
      put(join(logs, `${name}.jsonl`), `${JSON.stringify({ cwd: place })}\n`)
    const live = () => statSync(join(bench.top, '.git/provenance/live')).ino
    session('s1')
    expect(said(bench)).toEqual([observed, observed])
    const looked = live()
    session('s2')
    expect(said(bench)).toEqual([observed, observed])
    expect(live()).toBe(looked)
    bench.write('web/file', '')
    expect(said(bench)).toEqual([observed, observed])
    expect(live()).not.toBe(looked)
    session('s3', join(bench.top, 'web'))
    expect(said(bench)).toEqual([[], []])
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

type Switch = { readonly agent: string; readonly at: string; readonly off: (bench: Workbench) => void }

const inHome = (path: string, text: (bench: Workbench) => string) => (bench: Workbench) =>
  put(join(bench.home, path), text(bench))
const edited = (path: string, change: (text: string) => string) => (bench: Workbench) =>
  bench.write(path, change(bench.read(path)))
const plugin = ({ top }: Workbench) => `${top}/.agents/plugins/provenance`
const state = ({ top }: Workbench) => `${top}/.codex/hooks.json:pre_tool_use:0:0`

/** The switches of agents' own, as their sources (named in src/agents/) and documentation have them. */
const switches: readonly Switch[] = [
  ...['.copilot/settings.json', '.copilot/config.json'].map((at) => ({
    agent: 'github-copilot',
    at,
    off: inHome(at, () => '{"disableAllHooks":true}'),
  })),
  {
    agent: 'gemini-cli',
    at: '.gemini/settings.json',
    off: edited('.gemini/settings.json', (text) =>
      text.replace('{', '{"hooksConfig":{"notifications":true,"disabled":["other", "provenance"]},'),
    ),
  },
  ...['.continue/settings.local.json', '.claude/settings.json'].map((at) => ({
    agent: 'continue',
    at,
    off: inHome(at, () => '{"disableAllHooks":true}'),
  })),
  {
    agent: 'kiro',
    at: '.kiro/hooks/provenance.json',
    off: edited('.kiro/hooks/provenance.json', (text) => {
      const { hooks, ...rest } = JSON.parse(text) as { hooks: { trigger: string }[] }
      return JSON.stringify({
        ...rest,
        hooks: hooks.map((hook) => ({ ...hook, enabled: hook.trigger !== 'PostToolUse' })),
      })
    }),
  },
  {
    agent: 'cline',
    at: '.clinerules/hooks/PostToolUse',
    off: ({ top }) => chmodSync(join(top, '.clinerules/hooks/PostToolUse'), 0o644),
  },
  ...[
    'features = { hooks = false }',
    'features = { other = true, "hooks" = false }',
    '[features]\n"hooks" = false',
    'features.hooks = false',
  ].map((line) => ({
    agent: 'codex',
    at: '.codex/config.toml',
    off: inHome('.codex/config.toml', () => `model = "m"\n${line}\n`),
  })),
  ...[
    (key: string) => `[hooks.state."${key}"]\ntrusted_hash = "x"\nenabled = false\n`,
    (key: string) => `[hooks.state]\n"${key}" = { enabled = false }\n`,
  ].map((text) => ({
    agent: 'codex',
    at: '.codex/config.toml',
    off: inHome('.codex/config.toml', (bench) => text(state(bench))),
  })),
  {
    agent: 'goose',
    at: '.config/goose/settings.local.json',
    off: ({ write }) => write('.config/goose/settings.local.json', '{"disabledPlugins":["provenance"]}'),
  },
  ...[
    (key: string) => `a: 1\nplugins:\n  ${key}:\n    enabled: false\nb: 2\n`,
    (key: string) => `plugins:\n  ? "${key}"\n  : enabled: false\n`,
  ].map((text) => ({
    agent: 'goose',
    at: '.config/goose/config.yaml',
    off: inHome('.config/goose/config.yaml', (bench) => text(plugin(bench))),
  })),
]

/** Settings beside them in which nothing of ours is switched off. */
const others: readonly ((bench: Workbench) => void)[] = [
  inHome('.codex/config.toml', (bench) =>
    [
      '[features]\nhooks = true\n# hooks = false',
      `[hooks.state."${state(bench)}"]\nenabled = true`,
      '[hooks.state."/another/.codex/hooks.json:pre_tool_use:0:0"]\nenabled = false\n',
    ].join('\n'),
  ),
  inHome('.config/goose/config.yaml', (bench) =>
    [
      `plugins:`,
      `  ${plugin(bench)}:`,
      `    enabled: true`,
      `  /another${plugin(bench)}:`,
      `    enabled: false\n`,
    ].join('\n'),
  ),
  inHome('.config/goose/settings.json', () => '{"disabledPlugins":["another"],"enabledPlugins":["provenance"]}'),
  edited('.kiro/hooks/provenance.json', (text) => text.replace('"enabled": true', '"enabled": false')),
]

test('nothing is said of AI where an agent is switched off by a switch of its own, and again where it is on', ({
  bench,
}) => {
  const short = () => {
    bench.git('commit', '-qm', 'By hand', '--allow-empty')
    return bench.trailer('AI-Tool')
  }
  bench.provenance(['init', '--yes', '--agents', [...new Set(switches.map(({ agent }) => agent))].join(',')])
  for (const change of others) change(bench)
  expect(short()).toEqual(observed)
  for (const { agent, at, off } of switches) {
    const [inProject, inPerson] = [join(bench.top, at), join(bench.home, at)]
    const kept = [inProject, inPerson].map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : null))
    off(bench)
    expect([agent, at, short()]).toEqual([agent, at, []])
    const told = bench.provenance(['doctor']).stdout
    expect(told).toMatch(new RegExp(`^WRONG agent ${agent}: [^\\n]*${at}`, 'm'))
    chmodSync(existsSync(inProject) ? inProject : inPerson, 0o755)
    for (const [index, path] of [inProject, inPerson].entries())
      if (kept[index] == null) rmSync(path, { force: true })
      else put(path, kept[index])
    expect([agent, at, short()]).toEqual([agent, at, observed])
  }
})

test.for([
  ['goose', '.agents/plugins/provenance/hooks/hooks.json'],
  ['cline', '.clinerules/hooks/PreToolUse'],
])('one of several files of %s is gone: nothing is said of AI', ([agent = '', path = ''], { bench }) => {
  bench.provenance(['init', '--yes', '--agents', agent])
  rmSync(join(bench.top, path))
  expect(said(bench)).toEqual([[], []])
  expect(bench.provenance(['doctor']).stdout).toMatch(new RegExp(`WRONG agent ${agent}: hooks are missing`))
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

test('before the first commit status says what that will say; of another branch’s first one, which may hold all, nothing', () => {
  const bench = workbench({ commit: false })
  const next = (message: string) => {
    const told = bench.provenance(['status']).stdout
    bench.git('add', '-A')
    bench.git('commit', '-qm', message)
    return [/^AI-Tool: (.*)$/m.exec(told)?.slice(1) ?? [], bench.trailer('AI-Tool')]
  }
  expect(next('First')).toEqual([observed, observed])
  bench.git('checkout', '-q', '--orphan', 'other')
  expect(next('All of it')).toEqual([[], []])
  bench.remove()
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
