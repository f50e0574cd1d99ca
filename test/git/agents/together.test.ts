import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type AgentModel, around, call, type Payload, type Report } from '../../support/agents/driver.js'
import { agentModels } from '../../support/agents/models.js'
import { type Workbench, workbench } from '../../support/workbench.js'

let bench: Workbench
afterEach(() => bench.remove())

const model = (name: string): AgentModel => {
  const found = agentModels.find((agent) => agent.name === name)
  if (found === undefined) throw new Error(`no model of ${name}`)
  return found
}
const set = (agents: string, files: Readonly<Record<string, string>> = { 'a.js': 'a\n' }) => {
  bench = workbench({ files, init: false })
  writeFileSync(join(bench.top, '.git', 'info', 'exclude'), '.*\ncrush.json\n')
  expect(bench.provenance(['init', '--yes', '--agents', agents]).status).toBe(0)
}
const commit = () => {
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Work')
}
const record = (revision = 'HEAD') => {
  const shown = JSON.parse(bench.provenance(['show', revision, '--json']).stdout)
  type Part = { tool: string; model: string; prompts: number | null; humanEdited: Record<string, number> }
  return (shown.record as Part[]).map(({ tool, model: name, prompts, humanEdited: { kept, edited, dropped } }) => ({
    tool,
    model: name,
    prompts,
    kept,
    edited,
    dropped,
  }))
}

/** Claude Code's registration, called by an agent that loads Claude's settings too: its own payload, its own environment. */
const throughClaude = (agent: AgentModel, report: Report | null) => {
  const claude = model('claude-code')
  const events: Readonly<Record<string, string>> = {
    beforeSubmitPrompt: 'UserPromptSubmit',
    afterFileEdit: 'PostToolUse',
    postToolUse: 'PostToolUse',
  }
  if (report === null) return
  call(
    bench,
    { ...agent, hooks: claude.hooks },
    { ...report, event: events[report.event] ?? report.event, tool: 'Edit' },
  )
}

describe('an edit that is told twice counts once', () => {
  for (const name of ['cursor', 'continue', 'devin', 'claude-code', 'github-copilot']) {
    test(`${name}: through its own hooks and through Claude Code’s`, () => {
      set([...new Set(['claude-code', name])].join(','))
      const agent = model(name)
      const twice = (report: Report | null) => {
        throughClaude(agent, report)
        call(bench, agent, report)
      }
      twice(agent.prompt(bench.top, 'add two'))
      const text = 'x\ny\n'
      for (const { file, reports } of [
        { file: 'new.js', reports: agent.create(bench.top, 'new.js', text, 'call_1') },
        { file: 'a.js', reports: agent.edit(bench.top, { file: 'a.js', old: 'a', fresh: 'x\ny' }, 'call_2') },
      ]) {
        twice(reports.before)
        bench.write(file, text)
        twice(reports.after)
      }
      commit()
      expect(record()).toMatchObject([{ tool: name, prompts: 1, kept: 4, edited: 0, dropped: 0 }])
      expect(record()).toHaveLength(1)
    })
  }

  test('cursor: afterFileEdit and postToolUse of the same edit', () => {
    set('cursor')
    const cursor = model('cursor')
    const { after } = cursor.edit(bench.top, { file: 'a.js', old: 'a', fresh: 'b\nc' }, 'call_1')
    const tool = cursor.create(bench.top, 'a.js', 'b\nc\n', 'call_2').after
    bench.write('a.js', 'b\nc\n')
    call(bench, cursor, after)
    call(bench, cursor, tool)
    commit()
    expect(record()).toMatchObject([{ kept: 2, edited: 0, dropped: 0 }])
  })
})

