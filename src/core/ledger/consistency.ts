import { shellWord } from '../shell-word.js'
import { entryBreaks } from './entry-breaks.js'
import type { Entry, Footer, Header } from './schema.js'

/** Where a header says two things of its range; what git would be asked is told twice, in its own words and as names. */
export const headerBreaks = ({ range, population }: Header): readonly string[] => {
  const { from, to, revisions } = range
  const words = ['', ...revisions.map(shellWord), '--'].join(' ')
  const taken = revisions.filter((one) => one.startsWith('^')).map((one) => one.slice(1))
  return [
    ...(population.command.endsWith(words) ? [] : [`population.command: expected one that ends in${words}`]),
    ...(revisions.includes(to) ? [] : [`range.to: expected one of range.revisions, got ${to}`]),
    ...((from === null ? taken.length === 0 : taken.includes(from))
      ? []
      : [`range.from: expected one that range.revisions take away, got ${from ?? 'none'}`]),
  ]
}

/** Looks at each entry beside those before it: none stands twice, parents come before children (spec, section 4), its fields agree. */
export const createOrder = (): ((entry: Entry) => readonly string[]) => {
  const seen = new Set<string>()
  const missed = new Set<string>()
  return (entry) => {
    const { oid, parents } = entry
    const breaks = [
      ...(seen.has(oid) ? [`oid: ${oid} stands twice`] : []),
      ...(missed.has(oid) ? [`oid: ${oid} comes after a commit that it is a parent of`] : []),
      ...entryBreaks(entry),
    ]
    seen.add(oid)
    for (const parent of parents) if (!seen.has(parent)) missed.add(parent)
    return breaks
  }
}

/** Where a header counts another population than stands below it, which a walk that came to its end does not. */
export const populationBreaks = (header: Header | null, { verdict }: Footer, total: number): readonly string[] =>
  header === null || verdict === 'incomplete' || header.population.count === total
    ? []
    : [`population.count: the header has ${header.population.count}, got ${total} entries`]
