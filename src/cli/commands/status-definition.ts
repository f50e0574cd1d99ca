import type { AddCommand } from '../define.js'

/** The words and options of `provenance status`. */
export const addStatus: AddCommand = ({ command, json, run }) => {
  command('status', "what the next commit's record will say, and why", 'provenance status --lines')
    .option('--lines', 'line by line')
    .addOption(json())
    .action((options) => run(async (output) => (await import('./status.js')).status(options, output)))
}
