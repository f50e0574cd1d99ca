import type { AddCommand } from '../define.js'

/** The words and options of `provenance acp`. */
export const addAcp: AddCommand = ({ command, dryRun, run }) => {
  command(
    'acp <command...>',
    'stand between an editor and an agent that speaks the Agent Client Protocol, and store what it reports',
    'provenance acp my-agent --acp',
  )
    .passThroughOptions()
    .allowUnknownOption()
    .addOption(dryRun())
    .action((words: string[], options) => run(async (output) => (await import('./acp.js')).acp(words, options, output)))
}
