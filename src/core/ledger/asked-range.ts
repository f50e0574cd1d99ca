import type { Header } from './schema.js'

/** What was asked of a range beside its revisions; times as git was given them, null for no bound. */
export type AskedRange = { readonly since: string | null; readonly until: string | null; readonly firstParent: boolean }

/** What a ledger was asked for, by the command of its header, which is what an auditor runs. */
export const askedRange = ({ population: { command } }: Pick<Header, 'population'>): AskedRange => ({
  since: / '?--since-as-filter=([^' ]*)/.exec(command)?.[1] ?? null,
  until: / '?--until=([^' ]*)/.exec(command)?.[1] ?? null,
  firstParent: command.includes(' --first-parent '),
})

/** The range in words, for a page: the query, and the period and line of history that it was kept to. */
export const rangeWords = (header: Pick<Header, 'range' | 'population'>): string => {
  const { since, until, firstParent } = askedRange(header)
  return [
    header.range.query,
    ...(since === null ? [] : [`since ${since}`]),
    ...(until === null ? [] : [`until ${until}`]),
    ...(firstParent ? ['first parents only'] : []),
  ].join(', ')
}
