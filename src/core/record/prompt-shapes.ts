import { createHash } from 'node:crypto'
import { joinCommitments, merkleRoot } from './prompt-commitment.js'

/** `untold` where the value may hold the prompts in a way that was not tried. */
export type Verdict = 'proven' | 'refuted' | 'untold'

/** Up to so many prompts every way is tried, some 20,000; of more they are too many. */
const allOf = 9
/** Up to so many, those of one squash, and of commits fixed up one after the other: at most 32,768 each. */
const usualOf = 16

/**
 * Whether a value commits to these leaves: as their own root, or as that of commits that became one (a squash, a fixup), whose
 * values are roots over neighbouring leaves or over such roots. How they stood is in no record, so the ways are tried.
 */
export const commitsTo = (value: string, leaves: readonly string[]): Verdict => {
  if (joinCommitments(leaves).value === value) return 'proven'
  const wanted = bytesOf(value)
  const entries = leaves.map(bytesOf)
  if (leaves.length <= allOf) return holdsAnyhow(wanted, entries) ? 'proven' : 'refuted'
  if (leaves.length > usualOf) return 'untold'
  return holdsSquash(wanted, entries) || holdsFixups(wanted, entries) ? 'proven' : 'untold'
}

const bytesOf = (value: string): Buffer => Buffer.from(value.slice(value.lastIndexOf(':') + 1), 'base64url')

type Values = readonly Buffer[]
type Ranged = (from: number, to: number) => Values

/** Roots over values that may be roots again, to any depth. */
const holdsAnyhow = (wanted: Buffer, leaves: Values): boolean => {
  const values: Ranged = (from, to) => (to - from === 1 ? leaves.slice(from, to) : roots(from, to))
  const roots = rootsOver(remembered(values))
  return roots(0, leaves.length).some((root) => root.equals(wanted))
}

/** One root over the values of commits, each a leaf or the root of its own. */
const holdsSquash = (wanted: Buffer, leaves: Values): boolean => {
  const roots = rootsOver(remembered((from, to) => [ownValue(leaves.slice(from, to))]))
  return roots(0, leaves.length).some((root) => root.equals(wanted))
}

/** A commit's value, joined with that of each fixup in turn. */
const holdsFixups = (wanted: Buffer, leaves: Values): boolean => {
  const upTo: Buffer[][] = [[]]
  for (let to = 1; to <= leaves.length; to += 1) {
    const values = [ownValue(leaves.slice(0, to))]
    for (let from = 1; from < to; from += 1) {
      const last = ownValue(leaves.slice(from, to))
      for (const before of upTo[from] ?? []) values.push(merkleRoot([before, last]))
    }
    upTo.push(values)
  }
  return upTo.at(-1)?.some((value) => value.equals(wanted)) === true
}

const ownValue = (leaves: Values): Buffer => (leaves.length === 1 ? (leaves[0] ?? Buffer.of()) : merkleRoot(leaves))

/** Tells the roots of two entries or more over a range of leaves, each entry one of the values that a part of the range can have. */
const rootsOver = (valuesOf: Ranged): Ranged => {
  // The roots of so many entries, as RFC 6962 splits them (section 2.1): at the largest power of two below their number.
  const ofCount = (count: number): Ranged => {
    if (count === 1) return remembered((from, to) => valuesOf(from, to).map((value) => digest(0, value)))
    let split = 1
    while (split * 2 < count) split *= 2
    const [left, right] = [roots(split), roots(count - split)]
    return remembered((from, to) => {
      const found: Buffer[] = []
      for (let middle = from + split; middle <= to - (count - split); middle += 1)
        for (const one of left(from, middle)) for (const other of right(middle, to)) found.push(digest(1, one, other))
      return found
    })
  }
  const known = new Map<number, Ranged>()
  const roots = (count: number): Ranged => {
    const ranged = known.get(count) ?? ofCount(count)
    known.set(count, ranged)
    return ranged
  }
  return (from, to) => Array.from({ length: to - from - 1 }, (_, index) => roots(index + 2)(from, to)).flat()
}

const digest = (kind: number, ...parts: Values): Buffer => {
  const hash = createHash('sha256').update(Buffer.of(kind))
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const remembered = (work: Ranged): Ranged => {
  const known = new Map<string, Values>()
  return (from, to) => {
    const key = `${from} ${to}`
    const values = known.get(key) ?? work(from, to)
    known.set(key, values)
    return values
  }
}
