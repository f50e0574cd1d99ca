import { Transform } from 'node:stream'
import { execa } from 'execa'
import { ProvenanceError } from '../core/errors.js'
import { shellWord } from '../core/shell-word.js'
import { nonEmptyLines } from '../core/split.js'
import { type BoundedAnswer, type Bounds, bounded, withinBounds } from './bounded.js'
import { patchIdConfig, patchIdDiffOptions, withoutNuls } from './patch-id-options.js'
import type { ResolvedRange } from './range.js'
import { ask, askBytes, maxAnswer, readOnlyArgs, streaming, type UntrustedRepository } from './read-only.js'

/** The names of a range's commits, oldest first: `<oid>` LF for each, in pieces as git wrote them. `complete` is false where git could not walk to the end. */
export type Listing = {
  readonly names: readonly Buffer[]
  /** Bytes of one name with its newline. */
  readonly width: number
  readonly count: number
  readonly complete: boolean
}

/** Lists the commits of a range with one `rev-list`: parents before children. */
export const listCommits = async (repository: UntrustedRepository, range: ResolvedRange): Promise<Listing> => {
  const list = ['rev-list', '--topo-order', '--reverse', ...range.options, ...range.revisions, '--']
  const revisions = execa('git', [...readOnlyArgs(repository), ...list], streaming(repository))
  revisions.stdin?.end()
  const chunks: Buffer[] = []
  for await (const chunk of revisions.stdout as AsyncIterable<Buffer>) chunks.push(chunk)
  const { exitCode } = await revisions
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const width = range.to.length + 1
  return { names: chunks, width, count: bytes / width, complete: exitCode === 0 }
}

/** The names in batches of so many, as often as they are asked for. */
export const batchesOf = ({ names, width }: Listing, size: number): Iterable<Buffer> => ({
  *[Symbol.iterator]() {
    let rest: Buffer = Buffer.alloc(0)
    for (const piece of names) {
      rest = Buffer.concat([rest, piece])
      for (; rest.length >= size * width; rest = rest.subarray(size * width)) yield rest.subarray(0, size * width)
    }
    if (rest.length > 0) yield rest
  },
})

/** More than the diff of a commit that people made, and soon enough for one that was made to take forever. */
const diffBounds: Bounds = { bytes: 2 ** 30, silence: 30_000 }

type Child = { readonly oid: string; readonly parent: string | null }

/**
 * The stable patch-ids of commits against their first parents, for a whole batch in one pipeline; a commit without any
 * change has the id of zeros, one whose files or parent git could not read none. One whose diff alone is beyond the bounds is in
 * `tooLarge`. Each must be as its name says: one that is not git passes over, as if it changed nothing.
 */
export const patchIds = async (
  repository: UntrustedRepository,
  commits: readonly Child[],
  bounds = diffBounds,
): Promise<{ readonly ids: ReadonlyMap<string, string>; readonly tooLarge: ReadonlySet<string> }> => {
  const { found, tooLarge } = await withinBounds(commits, (some) => askPatchIds(repository, some, bounds))
  return { ids: found, tooLarge }
}

const nulsReplaced = () =>
  new Transform({ transform: (chunk: Buffer, _encoding, done) => done(null, withoutNuls(chunk)) })

const askPatchIds = async (
  repository: UntrustedRepository,
  commits: readonly Child[],
  bounds: Bounds,
): Promise<BoundedAnswer<string>> => {
  const options = ['diff-tree', '--stdin', '--root', ...patchIdDiffOptions.filter((option) => option !== '-p'), '-p']
  const diff = execa('git', [...readOnlyArgs(repository), ...patchIdConfig, ...options], streaming(repository))
  const sums = execa('git', [...readOnlyArgs(repository), 'patch-id', '--stable'], streaming(repository))
  const isStopped = bounded(diff, bounds)
  if (sums.stdin !== null && sums.stdin !== undefined) diff.stdout?.pipe(nulsReplaced()).pipe(sums.stdin)
  diff.stdin?.end(commits.map(({ oid, parent }) => (parent === null ? `${oid}\n` : `${oid} ${parent}\n`)).join(''))
  const chunks: Buffer[] = []
  for await (const chunk of sums.stdout as AsyncIterable<Buffer>) chunks.push(chunk)
  const [made, summed] = await Promise.all([diff, sums])
  // Lines of `<patch-id> <commit>`.
  const lines = nonEmptyLines(Buffer.concat(chunks).toString('latin1'))
  const ids = new Map(lines.map((line) => line.split(' ').reverse() as [string, string]))
  if (made.exitCode === 0 && summed.exitCode === 0) return { found: withoutChange(commits, ids), ended: 'whole' }
  // The last one may be the id of half a diff.
  const last = [...ids.keys()].at(-1) ?? ''
  ids.delete(last)
  const before = commits.slice(
    0,
    Math.max(
      0,
      commits.findIndex(({ oid }) => oid === last),
    ),
  )
  return { found: withoutChange(before, ids), ended: isStopped() ? 'stopped' : 'failed' }
}

