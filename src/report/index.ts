import type { LedgerLine } from '../core/ledger/schema.js'

/** A report: ledger lines in, text out, a piece at a time. */
export type Report = (lines: AsyncIterable<LedgerLine>) => AsyncGenerator<string>

/** Every format by its name; the code of each is loaded when it is asked for. */
export const reports = {
  text: async () => (await import('./text.js')).textReport,
  json: async () => (await import('./json.js')).jsonReport,
  jsonl: async () => (await import('./jsonl.js')).jsonlReport,
} as const satisfies Record<string, () => Promise<Report>>

export type ReportFormat = keyof typeof reports
