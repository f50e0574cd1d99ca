import { canonicalJson, sha256 } from '../canonical.js'
import { type Counts, type Footer, LedgerLine } from './schema.js'

/** What stands in a line's `prev` until it is chained. */
export const unchained = ''

/**
 * Turns ledger lines into text, each carrying the SHA-256 of the bytes of the one before, without its newline, in `prev`.
 * Entries, of which there may be a million, come with their keys in canonical order and are written as they are;
 * the ledger's tests hold every line against RFC 8785.
 */
export const createChain = (): { readonly add: (line: LedgerLine) => string } => {
  let prev = unchained
  return {
    add: (line) => {
      if (line.type !== 'header') line.prev = prev
      const text = line.type === 'commit' ? JSON.stringify(line) : canonicalJson(line)
      prev = sha256(text)
      return text
    },
  }
}

/** What is wrong with a ledger, and in which of its lines (from 1). */
export type Break = { readonly line: number; readonly what: string }

/** Checks a ledger line by line: form, chain, order, counts. */
export const createChecker = () => {
  const breaks: Break[] = []
  let number = 0
  let prev: string | null = null
  let last: LedgerLine['type'] | null = null
  const tally = createTally()
  const add = (text: string): LedgerLine | null => {
    number += 1
    const line = parseLine(text)
    if (typeof line === 'string') {
      breaks.push({ line: number, what: line })
      prev = sha256(text)
      return null
    }
    if (canonicalJson(line) !== text)
      breaks.push({ line: number, what: 'expected canonical JSON, got another form of the same value' })
    if ((line.type === 'header') !== (number === 1))
      breaks.push({ line: number, what: `a ${line.type} stands where it must not` })
    if (last === 'footer') breaks.push({ line: number, what: 'a line follows the footer' })
    if (line.type !== 'header' && line.prev !== prev)
      breaks.push({ line: number, what: `prev: expected ${prev}, got ${line.prev}` })
    if (line.type === 'commit') tally.add(line)
    if (line.type === 'footer') breaks.push(...countBreaks(line, tally.counts(), number))
    prev = sha256(text)
    last = line.type
    return line
  }
  const end = (): readonly Break[] =>
    last === 'footer' ? breaks : [...breaks, { line: number + 1, what: 'expected a footer, got the end of the file' }]
  return { add, end }
}

const parseLine = (text: string): LedgerLine | string => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'expected JSON, got something else'
  }
  const parsed = LedgerLine.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a ledger line'}`
}

const countBreaks = (footer: Footer, counted: Counts, line: number): readonly Break[] =>
  Object.entries(counted).flatMap(([name, count]) => {
    const said = footer.counts[name as keyof Counts]
    return said === count ? [] : [{ line, what: `counts.${name}: expected ${count}, got ${said}` }]
  })

type Counted = {
  readonly class: keyof Counts
  readonly parents: readonly string[]
  readonly preAdoption: boolean
  readonly bot: boolean
  readonly binding: string
}

/** Adds entries up. */
export const createTally = () => {
  const counts: Counts = {
    ...{ total: 0, attested: 0, recorded: 0, marked: 0, none: 0, unknown: 0, contradicted: 0 },
    ...{ preAdoption: 0, merges: 0, bots: 0, stale: 0 },
  }
  const add = (entry: Counted): void => {
    counts.total += 1
    counts[entry.class] += 1
    if (entry.parents.length > 1) counts.merges += 1
    if (entry.preAdoption) counts.preAdoption += 1
    if (entry.bot) counts.bots += 1
    if (entry.binding === 'stale') counts.stale += 1
  }
  return { add, counts: () => counts }
}
