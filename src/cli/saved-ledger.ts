import { canonicalJson, sha256 } from '../core/canonical.js'
import { ProvenanceError } from '../core/errors.js'
import { ledgerText, parseLine } from '../core/ledger/check.js'
import type { LedgerLine } from '../core/ledger/schema.js'
import { shellWord } from '../core/shell-word.js'
import { lineBytes } from '../workflows/verify/ledger-lines.js'

/**
 * The lines of a ledger file. Throws FILE_UNREADABLE, and LEDGER_BROKEN for a line that is none or does not follow the one before,
 * or where the file is not one whole ledger: a page without a verdict would be none's.
 */
export async function* readLedger(file: string): AsyncGenerator<LedgerLine> {
  let number = 0
  let last: LedgerLine['type'] | null = null
  let before: string | null = null
  const broken = (what: string) =>
    new ProvenanceError('LEDGER_BROKEN', `${file}:${Math.max(1, number)}: ${what}`, {
      hint: `provenance ledger check ${shellWord(file)}`,
    })
  const refuse = (expected: string, got: string) => broken(`expected ${expected}, got ${got}`)
  for await (const bytes of lineBytes(file)) {
    number += 1
    const text = ledgerText(bytes)
    const line = text === null ? 'expected UTF-8, got other bytes' : parseLine(text)
    if (typeof line === 'string') throw broken(`not a line of a ledger: ${line}`)
    const { type } = line
    if ((type === 'header') !== (number === 1)) throw refuse('one header, in the first line', `a ${type}`)
    if (last === 'footer') throw refuse('nothing after the footer', `a ${type}`)
    if (line.type !== 'header' && line.prev !== before)
      throw refuse(`the line that follows ${before}`, `one that follows ${line.prev}`)
    before = sha256(bytes)
    last = type
    // As verify has it, whatever the order in which the schema names the fields: what is made of either is the same.
    yield JSON.parse(canonicalJson(line)) as LedgerLine
  }
  if (last !== 'footer') throw refuse('a footer', 'the end of the file')
}
