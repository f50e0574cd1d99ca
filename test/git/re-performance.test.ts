import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test as plainTest } from 'vitest'
import type { Header } from '../../src/core/ledger/schema.js'
import { agentWrites, test } from '../support/commit-flow.js'
import { type Workbench, workbench } from '../support/workbench.js'

const history = (bench: Workbench): void => {
  bench.git('tag', 'v1')
  agentWrites(bench)
  bench.git('commit', '-qam', 'Recorded “so” \\ and\ttabs')
  bench.git('checkout', '-qb', 'side')
  bench.write('mine.txt', 'mine\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'None')
  bench.git('checkout', '-q', 'main')
  bench.git('merge', '-q', '--no-ff', '-m', 'Merge', 'side')
  bench.git('tag', 'v2')
}

const ledgerOf = (bench: Workbench, name: string, cwd = bench.top, env: NodeJS.ProcessEnv = {}): string => {
  const file = join(bench.home, name)
  expect(bench.provenance(['verify', 'v1..v2', '--output', file], { cwd, env }).status).toBe(0)
  return file
}

describe('a ledger is done again without this tool', () => {
  for (const format of ['sha1', 'sha256']) {
    plainTest(`by the header’s own commands, as printed (${format})`, () => {
      const bench = workbench({ gitInit: [`--object-format=${format}`] })
      try {
        history(bench)
        const file = ledgerOf(bench, 'ledger.jsonl')
        const lines = readFileSync(file, 'utf8').trim().split('\n')
        const { population } = JSON.parse(lines[0] ?? '') as Header
        const run = (command: string, ledger = file) => {
          const { stdout, stderr } = bench.run('sh', ['-c', command], { env: { LEDGER: ledger } })
          expect(stderr, command).toBe('')
          return stdout
        }
        expect(run(population.command).trim().split('\n')).toHaveLength(population.count)
        const [listed = '', named = '', chain = '', bytes = ''] = population.recompute
        expect(run(listed)).toBe(run(named))
        expect(run(listed)).toMatch(/^[0-9a-f]{64} /)
        expect([run(chain), run(bytes)]).toEqual(['', ''])
        const forged = join(bench.home, 'forged.jsonl')
        writeFileSync(forged, `${lines.map((line) => line.replace('"None"', '"Some"')).join('\n')}\n`)
        expect(run(chain, forged)).toContain('broken at')
        writeFileSync(forged, `${lines.filter((_, at) => at !== 2).join('\n')}\n`)
        expect(run(named, forged)).not.toBe(run(named))
      } finally {
        bench.remove()
      }
    })
  }

  test('and is the same bytes in another locale, zone, configuration, clone, pack and folder', ({ bench }) => {
    history(bench)
    const first = readFileSync(ledgerOf(bench, 'first.jsonl'))
    const same = (name: string, cwd?: string, env?: NodeJS.ProcessEnv) =>
      expect(readFileSync(ledgerOf(bench, name, cwd, env)).equals(first), name).toBe(true)
    same('locale', undefined, { LC_ALL: 'C.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Asia/Tokyo' })
    for (const [key, value] of [
      ['core.abbrev', '5'],
      ['log.showSignature', 'true'],
      ['diff.algorithm', 'histogram'],
      ['diff.renames', 'copies'],
      ['i18n.logOutputEncoding', 'latin1'],
      ['trailer.separators', '=%'],
      ['core.quotePath', 'false'],
      ['diff.noprefix', 'true'],
    ] as const)
      bench.git('config', key, value)
    same('configuration')
    bench.git('gc', '-q')
    same('packed')
    bench.git('repack', '-adfq', '--depth=1')
    bench.git('commit-graph', 'write', '--reachable')
    same('repacked')
    same('subfolder', join(bench.top, '.git', '..'))
    const clones = [['clone'], ['clone', '--bare'], ['clone', '--no-local', '--single-branch'], ['clone', '--mirror']]
    for (const [number, words] of clones.entries()) {
      const clone = join(bench.home, `clone-${number}`)
      bench.git(...(words as string[]), '-q', bench.top, clone)
      same(`clone-${number}.jsonl`, clone)
    }
  })
})

test('a period is the same at every hour and in every zone', ({ bench }) => {
  for (const time of ['2026-04-30T23:59:59Z', '2026-05-01T00:00:00Z', '2026-05-31T23:59:59Z', '2026-06-01T00:00:00Z'])
    bench.tryGit(['commit', '-q', '--allow-empty', '-m', time], { env: { GIT_COMMITTER_DATE: time, PROVENANCE: '0' } })
  const may = (env: NodeJS.ProcessEnv) =>
    bench.provenance(['verify', '--since', '2026-05-01', '--until', '2026-05-31', '--format', 'jsonl'], { env }).stdout
  const subjects = may({})
    .split('\n')
    .flatMap((line) => /"subject":"([^"]*)"/.exec(line)?.[1] ?? [])
  expect(subjects).toEqual(['2026-05-01T00:00:00Z', '2026-05-31T23:59:59Z'])
  expect(may({ TZ: 'Pacific/Auckland' })).toBe(may({ TZ: 'America/Los_Angeles' }))
  expect(bench.provenance(['verify', '--since', '2 weeks ago']).status).toBe(0)
  expect(bench.provenance(['verify', '--since', 'whenever'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('[USAGE]'),
  })
})
