import type { AddCommand } from '../define.js'

/** The words and options of `provenance doctor`. */
export const addDoctor: AddCommand = ({ command, json, run }) => {
  command('doctor', 'what is installed, what is wrong, and the command that mends it', 'provenance doctor')
    .addOption(json())
    .action((options) => run(async (output) => (await import('./doctor.js')).doctor(options, output)))
}
