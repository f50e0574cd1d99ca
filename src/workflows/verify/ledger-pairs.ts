import type { LedgerLine } from '../../core/ledger/schema.js'

/** A line of a ledger, by its number, and what history gives in its place; null on the side that has none of this commit there. */
export type Pair = {
  readonly number: number
  readonly line: LedgerLine
  readonly saved: LedgerLine | null
  readonly now: LedgerLine | null
}

/**
 * Lays the lines of a ledger beside those of a walk, commit by commit: one that was taken out, or put in, stands alone, and what
 * comes behind it is beside its own again. The ledger is read a second time where they differ first, and never held.
 */
export async function* pairsOf(
  read: () => AsyncIterable<Buffer>,
  next: () => Promise<LedgerLine | null>,
): AsyncGenerator<Pair> {
  let [number, now] = [0, await next()]
  let places: ReadonlyMap<string, number> | null = null
  for await (const line of parsed(read())) {
    number += 1
    while (now?.type === 'commit' && !isOfSame(line, now)) {
      places ??= await placesOf(read())
      // The ledger has it further below: so it is this line that history has not here.
      if ((places.get(now.oid) ?? 0) > number) break
      yield { number, line, saved: null, now }
      now = await next()
    }
    const isHere = now !== null && isOfSame(line, now)
    yield { number, line, saved: line, now: isHere ? now : null }
    if (isHere) now = await next()
  }
}

const isOfSame = (one: LedgerLine, other: LedgerLine): boolean =>
  one.type === 'commit' && other.type === 'commit' ? one.oid === other.oid : one.type === other.type

/** The line in which each commit stands. */
const placesOf = async (lines: AsyncIterable<Buffer>): Promise<ReadonlyMap<string, number>> => {
  const places = new Map<string, number>()
  let number = 0
  for await (const line of parsed(lines)) {
    number += 1
    if (line.type === 'commit') places.set(line.oid, number)
  }
  return places
}

async function* parsed(lines: AsyncIterable<Buffer>): AsyncGenerator<LedgerLine> {
  for await (const bytes of lines) yield JSON.parse(bytes.toString('utf8')) as LedgerLine
}
