import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import type { Trailer } from '../../../src/core/trailer/keys.js'
import { parseTrailers } from '../../../src/core/trailer/parse.js'
import { messages } from './messages.js'

const count = Number(process.env['TRAILER_MESSAGES'] ?? 5_000)
const seed = Number(process.env['TRAILER_SEED'] ?? 20_260_102)
const folder = mkdtempSync(join(tmpdir(), 'against-git-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const git = (args: readonly string[], input: Buffer | string = ''): Buffer => {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    TZ: 'UTC',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
  }
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: folder, input, env, maxBuffer: 2 ** 30 })
  if (status !== 0) throw new Error(`git ${args.join(' ')} ended with ${status}: ${stderr}`)
  return stdout
}

/** One commit for each message, byte for byte, on one branch, the first message first. */
const commitAll = (texts: readonly string[]): void => {
  const who = 'committer Jo Dev <jo@example.com> 1767323045 +0000\n'
  const commands = texts.flatMap((text) => {
    const bytes = Buffer.from(text, 'utf8')
    return [Buffer.from(`commit refs/heads/main\n${who}data ${bytes.length}\n`), bytes, Buffer.from('\n')]
  })
  git(['fast-import', '--quiet'], Buffer.concat(commands))
}

/** What git prints, one trailer a line: a key never holds a colon, an unfolded value never a newline. */
const printed = (text: string): readonly Trailer[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ key: line.slice(0, line.indexOf(':')), value: line.slice(line.indexOf(':') + 2) }))

describe('parseTrailers against git, at the edges', () => {
  test(`reads ${count} messages as git log does`, { timeout: 600_000 }, () => {
    const texts = fc.sample(messages, { numRuns: count, seed })
    git(['init', '-q', '--bare', '.'])
    commitAll(texts)
    const log = git(['log', '--reverse', '--format=%(trailers:only,unfold)%x00', 'main']).toString('utf8')
    const blocks = log.split('\0\n').slice(0, -1)
    expect(blocks).toHaveLength(count)
    const wrong = texts.flatMap((text, index) => {
      const expected = printed(blocks[index] ?? '')
      const got = parseTrailers(text)
      return JSON.stringify(got) === JSON.stringify(expected) ? [] : [{ text, expected, got }]
    })
    expect(wrong.slice(0, 3)).toEqual([])
    expect(blocks.filter((block) => block !== '').length).toBeGreaterThan(count / 5)
  })

  test('reads messages as git interpret-trailers does', () => {
    // Without a leading blank line, which git log passes over and interpret-trailers takes for an empty title.
    const texts = fc
      .sample(messages, { numRuns: 300, seed: seed + 1 })
      .filter((text) => /^\S/.test(text) && !text.includes('\0'))
    for (const text of texts.slice(0, 80)) {
      const output = git(['interpret-trailers', '--parse', '--no-divider'], text).toString('utf8')
      expect(parseTrailers(text), JSON.stringify(text)).toEqual(printed(output))
    }
  })
})
