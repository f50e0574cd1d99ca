import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect } from 'vitest'
import { errors } from '../../src/core/errors.js'
import { agentText, agentWrites, editor, test } from '../support/commit-flow.js'
import { type Workbench, workbench } from '../support/workbench.js'

const root = resolve(import.meta.dirname, '../..')
const snapshot = (bench: Workbench) =>
  readdirSync(bench.top, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('.git/') || name.startsWith('.git/hooks/') || name.includes('provenance'))
    .filter((name) => statSync(join(bench.top, name)).isFile())
    .map((name) => [name, readFileSync(join(bench.top, name), 'utf8'), statSync(join(bench.top, name)).mode])

test('a node that is too old is told so, before anything of it is needed', ({ bench }) => {
  const old = join(bench.home, 'old.cjs')
  for (const [version, status] of [
    ['18.20.4', 2],
    ['20.4.0', 2],
    ['20.5.0', 0],
    ['22.0.0', 0],
  ] as const) {
    writeFileSync(
      old,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`,
    )
    const ran = bench.run(process.execPath, ['--require', old, join(root, 'bin/provenance.mjs'), '--version'])
    expect([version, ran.status]).toEqual([version, status])
    if (status === 2)
      expect(ran.stderr).toMatch(
        /^error: expected Node 20\.5 or newer, got ([^ ]+) \(.+\).*\nhint: .*provenance doctor\n$/,
      )
  }
})

describe('init and uninstall', () => {
  const settings: Readonly<Record<string, string | null>> = {
    'no settings': null,
    'settings of others':
      '{\n\t"permissions": {"allow": ["Bash(ls)"]},\n\t"hooks": {"PreToolUse": [{"matcher": "Bash", "hooks": [{"type": "command", "command": "true"}]}]}\n}\n',
    'empty hooks': '{"hooks": {}}',
    'no newline at the end': '{"model": "opus"}',
  }
  for (const [what, text] of Object.entries(settings)) {
    test(`${what}: the files are as they were`, () => {
      const bench = workbench({ init: false })
      if (text !== null) bench.write('.claude/settings.json', text)
      const before = snapshot(bench)
      expect(bench.provenance(['init', '--yes']).status).toBe(0)
      expect(bench.read('.claude/settings.json')).toContain('provenance/record.sh')
      const once = snapshot(bench)
      expect(bench.provenance(['init', '--yes']).stdout).toContain('Nothing to change')
      expect(snapshot(bench)).toEqual(once)
      expect(bench.provenance(['uninstall']).status).toBe(0)
      expect(snapshot(bench)).toEqual(before)
      bench.remove()
    })
  }

  test('the settings are ready for the first commit; a configuration that is broken stops no installing', () => {
    for (const [text, ready] of [
      ['noneRecord: false\n', true],
      ['noneRecord: [\n', false],
    ] as const) {
      const bench = workbench({ init: false })
      bench.write('.provenancerc', text)
      expect(bench.provenance(['init', '--yes', '--agents', 'claude-code']).status).toBe(0)
      expect([text, existsSync(join(bench.top, '.git/provenance/settings.json'))]).toEqual([text, ready])
      expect(bench.provenance(['doctor']).status).toBe(ready ? 0 : 1)
      bench.remove()
    }
  })

  test('what others added to the settings since stays', () => {
    const bench = workbench({ init: false })
    bench.provenance(['init', '--yes'])
    const file = JSON.parse(bench.read('.claude/settings.json')) as { hooks: Record<string, unknown[]> }
    file.hooks['Stop'] = [{ hooks: [{ type: 'command', command: 'true' }] }]
    bench.write('.claude/settings.json', JSON.stringify({ ...file, model: 'opus' }, null, 2))
    bench.provenance(['uninstall'])
    expect(JSON.parse(bench.read('.claude/settings.json'))).toEqual({
      hooks: { Stop: [{ hooks: [{ type: 'command', command: 'true' }] }] },
      model: 'opus',
    })
    bench.remove()
  })

  test('settings that are no JSON are left as they are, with a word', () => {
    const bench = workbench({ init: false })
    bench.write('.claude/settings.json', '{ "hooks": [\n')
    const ran = bench.provenance(['init', '--yes', '--json'])
    expect([ran.status, JSON.parse(ran.stdout)]).toMatchObject([2, { error: { code: 'CONFIG_INVALID' } }])
    expect(bench.read('.claude/settings.json')).toBe('{ "hooks": [\n')
    expect(existsSync(join(bench.top, '.git/hooks/commit-msg'))).toBe(false)
    bench.remove()
  })

  test('--dry-run changes nothing', () => {
    const bench = workbench({ init: false })
    const before = snapshot(bench)
    expect(bench.provenance(['init', '--dry-run']).stdout).toContain('create')
    expect(snapshot(bench)).toEqual(before)
    bench.remove()
  })

  test('all events that a record needs are registered', ({ bench }) => {
    const { hooks } = JSON.parse(bench.read('.claude/settings.json')) as {
      hooks: Record<string, { matcher?: string }[]>
    }
    expect(Object.keys(hooks).sort()).toEqual([
      'PostToolUse',
      'PostToolUseFailure',
      'PreToolUse',
      'SessionEnd',
      'SessionStart',
      'UserPromptSubmit',
    ])
    const matchers = (event: string) => hooks[event]?.map(({ matcher }) => matcher)
    const commands = ['Bash|PowerShell', expect.stringMatching(/^\^mcp__/)]
    expect(matchers('PreToolUse')).toEqual(['Edit|Write|MultiEdit|NotebookEdit', ...commands])
    expect(matchers('PostToolUseFailure')).toEqual(commands)
  })

  test('a teammate without the tool is not disturbed by the agent’s hooks', ({ bench }) => {
    const clone = workbench({ init: false })
    clone.write('.claude/settings.json', bench.read('.claude/settings.json'))
    const ran = clone.agent.hook('PreToolUse', { tool_name: 'Write', tool_input: { file_path: join(clone.top, 'x') } })
    expect([ran.status, ran.stdout, ran.stderr]).toEqual([0, '', ''])
    const cursor = clone.agent.hook(
      'PreToolUse',
      { tool_name: 'Write', cursor_version: '3' },
      { env: { CURSOR_VERSION: '3' } },
    )
    expect(cursor.stdout).toBe('{"permission":"allow"}\n')
    clone.remove()
  })
})

describe('the generic agent and declarations', () => {
  const send = (bench: Workbench, payload: Readonly<Record<string, unknown>>) =>
    bench.provenance(['record', '--agent', 'generic'], {
      input: JSON.stringify({
        v: 1,
        agent: { name: 'my-agent', version: '3.1.0' },
        model: 'gpt-5.4',
        session: 's',
        cwd: bench.top,
        ...payload,
      }),
    })

  test('prompt and edits of any tool make a record', ({ bench }) => {
    send(bench, { kind: 'session_start' })
    send(bench, { kind: 'prompt', turn: 't1', prompt: 'do it' })
    send(bench, { kind: 'pre_edit', toolUseId: 'u', files: [{ path: 'start.txt' }] })
    bench.write('start.txt', agentText)
    send(bench, { kind: 'post_edit', toolUseId: 'u', files: [{ path: 'start.txt' }] })
    bench.git('commit', '-qam', 'Generic')
    expect(bench.trailer('AI-Tool')).toEqual(['my-agent/3.1.0'])
    expect(bench.trailer('AI-Model')).toEqual(['gpt-5.4'])
    expect(bench.trailer('AI-Prompt-Hash')[0]).toMatch(/; prompts=1$/)
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=3;/)
  })

  test.for([['2.1.329 (Claude Code)'], ['1.0/2'], ['1'.repeat(199)]])(
    'a version that AI-Tool cannot hold is left out, and nothing else of the commit’s record: %s',
    ([version], { bench }) => {
      for (const [name, path, reported] of [
        ['my-agent', 'a.txt', '1.0'],
        [`other-${'x'.repeat(58)}`, 'b.txt', version],
      ] as const) {
        bench.write(path, 'one\n')
        send(bench, { kind: 'post_edit', agent: { name, version: reported }, files: [{ path, op: 'create' }] })
      }
      bench.git('add', '-A')
      bench.git('commit', '-qm', 'Two agents')
      expect([...bench.trailer('AI-Tool')].sort()).toEqual(['my-agent/1.0', `other-${'x'.repeat(58)}`])
      expect(bench.provenance(['show', '--json']).stdout).toContain('"class": "recorded"')
    },
  )

  test('a model stands in the record as it is reported, or doctor says why it does not', ({ bench }) => {
    const long = 'm'.repeat(255)
    const commit = (models: readonly string[], ...words: string[]) => {
      for (const [at, model] of models.entries()) {
        bench.write(`${at}.txt`, `by ${model} ${words}\n`)
        send(bench, { kind: 'post_edit', model, files: [{ path: `${at}.txt`, op: 'create' }] })
      }
      bench.git('add', '-A')
      bench.git('commit', '-q', ...words)
      return [...bench.trailer('AI-Model')].sort()
    }
    expect(commit(['modèle-à', '通义千问-3', long], '-m', 'Three models')).toEqual([long, 'modèle-à', '通义千问-3'])
    expect(bench.provenance(['show', '--json']).stdout).toContain('"class": "recorded"')
    expect(bench.provenance(['doctor']).status).toBe(0)
    expect(commit([`${long}m`], '-m', 'Too long')).toEqual(['unknown'])
    // Its bytes would be read as other characters.
    bench.git('config', 'i18n.commitEncoding', 'ISO-8859-1')
    expect(commit(['modèle-1', 'model-2'], '-m', 'Latin')).toEqual(['model-2', 'unknown'])
    const { status, stdout } = bench.provenance(['doctor'])
    expect(status).toBe(1)
    expect(stdout).toContain('AI-Model: expected an identifier that a line of the message can hold, got 256 bytes')
    expect(stdout).toContain('got 9 bytes from my-agent; the record says unknown')
  })

  test('without a look before the edit, it is undone as the payload says', ({ bench }) => {
    bench.write('start.txt', 'one\ntwo, by a person\nthree by the agent\n')
    send(bench, {
      kind: 'post_edit',
      files: [{ path: 'start.txt', edits: [{ old: 'three', new: 'three by the agent' }] }],
    })
    bench.git('commit', '-qam', 'Generic')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=1; edited=0; dropped=0;/)
  })

  test('a second file that nobody reads is named by doctor, with a command that shows what differs', ({ bench }) => {
    bench.write('.provenancerc', 'enforce: [pre-push]\n')
    expect(bench.provenance(['doctor']).status).toBe(0)
    bench.write('.provenancerc.json', '{"enforce": []}\n')
    const { status, stdout } = bench.provenance(['doctor'])
    const mend = 'git diff --no-index .provenancerc .provenancerc.json'
    expect([status, stdout]).toEqual([
      1,
      expect.stringContaining(
        `WRONG configuration: .provenancerc.json is not read: .provenancerc stands before it\n      ${mend}\n`,
      ),
    ])
    expect(bench.run('sh', ['-c', mend]).stdout).toContain('+{"enforce": []}')
  })

  test('a wrong field is named by doctor', ({ bench }) => {
    send(bench, { kind: 'no_such_kind' })
    const ran = bench.provenance(['doctor'])
    expect(ran.status).toBe(1)
    expect(ran.stdout).toContain('kind: expected one of')
  })

  test('what a person declares is in the record, as declared', ({ bench }) => {
    bench.write('start.txt', 'from a chat\n')
    const ran = bench.provenance(
      ['declare', '--tool', 'chatgpt', '--model', 'gpt-5.2', '--ratio', '0.25', '--prompt-file', '-'],
      { input: 'the prompt' },
    )
    expect(ran.status).toBe(0)
    bench.git('commit', '-qam', 'Declared')
    expect(bench.trailer('AI-Tool')).toEqual(['chatgpt'])
    expect(bench.trailer('AI-Human-Edited-Ratio')).toEqual(['0.250; basis=declared'])
    expect(bench.provenance(['show', '--json']).stdout).toContain('"class": "recorded"')
    bench.git('commit', '-q', '--amend', '-m', 'Declared, amended')
    expect(bench.trailer('AI-Tool')).toEqual(['chatgpt'])
    bench.write('start.txt', 'by hand\n')
    bench.provenance(['declare', '--none'])
    bench.git('commit', '-qam', 'None')
    expect(bench.trailer('AI-Tool')).toEqual(['none; basis=declared'])
  })

  test('declarations made at once are all kept, and one made in the middle of a commit is for the next', ({
    bench,
  }) => {
    const declare = `"${process.execPath}" "${join(root, 'bin/provenance.mjs')}" declare`
    const names = [1, 2, 3, 4, 5, 6].map((number) => `tool-${number}`)
    const lines = names.map((name) => `${declare} --tool ${name} >/dev/null &`)
    expect(bench.run('sh', ['-c', `${lines.join('\n')}\nwait`]).status).toBe(0)
    bench.write('start.txt', 'from chats\n')
    const late = editor(
      bench,
      `${declare} --tool late >/dev/null; echo Declared >"$1.new"; cat "$1" >>"$1.new"; mv "$1.new" "$1"`,
    )
    expect(bench.tryGit(['commit', '-qa'], { env: { GIT_EDITOR: late } }).status).toBe(0)
    expect([...bench.trailer('AI-Tool')].sort()).toEqual(names)
    bench.git('commit', '-q', '--allow-empty', '-m', 'Late')
    expect(bench.trailer('AI-Tool')).toEqual(['late'])
  })

  test('what is declared later replaces what says otherwise, and is taken back by --clear', ({ bench }) => {
    const declared = (...args: string[]) => bench.provenance(['declare', ...args]).stdout
    declared('--tool', 'one')
    expect(declared('--none')).toBe('next commit: no AI took part\n')
    expect(declared('--tool', 'two')).not.toContain('no AI')
    expect(declared('--tool', 'three')).toMatch(/two[\s\S]*three/)
    expect(bench.provenance(['status']).stdout).toMatch(/^AI-Tool: two\n[\s\S]*^AI-Tool: three\n/m)
    bench.write('p1', 'p1')
    bench.write('p2', 'p2')
    declared('--tool', 'one/1', '--model', 'm', '--prompt-file', 'p1')
    declared('--tool', 'one', '--model', 'other')
    declared('--tool', 'one', '--model', 'm', '--ratio', '0.5', '--prompt-file', 'p1', '--prompt-file', 'p2')
    expect(declared('--tool', 'one', '--model', 'm', '--ratio', '0.3').split('\n').slice(2, 4)).toEqual([
      'next commit: one, model m, 0.3 changed by a person, 2 prompts',
      'next commit: one, model other, share changed unknown',
    ])
    expect(bench.provenance(['status']).stdout).toMatch(
      /^AI-Tool: one\/1\nAI-Model: m\nAI-Prompt-Hash: .*; prompts=2\nAI-Human-Edited-Ratio: 0\.300; basis=declared\nAI-Tool: one\n/m,
    )
    expect(declared('--clear')).toBe('Nothing is declared.\n')
    expect(bench.provenance(['status']).stdout).toContain('none; basis=observed')
  })

  test('an amend has what is declared for it beside what was, or in its place', ({ bench }) => {
    const amended = (...words: string[]) => {
      bench.provenance(['declare', ...words])
      bench.git('commit', '-q', '--allow-empty', '--amend', '--no-edit')
      return ['AI-Tool', 'AI-Human-Edited-Ratio'].flatMap((key) => bench.trailer(key))
    }
    bench.provenance(['declare', '--tool', 'one', '--ratio', '0.5'])
    bench.git('commit', '-q', '--allow-empty', '-m', 'Declared')
    expect(amended('--tool', 'one', '--ratio', '0.2')).toEqual(['one', '0.200; basis=declared'])
    expect(amended('--none')).toEqual(['none; basis=declared'])
  })

  test('a prompt is waited for, as slowly as it is written', ({ bench }) => {
    bench.write('prompt.txt', 'one\ntwo\n')
    const slowly = (words: string) =>
      bench.run('sh', ['-c', `(sleep 0.4; echo one; sleep 0.2; echo two) | "$0" "$1" ${words} --prompt-file -`, ...run])
    const run = [process.execPath, join(root, 'bin/provenance.mjs')]
    expect(slowly('declare --tool chatgpt')).toMatchObject({ status: 0, stderr: '' })
    bench.git('commit', '-q', '--allow-empty', '-m', 'Declared')
    expect(slowly('prompt verify HEAD').stdout).toMatch(/^proven: the prompt is/)
    expect(bench.provenance(['prompt', 'verify', 'HEAD', '--prompt-file', 'prompt.txt']).status).toBe(0)
  })

  test('declare --dry-run leaves nothing, not even a key', ({ bench }) => {
    const before = snapshot(bench)
    const ran = bench.provenance(['declare', '--tool', 'x', '--prompt-file', '-', '--dry-run'], { input: 'p' })
    expect([ran.status, ran.stdout]).toEqual([0, expect.stringContaining('next commit: x')])
    expect(snapshot(bench)).toEqual(before)
  })

  for (const args of [
    [],
    ['--none', '--tool', 'x'],
    ['--clear', '--none'],
    ['--none', '--ratio', '0.5'],
    ['--tool', 'Bad Name'],
    ['--tool', 'none'],
    ['--tool', 'x', '--model', 'two words'],
    ['--tool', 'x', '--model', 'm'.repeat(256)],
    ['--tool', 'x', '--ratio', '1.5'],
    ['--tool', 'x', '--prompt-file', '/nowhere'],
    ['--tool', 'x', '--prompt-file', '-', '--prompt-file', '-'],
    ['--tool', 'x', '--prompt-file', '/dev/null'],
    ['--tool', 'chatgpt/1.0/2'],
    ['--tool', `chatgpt/${'1'.repeat(260)}`],
    ['--none', '--tool', 'chatgpt'],
    ['--none', '--model', 'gpt-5.2'],
    ['--none', '--ratio', '0.3'],
    ['--none', '--prompt-file', '-'],
    ['--none', '--clear'],
    ['--clear', '--tool', 'chatgpt'],
  ]) {
    test(`declare ${args.join(' ').slice(0, 80)} is refused, and nothing of it kept`, ({ bench }) => {
      expect(bench.provenance(['declare', ...args], { input: 'the prompt' }).status).toBe(2)
      bench.git('commit', '-q', '--allow-empty', '-m', 'Next')
      expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
    })
  }
})

test('status says what the next commit will say, and changes nothing', ({ bench }) => {
  agentWrites(bench)
  bench.git('add', '-A')
  const told = bench.provenance(['status', '--lines']).stdout
  expect(bench.provenance(['status', '--lines']).stdout).toBe(told)
  bench.git('commit', '-qm', 'Add')
  for (const key of ['AI-Tool', 'AI-Model', 'AI-Prompt-Hash', 'AI-Human-Edited-Ratio', 'AI-Change']) {
    expect(told).toContain(`${key}: ${bench.trailer(key)[0]}`)
  }
  expect(told).toContain('start.txt:4  kept  claude-code claude-opus-4-6  const first = 1')
})

test('status tells line by line what became of what an agent wrote', ({ bench }) => {
  bench.agent.start()
  bench.agent.edit('a.txt', 'the first line\nthe second line\nthe third line\nto be moved elsewhere\nwith all of it\n')
  bench.write('a.txt', 'by hand\nthe first line\nthe second lines\n')
  bench.write('b.txt', 'by hand\nto be moved elsewhere\nwith all of it\n')
  bench.git('add', '-A')
  bench.agent.edit('c.txt', 'not staged\n')
  const who = 'claude-code claude-opus-4-6'
  const { stdout } = bench.provenance(['status', '--lines'])
  expect(stdout.split('\n').filter((line) => line.includes(who))).toEqual([
    `  a.txt:2  kept  ${who}  the first line`,
    `  a.txt:3  edited  ${who}  the second lines`,
    `  a.txt  dropped  ${who}  the third line`,
    `  b.txt:2  kept (from a.txt)  ${who}  to be moved elsewhere`,
    `  b.txt:3  kept (from a.txt)  ${who}  with all of it`,
    `  c.txt:1  pending  ${who}  not staged`,
  ])
  const { lines } = JSON.parse(bench.provenance(['status', '--lines', '--json']).stdout)
  expect(lines[2]).toEqual({ path: 'a.txt', line: null, who, fate: 'dropped', text: 'the third line' })
  expect(lines[3]).toMatchObject({ path: 'b.txt', line: 2, fate: 'kept', from: 'a.txt' })
  bench.git('commit', '-qm', 'Add')
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/; kept=3; edited=1; dropped=1;/)
})

describe('configuration', () => {
  test('the example is valid and says the defaults', ({ bench }) => {
    const example = join(root, '.provenancerc.example')
    expect(bench.provenance(['validate', example])).toMatchObject({ status: 0 })
  })

  test('an unknown option is refused, with the nearest one', ({ bench }) => {
    bench.write('.provenancerc', '{"ignor": []}')
    const ran = bench.provenance(['validate', '.provenancerc'])
    expect(ran.status).toBe(1)
    expect(ran.stdout).toContain('Did you mean ignore?')
    const nearest = (text: string) => {
      bench.write('policy.yaml', text)
      return / expected a known option, got this\. Did you mean (.*)\?\n$/.exec(
        bench.provenance(['validate', 'policy.yaml']).stdout,
      )?.[1]
    }
    expect(
      [
        'rules: {model-version-exact: [error, {dat: true}]}',
        'rules: {model-version-exact: [error, {date: true}]}',
        'overrides: [{paths: ["a/**"], rule: {}}]',
        'waivers: [{expire: "2027-01-01"}]',
        'registry: {tools: {codex: {vendors: x}}}',
        // Of another place the whole path is named, which can be followed.
        'tool: {}',
        'tools: {}',
        'model-approved: error',
        'vendor: x',
      ].map(nearest),
    ).toEqual([
      'dated',
      'dated',
      'rules',
      'expires',
      'vendor',
      'registry.tools',
      'registry.tools',
      'rules.model-approved',
      'registry.tools.NAME.vendor',
    ])
  })

  test('an unknown option near to none of its place is no option of some rule: the few of the place are named', ({
    bench,
  }) => {
    for (const [text, end] of [
      ['rules: {nope: error}', '.'],
      ['known: 1', '.'],
      ['minimum: 1', '.'],
      ['prompts: {mode: plain}', '. Known here: hash, keyFile, guard'],
    ] as const) {
      bench.write('policy.yaml', text)
      const { stdout } = bench.provenance(['validate', 'policy.yaml'])
      expect(stdout.replace(/^.* expected a known option, got this/, '')).toBe(`${end}\n`)
    }
  })

  test('what is no YAML, or says a key twice, is refused by validate as by verify, with the place', ({ bench }) => {
    const files: Readonly<Record<string, readonly [text: string, said: string]>> = {
      'cut.yaml': ['version: 1\nrules: {record-bound: [\n', 'cut.yaml:3:1: expected JSON or YAML, got unexpected end'],
      'twice.json': [
        '{"rules":{"record-bound":"error","record-bound":"off"}}',
        'twice.json:1:34: expected JSON or YAML',
      ],
      'package.json': [
        '{"a":1,"a":2,"provenance":{"rules":{"record-bound":"error","record-bound":"off"}}}',
        'expected each key once, got provenance.rules.record-bound twice',
      ],
    }
    for (const [name, [text, said]] of Object.entries(files)) {
      bench.write(name, text)
      for (const words of [
        ['validate', name],
        ['verify', 'HEAD', '--policy', name],
      ]) {
        const ran = bench.provenance(words)
        expect([words, ran.status, ran.stdout]).toEqual([words, 2, ''])
        expect(ran.stderr).toContain(said)
        expect(ran.stderr).toMatch(new RegExp(`\\nhint: cat -n .*${name}'?\\n$`))
      }
    }
  })

  test('what is wrong is told with its line, and no nearest option where none is near', ({ bench }) => {
    const told = (text: string) => {
      bench.write('policy.yaml', text)
      return bench.provenance(['validate', 'policy.yaml']).stdout
    }
    expect(told('version: 1\n\nrules:\n  record-bound: err\n')).toBe(
      'policy.yaml:4: /rules/record-bound expected error, warn or off, got "err". Did you mean error?\n',
    )
    expect(told('version: 1\nx: 1\n')).toBe('policy.yaml:2: /x expected a known option, got this.\n')
    expect(told('enforce: commit-msg\n')).toBe('policy.yaml:1: /enforce expected a list, got "commit-msg"\n')
    bench.write('package.json', '{\n"provenance":\n{"rules": {\n"record-bund": "off"}}}')
    expect(bench.provenance(['validate', 'package.json']).stdout).toBe(
      'package.json:4: /rules/record-bund expected a known option, got this. Did you mean record-bound?\n',
    )
  })

  test.for([
    ['rules: {human-edited-minimum: [warn, "0.1"]}\n', 'expected options by name or a number, got "0.1"'],
    [
      'registry: {tools: {codex: {expires: 2027-06-30}}}\n',
      'expected a day in quotes, as "2027-06-30", got one without, which YAML takes for a moment',
    ],
    ['enforce: [commit-mgs]\n', 'expected commit-msg or pre-push, got "commit-mgs". Did you mean commit-msg?'],
    ['version: 2\n', 'expected 1, got 2'],
    ['policyVersion: 0\n', 'expected number to be >=1, got 0'],
    ['noneRecord: yes please\n', 'expected true or false, got "yes please"'],
    ['waivers: [{}]\n', 'expected a text, got nothing'],
    ['extends: [recomended]\n', 'got "recomended", and no such file is there. Did you mean recommended?'],
    ['extends: ./missing.yaml\n', 'got "./missing.yaml", and no such file is there\n'],
    ['extends: ../above.yaml\n', 'got "../above.yaml"\n'],
    [
      'trailers: {assistedBy: "{tol}"}\n',
      'expected no other words between braces than {tool}, {model} and {version}, got "{tol}"',
    ],
    ['trailers: {coAuthoredBy: "AI\\nSigned-off-by: me"}\n', 'expected one line of 1 to 255 bytes, got "AI\\nSigned'],
    ['trailers: {coAuthoredBy: "AI\\u2028by"}\n', 'expected one line of 1 to 255 bytes, got "AI'],
    [`trailers: {assistedBy: ${'é'.repeat(128)}}\n`, 'expected one line of 1 to 255 bytes, got "é'],
    ['', 'expected a policy ({} for one without rules), got none'],
  ] as const)('%j is told alike by validate and verify: %s', ([text, says], { bench }) => {
    bench.write('policy.yaml', text)
    const validated = bench.provenance(['validate', 'policy.yaml'])
    expect(validated.stdout).toContain(says)
    expect(validated.status).toBe(1)
    const verified = bench.provenance(['verify', 'HEAD', '--policy', 'policy.yaml'])
    expect([verified.status, verified.stdout]).toEqual([2, ''])
    expect(verified.stderr).toContain(says.trim())
  })

  test('of several settings that are wrong validate tells each, verify the first with its line', ({ bench }) => {
    bench.write('policy.yaml', 'version: 1\nenforce: all\nrules:\n  record-required: eror\n  record-bund: off\n')
    expect(bench.provenance(['validate', 'policy.yaml']).stdout.split('\n').slice(0, -1).sort()).toEqual([
      'policy.yaml:2: /enforce expected a list, got "all"',
      'policy.yaml:4: /rules/record-required expected error, warn or off, got "eror". Did you mean error?',
      'policy.yaml:5: /rules/record-bund expected a known option, got this. Did you mean record-bound?',
    ])
    const { stderr } = bench.provenance(['verify', 'HEAD', '--policy', 'policy.yaml'])
    expect(stderr).toContain('policy.yaml:4: rules.record-required: expected error, warn or off, got "eror"')
  })

  test('what show prints validates as an entry of a ledger; a report of one is named as such, and not called no JSON', ({
    bench,
  }) => {
    bench.write('show.json', bench.provenance(['show', '--json']).stdout)
    const validated = bench.provenance(['validate', 'show.json'])
    expect([validated.status, validated.stdout]).toEqual([0, 'show.json: a valid entry document\n'])
    bench.write('show.json', bench.read('show.json').replace('"class": "unknown"', '"class": "human"'))
    expect(bench.provenance(['validate', 'show.json']).stdout).toMatch(/^show\.json:1: \/class must be equal/)
    bench.write('report.json', bench.provenance(['verify', 'HEAD', '--json']).stdout)
    const report = bench.provenance(['validate', 'report.json'])
    expect([report.status, report.stderr]).toEqual([1, expect.stringContaining('got a report of a ledger')])
    for (const words of [['ledger', 'check'], ['report']]) {
      const ran = bench.provenance([...words, 'report.json'])
      expect([ran.status, ran.stdout + ran.stderr]).toEqual([3, expect.stringContaining('got a report of one in JSON')])
    }
  })

  test('a ledger validates, a forged line does not', ({ bench }) => {
    bench.provenance(['verify', 'HEAD', '--output', 'ledger.jsonl'])
    expect(bench.provenance(['validate', 'ledger.jsonl']).status).toBe(0)
    const whole = bench.read('ledger.jsonl')
    const told = (text: string) => {
      bench.write('ledger.jsonl', text)
      const { status, stdout } = bench.provenance(['validate', 'ledger.jsonl'])
      expect(status).toBe(1)
      return stdout
    }
    expect(told(whole.replace('"class":"unknown"', '"class":"human"'))).toBe(
      'ledger.jsonl:2: /class must be equal to one of the allowed values: attested, recorded, marked, none, unknown, contradicted\n',
    )
    expect(told(whole.replace('"type":"commit"', '"type":"comit"'))).toBe(
      'ledger.jsonl:2: /type must be equal to one of the allowed values: header, commit, footer\n',
    )
    expect(told(whole.replace(/"from":[^,]*/, '"from":5'))).toBe('ledger.jsonl:1: /range/from must be string or null\n')
    expect(told(whole.replace(/\n.*"commit".*/, '\n[]'))).toBe('ledger.jsonl:2: / must be object\n')
    const [header = '', commit = '', footer = ''] = whole.trimEnd().split('\n')
    expect(told(`${header}\n${commit}\n`)).toBe('ledger.jsonl:3: /type expected a footer, got the end of the file\n')
    expect(told(`${footer}\n`)).toBe('ledger.jsonl:1: /type a footer stands where it must not\n')
    expect(told(whole + whole)).toBe(
      'ledger.jsonl:4: /type a header stands where it must not\nledger.jsonl:4: /type a line follows the footer\n',
    )
  })

  test('a broken configuration is told, and the commit carries its record', ({ bench }) => {
    agentWrites(bench)
    bench.write('.provenancerc', '{"rules": 7}')
    const ran = bench.tryGit(['commit', '-qam', 'Add'])
    expect(ran.status).toBe(0)
    expect(ran.stderr).toContain('provenance doctor')
    expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
  })

  test('ignored files, plain hashes and templates are as configured', ({ bench }) => {
    bench.write(
      '.provenancerc',
      JSON.stringify({ ignore: ['gen/**'], prompts: { hash: 'plain' }, trailers: { assistedBy: '{tool}:{model}' } }),
    )
    agentWrites(bench)
    bench.agent.edit('gen/out.txt', 'generated line\n')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Add')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/kept=3;/)
    expect(bench.trailer('AI-Prompt-Hash')[0]).toMatch(/^sha256:/)
    expect(bench.trailer('Assisted-by')).toEqual(['claude-code:claude-opus-4-6'])
  })

  test('a line of a template that a trailer cannot hold is left out, and told', ({ bench }) => {
    const trailers = { assistedBy: `${'é'.repeat(120)}{tool}:{model}`, coAuthoredBy: '{tool} <ai@example.com>' }
    bench.write('.provenancerc', JSON.stringify({ trailers }))
    agentWrites(bench)
    const { stderr } = bench.tryGit(['commit', '-qam', 'Add'])
    expect(stderr).toBe(
      'provenance: Assisted-by is left out: expected one line of at most 255 bytes, got 267 bytes; see trailers in .provenancerc\n',
    )
    expect(bench.trailer('Assisted-by')).toEqual([])
    expect(bench.trailer('Co-authored-by')).toEqual(['claude-code <ai@example.com>'])
    expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
  })

  test('attributes leave generated files out', ({ bench }) => {
    bench.write('.gitattributes', 'out.txt linguist-generated\n')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Attributes')
    agentWrites(bench)
    bench.agent.edit('out.txt', 'generated line\n')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Add')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/kept=3;/)
  })
})

