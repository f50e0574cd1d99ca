import type { LedgerLine } from '../core/ledger/schema.js'

/** A report: ledger lines in, text out, a piece at a time. */
export type Report = (lines: AsyncIterable<LedgerLine>) => AsyncGenerator<string>
