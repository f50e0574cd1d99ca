import { envelopeOf, ledgerSigner, signLedger } from '../../workflows/verify/ledger-signature.js'
import { asJson, type Output } from '../output.js'
import { refuseReadFiles } from '../written-files.js'

type Options = { readonly key: string; readonly dryRun?: boolean; readonly json?: boolean }

/** `provenance ledger sign`: an in-toto Statement in a DSSE envelope, beside the ledger. */
export const ledgerSign = async (file: string, options: Options, output: Output): Promise<number> => {
  refuseReadFiles('the signature', [envelopeOf(file)], { '--key': options.key })
  const applied = options.dryRun !== true
  const made = await signLedger(file, ledgerSigner(file, options.key), !applied)
  if (options.json) output.answer(asJson({ applied, ...made }))
  else output.answer(`${made.file}: ${applied ? 'signed' : 'would be signed'} by ${made.keyid}\n`)
  return 0
}
