import type { AddCommand } from '../define.js'
import { allowedSigners, approvals, validAt } from '../trust-options.js'

/** The words and options of `provenance ledger check`. */
export const addLedgerCheck: AddCommand = ({ command, json, run }) => {
  command(
    'ledger check <file>',
    'check chain and counts and, in the repository, that every entry is what history says',
    'provenance ledger check ledger.jsonl',
  )
    .option('-C, --repository <dir>', 'the repository to compare with', '.')
    .option('--offline', 'the file alone')
    .option('--policy <file>', 'the policy it was judged by, where that was a file')
    .option(
      '--public-key <file>',
      "the key that the ledger's own signature must be of: Ed25519 in PEM, or the .pub of a key of SSH",
    )
    .option('--ledger-signers <file>', "who signs ledgers, where they are others than the commits' allowed signers")
    .option('--signature <file>', 'the envelope, instead of LEDGER.dsse.json')
    .option('--after <ledger>', 'the ledger that it should come after')
    .addOption(allowedSigners())
    .addOption(validAt())
    .addOption(approvals())
    .addOption(json())
    .action((file: string, options) =>
      run(async (output) => (await import('./ledger-check.js')).ledgerCheck(file, options, output)),
    )
}