describe('several agents in one work tree', () => {
  test('each file’s agent is named, with its own prompt', () => {
    set('codex,gemini-cli', { 'a.js': 'a\n', 'b.js': 'b\n' })
    for (const [name, file] of [
      ['codex', 'a.js'],
      ['gemini-cli', 'b.js'],
    ] as const) {
      const agent = model(name)
      call(bench, agent, agent.prompt(bench.top, `prompt of ${name}`))
      const change = { file, old: file.slice(0, 1), fresh: 'x\ny\nz' }
      around(bench, agent, agent.edit(bench.top, change, 'call_1'), () => bench.write(file, 'x\ny\nz\n'))
    }
    commit()
    expect(record()).toEqual([
      expect.objectContaining({ tool: 'codex', prompts: 1, kept: 3 }),
      expect.objectContaining({ tool: 'gemini-cli', prompts: 1, kept: 3 }),
    ])
  })

  test('two that edit one file at once: each has its own line, whichever ends last', () => {
    set('codex,gemini-cli')
    const told = (kind: string, name: string) => {
      const input = JSON.stringify({
        v: 1,
        agent: { name, version: '1' },
        model: 'm',
        session: name,
        cwd: bench.top,
        kind,
        toolUseId: name,
        files: [{ path: 'a.js' }],
      })
      expect(bench.provenance(['record', '--agent', 'generic'], { input }).status).toBe(0)
    }
    for (const name of ['one', 'two']) told('pre_edit', name)
    for (const name of ['one', 'two']) {
      bench.write('a.js', `${bench.read('a.js')}line of agent ${name}\n`)
      told('post_edit', name)
    }
    commit()
    expect(record()).toEqual([
      expect.objectContaining({ tool: 'one', kept: 1, edited: 0, dropped: 0 }),
      expect.objectContaining({ tool: 'two', kept: 1, edited: 0, dropped: 0 }),
    ])
  })

  test('one that rewrites another’s lines has them; the first keeps what still stands', () => {
    set('codex,gemini-cli', { 'a.js': '' })
    const [codex, gemini] = [model('codex'), model('gemini-cli')]
    around(bench, codex, codex.create(bench.top, 'a.js', 'one\ntwo\nthree\n', 'c1'), () =>
      bench.write('a.js', 'one\ntwo\nthree\n'),
    )
    const change = { file: 'a.js', old: 'two', fresh: 'a line of its own' }
    around(bench, gemini, gemini.edit(bench.top, change, 'g1'), () =>
      bench.write('a.js', 'one\na line of its own\nthree\n'),
    )
    commit()
    expect(record()).toEqual([
      expect.objectContaining({ tool: 'codex', kept: 2, edited: 0 }),
      expect.objectContaining({ tool: 'gemini-cli', kept: 1, edited: 0, dropped: 0 }),
    ])
  })

  test('hooks that speak at the same time lose nothing', () => {
    set('claude-code', Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`f${index}.js`, '\n'])))
    const claude = model('claude-code')
    const scripts = Array.from({ length: 8 }, (_, index) => {
      const { before, after } = claude.create(bench.top, `f${index}.js`, `line ${index}\n`, `call_${index}`)
      for (const [name, report] of [
        ['before', before],
        ['after', after],
      ] as const)
        writeFileSync(join(bench.home, `${name}${index}`), JSON.stringify(report?.payload))
      const shim = join(bench.top, '.git', 'provenance', 'record.sh')
      const tell = (name: string) => `sh '${shim}' edit claude-code <'${bench.home}/${name}${index}'`
      return `(${tell('before')}; echo 'line ${index}' >f${index}.js; ${tell('after')}) &`
    })
    expect(bench.run('sh', ['-c', `${scripts.join('\n')}\nwait`]).status).toBe(0)
    commit()
    expect(record()).toMatchObject([{ tool: 'claude-code', kept: 8, edited: 0, dropped: 0 }])
  })
})

