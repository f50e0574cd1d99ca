import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { agentText, agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const spool = (bench: Workbench) => join(bench.top, '.git', 'provenance', 'spool')
const everythingKept = (bench: Workbench): string => {
  const folder = join(bench.top, '.git', 'provenance')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'latin1'))
    .join('\n')
}

describe('payloads', () => {
  const bad: Readonly<Record<string, string>> = {
    empty: '',
    'no JSON': 'not json at all',
    'a JSON list': '[1,2]',
    'cut in the middle': '{"session_id":"x","tool_name":"Ed',
    'wrong types everywhere':
      '{"session_id":7,"tool_name":{},"tool_input":"x","hook_event_name":"PostToolUse","cwd":[]}',
    'a path outside': '{"hook_event_name":"PostToolUse","tool_name":"Write","tool_input":{"file_path":"/etc/passwd"}}',
    'a path that climbs':
      '{"hook_event_name":"PostToolUse","tool_name":"Write","tool_input":{"file_path":"../../etc/passwd"}}',
    'deeply nested': `{"hook_event_name":"PostToolUse","x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
  }
  for (const [what, input] of Object.entries(bad)) {
    test(`${what}: exit 0, silence, and the commit goes through`, ({ bench }) => {
      for (const args of [
        ['record', '--agent', 'claude-code'],
        ['record', '--agent', 'generic'],
        ['record', '--agent', 'nobody'],
      ]) {
        const ran = bench.provenance(args, { input })
        expect([ran.status, ran.stdout]).toEqual([0, ''])
      }
      const shim = bench.run('sh', [join(bench.top, '.git/provenance/record.sh'), 'edit', 'claude-code'], { input })
      expect([shim.status, shim.stdout, shim.stderr]).toEqual([0, '', ''])
      bench.write('start.txt', 'changed\n')
      expect(bench.tryGit(['commit', '-qam', 'Change']).status).toBe(0)
    })
  }

  const edit = '{"hook_event_name":"PostToolUse","tool_name":"Write","tool_use_id":"t1","tool_input":{"content":"print'
  const unreadable: Readonly<Record<string, (bench: Workbench) => void>> = {
    'a payload cut short': (bench) => void bench.provenance(['record', '--agent', 'claude-code'], { input: edit }),
    'an agent’s name that is refused': (bench) =>
      void bench.provenance(['record', '--agent', 'generic'], {
        input: '{"v":1,"agent":{"name":"My Agent"},"kind":"post_edit","files":[{"path":"start.txt"}]}',
      }),
    'an entry torn by a kill': (bench) => {
      mkdirSync(spool(bench), { recursive: true })
      writeFileSync(join(spool(bench), '99999.0'), `raw 1 claude-code file \n\n${edit}`)
      utimesSync(join(spool(bench), '99999.0'), 1, 1)
    },
  }
  for (const [what, tell] of Object.entries(unreadable)) {
    test(`${what}: the next commit does not say that no agent was seen, the one after does`, ({ bench }) => {
      bench.write('start.txt', 'changed\n')
      tell(bench)
      bench.git('commit', '-qam', 'By an agent, or by nobody')
      expect(bench.trailer('AI-Tool')).toEqual([])
      bench.write('start.txt', 'changed again\n')
      bench.git('commit', '-qam', 'By a person')
      expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
    })
  }

  test('a problem with a payload is kept for doctor, without a word of the payload', ({ bench }) => {
    bench.provenance(['record', '--agent', 'claude-code'], { input: '{"prompt":"my secret plan", oops' })
    const problems = readFileSync(join(bench.top, '.git/provenance/problems.jsonl'), 'utf8')
    expect(problems).toContain('no JSON object')
    expect(problems).not.toContain('secret')
  })

  test('Cursor, which loads Claude’s settings, gets the answer it needs, and its name in the record', ({ bench }) => {
    const file = join(bench.top, 'start.txt')
    const call = {
      cursor_version: '3.15.6',
      model: 'gpt-5.2',
      tool_name: 'Write',
      tool_use_id: 'c1',
      tool_input: { file_path: file },
    }
    expect(bench.agent.hook('PreToolUse', call).stdout).toBe('{"permission":"allow"}\n')
    bench.write('start.txt', agentText)
    expect(bench.agent.hook('PostToolUse', call).stdout).toBe('{}\n')
    expect(bench.agent.hook('UserPromptSubmit', { cursor_version: '3.15.6', prompt: 'p' }).stdout).toBe(
      '{"continue":true}\n',
    )
    bench.git('commit', '-qam', 'By Cursor')
    expect(bench.trailer('AI-Tool')).toEqual(['cursor/3.15.6'])
    expect(bench.trailer('AI-Model')).toEqual(['gpt-5.2'])
  })
})

test('no prompt’s text is ever written', ({ bench }) => {
  bench.agent.start()
  bench.agent.prompt('my secret plan for 4711')
  expect(everythingKept(bench)).not.toContain('secret plan')
  bench.agent.edit('start.txt', agentText)
  bench.git('commit', '-qam', 'Add')
  expect(everythingKept(bench) + bench.message()).not.toContain('secret plan')
})

test('the state is for its owner only', ({ bench }) => {
  agentWrites(bench)
  const mode = (path: string) => (statSync(join(bench.top, '.git/provenance', path)).mode & 0o777).toString(8)
  expect([mode('.'), mode('key'), mode('spool')]).toEqual(['700', '600', '700'])
  for (const name of readdirSync(spool(bench))) expect(mode(`spool/${name}`)).toBe('600')
})

describe('the spool', () => {
  test('a torn entry is passed over, and the rest counts', ({ bench }) => {
    agentWrites(bench)
    const torn = join(spool(bench), '99999.0')
    writeFileSync(torn, 'raw 1 claude-code file \n\n{"session_id":"x","tool_na')
    utimesSync(torn, 0, 0)
    const told = bench.provenance(['doctor', '--json'])
    expect([told.status, told.stdout]).toEqual([1, expect.stringContaining('1 torn')])
    bench.git('commit', '-qam', 'Add')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=3;/)
  })

  test('two agents writing at once lose nothing', ({ bench }) => {
    bench.agent.start()
    const lines = Array.from({ length: 8 }, (_, index) => `file-${index}.txt`)
    const script = lines
      .map((name, index) => {
        const payload = (event: string) =>
          JSON.stringify({
            session_id: `s${index % 2}`,
            cwd: bench.top,
            hook_event_name: event,
            tool_name: 'Write',
            tool_use_id: `u${index}`,
            tool_input: { file_path: join(bench.top, name) },
          })
        const shim = `sh '${join(bench.top, '.git/provenance/record.sh')}' edit claude-code`
        return `(printf '%s' '${payload('PreToolUse')}' | ${shim}; printf 'written line ${index}\\n' >'${name}'; printf '%s' '${payload('PostToolUse')}' | ${shim}) &`
      })
      .join('\n')
    expect(bench.run('sh', ['-c', `${script}\nwait`]).status).toBe(0)
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'All')
    expect(bench.trailer('AI-Human-Edited-Ratio').join(' ')).toMatch(/kept=8/)
  })
})

describe('whatever is broken on our side, the commit goes through', () => {
  const breakages: Readonly<Record<string, (bench: Workbench) => NodeJS.ProcessEnv>> = {
    'the program is gone': (bench) => {
      writeFileSync(join(bench.top, '.git/provenance/runtime'), '/nowhere/node\n/nowhere/hook.cjs\n')
      return {}
    },
    'the program crashes': (bench) => {
      writeFileSync(join(bench.home, 'crash.mjs'), 'throw new Error("crash")\n')
      writeFileSync(
        join(bench.top, '.git/provenance/runtime'),
        `${process.execPath}\n${join(bench.home, 'crash.mjs')}\n`,
      )
      return {}
    },
    'the program is killed': (bench) => {
      writeFileSync(join(bench.home, 'kill.mjs'), 'process.kill(process.pid, "SIGKILL")\n')
      writeFileSync(
        join(bench.top, '.git/provenance/runtime'),
        `${process.execPath}\n${join(bench.home, 'kill.mjs')}\n`,
      )
      return {}
    },
    'no node on a minimal PATH': (bench) => {
      writeFileSync(join(bench.top, '.git/provenance/runtime'), `/nowhere/node\n${join(bench.home, 'none.mjs')}\n`)
      return { PATH: '/usr/bin:/bin' }
    },
    'the kept state is garbage': (bench) => {
      writeFileSync(join(bench.top, '.git/provenance/carry.json'), '{{{')
      writeFileSync(join(bench.top, '.git/provenance/sessions.json'), '[')
      writeFileSync(join(bench.top, '.git/provenance/settings.json'), 'x')
      return {}
    },
    'the state folder is a file': (bench) => {
      rmSync(join(bench.top, '.git/provenance'), { recursive: true })
      writeFileSync(join(bench.top, '.git/provenance'), 'in the way')
      return {}
    },
  }
  for (const [what, spoil] of Object.entries(breakages)) {
    test(what, ({ bench }) => {
      agentWrites(bench)
      const env = spoil(bench)
      const ran = bench.tryGit(['commit', '-qam', 'Go through'], { env })
      expect(ran.status).toBe(0)
      expect(bench.message()).toMatch(/^Go through\n/)
      for (const line of ran.stderr.split('\n').filter((text) => text.startsWith('provenance:')))
        expect(line).toMatch(/doctor/)
    })
  }

  const mounts: Readonly<Record<string, (state: string) => string>> = {
    'a full disk where the state lies': (state) =>
      `mount -t tmpfs -o size=8k tmpfs '${state}' && { head -c 20000 /dev/zero >'${state}/fill' 2>/dev/null; true; }`,
    'a read-only state folder': (state) => `mount --bind '${state}' '${state}' && mount -o remount,ro,bind '${state}'`,
  }
  for (const [what, command] of Object.entries(mounts)) {
    test(what, ({ bench, skip }) => {
      agentWrites(bench)
      const state = join(bench.top, '.git/provenance')
      if (bench.run('sh', ['-c', command(state)]).status !== 0) skip('file systems cannot be mounted here')
      try {
        bench.agent.edit('second.txt', 'while nothing can be written\n')
        const ran = bench.tryGit(['commit', '-qam', 'Go through'])
        expect([ran.status, ran.stderr]).toEqual([0, expect.stringContaining('doctor')])
      } finally {
        bench.run('umount', [state])
      }
      expect(bench.message().trim()).toBe('Go through')
    })
  }

  test('killed between prepare and the commit, nothing is lost or doubled', ({ bench }) => {
    agentWrites(bench)
    const hook = join(bench.top, '.git/hooks/commit-msg')
    const gate = readFileSync(hook)
    writeFileSync(hook, '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    expect(bench.tryGit(['commit', '-qam', 'Stopped']).status).toBe(1)
    writeFileSync(hook, gate)
    bench.git('commit', '-qam', 'Again')
    expect(bench.trailer('AI-Tool')).toHaveLength(1)
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=3;/)
  })
})

describe('files that cannot be measured', () => {
  test('a file that is not UTF-8 is measured all the same', ({ bench }) => {
    bench.agent.start()
    const file = join(bench.top, 'latin.txt')
    const call = { tool_name: 'Write', tool_use_id: 'l1', tool_input: { file_path: file } }
    bench.agent.hook('PreToolUse', call)
    writeFileSync(file, Buffer.from('gr\u00fc\u00dfe aus k\u00f6ln\nzweite zeile\n', 'latin1'))
    bench.agent.hook('PostToolUse', call)
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Latin')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=2;/)
  })

  for (const [what, bytes] of [
    ['a binary file', Buffer.from([0, 1, 2, 3, 0, 255])],
    ['a file of 50 MB', Buffer.alloc(50 * 1024 * 1024, 'line of text\n')],
  ] as const) {
    test(`${what} names the tool and leaves the ratio unknown`, ({ bench }) => {
      bench.agent.start()
      const file = join(bench.top, 'large.bin')
      const call = { tool_name: 'Write', tool_use_id: 'b1', tool_input: { file_path: file } }
      bench.agent.hook('PreToolUse', call)
      writeFileSync(file, bytes)
      bench.agent.hook('PostToolUse', call)
      bench.git('add', '-A')
      expect(bench.tryGit(['commit', '-qm', 'Large']).status).toBe(0)
      expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
      expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^unknown;/)
    })
  }
})

test('a foreign hook runs first, keeps its say, and is back after uninstall', ({ bench }) => {
  bench.provenance(['uninstall'])
  const hook = join(bench.top, '.git/hooks/commit-msg')
  const foreign = '#!/bin/sh\necho "Change-Id: I1" >>"$1"; grep -q forbidden "$1" && exit 1; exit 0\n'
  mkdirSync(join(bench.top, '.git/hooks'), { recursive: true })
  writeFileSync(hook, foreign)
  chmodSync(hook, 0o755)
  expect(bench.provenance(['init', '--yes']).status).toBe(0)
  agentWrites(bench)
  expect(bench.tryGit(['commit', '-qam', 'forbidden']).status).toBe(1)
  bench.git('commit', '-qam', 'Allowed')
  expect(bench.message()).toContain('Change-Id: I1')
  expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
  bench.provenance(['uninstall'])
  expect(readFileSync(hook, 'utf8')).toBe(foreign)
  expect(existsSync(`${hook}.saved`)).toBe(false)
})

test('PROVENANCE=0 switches everything off for one command', ({ bench }) => {
  agentWrites(bench)
  bench.tryGit(['commit', '-qam', 'Quiet'], { env: { PROVENANCE: '0' } })
  expect(bench.message().trim()).toBe('Quiet')
  appendFileSync(join(bench.top, 'start.txt'), 'x\n')
})
