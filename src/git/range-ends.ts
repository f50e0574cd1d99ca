import { nonEmptyLines } from '../core/split.js'
import { ask, type UntrustedRepository } from './read-only.js'

/** What of a range can be several, by ancestry: `one` stands for all where there are `others`; null where there is none at all. */
export type RangeEnd = { readonly one: string | null; readonly others: readonly string[] }

/** The two ends of a population: the same for the same commits, in whatever words and order they were asked for. */
export type RangeEnds = { readonly from: RangeEnd; readonly to: RangeEnd }

/**
 * Where a population starts and ends: `to` is the commit that leads to all others, `from` the one taken away that the others
 * taken away lie behind. Where ancestry names several, the one of the latest date stands first.
 */
export const rangeEnds = (
  repository: UntrustedRepository,
  include: readonly string[],
  exclude: readonly string[],
): RangeEnds => ({
  from: endOf(repository, heads(repository, exclude)),
  to: endOf(repository, tips(repository, include, exclude)),
})

/** Those of the included that are in the population; where nothing is, those that lead to the others. */
const tips = (
  repository: UntrustedRepository,
  include: readonly string[],
  exclude: readonly string[],
): readonly string[] => {
  if (new Set(include).size < 2) return heads(repository, include)
  const kept = heads(repository, [...include, ...exclude]).filter(
    (oid) => include.includes(oid) && !exclude.includes(oid),
  )
  return kept.length > 0 ? kept : heads(repository, include)
}

/** Those of some commits to which none of the others leads (git-merge-base(1), --independent). */
const heads = (repository: UntrustedRepository, oids: readonly string[]): readonly string[] => {
  const each = [...new Set(oids)]
  if (each.length < 2) return each
  const { status, stdout } = ask(repository, ['merge-base', '--independent', ...each])
  // Where history is cut off, nothing says that one leads to another.
  return status === 0 ? nonEmptyLines(stdout) : each
}

const endOf = (repository: UntrustedRepository, oids: readonly string[]): RangeEnd => {
  if (oids.length < 2) return { one: oids[0] ?? null, others: [] }
  // Lines of `<committer's date> <oid>`.
  const { stdout } = ask(repository, ['rev-list', '--no-walk=unsorted', '--timestamp', ...oids, '--'])
  const dates = new Map(stdout.split('\n').map((line) => [line.split(' ')[1] ?? '', Number(line.split(' ')[0])]))
  const dateOf = (oid: string) => dates.get(oid) ?? 0
  const [one = null, ...others] = [...oids].sort((a, b) => dateOf(b) - dateOf(a) || (a < b ? 1 : -1))
  return { one, others }
}
