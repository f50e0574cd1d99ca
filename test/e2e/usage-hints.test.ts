import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { test } from '../support/commit-flow.js'

test.for([
  [['declare', '--ratio', '7'], 'provenance declare --help'],
  [['ledger', 'check'], 'provenance ledger check --help'],
  [['ledger', 'nonesuch'], 'provenance ledger --help'],
  [['nonesuch', 'verify'], 'provenance --help'],
  [['verify', '--nonesuch'], 'provenance verify --help'],
] as const)('%j is refused with the help of its own command, which is there', ([words, hint], { bench }) => {
  const ran = bench.provenance([...words])
  expect([ran.status, ran.stderr.split('\n')[1]]).toEqual([2, `hint: ${hint}`])
  expect(JSON.parse(bench.provenance([...words, '--json']).stdout).error).toMatchObject({ code: 'USAGE', hint })
  expect(bench.provenance(hint.split(' ').slice(1))).toMatchObject({ status: 0, stderr: '' })
})

test.for([
  [[], 'Usage: provenance [options] [command]', 'provenance --help'],
  [['ledger'], 'Usage: provenance ledger [options] [command]', 'provenance ledger --help'],
  [['help', 'nonesuch'], "error: unknown command 'nonesuch' [USAGE]", 'provenance --help'],
  [['nonesuch', '--help'], "error: unknown command 'nonesuch' [USAGE]", 'provenance --help'],
  [['ledger', 'nonesuch', '-h'], "error: unknown command 'nonesuch' [USAGE]", 'provenance ledger --help'],
  [['verfy'], "error: unknown command 'verfy' (Did you mean verify?) [USAGE]", 'provenance --help'],
  [
    ['verify', '--fromat', 'json'],
    "error: unknown option '--fromat' (Did you mean --format?) [USAGE]",
    'provenance verify --help',
  ],
] as const)('%j is answered on standard error: %s', ([words, first, hint], { bench }) => {
  const ran = bench.provenance([...words])
  expect({ ...ran, stderr: ran.stderr.split('\n')[0] }).toEqual({ status: 2, stdout: '', stderr: first })
  if (!first.startsWith('Usage'))
    expect(JSON.parse(bench.provenance([...words, '--json']).stdout).error).toMatchObject({ code: 'USAGE', hint })
})

test('a missing command is told in JSON where that was asked for', ({ bench }) => {
  const told = (...words: string[]) => JSON.parse(bench.provenance([...words, '--json']).stdout).error
  const hint = 'provenance --help'
  expect(told('help')).toEqual({ code: 'USAGE', message: 'expected a command after help, got none', hint })
})

test('commands below findings, and hints, are about the repository and by the policy that were given', ({ bench }) => {
  for (let made = 0; made < 21; made += 1)
    bench.tryGit(['commit', '-q', '--allow-empty', '-m', 'Silent'], { env: { PROVENANCE: '0' } })
  bench.write("../p's.yaml", 'rules: {record-required: error}\n')
  const program = join(import.meta.dirname, '../../bin/provenance.mjs')
  const asPrinted = (line: string) =>
    bench.run('sh', ['-c', `provenance() { '${process.execPath}' '${program}' "$@"; }; ${line}`], { cwd: bench.home })
  const at = bench.top.slice(bench.home.length + 1)
  const judged = ['verify', 'HEAD', '-C', at, '--policy', "p's.yaml"]
  const lines = bench
    .provenance([...judged, '--since', '2001-01-01'], { cwd: bench.home })
    .stdout.trimEnd()
    .split('\n')
  const show = lines.findLast((line) => line.startsWith('   '))?.trim() ?? ''
  expect(show.slice(0, -12)).toBe(`provenance show -C '${at}' --policy 'p'\\''s.yaml' `)
  expect(asPrinted(show).stdout).toContain('[record-required]')
  const rest = /more: (.*)$/.exec(lines.at(-1) ?? '')?.[1] ?? ''
  expect(asPrinted(rest)).toMatchObject({ status: 1, stdout: expect.stringContaining('the ledger has them all') })
  expect(JSON.parse(readFileSync(join(bench.home, 'ledger.jsonl'), 'utf8').split('\n')[0] ?? '')).toMatchObject({
    population: { command: expect.stringContaining('2001-01-01') },
    policy: { source: expect.stringContaining("p's.yaml") },
  })
  const hinted = bench.provenance(['blame', 'none', '-C', at, '--json'], { cwd: bench.home }).stdout
  const { hint } = JSON.parse(hinted).error
  expect([hint, asPrinted(hint).status]).toEqual([`git -C '${at}' ls-files`, 0])
  const piped = asPrinted(`cat "p's.yaml" | provenance verify HEAD -C '${at}' --policy /dev/stdin`)
  expect(piped.stdout.replace(/^[\s\S]*\n {8}/, '')).toMatch(
    /^provenance show -C '[^']*' [0-9a-f]{12}\n.* more: with --output FILE the ledger has them all\n$/,
  )
})

