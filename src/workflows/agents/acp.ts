import { randomBytes } from 'node:crypto'
import { acpReader } from '../../agents/acp.js'
import { object } from '../../agents/payload.js'
import type { Environment } from '../../core/environment.js'
import { type Client, relay } from '../../git/relay.js'
import { logProblem } from '../../store/log.js'
import { ownPlace } from './own-place.js'
import { storeObservation } from './record.js'

export type AcpInput = {
  readonly command: readonly string[]
  readonly client: Client
  readonly env: Environment
  readonly cwd: string
  readonly now: () => number
}

/** Stands between an editor and its agent: what they say to each other passes unchanged, and what it reports is stored. */
export const relayAcp = ({ command, client, env, cwd, now }: AcpInput): Promise<number> => {
  const read = acpReader()
  return relay(command, client, (from, line) => {
    try {
      const input = { agent: 'acp', env, cwd, now: now(), random: () => randomBytes(32) }
      for (const observation of read({ from, message: object(JSON.parse(line)) })) storeObservation(observation, input)
    } catch (cause) {
      const location = ownPlace(cwd)
      // A parser's message can quote what was said.
      const what = cause instanceof SyntaxError ? 'a line is no JSON' : (cause as Error).message
      if (location !== null) logProblem(location, { at: new Date(now()).toISOString(), where: 'acp', what })
    }
  })
}
