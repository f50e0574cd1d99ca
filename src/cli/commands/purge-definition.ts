import { InvalidArgumentError } from 'commander'
import type { AddCommand } from '../define.js'

/** A count of days as a person gives it. Throws for anything else. */
const days = (text: string): number => {
  if (/^\d{1,5}$/.test(text)) return Number(text)
  throw new InvalidArgumentError(`expected a number of days, got ${text}`)
}

/** The words and options of `provenance purge`. */
export const addPurge: AddCommand = ({ command, dryRun, json, run }) => {
  command('purge', 'forget what waits for a commit, and what was kept for amends', 'provenance purge --dry-run')
    .option('--older-than <days>', 'only what is older than so many days', days)
    .addOption(dryRun())
    .addOption(json())
    .action((options) => run(async (output) => (await import('./purge.js')).purge(options, output)))
}
