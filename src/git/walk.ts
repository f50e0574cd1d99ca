import { execa } from 'execa'
import type { ResolvedRange } from './range.js'
import { readOnlyArgs, streaming, type UntrustedRepository } from './read-only.js'

/** The names of a range's commits, oldest first: `<oid>` LF for each, in pieces as git wrote them. `complete` is false where git could not walk to the end. */
export type Listing = {
  readonly names: readonly Buffer[]
  /** Bytes of one name with its newline. */
  readonly width: number
  readonly count: number
  readonly complete: boolean
}

/** A listing of commits that are known by name. */
export const listingOf = (oids: readonly string[]): Listing => ({
  names: [Buffer.from(oids.map((oid) => `${oid}\n`).join(''))],
  width: (oids[0]?.length ?? 0) + 1,
  count: oids.length,
  complete: true,
})

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
