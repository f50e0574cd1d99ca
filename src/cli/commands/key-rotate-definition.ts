import type { AddCommand } from '../define.js'

/** The words and options of `provenance key rotate`. */
export const addKeyRotate: AddCommand = ({ command, dryRun, json, run }) => {
  command(
    'key rotate',
    "put this clone's key for prompts aside; records made with it can still be proven",
    'provenance key rotate',
  )
    .addOption(dryRun())
    .addOption(json())
    .action((options) => run(async (output) => (await import('./key-rotate.js')).keyRotate(options, output)))
}
