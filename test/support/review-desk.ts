import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Commit, parseCommit } from '../../src/core/commit/commit.js'
import { independentReviews } from '../../src/core/review/independent.js'
import { readCommits } from '../../src/git/raw-objects.js'
import { untrusted } from '../../src/git/read-only.js'
import { openReviews } from '../../src/workflows/verify/reviews.js'
import { readTrust } from '../../src/workflows/verify/trust.js'
import { workbench } from './workbench.js'

/** Where reviews are kept. */
export const ref = 'refs/notes/provenance-reviews'
/** Who reviews; the commits are Jo's. */
export const people = {
  ann: { GIT_COMMITTER_NAME: 'Ann Reviewer', GIT_COMMITTER_EMAIL: 'ann@example.com' },
  ben: { GIT_COMMITTER_NAME: 'Ben Reviewer', GIT_COMMITTER_EMAIL: 'ben@example.com' },
  jo: {},
} as const
type Name = keyof typeof people

/** A workbench with a key for each person, and the signers that know them. */
export const desk = (...gitInit: string[]) => {
  const bench = workbench({ init: false, gitInit })
  const at = (name: string) => join(bench.home, name)
  for (const name of Object.keys(people))
    bench.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', at(name)])
  const publicKey = (name: Name) => readFileSync(at(`${name}.pub`), 'utf8').trim()
  const signers = (...lines: string[]) => {
    writeFileSync(at('signers'), lines.map((line) => `${line}\n`).join(''))
    return at('signers')
  }
  const everybody = () =>
    signers(...(['ann', 'ben', 'jo'] as const).map((name) => `${name}@example.com ${publicKey(name)}`))
  const review = (
    who: Name,
    words: readonly string[],
    { day = '2026-02-01', key = who as string, cwd = bench.top, env = {} } = {},
  ) =>
    bench.provenance(['review', ...words, '--key', at(key)], {
      env: { ...people[who], GIT_COMMITTER_DATE: `${day}T00:00:00Z`, ...env },
      cwd,
    })
  const commit = (path: string, text: string, message = path) => {
    bench.write(path, text)
    bench.git('add', '-A')
    bench.git('commit', '-qm', message)
    return bench.git('rev-parse', 'HEAD').trim()
  }
  const commitsOf = async (...revisions: string[]): Promise<readonly Commit[]> => {
    const names = bench.git('rev-list', '--reverse', ...revisions)
    const found: Commit[] = []
    for await (const batch of readCommits(untrusted(bench.top), [Buffer.from(names)]))
      for (const { oid, bytes } of batch) if (bytes !== null) found.push(parseCommit(oid, bytes))
    return found
  }
  /** What is read of one commit: `who statement on`, the codes of faults, and who of them counts as independent. */
  const read = async (revision: string, file = everybody(), validAt: string | null = null) => {
    const [commit] = await commitsOf('-1', revision)
    if (commit === undefined) throw new Error(`${revision} is no commit`)
    const reader = await openReviews(untrusted(bench.top), { trust: readTrust(file, validAt), approvals: null })
    const { reviews = [], faults = [] } = (await reader.of([commit])).get(commit.oid) ?? {}
    const short = (one: (typeof reviews)[number]) => `${one.reviewer.email} ${one.statement} ${one.on}`
    return {
      reviews: reviews.map(short),
      independent: independentReviews(commit, reviews).map(short),
      faults: faults.map(({ code, args }) => `${code} ${args['why'] ?? ''}`.trim()),
      all: reviews,
    }
  }
  const lines = (revision = 'HEAD') => bench.git('notes', `--ref=${ref}`, 'show', revision).split('\n').filter(Boolean)
  const note = (revision: string, text: string | Buffer) => {
    writeFileSync(at('note'), text)
    const blob = bench.git('hash-object', '-w', '--no-filters', at('note')).trim()
    bench.git('notes', `--ref=${ref}`, 'add', '-f', '-C', blob, revision)
  }
  return { bench, at, publicKey, signers, everybody, review, commit, commitsOf, read, lines, note }
}
export type Desk = ReturnType<typeof desk>
