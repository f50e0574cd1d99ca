import { dirname, join } from 'node:path'
import type { Flow } from '../core/commit/flow.js'
import { isStopped, messageText } from '../report/message-gate.js'
import { pushText, unjudgedText } from '../report/push.js'
import type { Location } from '../store/location.js'
import { refreshLive } from '../workflows/agents/liveness.js'
import { globalAgents, globalProgram } from '../workflows/install/install-global.js'
import { observeLater, readyClone } from '../workflows/install/ready-clone.js'
import { judgeMessage } from '../workflows/verify/judge-message.js'
import { judgeOutgoing } from '../workflows/verify/judge-outgoing.js'
import type { PushedTo } from '../workflows/verify/push-target.js'
import { standardInput } from './standard-input.js'

export { takeSettings } from '../workflows/commit/settings.js'
export { refreshLive }

const seconds = (): number => Math.floor(Date.now() / 1000)

/** The gate of commit-msg: false where the policy says no. */
export const messageGate = async (location: Location, messageFile: string, flow: Flow): Promise<boolean> => {
  const judged = await judgeMessage({ location, messageFile, flow, env: process.env, now: seconds() })
  if (judged === null) return true
  process.stderr.write(messageText(judged.findings, judged.policy, messageFile))
  return !isStopped(judged.findings)
}

/** The gate of pre-push: false where the policy says no. What git tells it comes on standard input. */
export const pushGate = async (location: Location, to: PushedTo): Promise<boolean> => {
  const { answers, unjudged } = await judgeOutgoing({
    location,
    ...to,
    lines: await standardInput(),
    now: seconds(),
  })
  process.stderr.write(pushText(answers) + unjudgedText(unjudged))
  return answers.every(({ verdict }) => verdict !== 'fail')
}

/**
 * A clone's first hook, where we are installed for all of a person's repositories: makes its folder ready. Unless it is
 * `fresh`, an agent may have worked in it unheard: hooks/global.sh then has it observed once the commit in progress is made.
 */
export const setUp = async (location: Location, fresh: boolean): Promise<void> => {
  const program = globalProgram(process.env)
  const hooks = join(dirname(process.argv[1] ?? ''), '..', 'hooks')
  if (program === null) return
  const agents = globalAgents(process.env)
  readyClone(location, { ...program, hooks }, agents)
  refreshLive(location, process.env)
  if (!fresh && agents.length > 0) observeLater(location)
}
