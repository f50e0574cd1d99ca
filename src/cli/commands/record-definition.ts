import { Option } from 'commander'
import { agentNames } from '../../agents/index.js'
import type { AddCommand } from '../define.js'

/** The words and options of `provenance record`. */
export const addRecord: AddCommand = ({ command, dryRun, run }) => {
  command(
    'record',
    'store one hook payload of an agent, read from standard input; never fails the agent',
    'provenance record --agent generic <payload.json',
  )
    .requiredOption('--agent <name>', `whose payload: ${agentNames.join(', ')}`)
    .addOption(dryRun())
    .addOption(new Option('--json', 'with --dry-run: answer in JSON'))
    .action((options) => run(async (output) => (await import('./record.js')).record(options, output)))
}
