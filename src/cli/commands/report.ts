import { type ReportFormat, reports } from '../../report/index.js'
import type { Output } from '../output.js'
import { readLedger } from '../saved-ledger.js'

type Options = { readonly format: ReportFormat; readonly json?: boolean }

/** `provenance report`: a saved ledger in another form. Its chain is followed; what it says is checked by `ledger check`. */
export const report = async (file: string, options: Options, output: Output): Promise<number> => {
  const render = await reports[options.json ? 'json' : options.format]()
  await output.answerSlowly(render(readLedger(file)))
  return 0
}
