import type { AddCommand } from '../define.js'

/** The words and options of `provenance prompt verify`. */
export const addPromptVerify: AddCommand = ({ command, json, run }) => {
  command(
    'prompt verify <commit>',
    "prove or refute, offline, that prompts are the ones behind a commit's record",
    'provenance prompt verify HEAD --prompt-file prompt.txt',
  )
    .requiredOption('--prompt-file <file...>', 'one prompt a file, in the order they were given')
    .option(
      '--key-file <file...>',
      "more keys to look among than this clone's own and the configured one, by the ids that the record names",
    )
    .addOption(json())
    .action((commit: string, options) =>
      run(async (output) => (await import('./prompt-verify.js')).promptVerify(commit, options, output)),
    )
}
