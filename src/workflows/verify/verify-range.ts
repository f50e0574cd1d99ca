import { createChain, ledgerLines, unchained } from '../../core/ledger/chain.js'
import type { Entry, Footer, Header } from '../../core/ledger/schema.js'
import { addSummary, countFinding, emptySummary, type Summary, sinceAdoption } from '../../core/ledger/summary.js'
import { judgeRange } from './judge-range.js'
import { openRange, type VerifyOptions } from './open-range.js'

/** What a range came to, when every line is out. */
export type Outcome = {
  readonly exitCode: 0 | 1 | 3 | 4
  readonly header: Header
  readonly footer: Footer
  readonly summary: Summary
}

/**
 * Walks a range and yields its ledger, whole lines at a time: header, an entry for every commit of the population, oldest
 * first, footer. Returns the outcome. Runs nothing from the repository; holds a few batches of commits at a time.
 * Throws as openRange does.
 */
export async function* verifyRange(options: VerifyOptions): AsyncGenerator<Buffer, Outcome> {
  const { header, listing, judge, findings, complete } = await openRange(options)
  const chain = createChain()
  yield chain.add(header)
  const summary = emptySummary()
  for (const finding of findings) countFinding(summary, finding)
  for await (const block of judgeRange(judge, listing)) {
    addSummary(summary, block.summary)
    yield chain.seal(block.lines)
  }
  const { exitCode, verdict } = verdictOf(summary, complete, listing.count)
  const since = sinceAdoption(summary)
  const footer: Footer = {
    type: 'footer',
    ...(since === null ? {} : { sinceAdoption: since }),
    counts: summary.counts,
    findings: summary.findings,
    ...(findings.length === 0 ? {} : { rangeFindings: [...findings] }),
    verdict,
    prev: unchained,
  }
  yield chain.add(footer)
  return { exitCode, header, footer, summary }
}

/** What a range comes to by the findings in it, and by whether all that was expected could be judged. */
export const verdictOf = (
  { weights, counts }: Summary,
  complete: boolean,
  expected: number,
): Pick<Outcome, 'exitCode'> & Pick<Footer, 'verdict'> => {
  if (weights.integrity > 0) return { exitCode: 3, verdict: 'fail' }
  if (weights.incomplete > 0 || !complete || counts.total !== expected) return { exitCode: 4, verdict: 'incomplete' }
  return weights.error > 0 ? { exitCode: 1, verdict: 'fail' } : { exitCode: 0, verdict: 'pass' }
}

/** Walks a range as verifyRange does, for who wants the entries and no file: hands each on, and returns the outcome. */
export const walkRange = async (options: VerifyOptions, onEntry: (entry: Entry) => void): Promise<Outcome> => {
  const run = verifyRange(options)
  for (;;) {
    const step = await run.next()
    if (step.done === true) return step.value
    for (const line of ledgerLines(step.value)) if (line.type === 'commit') onEntry(line)
  }
}
