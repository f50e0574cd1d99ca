import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync, inflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProvenanceError } from '../../src/core/errors.js'
import { ledgerLines } from '../../src/core/ledger/chain.js'
import type { LedgerLine } from '../../src/core/ledger/schema.js'
import { verifyRange } from '../../src/workflows/verify/verify-range.js'
import { agentWrites } from '../support/commit-flow.js'
import { type Workbench, workbench } from '../support/workbench.js'
import { type Random, seeded } from '../unit/attribution/random.js'

type Verified = { readonly exitCode: number; readonly lines: readonly LedgerLine[] }

const verified = async (repository: string, to: string): Promise<Verified> => {
  const run = verifyRange({
    repository,
    words: [to],
    since: null,
    until: null,
    firstParent: false,
    policyFile: null,
    toolVersion: '0',
  })
  const lines: LedgerLine[] = []
  try {
    for (;;) {
      const step = await run.next()
      if (step.done === true) return { exitCode: step.value.exitCode, lines }
      lines.push(...ledgerLines(step.value))
    }
  } catch (error) {
    if (error instanceof ProvenanceError) return { exitCode: error.exitCode, lines }
    throw error
  }
}

const entriesOf = ({ lines }: Verified) =>
  lines.flatMap((line) => (line.type === 'commit' ? [{ ...line, prev: '' }] : []))

/** What a mutation is done to: a copy of the repository, its commits oldest first. */
type Victim = { readonly git: (...args: string[]) => string; readonly dir: string; readonly commits: readonly string[] }

const loose = (dir: string, oid: string) => join(dir, 'objects', oid.slice(0, 2), oid.slice(2))
const any = (victim: Victim, random: Random): string => random.pick(victim.commits as [string])
const commitText = (victim: Victim, oid: string): string =>
  inflateSync(readFileSync(loose(victim.dir, oid)))
    .toString('latin1')
    .replace(/^[^\0]*\0/, '')

/** Stores bytes under a name that they do not have. */
const store = (victim: Victim, oid: string, type: string, text: string): void => {
  rmSync(loose(victim.dir, oid), { force: true })
  mkdirSync(join(loose(victim.dir, oid), '..'), { recursive: true })
  writeFileSync(loose(victim.dir, oid), deflateSync(Buffer.from(`${type} ${text.length}\0${text}`, 'latin1')))
}

/** `told`: the exit codes that say something is wrong; null where nothing may change but a flag. */
type Mutation = {
  readonly told: readonly number[] | null
  readonly flag?: string
  readonly mutate: (victim: Victim, random: Random) => void
}

const mutations: Readonly<Record<string, Mutation>> = {
  'a replace ref': {
    told: null,
    flag: 'replace-refs',
    mutate: (victim, random) => {
      const [one, other] = [any(victim, random), victim.commits.at(-1) ?? '']
      const text = commitText(victim, one).replace(/\n\n[\s\S]*/, '\n\nInnocent\n')
      store(victim, 'f'.repeat(40), 'commit', text)
      victim.git('update-ref', `refs/replace/${one === other ? victim.commits[0] : one}`, other)
    },
  },
  'a grafts file': {
    told: null,
    flag: 'grafts',
    mutate: (victim, random) => writeFileSync(join(victim.dir, 'info', 'grafts'), `${any(victim, random)}\n`),
  },
  'a shallow file': {
    told: [4],
    flag: 'shallow',
    mutate: (victim, random) => writeFileSync(join(victim.dir, 'shallow'), `${any(victim, random)}\n`),
  },
  'a missing commit': { told: [4], mutate: (victim, random) => rmSync(loose(victim.dir, any(victim, random))) },
  'a commit with another message': {
    told: [3],
    mutate: (victim, random) => {
      const oid = any(victim, random)
      store(victim, oid, 'commit', commitText(victim, oid).replace(/\n\n[\s\S]*/, `\n\nInnocent ${random.below(99)}\n`))
    },
  },
  'a commit with another author': {
    told: [3],
    mutate: (victim, random) => {
      const oid = any(victim, random)
      store(
        victim,
        oid,
        'commit',
        commitText(victim, oid).replace(/^author .*$/m, 'author Eve <eve@example.com> 1 +0000'),
      )
    },
  },
  'a commit without its parents': {
    told: [3, 4],
    mutate: (victim, random) => {
      const oid = random.pick(victim.commits.slice(1) as [string])
      store(victim, oid, 'commit', commitText(victim, oid).replace(/^parent .*\n/gm, ''))
    },
  },
  'a commit that is a blob': {
    told: [2, 3, 4],
    mutate: (victim, random) => store(victim, any(victim, random), 'blob', 'not a commit\n'),
  },
  'a commit cut short': {
    told: [2, 3, 4],
    mutate: (victim, random) => {
      const file = loose(victim.dir, any(victim, random))
      const bytes = readFileSync(file)
      rmSync(file)
      writeFileSync(file, bytes.subarray(0, random.below(bytes.length)))
    },
  },
  'a byte of a commit changed on disk': {
    told: [2, 3, 4],
    mutate: (victim, random) => {
      const file = loose(victim.dir, any(victim, random))
      const bytes = Buffer.from(readFileSync(file))
      const at = random.below(bytes.length)
      bytes[at] = (bytes[at] ?? 0) ^ (1 + random.below(255))
      rmSync(file)
      writeFileSync(file, bytes)
    },
  },
  'a commit under another commit’s name': {
    told: [3, 4],
    mutate: (victim, random) => {
      const [one, other] = [random.pick(victim.commits.slice(1) as [string]), victim.commits[0] ?? '']
      store(victim, one, 'commit', commitText(victim, other))
    },
  },
  'a tree or blob that is missing': {
    told: [0, 4],
    mutate: (victim, random) => {
      const objects = victim.git('rev-list', '--objects', '--all', '--no-object-names').trim().split('\n')
      const others = objects.filter((oid) => !victim.commits.includes(oid))
      rmSync(loose(victim.dir, random.pick(others as [string])))
    },
  },
  'an edited commit-graph': {
    told: null,
    mutate: (victim, random) => {
      victim.git('commit-graph', 'write', '--reachable')
      const file = join(victim.dir, 'objects', 'info', 'commit-graph')
      const bytes = Buffer.from(readFileSync(file))
      for (let times = 0; times < 20; times += 1) bytes[30 + random.below(bytes.length - 30)] = random.below(256)
      rmSync(file)
      writeFileSync(file, bytes)
    },
  },
  'a packed and then damaged history': {
    told: [0, 2, 3, 4],
    mutate: (victim, random) => {
      victim.git('gc', '-q', '--prune=now')
      const packs = join(victim.dir, 'objects', 'pack')
      const ending = random.chance(0.5) ? '.pack' : '.idx'
      const name = readdirSync(packs).find((file) => file.endsWith(ending)) ?? ''
      const bytes = Buffer.from(readFileSync(join(packs, name)))
      const at = 12 + random.below(bytes.length - 12)
      bytes[at] = (bytes[at] ?? 0) ^ (1 + random.below(255))
      rmSync(join(packs, name))
      writeFileSync(join(packs, name), bytes)
    },
  },
}

