import type { AddCommand } from '../define.js'

/** The words and options of `provenance blame`. */
export const addBlame: AddCommand = ({ command, json, run }) => {
  command(
    'blame <file>',
    'who wrote each line: commit, tool, model and evidence',
    'provenance blame src/main.ts -L 10,20',
  )
    .option('-C, --repository <dir>', 'the repository to read, or a folder in it, from which FILE is named', '.')
    .option('--revision <commit>', 'the file as it is there', 'HEAD')
    .option('-L, --lines <range>', 'these lines only: START, START,END or START,+COUNT')
    .addOption(json())
    .action((file: string, options) => run(async (output) => (await import('./blame.js')).blame(file, options, output)))
}
