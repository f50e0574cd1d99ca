import { type Break, ledgerLines } from '../core/ledger/chain.js'
import type { Header } from '../core/ledger/schema.js'
import { verifyRange } from './verify-range.js'

/** The walk of a ledger's header done again, to be laid beside the ledger. */
export type Redone = { readonly compare: (lines: AsyncIterable<string>) => Promise<readonly Break[]> }

/** As many differences as are worth telling. */
const maxBreaks = 100

/** Fields whose judgement depends on the policy, which a ledger names only by its digest. */
const facts = [
  'oid',
  'parents',
  'tree',
  'author',
  'committer',
  'class',
  'binding',
  'record',
  'none',
  'change',
  'marks',
] as const

/** Walks the range of a saved ledger's header again. Throws where the repository does not know its commits. */
export const redo = async (header: Header, repository: string, toolVersion: string): Promise<Redone> => {
  const options = optionsOf(header.population.command)
  const run = verifyRange({ words: header.range.revisions, repository, policyFile: null, toolVersion, ...options })
  return { compare: (lines) => compare(lines, run) }
}

const optionsOf = (command: string) => ({
  since: /'?--since-as-filter=([^']*?)'? /.exec(command)?.[1] ?? null,
  until: /'?--until=([^']*?)'? /.exec(command)?.[1] ?? null,
  firstParent: command.includes(' --first-parent '),
})

const compare = async (
  lines: AsyncIterable<string>,
  run: ReturnType<typeof verifyRange>,
): Promise<readonly Break[]> => {
  const breaks: Break[] = []
  const fresh = entriesOf(run)
  let number = 0
  for await (const text of lines) {
    number += 1
    const line = JSON.parse(text) as Record<string, unknown>
    if (line['type'] !== 'commit') continue
    const now = (await fresh.next()).value as Record<string, unknown> | undefined
    const differs = facts.find((field) => JSON.stringify(sorted(line[field])) !== JSON.stringify(sorted(now?.[field])))
    if (differs !== undefined) breaks.push({ line: number, what: `${differs}: history says another thing now` })
    if (breaks.length >= maxBreaks) return breaks
  }
  if ((await fresh.next()).done !== true)
    breaks.push({ line: number, what: 'history has commits in this range that the ledger has not' })
  return breaks
}

async function* entriesOf(run: ReturnType<typeof verifyRange>) {
  for await (const bytes of run) for (const line of ledgerLines(bytes)) if (line.type === 'commit') yield line
}

/** The value with every object's keys in order. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  )
}
