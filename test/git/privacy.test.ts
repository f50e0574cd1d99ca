import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { commitPrompt } from '../../src/core/record/prompt-commitment.js'
import { agentWrites, test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const state = (bench: Workbench) => join(bench.top, '.git', 'provenance')
const entries = (folder: string) =>
  existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : []

const texts = (bench: Workbench) =>
  entries(state(bench))
    .filter((one) => one.isFile())
    .map((one) => readFileSync(join(one.parentPath, one.name), 'utf8'))

describe('what is kept in a clone', () => {
  test('is for its owner alone: folders 0700, files 0600, but for what hooks run', ({ bench }) => {
    agentWrites(bench)
    bench.write('other.txt', 'x\n')
    bench.agent.shell('echo made >made.txt')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Work')
    agentWrites(bench, 'start.txt', 'again\n')
    const modes = entries(state(bench)).map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [path.slice(state(bench).length), entry.isDirectory(), statSync(path).mode & 0o777] as const
    })
    expect(modes.length).toBeGreaterThan(10)
    expect(statSync(state(bench)).mode & 0o777).toBe(0o700)
    for (const [name, isFolder, mode] of modes)
      expect([name, mode.toString(8)]).toEqual([
        name,
        isFolder || /^\/(?:record\.sh|hooks\/)/.test(name) ? '700' : '600',
      ])
  })

  test('the spool is empty after a commit; what no commit took goes after 14 days', ({ bench }) => {
    agentWrites(bench)
    const spool = join(state(bench), 'spool')
    expect(readdirSync(spool).length).toBeGreaterThan(0)
    bench.git('commit', '-qam', 'Work')
    expect(readdirSync(spool)).toEqual([])
    bench.agent.edit('never-committed.txt', 'secret draft\n')
    const old = new Date(Date.now() - 15 * 24 * 60 * 60 * 1000)
    for (const name of readdirSync(spool)) utimesSync(join(spool, name), old, old)
    bench.agent.start()
    expect(texts(bench).join('')).not.toContain('secret draft')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'Nobody knows any more')
    expect(bench.trailer('AI-Tool')).toEqual([])
  })
})

describe('purge', () => {
  test('forgets events, drafts and what was kept for amends; the key and the settings stay', ({ bench }) => {
    agentWrites(bench)
    bench.git('commit', '-qam', 'Work')
    bench.agent.edit('start.txt', 'zebra\n')
    const shown = bench.provenance(['purge', '--dry-run'])
    expect(shown.stdout).toMatch(/remove {2}provenance\/spool\/\d+\.\d/)
    expect(JSON.stringify(entries(state(bench)).length)).not.toBe('0')
    expect(bench.provenance(['purge']).status).toBe(0)
    const left = entries(state(bench)).filter((one) => one.isFile())
    expect(left.map(({ name }) => name)).toEqual(expect.arrayContaining(['key', 'runtime', 'record.sh', 'observing']))
    expect(left.map((one) => readFileSync(join(one.parentPath, one.name), 'utf8')).join('')).not.toContain('zebra')
  })

  test('the next commit claims nothing of what was forgotten: neither a record nor that no AI took part', ({
    bench,
  }) => {
    agentWrites(bench)
    expect(bench.provenance(['purge']).status).toBe(0)
    bench.git('commit', '-qam', 'Work')
    expect(bench.trailer('AI-Tool')).toEqual([])
    bench.write('start.txt', 'by a person\n')
    bench.git('commit', '-qam', 'More')
    expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
  })

  test('leaves what is younger than it was told to', ({ bench }) => {
    agentWrites(bench)
    expect(JSON.parse(bench.provenance(['purge', '--older-than', '3', '--json']).stdout)).toEqual({
      applied: true,
      paths: [],
    })
    expect(bench.provenance(['purge', '--older-than', 'x']).status).toBe(2)
    bench.git('commit', '-qam', 'Work')
    expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
  })
})

