import type { AddCommand } from '../define.js'
import { allowedSigners, validAt } from '../trust-options.js'

/** The words and options of `provenance show`. */
export const addShow: AddCommand = ({ command, json, run }) => {
  command('show [commit]', "one commit's record, marks, binding, signature and findings", 'provenance show HEAD')
    .option('-C, --repository <dir>', 'the repository to read', '.')
    .option('--policy <file>', "the policy, instead of the one in the commit's first parent")
    .addOption(allowedSigners())
    .addOption(validAt())
    .addOption(json())
    .action((commit: string | undefined, options) =>
      run(async (output) => (await import('./show.js')).show(commit ?? 'HEAD', options, output)),
    )
}
