import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { realManagers } from '../git/managers/managed.js'
import { claudeCode, type Workbench, workbench } from '../support/workbench.js'

const page = resolve(import.meta.dirname, '../../docs/transcripts.md')
const managers = realManagers()

let benches: Workbench[] = []
afterEach(() => {
  for (const one of benches) one.remove()
  benches = []
})

/** What a person types, or what happens meanwhile, told in a sentence. */
type Step = string | { readonly told: string; readonly happens: (bench: Workbench) => void }

/** A fresh clone of a project with some history, on a machine that has the program (and, where asked for, husky). */
const freshClone = (files: Readonly<Record<string, string>>): Workbench => {
  const bench = workbench({ files: { 'prices.js': 'const prices = [1, 2, 3]\n', ...files }, init: false })
  benches.push(bench)
  bench.git(
    'commit',
    '-q',
    '--allow-empty',
    '-m',
    'Round the prices\n\nCo-authored-by: Claude Opus 4.5 <noreply@anthropic.com>',
  )
  bench.git('init', '-q', '--bare', '../shop.git')
  bench.git('push', '-q', '../shop.git', 'main')
  const bin = join(bench.home, 'bin')
  mkdirSync(bin)
  symlinkSync(resolve(import.meta.dirname, '../../bin/provenance.mjs'), join(bin, 'provenance'))
  if (managers !== null) symlinkSync(join(managers, 'node_modules'), join(bench.home, 'node_modules'))
  return bench
}

/** What is meant to be stopped. */
const refused: ReadonlySet<string> = new Set(['git commit -m "A key"'])

/** Runs the steps one after the other, and writes down what a terminal shows. */
const transcript = (bench: Workbench, steps: readonly Step[]): string => {
  const PATH = [join(bench.home, 'bin'), join(bench.home, 'node_modules/.bin'), process.env['PATH']].join(':')
  let folder = bench.home
  const parts = steps.map((step) => {
    if (typeof step !== 'string') {
      step.happens({ ...bench, top: folder })
      return `\n${step.told}\n\n`
    }
    const { stdout, stderr, status } = bench.run('sh', ['-c', `${step} 2>&1`], {
      cwd: folder,
      env: { PATH, npm_config_update_notifier: 'false' },
    })
    expect([step, status, stderr]).toEqual([step, refused.has(step) ? 1 : 0, ''])
    if (/^git clone/.test(step)) folder = join(bench.home, 'shop')
    const output = plain(stdout, bench.home)
    return `\`\`\`console\n$ ${step}\n${output}${output === '' || output.endsWith('\n') ? '' : '\n'}\`\`\`\n`
  })
  return parts.join('').replaceAll('```\n```console\n', '')
}

/** Without what differs from machine to machine. */
const plain = (text: string, home: string): string =>
  text
    .replaceAll(home, '/home/you')
    .replaceAll(process.execPath, '/usr/bin/node')
    .replace(/git version \S+/g, 'git version 2.39.5')
    .replaceAll(resolve(import.meta.dirname, '../..'), '/usr/lib/node_modules/commit-provenance')
    .replace(/[ \t]+$/gm, '')

/** One key for all, so that commits have the same names on every machine. */
const withKey = {
  told: 'The coding agent is started anew, so that it loads its hooks. It is asked “Sum the prices”, and writes three lines, of which you then change one.',
  happens: (bench: Workbench) => {
    writeFileSync(join(bench.top, '.git/provenance/key'), Buffer.alloc(32, 7), { mode: 0o600 })
    const agent = claudeIn(bench)
    agent.start()
    agent.prompt('Sum the prices')
    agent.edit('sum.js', 'const sum = prices.reduce((a, b) => a + b)\nconsole.log(sum)\nexport { sum }\n')
    writeFileSync(
      join(bench.top, 'sum.js'),
      'const sum = prices.reduce((a, b) => a + b, 0)\nconsole.log(sum)\nexport { sum }\n',
    )
  },
}

const claudeIn = ({ top, home, run }: Workbench) =>
  claudeCode({ top, home, run: (program, args, options) => run(program, args, { cwd: top, ...options }) })

const session: readonly Step[] = [
  withKey,
  'git add .',
  'provenance status',
  'git commit -qm "Sum the prices"',
  'git log -1',
  {
    told: 'The next commit is by hand.',
    happens: (bench) => writeFileSync(join(bench.top, 'prices.js'), 'const prices = [1, 2, 3, 4]\n'),
  },
  'git commit -qam "A price more"',
  'git log -1 --format=%B',
  'provenance verify origin/main..HEAD --output ../ledger.jsonl',
  'provenance ledger check ../ledger.jsonl',
  'git push -q origin main',
]

const setUp = 'git config user.name "Jo Dev" && git config user.email jo@example.com'

const plainRun = (): string =>
  transcript(freshClone({}), [
    'git clone -q shop.git shop',
    setUp,
    'provenance inventory',
    'provenance init --yes --agents claude-code',
    'git add . && git commit -qm "Adopt commit-provenance"',
    'provenance doctor',
    ...session,
  ])

const huskyRun = (): string =>
  transcript(
    freshClone({
      'package.json': '{ "private": true, "devDependencies": { "husky": "9.1.7" } }\n',
      '.husky/pre-commit': 'echo "husky: linted"\n',
      '.provenancerc':
        'extends: recommended\nenforce: [commit-msg, pre-push]\nrules:\n  paths-forbidden: [error, { paths: ["keys/**"] }]\n',
    }),
    [
      'git clone -q shop.git shop',
      setUp,
      'npx husky',
      'provenance init --yes --agents claude-code',
      'git add . && git commit -qm "Records beside husky’s hooks"',
      'cat .husky/commit-msg',
      ...session,
      {
        told: 'This team’s policy has gates in the clone, and files that no AI may touch. The agent writes one of them.',
        happens: (bench) => {
          const agent = claudeIn(bench)
          agent.prompt('Make a key')
          agent.edit('keys/shop.txt', 'secret\n')
        },
      },
      'git add .',
      'git commit -m "A key"',
      'git restore --staged keys && git status --short',
    ],
  )

test.skipIf(managers === null)('a new user’s first hour, in a clone with nothing and in one with husky', async () => {
  const text = `# A first hour

Made by a test, which runs every line in a fresh clone: what a new user sees, in a project with nothing and in one with husky. The remote is a bare repository beside the clone.

## In a clone with nothing

${plainRun()}
## In a clone with husky

${huskyRun()}`
  await expect(text).toMatchFileSnapshot(page)
})
