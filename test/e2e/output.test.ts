import { spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect } from 'vitest'
import { test } from '../support/commit-flow.js'
import { environment, type Workbench } from '../support/workbench.js'

const program = resolve(import.meta.dirname, '../../bin/provenance.mjs')
const command = `"${process.execPath}" "${program}"`
const shell = (bench: Workbench, line: string) => bench.run('sh', ['-c', line])
const drafts = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.tmp'))

/** More history than a pipe holds, and a policy that says no to it. */
const longHistory = (bench: Workbench): void => {
  const commits = Array.from(
    { length: 400 },
    (_, index) => `commit refs/heads/long\ncommitter A <a@x.example> ${1_700_000_000 + index} +0000\ndata 2\nc\n`,
  )
  expect(bench.tryGit(['fast-import', '--quiet'], { input: commits.join('') }).status).toBe(0)
  bench.write('policy.json', '{"rules":{"record-required":"error"}}')
}

describe('a reader that closes early', () => {
  for (const format of ['jsonl', 'text', 'csv'])
    test(`${format}: the command runs to its end, with its own exit code and its ledger`, ({ bench }) => {
      longHistory(bench)
      const verify = `${command} verify long --policy policy.json --format ${format} --output l.jsonl`
      const ran = shell(bench, `{ ${verify}; echo $? >code; } | true`)
      expect([ran.stderr, bench.read('code')]).toEqual(['', '1\n'])
      expect(bench.read('l.jsonl').split('\n')).toHaveLength(403)
      expect(drafts(bench.top)).toEqual([])
    })
})

test('an answer that finds no room is no success, and no bug', ({ bench }) => {
  for (const words of [
    'verify HEAD',
    'verify HEAD --json',
    'verify HEAD --format jsonl',
    'show',
    'inventory',
    '--help',
  ]) {
    const ran = shell(bench, `${command} ${words} >/dev/full`)
    expect([words, ran.status]).toEqual([words, 2])
    expect(ran.stderr).toMatch(
      /^error: standard output: expected .* got ENOSPC.* \[FILE_UNWRITABLE\]\nhint: df -h \.\n$/,
    )
  }
  bench.write('policy.json', '{"rules":{"record-required":"error"}}')
  expect(shell(bench, `${command} verify HEAD --policy policy.json >/dev/full`).status).toBe(1)
  expect(shell(bench, `${command} show nothing 2>/dev/full`).status).toBe(2)
})

describe('--output', () => {
  test('replaces a link, and not what it leads to', ({ bench }) => {
    bench.write('old.jsonl', 'old')
    chmodSync(join(bench.top, 'old.jsonl'), 0o600)
    symlinkSync('old.jsonl', join(bench.top, 'link.jsonl'))
    expect(bench.provenance(['verify', 'HEAD', '--output', 'link.jsonl']).status).toBe(0)
    expect(lstatSync(join(bench.top, 'link.jsonl')).isSymbolicLink()).toBe(false)
    expect(bench.read('link.jsonl')).toContain('"type":"footer"')
    expect([bench.read('old.jsonl'), statSync(join(bench.top, 'old.jsonl')).mode & 0o777]).toEqual(['old', 0o600])
  })

  test('follows no link that the repository holds: neither by a name that a draft could have, nor to a pipe', ({
    bench,
  }) => {
    const mine = join(bench.home, 'mine')
    bench.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', mine])
    const before = readFileSync(`${mine}.pub`, 'utf8')
    // The command runs in the process of this test: a repository holds a link for every number that a process can have.
    for (const name of ['l.jsonl', 'l.jsonl.dsse.json'])
      symlinkSync(`${mine}.pub`, join(bench.top, `${name}.${process.pid}.tmp`))
    expect(bench.provenance(['verify', 'HEAD', '--output', 'l.jsonl', '--sign', mine]).status).toBe(0)
    expect([readFileSync(`${mine}.pub`, 'utf8'), lstatSync(join(bench.top, 'l.jsonl')).isFile()]).toEqual([
      before,
      true,
    ])
    expect(lstatSync(join(bench.top, 'l.jsonl.dsse.json')).isFile()).toBe(true)
    bench.run('mkfifo', [join(bench.home, 'p')])
    symlinkSync(join(bench.home, 'p'), join(bench.top, 'link.jsonl'))
    expect(bench.provenance(['verify', 'HEAD', '--output', 'link.jsonl']).status).toBe(0)
    expect(bench.read('link.jsonl')).toContain('"type":"footer"')
  })

  test('writes into a pipe, which stays one', ({ bench }) => {
    const ran = shell(bench, `mkfifo p && { timeout 20 cat p >read & ${command} verify HEAD --output p; wait; }`)
    expect(ran.status).toBe(0)
    expect(lstatSync(join(bench.top, 'p')).isFIFO()).toBe(true)
    expect(bench.read('read')).toContain('"type":"footer"')
  })

  test('refuses a folder before the walk', ({ bench }) => {
    const ran = bench.provenance(['verify', 'HEAD', '--output', '.'])
    expect([ran.status, ran.stdout]).toEqual([2, ''])
    expect(ran.stderr).toContain('expected a file that can be written, got a folder')
  })

  test('leaves nothing behind where a signal stops it, and ends by that signal', async ({ bench }) => {
    longHistory(bench)
    // A pipe that nobody reads holds the command in the middle.
    const child = spawn(process.execPath, [program, 'verify', 'long', '--format', 'jsonl', '--output', 'l.jsonl'], {
      cwd: bench.top,
      env: environment(bench.home),
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const ended = new Promise((done) => child.on('exit', (code, signal) => done(code ?? signal)))
    while (drafts(bench.top).length === 0 && child.exitCode === null) await new Promise((next) => setTimeout(next, 5))
    child.kill('SIGINT')
    child.stdout?.resume()
    expect(await ended).toBe('SIGINT')
    expect([drafts(bench.top), existsSync(join(bench.top, 'l.jsonl'))]).toEqual([[], false])
  })

  // From a terminal it reaches what the program runs as well.
  test.each([
    ['> a person asks', -1],
    ['> a person reads', 1],
    ['> the release', -1],
  ])('demo leaves nothing behind where a signal stops it at: %s (%i)', async (at, group) => {
    const temporary = mkdtempSync(join(tmpdir(), 'stopped-'))
    const env = { ...environment(temporary), TMPDIR: temporary }
    const child = spawn(process.execPath, [program, 'demo'], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    const ended = new Promise((done) => child.on('close', (code, signal) => done(code ?? signal)))
    let said = ''
    child.stderr.on('data', (piece) => (said += piece))
    child.stdout.on('data', (piece) => {
      if (String(piece).includes(at)) process.kill(group * (child.pid ?? Number.NaN), 'SIGINT')
    })
    expect([await ended, said, readdirSync(temporary)]).toEqual(['SIGINT', '', []])
    rmdirSync(temporary)
  })
})
