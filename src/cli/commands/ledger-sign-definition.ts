import type { AddCommand } from '../define.js'

/** The words and options of `provenance ledger sign`. */
export const addLedgerSign: AddCommand = ({ command, dryRun, json, run }) => {
  command(
    'ledger sign <file>',
    'sign a ledger: an in-toto Statement in a DSSE envelope, written beside it',
    'provenance ledger sign ledger.jsonl --key ~/.ssh/id_ed25519',
  )
    .requiredOption('--key <file>', 'an Ed25519 private key in PEM, or a key of SSH (through ssh-keygen)')
    .addOption(dryRun())
    .addOption(json())
    .action((file: string, options) =>
      run(async (output) => (await import('./ledger-sign.js')).ledgerSign(file, options, output)),
    )
}
