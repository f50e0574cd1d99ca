import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
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
const words = ['word', ' ', ':', 'AI-Tool: x', 'Signed-off-by: A <a@b>', '#', '# ', '---', 'é:', '-', '=', '>8', 'x: y']
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
  .tuple(fc.array(piece, { maxLength: 4 }), fc.constantFrom('\n', '\n', '', '\n\n'))
  .map(([all, end]) => Buffer.from(all.join('') + end))

const record = [
  { key: 'AI-Tool', value: 'claude-code/2.1' },
  { key: 'AI-Human-Edited-Ratio', value: '0.500; kept=1; edited=1; dropped=0; basis=measured; method=lines/1' },
]

test('below any message a record stands where git would put it', () => {
  fc.assert(
    fc.property(message, (text) => {
      expect(addTrailers(text, record, '#').toString('latin1')).toBe(byGit(text, record).toString('latin1'))
    }),
    { numRuns: 1_500, seed: 5 },
  )
})

test('a message of bytes that are no UTF-8 keeps them', () => {
  const text = Buffer.concat([Buffer.from([0xe9, 0xff]), Buffer.from(' latin\n')])
  expect(addTrailers(text, record, '#').equals(byGit(text, record))).toBe(true)
})

/** The shell's own way to write that no agent took part, taken out of the shim. */
const gate = readFileSync('hooks/gate.sh', 'utf8')
const taken = (name: string) => new RegExp(`^${name}\\(\\) \\{\\n[\\s\\S]*?^\\}\\n`, 'm').exec(gate)?.[0] ?? ''

test('the shim writes "none" where git would, message by message, in one shell', () => {
  const messages = fc.sample(message, { numRuns: 600, seed: 11 })
  const files = messages.map((text, index) => {
    const file = join(folder, `${index}`)
    writeFileSync(file, text)
    return file
  })
  writeFileSync(join(folder, 'observing'), '')
  const script = [
    `newline='\n'`,
    'common=. git_dir=.',
    ...['bare_git', 'subject_alone', 'write_none'].map(taken),
    'mkdir provenance && : >provenance/observing',
    'for file; do write_none "$file"; done',
  ].join('\n')
  const { status, stderr } = spawnSync('sh', ['-c', script, 'sh', ...files], { cwd: folder, encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
  const none = [{ key: 'AI-Tool', value: 'none; basis=observed' }]
  for (const [index, file] of files.entries()) {
    const text = messages[index] ?? Buffer.alloc(0)
    // `doNothing` where the key stands already; else as git adds it.
    if (/^AI-Tool:/m.test(text.toString('latin1'))) continue
    expect(readFileSync(file, 'latin1'), JSON.stringify(text.toString())).toBe(byGit(text, none).toString('latin1'))
  }
})