test('a file that was named and is none is told by that name, with what is there, and a command that shows it', ({
  bench,
}) => {
  bench.write('words', 'no key\n')
  bench.run('mkdir', ['folder'])
  const path = (name: string) => join(bench.top, name)
  const seen = (name: string) => (/ /.test(bench.top) ? `'${path(name)}'` : path(name))
  for (const [words, message, hint] of [
    [['--policy', 'folder'], `${path('folder')}: expected a readable file, got a folder`, `ls -ld ${seen('folder')}`],
    [['--policy', 'none'], `${path('none')}: expected a readable file, got none that is there`, 'ls -l'],
    [['--allowed-signers', 'words'], 'expected an allowed signer', `cat -n ${seen('words')}`],
    [['--approvals', 'words'], 'expected JSON, got something else', `cat -n ${seen('words')}`],
    [
      ['--output', 'no/such/l'],
      `${path('no/such/l')}: expected a file that`,
      `ls -ld ${seen('').replace(/\/(?='?$)/, '')}`,
    ],
    [
      ['--output', 'folder'],
      `${path('folder')}: expected a file that can be written, got a folder`,
      `ls -ld ${seen('folder')}`,
    ],
  ] as const) {
    const ran = bench.provenance(['verify', 'HEAD', ...words, '--json'])
    const { error } = JSON.parse(ran.stdout)
    expect([ran.status, error.message, error.hint]).toEqual([2, expect.stringContaining(message), hint])
    expect([hint, bench.run('sh', ['-c', hint]).status]).toEqual([hint, 0])
  }
  for (const format of ['csv', 'json', 'jsonl'])
    expect(bench.provenance(['report', 'none', '--format', format])).toMatchObject({ status: 2, stdout: '' })
})

test('hints fit what was asked: the command’s own help, what is in the folder, no new repository', ({ bench }) => {
  bench.git('init', '-q', '--bare', '../bare.git')
  const hintOf = (words: readonly string[], cwd = bench.top) => {
    const [, hint = ''] = /\nhint: (.*)\n$/.exec(bench.provenance([...words], { cwd }).stderr) ?? []
    return hint
  }
  expect([
    hintOf(['verify', '--since', 'nonsense']),
    hintOf(['blame', 'start.txt', '-L', '100,200']),
    hintOf(['report', 'nonesuch']),
    hintOf(['validate', '/nonesuch/ledger.jsonl']),
    hintOf(['verify', '-C', '/nonesuch']),
    hintOf(['status'], bench.home),
    hintOf(['init'], bench.home),
    hintOf(['declare', '--none'], `${bench.home}/bare.git`),
  ]).toEqual([
    'provenance verify --help',
    'provenance blame --help',
    'ls -l',
    'ls -l /',
    'provenance verify --help',
    'provenance status --help',
    'git init',
    'git worktree list',
  ])
  expect(bench.provenance(['blame', 'start.txt', '-L', '100,200']).stderr).not.toContain('fatal')
})

test('a name in a hint is one word of a shell, whatever is in it', ({ bench }) => {
  bench.write("it's a ledger", '{}\n')
  const hintOf = (...words: string[]) => bench.provenance(['verify', 'HEAD', ...words]).stderr.split('\nhint: ')[1]
  const named = `'${bench.top}/it'\\''s a ledger'\n`
  expect(hintOf('--after', "it's a ledger")).toBe(`provenance ledger check ${named}`)
  expect(hintOf('--output', 'l', '--sign', "it's a ledger")).toBe(`ssh-keygen -l -f ${named}`)
})

test('init says that it installed something where it did', ({ bench }) => {
  expect(bench.provenance(['init', '--yes'])).toMatchObject({
    stdout: expect.stringContaining('Nothing to change'),
    stderr: expect.not.stringContaining('Installed'),
  })
  bench.run('sh', ['-c', ': >.git/provenance/runtime'])
  expect(bench.provenance(['doctor']).stdout).toContain('WRONG program: the hooks do not know where it is')
})

test('every command has its summary in the list, groups of commands too', ({ bench }) => {
  const list = bench.provenance(['--help']).stdout
  const files = readdirSync(join(import.meta.dirname, '../../src/cli/commands'))
  const names = files.flatMap((file) => /^(.+)-definition\.ts$/.exec(file)?.[1] ?? [])
  expect(names.length).toBeGreaterThan(20)
  // The file of `ledger check` is called ledger-check.
  const groups = ['ledger', 'prompt', 'key']
  const own = names.filter((name) => !groups.some((group) => name.startsWith(`${group}-`)))
  for (const name of [...own, ...groups]) expect(list).toMatch(new RegExp(`^  ${name} .*\\S`, 'm'))
})