describe('one session', () => {
  test('that spans several commits has each line in one of them, and its prompts in each it worked for', () => {
    set('claude-code', { 'a.js': '', 'b.js': '' })
    const claude = model('claude-code')
    call(bench, claude, claude.prompt(bench.top, 'first'))
    around(bench, claude, claude.create(bench.top, 'a.js', 'a1\na2\n', 'c1'), () => bench.write('a.js', 'a1\na2\n'))
    around(bench, claude, claude.create(bench.top, 'b.js', 'b1\n', 'c2'), () => bench.write('b.js', 'b1\n'))
    bench.git('commit', '-qm', 'Half', 'a.js')
    call(bench, claude, claude.prompt(bench.top, 'second'))
    around(bench, claude, claude.create(bench.top, 'b.js', 'b1\nb2\n', 'c3'), () => bench.write('b.js', 'b1\nb2\n'))
    commit()
    expect([record('HEAD~1'), record('HEAD')]).toEqual([
      [expect.objectContaining({ kept: 2, prompts: 1 })],
      [expect.objectContaining({ kept: 2, prompts: 2 })],
    ])
  })

  test.each([
    ['/.claude/', '', 'claude-haiku-4-5'],
    ['/elsewhere/', '', 'claude-haiku-4-5'],
    ['/.claude/', 'workflows/wf_1/', 'claude-haiku-4-5'],
    ['/.claude/', 'no-longer-there/', 'unknown'],
  ])(
    'with a subagent names the model of each, from its own transcript in %s, below subagents/%s',
    (folder, deeper, ofSubagent) => {
      set('claude-code', { 'a.js': '', 'b.js': '' })
      const claude = model('claude-code')
      const log = claude.log?.(bench.home).path.replace('/.claude/', folder)
      const lay = (path: string, name: string, call: string) => {
        mkdirSync(dirname(path), { recursive: true })
        const message = { model: name, content: [{ type: 'tool_use', id: call }] }
        writeFileSync(path, `${JSON.stringify({ type: 'assistant', version: '2.1.329', message })}\n`)
      }
      lay(log ?? '', 'claude-opus-4-6', 'c1')
      lay((log ?? '').replace(/\.jsonl$/, `/subagents/${deeper}agent-x1.jsonl`), 'claude-haiku-4-5', 'c2')
      const by = (report: Report | null, more: Payload = {}) =>
        report === null ? null : { ...report, payload: { ...report.payload, transcript_path: log, ...more } }
      const started = { hook_event_name: 'SessionStart', source: 'startup', model: 'claude-opus-4-6' }
      const start = claude.start(bench.top)
      call(bench, claude, by(start, started))
      const own = claude.create(bench.top, 'a.js', 'a\n', 'c1')
      around(bench, claude, { before: by(own.before), after: by(own.after) }, () => bench.write('a.js', 'a\n'))
      const sub = claude.create(bench.top, 'b.js', 'b\n', 'c2')
      const worker = { agent_id: 'x1', agent_type: 'worker' }
      around(bench, claude, { before: by(sub.before, worker), after: by(sub.after, worker) }, () =>
        bench.write('b.js', 'b\n'),
      )
      commit()
      expect(
        record()
          .map(({ model: name, kept }) => [name, kept])
          .sort(),
      ).toEqual(
        [
          ['claude-opus-4-6', 1],
          [ofSubagent, 1],
        ].sort(),
      )
    },
  )
})

test('crush announces an edit that is then refused: nothing of it counts, and the person’s own is not its work', () => {
  set('crush', { 'a.js': 'a\n', 'b.js': 'b\n' })
  const crush = model('crush')
  call(bench, crush, crush.edit(bench.top, { file: 'a.js', old: 'a', fresh: 'refused' }, 'c1').before)
  bench.write('a.js', 'a person’s own\n')
  call(bench, crush, crush.edit(bench.top, { file: 'b.js', old: 'b', fresh: 'made' }, 'c2').before)
  bench.write('b.js', 'made\n')
  commit()
  expect(record()).toMatchObject([{ tool: 'crush', kept: 1, edited: 0, dropped: 0 }])
})

test('crush finds what it replaces whatever the ends of lines and the white space in them, and makes those of several edits that fit', () => {
  set('crush', { 'a.js': 'a\r\nb\r\nc\r\n', 'b.js': 'if (x) {\n\ta()\n}\n', 'c.js': 'a\nb\n' })
  const crush = model('crush')
  call(bench, crush, crush.edit(bench.top, { file: 'a.js', old: 'a\nb', fresh: 'a\nmade' }, 'c1').before)
  bench.write('a.js', 'a\r\nmade\r\nc\r\n')
  call(bench, crush, crush.edit(bench.top, { file: 'b.js', old: '    a()', fresh: '    made()' }, 'c2').before)
  bench.write('b.js', 'if (x) {\n\tmade()\n}\n')
  const { before } = crush.edit(bench.top, { file: 'c.js', old: '', fresh: '' }, 'c3')
  const edits = [
    { old_string: 'nowhere', new_string: 'x' },
    { old_string: 'a', new_string: 'made' },
  ]
  const tool_input = { file_path: join(bench.top, 'c.js'), edits }
  const several = { ...before?.payload, tool_name: 'multiedit', tool_input }
  call(bench, crush, { event: 'PreToolUse', tool: 'multiedit', payload: several })
  bench.write('c.js', 'made\nb\n')
  commit()
  expect(record()).toMatchObject([{ tool: 'crush', kept: 3, edited: 0, dropped: 0 }])
})

