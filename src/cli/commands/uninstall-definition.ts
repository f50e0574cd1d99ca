import type { AddCommand } from '../define.js'

/** The words and options of `provenance uninstall`. */
export const addUninstall: AddCommand = ({ command, dryRun, json, run }) => {
  command('uninstall', 'take exactly that back', 'provenance uninstall')
    .option('--global', 'what init --global installed')
    .addOption(dryRun())
    .addOption(json())
    .action((options) => run(async (output) => (await import('./init.js')).uninstall(options, output)))
}