/** The ids, and that of zeros for those of the commits, all of which git got to, that have none. */
const withoutChange = (commits: readonly Child[], ids: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...ids, ...commits.flatMap(({ oid }) => (ids.has(oid) ? [] : [[oid, '0'.repeat(oid.length)] as const]))])

/** git's own version, `2.39.5`. */
export const gitVersion = (repository: UntrustedRepository): string =>
  ask(repository, ['version'])
    .stdout.trim()
    .replace(/^git version /, '')

/**
 * Those of some names, of files at the top, that a commit has as files. Throws HISTORY_INCOMPLETE where its tree cannot be read,
 * CONFIG_INVALID for a submodule or a symbolic link of such a name, which must not pass for no file, nor for one that says where it leads.
 */
export const filesIn = (
  repository: UntrustedRepository,
  commit: string,
  names: readonly string[],
): readonly string[] => {
  const { status, stdout } = ask(repository, ['ls-tree', '-z', '--full-tree', commit, '--', ...names])
  if (status !== 0) throw notHere(`the tree of ${commit}`)
  // Rows of `<mode> <type> <oid>` TAB `<path>`; what is no blob is no file, the type of a submodule is commit, and the mode of a link 120000.
  const [, mode, other] = /(?:^|\0)(120000 blob|\d+ commit) [0-9a-f]+\t([^\0]+)/.exec(stdout) ?? []
  if (other !== undefined)
    throw new ProvenanceError(
      'CONFIG_INVALID',
      `${other} of ${commit}: expected a file, got ${mode === '120000 blob' ? `a symbolic link, ${unfollowed}` : 'a submodule'}`,
      { hint: `git rm --cached ${shellWord(other)}` },
    )
  const found = new Set(stdout.split('\0').flatMap((row) => /^\d+ blob [0-9a-f]+\t(.+)$/s.exec(row)?.[1] ?? []))
  return names.filter((name) => found.has(name))
}

/** What is to know of a link, of which git keeps where it leads. */
export const unfollowed = 'which is not followed in a commit'

const notHere = (what: string) =>
  new ProvenanceError('HISTORY_INCOMPLETE', `expected ${what} in this repository, got none`, {
    hint: 'git fetch --refetch --no-filter',
  })

/**
 * The bytes of a file in a commit, or null where there is none. Throws HISTORY_INCOMPLETE where the commit has it and the
 * clone has not, as in one without blobs, CONFIG_INVALID where it is too large to be read: a file that cannot be read is never taken for one that is not there.
 */
export const readBlob = (repository: UntrustedRepository, commit: string, path: string): Buffer | null => {
  const { status, stdout } = askBytes(repository, ['cat-file', 'blob', `${commit}:${path}`])
  if (status === 0) return stdout
  const listed = ask(repository, ['ls-tree', '--long', '--full-tree', commit, '--', path])
  // Lines of `<mode> <type> <oid> <size>` TAB `<path>`; what is no blob is no file.
  const [row, size] = /^\d+ blob [0-9a-f]+ +(\S+)\t/.exec(listed.stdout) ?? []
  if (listed.status === 0 && row === undefined) return null
  if (Number(size) > maxAnswer)
    throw new ProvenanceError('CONFIG_INVALID', `${path} of ${commit}: expected at most 1 MiB, got ${size} bytes`)
  throw notHere(`${path} of ${commit}`)
}
