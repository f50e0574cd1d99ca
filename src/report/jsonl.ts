import { canonicalJson } from '../core/canonical.js'
import type { Report } from './report.js'

/** The ledger itself, byte for byte: one canonical JSON document a line. */
export const jsonlReport: Report = async function* (lines) {
  for await (const line of lines) yield `${canonicalJson(line)}\n`
}
