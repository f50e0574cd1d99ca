import { entryLine } from '../../core/ledger/entry-line.js'
import type { Entry } from '../../core/ledger/schema.js'
import { addEntry, emptySummary, type Summary } from '../../core/ledger/summary.js'
import { readCommits } from '../../git/raw-objects.js'
import { batchesOf, type Listing } from '../../git/walk.js'
import { type Judge, judgeBatch } from './judge-batch.js'

/** The entries of one batch as ledger lines, not chained yet, and what they come to. */
export type Block = { readonly lines: Buffer; readonly summary: Summary }

/** Enough commits that a batch's own cost is nothing beside theirs. */
const batchSize = 100

/** Judges the commits of a listing, in order; one batch at a time is held. */
export async function* judgeRange(judge: Judge, listing: Listing): AsyncGenerator<Block> {
  let start = 0
  for await (const commits of readCommits(judge.repository, batchesOf(listing, batchSize))) {
    const entries = await judgeBatch(judge, commits, start)
    const summary = emptySummary()
    for (const entry of entries) addEntry(summary, entry)
    yield { lines: linesOf(entries), summary }
    start += commits.length
  }
}

/** Written one by one into bytes that were measured first: joined to one text, they would be copied twice more. */
const linesOf = (entries: readonly Entry[]): Buffer => {
  const lines = entries.map((entry) => `${entryLine(entry)}\n`)
  const bytes = Buffer.allocUnsafe(lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0))
  let at = 0
  for (const line of lines) at += bytes.write(line, at)
  return bytes
}