describe('keys', () => {
  const commitWith = (bench: Workbench, prompt: string, text: string) => {
    bench.agent.prompt(prompt)
    bench.agent.edit('start.txt', text)
    bench.git('commit', '-qam', prompt)
    return bench.trailer('AI-Prompt-Hash')[0]?.split(':')[1]
  }
  const proves = (bench: Workbench, commit: string, prompt: string, ...more: string[]) => {
    const file = join(bench.home, 'prompt')
    writeFileSync(file, prompt)
    return bench.provenance(['prompt', 'verify', commit, '--prompt-file', file, ...more]).status
  }

  test('a key put aside still proves the records that name it; new prompts have a new one', ({ bench }) => {
    const first = commitWith(bench, 'first', 'a\n')
    expect(bench.provenance(['key', 'rotate', '--dry-run']).stdout).toContain(`would put key ${first} aside`)
    expect(JSON.parse(bench.provenance(['key', 'rotate', '--json']).stdout)).toMatchObject({ retired: first })
    bench.agent.hook('SessionStart', { source: 'startup', session_id: 'another', model: 'claude-opus-4-6' })
    bench.agent.hook('UserPromptSubmit', { prompt: 'second', session_id: 'another' })
    const call = {
      session_id: 'another',
      tool_name: 'Write',
      tool_use_id: 't9',
      tool_input: { file_path: join(bench.top, 'start.txt'), content: 'b\n' },
    }
    bench.agent.hook('PreToolUse', call)
    bench.write('start.txt', 'b\n')
    bench.agent.hook('PostToolUse', { ...call, tool_response: {} })
    bench.git('commit', '-qam', 'second')
    const second = bench.trailer('AI-Prompt-Hash')[0]?.split(':')[1]
    expect(second).toMatch(/^[0-9a-f]{8}$/)
    expect(second).not.toBe(first)
    expect([
      proves(bench, 'HEAD~1', 'first'),
      proves(bench, 'HEAD', 'second'),
      proves(bench, 'HEAD~1', 'other'),
    ]).toEqual([0, 0, 1])
  })

  test('an organisation’s keys: the one of the configuration commits, any that is given proves', ({ bench }) => {
    const [old, fresh] = [join(bench.home, 'old.key'), join(bench.home, 'new.key')]
    writeFileSync(old, Buffer.alloc(32, 1))
    writeFileSync(fresh, Buffer.alloc(32, 2))
    const use = (file: string) =>
      bench.write('.provenancerc', JSON.stringify({ version: 1, prompts: { keyFile: file } }))
    use(old)
    const first = commitWith(bench, 'first', 'a\n')
    expect([proves(bench, 'HEAD', 'first'), proves(bench, 'HEAD', 'not it')]).toEqual([0, 1])
    use(fresh)
    bench.agent.hook('SessionStart', { source: 'startup', session_id: 'another', model: 'claude-opus-4-6' })
    expect(proves(bench, 'HEAD', 'first', '--key-file', fresh, old)).toBe(0)
    expect(proves(bench, 'HEAD', 'not it', '--key-file', fresh, old)).toBe(1)
    const missing = bench.provenance(['prompt', 'verify', 'HEAD', '--prompt-file', old, '--key-file', fresh])
    expect([missing.status, missing.stderr]).toEqual([2, expect.stringContaining(`expected the key ${first}, got`)])
    expect(proves(bench, 'HEAD', 'first', '--key-file', join(bench.home, 'none.key'))).toBe(2)
  })

  test('of two clones: one at hand proves its own part, and refutes nothing of the other’s', ({ bench }) => {
    const own = commitWith(bench, 'first', 'a\n')
    const theirs = join(bench.home, 'their.key')
    writeFileSync(theirs, Buffer.alloc(32, 3))
    const hash = commitPrompt('of another', readFileSync(theirs))
    const other = `AI-Tool: other\nAI-Model: m\nAI-Prompt-Hash: ${hash}\nAI-Human-Edited-Ratio: unknown; basis=unknown\n`
    const squashed = bench.message().replace(/^(?=AI-Tool)/m, other)
    bench.tryGit(['-c', 'core.hooksPath=/dev/null', 'commit', '-q', '--amend', '-F', '-'], { input: squashed })
    expect(bench.trailer('AI-Prompt-Hash')).toEqual([hash, expect.stringContaining(`:${own}:`)])
    expect([proves(bench, 'HEAD', 'first'), proves(bench, 'HEAD', 'not it')]).toEqual([0, 2])
    expect([
      proves(bench, 'HEAD', 'of another', '--key-file', theirs),
      proves(bench, 'HEAD', 'not it', '--key-file', theirs),
    ]).toEqual([0, 1])
  })

  test('switched off while a session runs, the next record commits to no prompt, those before it neither', ({
    bench,
  }) => {
    agentWrites(bench)
    bench.write('.provenancerc', JSON.stringify({ version: 1, prompts: { hash: 'off' } }))
    bench.git('commit', '-qam', 'Off')
    expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
    expect(bench.trailer('AI-Prompt-Hash')).toEqual(['none'])
  })
})
