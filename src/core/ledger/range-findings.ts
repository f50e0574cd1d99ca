import type { Footer, LedgerFinding } from './schema.js'

/** Findings that are on no commit: how the range goes on from the ledger before. */
const severities: ReadonlyMap<string, LedgerFinding['severity']> = new Map([
  ['history-rewritten', 'error'],
  ['history-rolled-back', 'error'],
  ['ledger-gap', 'warn'],
])

/** What was found on a range as a whole. Older ledgers only count it; what it was is told by the code. */
export const rangeFindings = ({ rangeFindings: told, findings }: Footer): readonly LedgerFinding[] =>
  told ??
  Object.keys(findings).flatMap((code) => {
    const severity = severities.get(code)
    return severity === undefined ? [] : [{ code, severity }]
  })
