import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTrailers } from '../../src/core/trailer/parse.js'
import { processorTime } from '../support/steps.js'

/** So many generated messages; a nightly run may want a million. */
const count = Number(process.env['TRAILER_MESSAGES'] ?? 20_000)
const seed = Number(process.env['TRAILER_SEED'] ?? 7)

const key = fc.constantFrom(
  'AI-Tool',
  'ai-model',
  'Signed-off-by',
  'Reviewed-by',
  'X',
  'Bug-Id',
  'AI Tool',
  'key ',
  'АI-Tool',
  'a_b',
  '-',
  '1',
)
const value = fc.constantFrom('x', '', ' x ', 'a: b', 'none; basis=observed', 'ü', 'http://x.y/z', '\tx', 'x\t')
const line = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(key, fc.constantFrom(':', ': ', ' :', '=', ':\t'), value).map((parts) => parts.join('')),
  },
  { weight: 2, arbitrary: fc.constantFrom('', ' ', '\t', ' folded', '\tfolded: no', '  more') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'prose line',
      'Some words here.',
      'http://example.com/a',
      '- item',
      '---',
      '--- a',
      '#comment',
      '# comment: x',
      '#',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '(cherry picked from commit 0123456789012345678901234567890123456789)',
      'Signed-off-by: A <a@b>',
      'Conflicts:',
      '\tpath/a',
      '# ------------------------ >8 ------------------------',
      'Signed-off-by:x',
      'carriage: return\r',
      '\r',
    ),
  },
)
const message = fc
  .tuple(
    fc.constantFrom('subject', 'subject\n', 'key: subject', '#hash'),
    fc.array(line, { maxLength: 9 }),
    fc.constantFrom('', '\n', '\n\n'),
  )
  .map(([subject, lines, end]) => `${subject}\n${lines.join('\n')}${end}`)

test(`${count} generated messages are read as git reads them`, () => {
  const home = mkdtempSync(join(tmpdir(), 'oracle-'))
  const env = { PATH: process.env['PATH'], HOME: home, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }
  const git = (args: readonly string[], input = '') =>
    spawnSync('git', args, { cwd: home, env, input, encoding: 'utf8', maxBuffer: 2 ** 30 })
  git(['init', '-q'])
  const messages = fc.sample(message, { numRuns: count, seed })
  const stream = messages.map((text, index) => {
    const bytes = Buffer.byteLength(text)
    return `commit refs/heads/main\nmark :${index + 1}\ncommitter A <a@b> 1 +0000\ndata ${bytes}\n${text}\n`
  })
  expect(git(['fast-import', '--quiet'], stream.join('')).status).toBe(0)
  const { stdout } = git(['log', '--reverse', '-z', '--format=%(trailers:only,unfold)', 'refs/heads/main'])
  const read = stdout.split('\0').slice(0, count)
  const stored = messages.map((text) => (text.endsWith('\n') ? text : text))
  const wrong = stored.flatMap((text, index) => {
    const ours = parseTrailers(text.replace(/^\n+/, ''))
      .map(({ key: name, value: what }) => `${name}: ${what}\n`)
      .join('')
    return ours === read[index] ? [] : [{ text, ours, git: read[index] }]
  })
  expect(wrong.slice(0, 3)).toEqual([])
  rmSync(home, { recursive: true, force: true })
})

test('a message of 17 MB with 200,000 trailers is read in time that grows with its length only', () => {
  const time = (trailers: number) => {
    const text = `subject\n\n${`AI-Tool: ${'x'.repeat(70)}\n`.repeat(trailers)}`
    return processorTime(() => expect(parseTrailers(text)).toHaveLength(trailers))
  }
  time(1_000)
  expect(time(200_000)).toBeLessThan(time(20_000) * 10 * 5 + 1_000)
})
