import { Option } from 'commander'
import { reportFormats } from '../../report/index.js'
import type { AddCommand } from '../define.js'

/** The words and options of `provenance report`. */
export const addReport: AddCommand = ({ command, json, run }) => {
  command('report <ledger>', 'render a saved ledger again', 'provenance report ledger.jsonl --format json')
    .addOption(new Option('--format <format>', 'the format').choices([...reportFormats]).default('text'))
    .addOption(json())
    .action((file: string, options) =>
      run(async (output) => (await import('./report.js')).report(file, options, output)),
    )
}
