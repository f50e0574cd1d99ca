import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const program = join(import.meta.dirname, '../../bin/provenance.mjs')

/** In a process of its own, and not for long: what is read here may never end. */
const apart = (bench: Workbench, ...words: string[]) =>
  bench.run('timeout', ['20', process.execPath, program, ...words])

test('a file under review that leads to what never ends is not read, one to another file is not told', ({ bench }) => {
  symlinkSync('/dev/zero', join(bench.top, 'package.json'))
  bench.run('mkfifo', [join(bench.home, 'p')])
  symlinkSync(join(bench.home, 'p'), join(bench.top, 'pipe.yaml'))
  for (const name of ['package.json', 'pipe.yaml'])
    expect(apart(bench, 'validate', name)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: `error: ${name}: expected a file, got a pipe or a device [FILE_UNREADABLE]\nhint: ls -ld ${name}\n`,
    })
  for (const [secret, kind] of [
    ['token=abc\nmachine x login y\n', 'a text'],
    ['- abc\n', 'a list'],
    ['123\n', 'a number'],
  ] as const) {
    writeFileSync(join(bench.home, 'secret'), secret)
    bench.run('ln', ['-sf', join(bench.home, 'secret'), 'policy.yaml'])
    const says = `expected options by name, got ${kind}`
    expect(apart(bench, 'validate', 'policy.yaml')).toMatchObject({
      status: 1,
      stdout: `policy.yaml:1: / ${says}\n`,
    })
    expect(apart(bench, 'verify', 'HEAD', '--policy', 'policy.yaml').stderr).toContain(`document: ${says} [`)
  }
})

test('a pipe that a person names is read; of what is no ledger a MiB is enough', ({ bench }) => {
  const through = (text: string) => bench.run('sh', ['-c', `${text} | node "$0" validate /dev/stdin`, program])
  expect(through("echo 'rules: {}'")).toMatchObject({ status: 0, stdout: '/dev/stdin: a valid config document\n' })
  expect(through('yes')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('more than 1 MiB [FILE_UNREADABLE]'),
  })
  bench.write('long.yaml', `rules: {}\n${'#'.repeat(2 ** 20)}\n`)
  expect(bench.provenance(['validate', 'long.yaml']).status).toBe(2)
  bench.provenance(['verify', 'HEAD', '--output', 'l.jsonl'])
  const [header = '', ...lines] = bench.read('l.jsonl').split('\n')
  bench.write('l.jsonl', [header, ...Array.from({ length: 3000 }, () => lines[0]), ...lines].join('\n'))
  expect(bench.provenance(['validate', 'l.jsonl']).stdout).toBe('l.jsonl: a valid ledger document\n')
})

test('a ledger of any length is judged line by line, from a pipe too', ({ bench }) => {
  bench.provenance(['verify', 'HEAD', '--output', 'l.jsonl'])
  const through = (lines: string) =>
    bench.run('sh', ['-c', `{ ${lines}; } | node --max-old-space-size=40 "$0" validate /dev/stdin`, program])
  const many = 'head -1 l.jsonl; sed -n 2p l.jsonl | { read -r line; yes "$line" | head -n 60000; }'
  expect(through(`${many}; tail -1 l.jsonl`)).toMatchObject({
    status: 0,
    stdout: '/dev/stdin: a valid ledger document\n',
  })
  expect(through(`${many}; echo; echo '{"type":"commit"}'`)).toMatchObject({
    status: 1,
    stdout: expect.stringMatching(
      /^\/dev\/stdin:60003: \/ must have required property .+\n(?:.+\n)+\/dev\/stdin:60004: \/type expected a footer, got the end of the file\n$/,
    ),
  })
})
