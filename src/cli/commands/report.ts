import { ProvenanceError } from '../../core/errors.js'
import { ledgerText } from '../../core/ledger/chain.js'
import { LedgerLine } from '../../core/ledger/schema.js'
import { type ReportFormat, reports } from '../../report/index.js'
import { lineBytes } from '../../workflows/ledger-lines.js'
import { answerSlowly } from '../output.js'

type Options = { readonly format: ReportFormat; readonly json?: boolean }

/** `provenance report`: a saved ledger in another form. It is not checked: that is `ledger check`. */
export const report = async (file: string, options: Options): Promise<number> => {
  const render = await reports[options.json ? 'json' : options.format]()
  await answerSlowly(render(ledgerLines(file)))
  return 0
}

/** The lines of a ledger file. Throws FILE_UNREADABLE, and LEDGER_BROKEN for a line that is none. */
export async function* ledgerLines(file: string): AsyncGenerator<LedgerLine> {
  let number = 0
  for await (const bytes of lineBytes(file)) {
    number += 1
    const line = LedgerLine.safeParse(parsed(ledgerText(bytes)))
    if (!line.success)
      throw new ProvenanceError('LEDGER_BROKEN', `${file}:${number}: expected a line of a ledger, got something else`)
    yield line.data
  }
}

const parsed = (text: string | null): unknown => {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}