test('git-ai’s agent-v1 tells of what is a person’s before an edit, and not whose edit it will be', () => {
  set('claude-code', { 'a.js': 'a\n', 'b.js': 'b\n' })
  const [a, b] = [join(bench.top, 'a.js'), join(bench.top, 'b.js')]
  const tell = (payload: Payload) => {
    const input = JSON.stringify({ repo_working_dir: bench.top, ...payload })
    expect(bench.provenance(['record', '--agent', 'agent-v1'], { input })).toMatchObject({ status: 0, stderr: '' })
  }
  const agent = { agent_name: 'my-agent', model: 'm', conversation_id: 'c' }
  bench.write('a.js', 'a\nby hand\n')
  bench.write('b.js', 'b\nby hand\n')
  tell({ type: 'human', will_edit_filepaths: [a, b] })
  bench.write('a.js', 'made\nby hand\n')
  tell({ type: 'ai_agent', edited_filepaths: [a], ...agent })
  bench.write('b.js', 'made\nby hand\n')
  tell({ type: 'ai_agent', edited_filepaths: [b], ...agent })
  tell({ type: 'pre_shell_command', tool_use_id: 'u', ...agent })
  bench.write('c.js', 'made\n')
  tell({ type: 'post_shell_command', tool_use_id: 'u', ...agent })
  commit()
  expect(record()).toMatchObject([{ tool: 'my-agent', model: 'm', kept: 3, edited: 0, dropped: 0 }])
})

test('crush tells of a command before it runs, and never after: what changed since is not said to be nobody’s', () => {
  set('crush', { 'a.js': 'a\n', 'mine.js': 'm\n' })
  const crush = model('crush')
  const said = () => bench.trailer('AI-Tool')
  const spool = join(bench.top, '.git/provenance/spool')
  const { before } = crush.edit(bench.top, { file: 'a.js', old: 'a', fresh: 'b' }, 'c1')
  const calls = (name: string, input: Payload) =>
    before === null
      ? 0
      : call(bench, crush, {
          event: before.event,
          tool: name,
          payload: { ...before.payload, tool_name: name, tool_input: input },
        }).length
  for (const read of ['view', 'grep', 'mcp_files_read_file']) expect([read, calls(read, {})]).toEqual([read, 0])
  bench.write('mine.js', 'by hand\n')
  commit()
  expect(said()).toEqual(['none; basis=observed'])
  for (const [name, input] of [
    ['bash', { command: 'sed -i s/a/b/ a.js' }],
    ['lsp_rename', { symbol: 'a' }],
    ['download', { url: 'https://example.com', file_path: 'a.js' }],
    ['mcp_files_write_file', { path: 'a.js' }],
  ] as const) {
    expect([name, calls(name, input)]).toEqual([name, 1])
    bench.write('a.js', `written by ${name}\n`)
    commit()
    expect([name, said()]).toEqual([name, []])
    rmSync(spool, { recursive: true })
  }
  for (let nth = 0; nth < 5; nth += 1) calls('bash', { command: 'true' })
  expect(readdirSync(spool).length).toBe(2)
})

test('kiro names the file before the edit only: what stands there after is its work', () => {
  set('kiro')
  const kiro = model('kiro')
  const { before, after } = kiro.create(bench.top, 'new.js', 'x\ny\n', 'c1')
  call(bench, kiro, before)
  bench.write('new.js', 'x\ny\n')
  call(bench, kiro, after === null ? null : { ...after, payload: { ...after.payload, tool_input: {} } })
  commit()
  expect(record()).toMatchObject([{ tool: 'kiro', kept: 2 }])
})

test.each([
  ['a deletion', 'a\nb\n', 'a\nb\nmine\nalso mine\n', { old: 'b\n', fresh: '' }, 'a\nmine\nalso mine\n', 0],
  ['a text that is there twice', '}\n', '}\nmine\n', { old: '', fresh: '}\n' }, '}\nmine\n}\n', 1],
  ['CRLF', 'a\r\n', 'a\r\nmine\r\n', { old: 'mine\n', fresh: 'mine\nb\n' }, 'a\r\nmine\r\nb\r\n', 1],
])('cursor: an edit that cannot be undone (%s) is measured from the prompt', (_, first, mine, edit, last, kept) => {
  set('cursor', { 'a.txt': first })
  const cursor = model('cursor')
  bench.write('a.txt', mine)
  call(bench, cursor, cursor.prompt(bench.top, 'go'))
  around(bench, cursor, cursor.edit(bench.top, { file: 'a.txt', ...edit }, 'c1'), () => bench.write('a.txt', last))
  commit()
  expect(record()).toMatchObject([{ tool: 'cursor', kept, edited: 0, dropped: 0 }])
})

