import type { AddCommand } from '../define.js'

/** The words and options of `provenance squash-message`. */
export const addSquashMessage: AddCommand = ({ command, json, run }) => {
  command(
    'squash-message <range...>',
    "the body for a squash merge: subjects, marks, authors, and one record that is the sum of the commits' records",
    'provenance squash-message origin/main..HEAD --subject "Sum the prices"',
  )
    .option('-C, --repository <dir>', 'the repository to read', '.')
    .option('--subject <text>', 'a first line, so that the whole can be given to git commit -F -')
    .addOption(json())
    .action((range: string[], options) =>
      run(async (output) => (await import('./squash-message.js')).squashMessageCommand(range, options, output)),
    )
}
