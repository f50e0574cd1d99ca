import { InvalidArgumentError } from 'commander'
import type { AddCommand } from '../define.js'

const share = (value: string): number => {
  const ratio = Number(value)
  if (!/^[01](\.\d+)?$/.test(value) || ratio > 1)
    throw new InvalidArgumentError(`Expected a share from 0 to 1, got ${value}.`)
  return ratio
}

/** The words and options of `provenance declare`. */
export const addDeclare: AddCommand = ({ command, dryRun, json, run }) => {
  command(
    'declare',
    'say what an AI wrote for the next commit, where no hook could see it',
    'provenance declare --tool chatgpt --model gpt-5.2 --ratio 0.25',
  )
    .option('--tool <name>', 'the tool, in lower kebab case, as name or name/version')
    .option('--model <id>', 'the model as the tool names it', 'unknown')
    .option(
      '--prompt-file <file>',
      'a file with one prompt, - for standard input; may be repeated',
      (file: string, files: string[]) => [...files, file],
      [],
    )
    .option('--ratio <share>', 'the share of what the AI wrote that a person changed, 0 to 1', share)
    .option('--none', 'no AI took part in the next commit')
    .option('--clear', 'take back what was declared')
    .addOption(dryRun())
    .addOption(json())
    .action((options) => run(async (output) => (await import('./declare.js')).declare(options, output)))
}