describe('no change of a repository survives verify', () => {
  let bench: Workbench
  let commits: readonly string[] = []
  let baseline: Verified
  beforeAll(async () => {
    bench = workbench()
    agentWrites(bench)
    bench.git('commit', '-qam', 'Recorded')
    bench.git('checkout', '-qb', 'side')
    bench.tryGit(['commit', '-q', '--allow-empty', '-m', 'Marked\n\nAssisted-by: Claude:claude-opus-4-6'], {
      env: { PROVENANCE: '0' },
    })
    bench.git('checkout', '-q', 'main')
    bench.write('mine.txt', 'mine\n')
    bench.git('add', '-A')
    bench.git('commit', '-qm', 'None')
    bench.tryGit(['merge', '-q', '--no-ff', '-m', 'Merge', 'side'], { env: { PROVENANCE: '0' } })
    commits = bench.git('rev-list', '--reverse', '--topo-order', 'HEAD').trim().split('\n')
    baseline = await verified(bench.top, commits.at(-1) ?? '')
    expect(baseline.exitCode).toBe(0)
  })
  afterAll(() => bench.remove())

  const seeds = 8
  for (const [what, { told, flag, mutate }] of Object.entries(mutations)) {
    test(what, async () => {
      for (let seed = 1; seed <= seeds; seed += 1) {
        const top = join(bench.home, 'victim')
        rmSync(top, { recursive: true, force: true })
        cpSync(bench.top, top, { recursive: true })
        const git = (...args: string[]) => bench.run('git', args, { cwd: top }).stdout
        mutate({ git, dir: join(top, '.git'), commits }, seeded(seed))
        const after = await verified(top, commits.at(-1) ?? '')
        const where = `seed ${seed}, exit ${after.exitCode}`
        // Where all is said to be well, all must be as it was.
        if (after.exitCode <= 1) expect(entriesOf(after), where).toEqual(entriesOf(baseline))
        expect(told ?? [0], where).toContain(after.exitCode)
        const [header] = after.lines
        if (flag !== undefined && header?.type === 'header') expect(header.flags, where).toContain(flag)
      }
    }, 60_000)
  }

  test('and the commands end with the same codes', () => {
    const top = join(bench.home, 'victim')
    for (const [what, code] of [
      ['a missing commit', 4],
      ['a commit with another message', 3],
      ['a grafts file', 0],
    ] as const) {
      rmSync(top, { recursive: true, force: true })
      cpSync(bench.top, top, { recursive: true })
      const git = (...args: string[]) => bench.run('git', args, { cwd: top }).stdout
      mutations[what]?.mutate({ git, dir: join(top, '.git'), commits: commits.slice(0, -1) }, seeded(1))
      expect(existsSync(top)).toBe(true)
      expect(bench.provenance(['verify', commits.at(-1) ?? '', '-C', top]).status, what).toBe(code)
    }
  })
})
