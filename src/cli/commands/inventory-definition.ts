import type { AddCommand } from '../define.js'

/** The words and options of `provenance inventory`. */
export const addInventory: AddCommand = ({ command, json, run }) => {
  command(
    'inventory [range...]',
    'tools and models in use, by whom, how often, against the approved registry; without a range, of all that leads to HEAD',
    'provenance inventory --since 2026-01-01 --until 2026-12-31',
  )
    .option('-C, --repository <dir>', 'the repository to read', '.')
    .option('--since <date>', 'commits of this time and later, by committer date')
    .option('--until <date>', 'commits up to this time')
    .option('--first-parent', 'follow first parents only')
    .option(
      '--policy <file>',
      "the policy with the registry, instead of the one in the range's base commit, or without a base in its last",
    )
    .option('--unregistered', 'only what the registry does not approve: 1 where there is any')
    .addOption(json())
    .action((range: string[], options) =>
      run(async (output) => (await import('./inventory.js')).inventory(range, options, output)),
    )
}
