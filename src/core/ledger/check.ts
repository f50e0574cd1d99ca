import { canonicalJson, sha256 } from '../canonical.js'
import { createOrder, headerBreaks, populationBreaks } from './consistency.js'
import { createLineOrder } from './line-order.js'
import { rangeFindings } from './range-findings.js'
import { type Footer, type Header, LedgerLine } from './schema.js'
import { addEntry, countFinding, emptySummary, type Summary, sinceAdoption } from './summary.js'

/** What is wrong with a ledger, and in which of its lines (from 1). */
export type Break = { readonly line: number; readonly what: string }

/** Checks a ledger line by line, each given as its bytes: form, chain, order, counts, and that no two fields contradict each other; `summary` is what its entries come to. */
export const createChecker = () => {
  const breaks: Break[] = []
  let number = 0
  let prev: string | null = null
  let header: Header | null = null
  const summary = emptySummary()
  const order = createOrder()
  const places = createLineOrder()
  const tell = (whats: readonly string[]) => breaks.push(...whats.map((what) => ({ line: number, what })))
  const breaksIn = (line: LedgerLine): readonly string[] => {
    switch (line.type) {
      case 'header':
        if (number === 1) header = line
        return headerBreaks(line)
      case 'commit':
        addEntry(summary, line)
        return order(line)
      case 'footer':
        return [...footerBreaks(line, summary), ...populationBreaks(header, line, summary.counts.total)]
    }
  }
  const add = (bytes: Buffer): LedgerLine | null => {
    number += 1
    const text = ledgerText(bytes)
    const line = text === null ? 'expected UTF-8, got other bytes' : parseLine(text)
    const before = prev
    prev = sha256(bytes)
    if (typeof line === 'string') {
      tell([line, ...places.add(null)])
      return null
    }
    if (canonical(line) !== text) tell(['expected canonical JSON, got another form of the same value'])
    tell(places.add(line.type))
    if (line.type !== 'header' && line.prev !== before) tell([`prev: expected ${before}, got ${line.prev}`])
    tell(breaksIn(line))
    return line
  }
  const end = (): readonly Break[] => [...breaks, ...places.end().map((what) => ({ line: number + 1, what }))]
  return { add, end, summary }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of a line of a ledger, null for bytes that are no UTF-8: what is hashed must be what is read. */
export const ledgerText = (bytes: Buffer): string | null => {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}

/** Canonical JSON of a value, null for one that has none: half of a surrogate pair is no text (RFC 8785, 3.2.2.2). */
const canonical = (value: unknown): string | null => {
  try {
    return canonicalJson(value)
  } catch {
    return null
  }
}

/** A line of a ledger by its text, or what is wrong with it. */
export const parseLine = (text: string): LedgerLine | string => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The first line of what --json prints, which is one document and has no chain (report/json.ts).
    return text.startsWith('{"header":')
      ? 'expected a line of a ledger, as --output FILE writes it, got a report of one in JSON'
      : 'expected JSON, got something else'
  }
  // No canonical JSON has such an escape, so few lines are looked at twice.
  if (/\\u[dD][89abAB]/.test(text) && canonical(value) === null)
    return 'expected text of whole characters, got half of a surrogate pair'
  const parsed = LedgerLine.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a ledger line'}`
}

/** Where a footer says another thing than the entries above it; what they weigh can be told without history and policy. */
const footerBreaks = (footer: Footer, summary: Summary): readonly string[] => {
  for (const finding of rangeFindings(footer)) countFinding(summary, finding)
  const { counts, findings, weights } = summary
  const codes = [...new Set([...Object.keys(footer.findings), ...Object.keys(findings)])]
  const miscounted = codes.filter((code) => {
    const [said = 0, counted = 0] = [footer.findings[code], findings[code]]
    return said < counted || (said > counted && !mayStandAlone(footer, code))
  })
  const grave = weights.integrity + weights.incomplete + weights.error
  return [
    ...countBreaks('counts', footer.counts, counts),
    ...sinceBreaks(footer, summary),
    ...miscounted.map((code) => `findings.${code}: expected ${findings[code] ?? 0}, got ${footer.findings[code] ?? 0}`),
    ...(footer.verdict === 'pass' && grave > 0
      ? [`verdict: expected another, for ${grave} findings above stop the range, got pass`]
      : []),
  ]
}

/** Ledgers of before `rangeFindings` count in the footer alone that the end of the ledger before was not there. */
const mayStandAlone = ({ rangeFindings: told }: Footer, code: string): boolean =>
  told === undefined && code === 'missing-object'

const countBreaks = (
  field: string,
  said: Readonly<Record<string, number>>,
  counted: Readonly<Record<string, number>>,
): readonly string[] =>
  Object.entries(counted).flatMap(([name, count]) =>
    said[name] === count ? [] : [`${field}.${name}: expected ${count}, got ${said[name]}`],
  )

/** Ledgers made before it have none. */
const sinceBreaks = (footer: Footer, summary: Summary): readonly string[] => {
  const since = sinceAdoption(summary)
  if (footer.sinceAdoption === undefined) return []
  return since === null
    ? ['sinceAdoption: expected none, for no entry is from before adoption']
    : countBreaks('sinceAdoption', footer.sinceAdoption, since)
}
