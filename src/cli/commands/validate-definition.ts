import type { AddCommand } from '../define.js'

/** The words and options of `provenance validate`. */
export const addValidate: AddCommand = ({ command, json, run }) => {
  command(
    'validate <file>',
    'judge a config, ledger or record document against the published schemas',
    'provenance validate .provenancerc',
  )
    .addOption(json())
    .action((file: string, options) =>
      run(async (output) => (await import('./validate.js')).validate(file, options, output)),
    )
}
