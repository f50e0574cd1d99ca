import { Option } from 'commander'
import { reportFormats } from '../../report/index.js'
import type { AddCommand } from '../define.js'
import { allowedSigners, approvals, validAt } from '../trust-options.js'

/** The words and options of `provenance verify`. */
export const addVerify: AddCommand = ({ command, dryRun, json, run }) => {
  command(
    'verify [range...]',
    'walk history, judge every commit, write the ledger',
    'provenance verify v1.4.0..v1.5.0 --output ledger.jsonl',
  )
    .option('-C, --repository <dir>', 'the repository to read', '.')
    .option('--since <date>', 'commits of this time and later, by committer date')
    .option('--until <date>', 'commits up to this time')
    .option('--first-parent', 'follow first parents only')
    .option('--policy <file>', "the policy, instead of the one in the range's base commit")
    .addOption(allowedSigners())
    .addOption(validAt())
    .addOption(approvals())
    .option('--branch <name>', 'the branch the commits are meant for, where the policy tells branches apart')
    .option('--as-of <time>', "when waivers must hold, instead of the date of the range's last commit")
    .option('--after <ledger>', 'the ledger of the release before, which this one then names')
    .option('--no-notes', "leave out other tools' notes, which do not travel with a clone")
    .option('--pull-request <range>', 'the commits BASE..HEAD of a branch that was squashed')
    .option('--squashed <commit>', 'the commit it was squashed into: the ledger is of this one')
    .option('--output <file>', 'write the ledger there')
    .option('--sign <key>', 'and a signed in-toto Statement beside it: an Ed25519 key in PEM, or a key of SSH')
    .addOption(dryRun())
    .addOption(
      new Option('--format <format>', 'what standard output shows').choices([...reportFormats]).default('text'),
    )
    .addOption(json())
    .action((range: string[], options) =>
      run(async (output) => (await import('./verify.js')).verify(range, options, output)),
    )
}
