import { Option } from 'commander'
import { providerNames } from '../../core/ci/index.js'
import type { AddCommand } from '../define.js'
import { allowedSigners, approvals } from '../trust-options.js'

/** The words and options of `provenance ci`. */
export const addCi: AddCommand = ({ command, dryRun, json, run }) => {
  command(
    'ci',
    'in a CI: find the new commits, judge them by the policy of their base, leave ledger and reports',
    'provenance ci --output-folder provenance-report',
  )
    .option('-C, --repository <dir>', 'the repository to read', '.')
    .option('--policy <file>', "the policy, instead of the base's; never a file of the commits to judge")
    .addOption(allowedSigners())
    .addOption(approvals())
    .option('--base <revision>', 'what is there already, instead of what the CI says (or PROVENANCE_BASE)')
    .option('--head <revision>', 'the last commit to judge, instead of what the CI says (or PROVENANCE_HEAD)')
    .addOption(new Option('--provider <name>', 'the CI, instead of what its variables say').choices([...providerNames]))
    .option('--output-folder <dir>', 'where ledger and reports are written', 'provenance-report')
    .addOption(dryRun())
    .addOption(json())
    .action((options) => run(async (output) => (await import('./ci.js')).ci(options, output)))
}