describe('cursor: an accepted completion is told before it is saved', () => {
  const tab = (edit: Payload): Report => ({
    event: 'afterTabFileEdit',
    payload: {
      conversation_id: 'c',
      generation_id: 'g',
      model: 'm-1',
      cursor_version: '3.15.1',
      hook_event_name: 'afterTabFileEdit',
      workspace_roots: [bench.top],
      file_path: join(bench.top, 'a.txt'),
      edits: [edit],
    },
  })
  const range = (line: number) => ({ start_line_number: line, start_column: 4, end_line_number: line, end_column: 4 })
  const line = { old_string: '', new_string: ' done', old_line: 'two', new_line: 'two done', range: range(2) }
  const empty = { old_string: '', new_string: 'x\ny', old_line: '', new_line: 'x\ny', range: range(2) }
  const added = { ...line, new_string: '\nnew 1\nnew 2', new_line: 'two\nnew 1\nnew 2' }
  const of = (kept: number) => ['cursor/3.15.1', ` kept=${kept}`]
  const cases: readonly (readonly [string, Payload, string, string, string, readonly (string | undefined)[]])[] = [
    ['saved later', line, 'one\ntwo\nmine\n', 'one\ntwo\nmine\n', 'one\ntwo done\nmine\n', of(1)],
    ['saved at once', line, 'one\ntwo\nmine\n', 'one\ntwo done\nmine\n', 'one\ntwo done\nmine\n', of(1)],
    [
      'saved at once, with lines added',
      added,
      'one\ntwo\nmine\n',
      'one\ntwo\nnew 1\nnew 2\nmine\n',
      'one\ntwo\nnew 1\nnew 2\nmine\n',
      of(2),
    ],
    ['with CRLF', line, 'one\r\ntwo\r\nmine\r\n', 'one\r\ntwo\r\nmine\r\n', 'one\r\ntwo done\r\nmine\r\n', of(1)],
    ['on an empty line', empty, '}\n\n}\nmine\n', '}\n\n}\nmine\n', '}\nx\ny\n}\nmine\n', of(2)],
    [
      'taken back',
      line,
      'one\ntwo\nmine\n',
      'one\ntwo\nmine\n',
      'one\ntwo\nmine\n',
      ['none; basis=observed', undefined],
    ],
    [
      'of lines that are not there',
      line,
      'one\nzwei\nmine\n',
      'one\nzwei\nmine\n',
      'one\nzwei\nmine\n',
      [undefined, undefined],
    ],
    [
      'without its lines',
      { old_string: '', new_string: 'x' },
      'one\nmine\n',
      'one\nmine\n',
      'one x\nmine\n',
      [undefined, undefined],
    ],
  ]
  test.each(cases)('%s', (_, edit, first, told, last, expected) => {
    set('cursor', { 'a.txt': first.replace(/mine\r?\n/, '') })
    bench.write('a.txt', told)
    call(bench, model('cursor'), tab(edit))
    bench.write('a.txt', last)
    commit()
    const record = [bench.trailer('AI-Tool')[0], bench.trailer('AI-Human-Edited-Ratio')[0]?.split(';')[1]]
    expect(record).toEqual(expected)
  })
})

test('cursor’s shell is measured from the prompt; what it edited by its tools is not counted again', () => {
  set('cursor', { 'a.js': 'a\n', 'b.js': 'b\n' })
  const cursor = model('cursor')
  call(bench, cursor, cursor.prompt(bench.top, 'go'))
  const first = { file: 'a.js', old: 'a', fresh: 'a0' }
  around(bench, cursor, cursor.edit(bench.top, first, 'c0'), () => bench.write('a.js', 'a0\n'))
  const change = { file: 'a.js', old: 'a0', fresh: 'a1\na2' }
  around(bench, cursor, cursor.edit(bench.top, change, 'c1'), () => bench.write('a.js', 'a1\na2\n'))
  const shell = cursor.shell?.(bench.top, 'sed', 'c2')
  if (shell) around(bench, cursor, shell, () => bench.write('b.js', 'by the shell\n'))
  if (shell) around(bench, cursor, shell, () => bench.write('b.js', 'by the shell\nand again\n'))
  commit()
  expect(record()).toMatchObject([{ tool: 'cursor', kept: 4, edited: 0, dropped: 0 }])
})
