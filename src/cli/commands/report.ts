import type { LedgerLine } from '../../core/ledger/schema.js'
import { type ReportFormat, reports } from '../../report/index.js'
import type { Output } from '../output.js'
import { readLedger } from '../saved-ledger.js'

type Options = { readonly format: ReportFormat; readonly json?: boolean }

/** `provenance report`: a saved ledger in another form. Its chain is followed; what it says is checked by `ledger check`. */
export const report = async (file: string, options: Options, output: Output): Promise<number> => {
  const render = await reports[options.json ? 'json' : options.format]()
  await output.answerSlowly(render(await begun(readLedger(file))))
  return 0
}

/** Lines of which the first is at hand: of what is no ledger not even a form's own head is shown. */
const begun = async (lines: AsyncGenerator<LedgerLine>): Promise<AsyncIterable<LedgerLine>> => {
  const first = await lines.next()
  return (async function* () {
    if (first.done !== true) yield first.value
    yield* lines
  })()
}
