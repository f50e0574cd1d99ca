import { Option } from 'commander'
import { reviewWords } from '../../core/review/review.js'
import type { AddCommand } from '../define.js'

/** The words and options of `provenance review`. */
export const addReview: AddCommand = ({ command, dryRun, json, run }) => {
  command(
    'review [range...]',
    'sign, as a person, what you say of commits that are not your own; HEAD, one commit, or each of a range',
    'provenance review main..feature --statement approved',
  )
    .option('-C, --repository <dir>', 'the repository', '.')
    .addOption(
      new Option('--statement <word>', 'what you say; tests: you vouch for the tests')
        .choices([...reviewWords])
        .makeOptionMandatory(),
    )
    .option('--comment <text>', 'a few words, kept in the statement')
    .option('--key <file>', 'a key of SSH, or its .pub where an agent holds it; without it, the one git signs with')
    .addOption(dryRun())
    .addOption(json())
    .action((range: string[], options) =>
      run(async (output) => (await import('./review.js')).review(range, options, output)),
    )
}
