import { ProvenanceError } from '../core/errors.js'
import { type Break, ledgerLines } from '../core/ledger/chain.js'
import type { Header } from '../core/ledger/schema.js'
import { type NotesRef, noteReaders } from '../core/marks/notes.js'
import type { NotesAt } from '../git/notes.js'
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
  const run = verifyRange({
    words: header.range.revisions,
    repository,
    policyFile: null,
    toolVersion,
    notes: notesOf(header),
    ...options,
  })
  return { compare: (lines) => compare(lines, run) }
}

/** The notes as they stood then; a later note is no difference in what the ledger said. */
const notesOf = ({ notes = [] }: Header): readonly NotesAt[] =>
  notes.flatMap(({ ref, oid }) => (Object.hasOwn(noteReaders, ref) ? [{ ref: ref as NotesRef, oid }] : []))

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
  const fresh = readEntries(run)
  let number = 0
  for await (const text of lines) {
    number += 1
    const line = JSON.parse(text) as Record<string, unknown>
    if (line['type'] !== 'commit') continue
    const now = (await fresh.next()) as Record<string, unknown> | null
    const differs = facts.find((field) => JSON.stringify(sorted(line[field])) !== JSON.stringify(sorted(now?.[field])))
    if (differs !== undefined) breaks.push({ line: number, what: `${differs}: history says another thing now` })
    if (breaks.length >= maxBreaks) break
  }
  if ((await fresh.next()) !== null && breaks.length < maxBreaks)
    breaks.push({ line: number, what: 'history has commits in this range that the ledger has not' })
  if (breaks.length > 0 && (await fresh.exitCode()) === incomplete)
    throw new ProvenanceError('HISTORY_INCOMPLETE', 'expected the history that the ledger tells of, got parts of it')
  return breaks
}

/** With parts of history missing, that it says another thing proves nothing. */
const incomplete = 4

/** The entries of a walk, one at a time, null past the end; and how it ends, for which the rest is walked too. */
const readEntries = (run: ReturnType<typeof verifyRange>) => {
  let exitCode: number | null = null
  async function* entries() {
    for (;;) {
      const step = await run.next()
      if (step.done === true) {
        exitCode = step.value.exitCode
        return
      }
      for (const line of ledgerLines(step.value)) if (line.type === 'commit') yield line
    }
  }
  const walk = entries()
  const next = async () => (await walk.next()).value ?? null
  return {
    next,
    exitCode: async () => {
      while (exitCode === null) await next()
      return exitCode
    },
  }
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
