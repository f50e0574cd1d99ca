import type { AddCommand } from '../define.js'

/** The words and options of `provenance backfill`. */
export const addBackfill: AddCommand = ({ command, dryRun, json, run }) => {
  command(
    'backfill [range...]',
    'write what marks reveal about commits without a record, as notes labelled inferred; without a range, of all that leads to HEAD',
    'provenance backfill --dry-run',
  )
    .option('-C, --repository <dir>', 'the repository', '.')
    .option('--since <date>', 'commits of this time and later, by committer date')
    .option('--until <date>', 'commits up to this time')
    .option('--first-parent', 'follow first parents only')
    .addOption(dryRun())
    .addOption(json())
    .action((range: string[], options) =>
      run(async (output) => (await import('./backfill.js')).backfill(range, options, output)),
    )
}
