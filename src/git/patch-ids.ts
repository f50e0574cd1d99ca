import { Transform } from 'node:stream'
import { execa } from 'execa'
import { nonEmptyLines } from '../core/split.js'
import { type BoundedAnswer, type Bounds, bounded, withinBounds } from './bounded.js'
import { patchIdConfig, patchIdDiffOptions, withoutNuls } from './patch-id-options.js'
import { readOnlyArgs, streaming, type UntrustedRepository } from './read-only.js'

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
  const options = ['diff-tree', '--stdin', '--root', ...patchIdDiffOptions]
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
