import { counted } from '../counted.js'
import { isoTime } from '../iso-date.js'
import type { Header } from './schema.js'

/** What was asked of a range beside its revisions; times as git was given them, null for no bound. */
export type AskedRange = { readonly since: string | null; readonly until: string | null; readonly firstParent: boolean }

/** What a ledger was asked for, by the command of its header, which is what an auditor runs. */
export const askedRange = ({ population: { command } }: Pick<Header, 'population'>): AskedRange => ({
  since: readable(/ '?--since-as-filter=([^' ]*)/.exec(command)?.[1]),
  until: readable(/ '?--until=([^' ]*)/.exec(command)?.[1]),
  firstParent: command.includes(' --first-parent '),
})

/** Times beyond git's calendar stand there in seconds. */
const readable = (time: string | undefined): string | null => {
  const date = new Date(Number(time?.slice(1)) * 1000)
  const isSeconds = time?.startsWith('@') === true && date.getTime() < Date.UTC(10_000, 0)
  return isSeconds ? isoTime(date.getTime() / 1000) : (time ?? null)
}

/** The range in words, for a page: the query, the period and line of history that it was kept to, how many commits that left out, and what it was squashed from. */
export const rangeWords = (header: Pick<Header, 'range' | 'population' | 'pullRequest'>): string => {
  const { since, until, firstParent } = askedRange(header)
  const { 'first-parent': brought = 0, period: outside = 0 } = header.population.excluded ?? {}
  return (
    [
      header.range.query,
      ...(firstParent ? [`first parents only${leftOut(brought, 'that merges brought in')}`] : []),
      ...(since === null ? [] : [`since ${since}`]),
      ...(until === null ? [] : [`until ${until}`]),
    ].join(', ') +
    leftOut(outside, 'outside of the period') +
    squashedFrom(header)
  )
}

const squashedFrom = ({ pullRequest }: Pick<Header, 'pullRequest'>): string => {
  if (pullRequest === undefined) return ''
  const { query, from, to, count, records } = pullRequest
  const ends = `${from === null ? '' : `${from.slice(0, 12)}..`}${to.slice(0, 12)}`
  return `, squashed from ${query} (${ends}, ${counted(count, 'commit')}, ${records} with a record)`
}

const leftOut = (count: number, which: string): string =>
  count === 0 ? '' : ` (without ${counted(count, 'commit')} ${which})`