describe('the model', () => {
  const transcript = (bench: Workbench, lines: readonly unknown[]) => {
    const file = join(bench.home, '.claude/projects/x/7c1f.jsonl')
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(file, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"type":"assistant","torn`)
  }
  const says = (model: string, version = '2.1.330') => ({
    type: 'assistant',
    version,
    message: { role: 'assistant', model, content: [] },
  })

  test('comes from the transcript’s newest assistant message, which outranks the session’s start', ({ bench }) => {
    transcript(bench, [says('claude-sonnet-4-6'), says('claude-opus-4-6-20260101'), says('<synthetic>')])
    agentWrites(bench)
    bench.git('commit', '-qam', 'Add')
    expect(bench.trailer('AI-Model')).toEqual(['claude-opus-4-6-20260101'])
  })

  test('is unknown where nobody says it, and an unreadable transcript costs no commit', ({ bench }) => {
    mkdirSync(join(bench.home, '.claude/projects/x/7c1f.jsonl'), { recursive: true })
    bench.agent.edit('start.txt', agentText)
    bench.git('commit', '-qam', 'Add')
    expect(bench.trailer('AI-Model')).toEqual(['unknown'])
  })

  test('that would forge a trailer is not written', ({ bench }) => {
    transcript(bench, [says('x\nSigned-off-by: Eve <eve@example.com>')])
    bench.agent.edit('start.txt', agentText)
    bench.git('commit', '-qam', 'Add')
    expect(bench.message()).not.toContain('Eve')
    expect(bench.trailer('AI-Model')).toEqual(['unknown'])
  })

  test('two models in one session are two contributions', ({ bench }) => {
    agentWrites(bench)
    bench.agent.hook('PostModelSwitch', {})
    bench.agent.start('claude-sonnet-4-6')
    bench.agent.edit('second.txt', 'by the other model\n')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Both')
    expect(bench.trailer('AI-Model')).toEqual(['claude-opus-4-6', 'claude-sonnet-4-6'])
  })
})

test('an agent that commits without its hooks having spoken is named, never none', ({ bench }) => {
  bench.write('start.txt', 'changed\n')
  bench.tryGit(['commit', '-qam', 'By an agent'], { env: { CLAUDECODE: '1' } })
  expect(bench.trailer('AI-Tool')[0]).toMatch(/^claude-code/)
  expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toContain('basis=unknown')
})

test('doctor names an agent’s settings that cannot be read', ({ bench }) => {
  bench.write('.claude/settings.json', `${bench.read('.claude/settings.json')}}`)
  const ran = bench.provenance(['doctor'])
  expect([ran.status, ran.stdout]).toEqual([
    1,
    expect.stringContaining(
      '.claude/settings.json is no JSON object, so no hook in it is read\n      cat -n .claude/settings.json',
    ),
  ])
})

test('doctor says all is well after init, and what is wrong after damage, with a command that mends it', ({
  bench,
}) => {
  expect(bench.provenance(['doctor']).status).toBe(0)
  writeFileSync(join(bench.top, '.git/hooks/commit-msg'), '#!/bin/sh\n', { mode: 0o755 })
  const ran = bench.provenance(['doctor', '--json'])
  expect(ran.status).toBe(1)
  const { checks } = JSON.parse(ran.stdout) as { checks: { ok: boolean; mend: string }[] }
  const [wrong] = checks.filter(({ ok }) => !ok)
  expect(wrong?.mend).toBe('provenance init --yes')
  bench.provenance(['init', '--yes'])
  expect(bench.provenance(['doctor']).status).toBe(0)
})

test('demo ends well', ({ bench }) => {
  const ran = bench.provenance(['demo'])
  expect([ran.status, ran.stderr]).toEqual([0, ''])
  expect(ran.stdout).toMatch(/AI-Human-Edited-Ratio: 0\.143; kept=6; edited=1; dropped=0/)
  expect(ran.stdout).toMatch(/verdict {2}pass[\s\S]*true by chain[\s\S]*proven/)
})

describe('help', () => {
  const commands = [
    'init',
    'uninstall',
    'record',
    'declare',
    'status',
    'verify',
    'show',
    'blame',
    'inventory',
    'squash-message',
    'ledger check',
    'ledger sign',
    'report',
    'prompt verify',
    'validate',
    'doctor',
    'demo',
    'ledger',
    'prompt',
    'key',
    'hook',
  ]
  test('every command’s help ends with an example and the exit codes', ({ bench }) => {
    for (const words of commands) {
      const ran = bench.provenance([...words.split(' '), '--help'])
      expect(ran.status).toBe(0)
      expect(ran.stdout).toMatch(/Example:\n {2}\$ provenance .+\n\nExit codes: 0 all well/)
    }
  })

  test('every error’s hint is a command that does what it says, where there is what it asks for', ({ bench }) => {
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(root, 'src', name), 'utf8'))
    const written = sources.flatMap((text) =>
      Array.from(text.matchAll(/\bhint(?::| =) '([^']+)'/g), ([, hint = '']) => hint),
    )
    // Words to be filled in are written large; settings of the machine are left alone.
    const hints = [...new Set([...Object.values(errors).map(({ hint }) => hint as string), ...written])].filter(
      (hint) => !/[ /][A-Z]{3,}|git config --|\$\(/.test(hint),
    )
    expect(hints.length).toBeGreaterThan(25)
    mkdirSync(join(bench.top, 'provenance'))
    bench.git('config', 'user.email', 'jo@example.com')
    bench.git('update-ref', 'refs/remotes/origin/main', 'HEAD')
    bench.git('tag', 'v1')
    bench.git('commit', '-q', '--allow-empty', '-m', 'Second')
    bench.git('clone', '-q', '--depth', '1', `file://${bench.top}`, '../shallow')
    for (const hint of hints) {
      const words = hint.split(' ').slice(1)
      if (words.at(-1) === 'package.json') bench.write('package.json', '{"provenance":{"rules":{}}}')
      if (words[0] === 'init') words.push('--dry-run')
      const cwd = hint.includes('--unshallow') ? join(bench.home, 'shallow') : bench.top
      const ran = hint.startsWith('provenance ') ? bench.provenance(words) : bench.run('sh', ['-c', hint], { cwd })
      expect([hint, ran.status, ran.stderr]).toEqual([hint, 0, expect.not.stringContaining('error')])
    }
  })

  test('what README and pages run are commands', ({ bench }) => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    const pages = docs
      .filter((name) => name.endsWith('.md'))
      .map((name) => readFileSync(join(root, 'docs', name), 'utf8'))
    const run = /(?:`|^(?:\$ )?)provenance ((?:(?:ledger|prompt|key) )?[a-z][a-z-]*)(?=[ `\n])/gm
    const named = new Set([readme, ...pages].flatMap((page) => Array.from(page.matchAll(run), ([, name = '']) => name)))
    expect(named.size).toBeGreaterThan(15)
    for (const name of named)
      expect(bench.provenance([...name.split(' '), '--help']).stdout).toMatch(new RegExp(`^Usage: provenance ${name} `))
    for (const link of readme.matchAll(/\]\(([^)#:]+)\)/g)) expect(existsSync(join(root, link[1] ?? ''))).toBe(true)
    expect(readme).toContain('npm install && npm run demo')
  })
})

test('git-provenance is git provenance', ({ bench }) => {
  writeFileSync(
    join(bench.home, 'git-provenance'),
    `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'bin/provenance.mjs')}' "$@"\n`,
    { mode: 0o755 },
  )
  const ran = bench.tryGit(['provenance', 'status'], { env: { PATH: `${bench.home}:${process.env['PATH']}` } })
  expect(ran.status).toBe(0)
})
