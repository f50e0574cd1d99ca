import type { AddCommand } from '../define.js'

/** The words and options of `provenance demo`. */
export const addDemo: AddCommand = ({ command, dryRun, json, run }) => {
  command('demo', 'show the whole of it in a throw-away repository', 'provenance demo')
    .option('--keep', 'leave the repository for you to look at')
    .addOption(dryRun())
    .addOption(json())
    .action((options) => run(async (output) => (await import('./demo.js')).demo(options, output)))
}
