import { ProvenanceError } from '../../core/errors.js'
import { relayAcp } from '../../workflows/agents/acp.js'
import type { Output } from '../output.js'

/** `provenance acp COMMAND…`: the exit code is the agent's own; 2 where it could not be started. */
export const acp = async (
  command: readonly string[],
  { dryRun }: { readonly dryRun?: boolean },
  output: Output,
): Promise<number> => {
  if (dryRun) {
    output.answer(`would start ${command.map((word) => JSON.stringify(word)).join(' ')}, and store what it reports\n`)
    return 0
  }
  // An editor that is gone needs no agent.
  process.stdout.once('error', () => process.exit(0))
  const client = { input: process.stdin, output: process.stdout }
  const code = await relayAcp({ command, client, env: process.env, cwd: process.cwd(), now: Date.now })
  if (code !== 127) return code
  throw new ProvenanceError('USAGE', `${command[0]}: expected a program that can be started, got none`, {
    hint: 'provenance acp --help',
  })
}
