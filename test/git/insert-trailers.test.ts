import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { trailerLines } from '../../src/core/trailer/parse.js'
import { addTrailers } from '../../src/git/message.js'

const folder = mkdtempSync(join(tmpdir(), 'subject-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What git makes of a message and trailers, told by nobody but itself. */
const byGit = (message: Buffer, trailers: readonly { key: string; value: string }[]): Buffer => {
  const added = trailers.flatMap(({ key, value }) => ['--trailer', `${key}: ${value}`])
  const args = [
    '-c',
    'core.commentChar=#',
    'interpret-trailers',
    '--no-divider',
    '--where',
    'end',
    '--if-exists',
    'add',
  ]
  const env = { ...process.env, GIT_DIR: '/dev/null', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
  const { stdout, status } = spawnSync('git', [...args, ...added], { cwd: '/', input: message, env })
  expect(status).toBe(0)
  return stdout
}

const scissors = '# ------------------------ >8 ------------------------'
const words = [
  'word',
  'https://x.y',
  'Fixes :#1',
  'Key:  v',
  'Reviewed-by: R',
  '\nFixes: 1\n',
  '  in',
  ' ',
  ':',
  'AI-Tool: x',
  'Signed-off-by: A <a@b>',
  '#',
  '# ',
  '---',
  'é:',
  '-',
  '=',
  '>8',
  'x: y',
]
const odd = [
  'ü',
  '🤖',
  '\t',
  '\r',
  '\v',
  '\x01',
  'Conflicts:',
  `(cherry picked from commit ${'0'.repeat(40)})`,
  scissors,
]
const piece = fc.oneof(fc.constantFrom(...words), fc.constantFrom(...odd), fc.constantFrom('\n', '\n\n'))
const message = fc
  .tuple(fc.array(piece, { maxLength: 6 }), fc.constantFrom('\n', '\n', '', '\n\n'))
  .map(([all, end]) => Buffer.from(all.join('') + end))

const record = [
  { key: 'AI-Tool', value: 'claude-code/2.1' },
  { key: 'AI-Human-Edited-Ratio', value: '0.500; kept=1; edited=1; dropped=0; basis=measured; method=lines/1' },
]

/** A message with what was added to it taken out again, and the empty line that may have been put before it. */
const without = (message: string, added: string): readonly string[] => {
  const at = `\n${message}`.lastIndexOf(`\n${added}`)
  expect(at).toBeGreaterThanOrEqual(0)
  const above = message.slice(0, at)
  const below = message.slice(at + added.length)
  return [above + below, above.replace(/\n$/, '') + below]
}

const read = (message: Buffer): string => {
  const env = { ...process.env, GIT_DIR: '/dev/null', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
  return spawnSync('git', ['interpret-trailers', '--no-divider', '--parse'], {
    cwd: '/',
    input: message,
    env,
  }).stdout.toString('latin1')
}

test('a record stands where git would put it, and nothing else is touched', () => {
  const added = trailerLines(record)
  let same = 0
  fc.assert(
    fc.property(message, (text) => {
      // Of a message without its last newline git 2.39 runs its own line into the last; above the subject git log skips blank lines.
      fc.pre(/^$|^\S(?:.|\n)*\n$/.test(text.toString('latin1')))
      const ours = addTrailers(text, record, '#').toString('latin1')
      const git = byGit(text, record).toString('latin1')
      const complete = /^$|\n$/.test(text.toString('latin1')) ? text : Buffer.concat([text, Buffer.from('\n')])
      const kept = [text, complete].map((one) => one.toString('latin1'))
      expect(without(ours, added).some((one) => kept.includes(one))).toBe(true)
      expect(read(Buffer.from(ours, 'latin1'))).toBe(read(Buffer.from(git, 'latin1')))
      // Where git prints the block as it was, all of it is the same.
      if (!without(git, added).some((one) => kept.includes(one))) return
      same += 1
      expect(ours).toBe(git)
    }),
    { numRuns: 500, seed: 5 },
  )
  expect(same).toBeGreaterThan(250)
})

test('a message of bytes that are no UTF-8 keeps them', () => {
  const text = Buffer.concat([Buffer.from([0xe9, 0xff]), Buffer.from(' latin\n')])
  expect(addTrailers(text, record, '#').equals(byGit(text, record))).toBe(true)
})

test('a project’s own line is not written twice, a record’s is', () => {
  const text = Buffer.from('S\n\nAssisted-By: X\nAI-Tool: a\n')
  const lines = [
    { key: 'Assisted-by', value: 'X' },
    { key: 'Assisted-by', value: 'Y' },
    { key: 'AI-Tool', value: 'a' },
  ]
  expect(addTrailers(text, lines, '#').toString()).toBe(`${text}Assisted-by: Y\nAI-Tool: a\n`)
})

/** The shell's own way to write that no agent took part, as a part of the shims. */
const part = readFileSync('hooks/parts/none.sh', 'utf8')

test('the shim writes "none" where git would, message by message, in one shell', () => {
  const messages = fc.sample(message, { numRuns: 250, seed: 11 })
  const files = messages.map((text, index) => {
    const file = join(folder, `${index}`)
    writeFileSync(file, text)
    return file
  })
  const script = [
    part,
    'git_dir=. flow=editor',
    'live() { :; }',
    'none_is_wanted() { :; }',
    'configured_comment() { :; }',
    'for file; do write_none "$file"; done',
  ].join('\n')
  const { status, stderr } = spawnSync('sh', ['-c', script, 'sh', ...files], { cwd: folder, encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
  const none = [{ key: 'AI-Tool', value: 'none; basis=observed' }]
  for (const [index, file] of files.entries()) {
    const text = messages[index] ?? Buffer.alloc(0)
    // Node looks at a message with our own key, and an empty one stays empty.
    const plain = text.toString('latin1')
    // Where blanks alone stand in a line, two places are as good as each other.
    if (/^[\t\r\v ]+$/m.test(plain)) continue
    if (!/^\S(?:.|\n)*\n$/.test(plain) || /^AI-Tool:/m.test(plain)) continue
    expect(readFileSync(file, 'latin1'), JSON.stringify(text.toString())).toBe(
      addTrailers(text, none, '#').toString('latin1'),
    )
  }
})
