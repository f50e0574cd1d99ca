import { dirname } from 'node:path'
import { type Answer, answerTo } from '../agents/answer.js'
import { object } from '../agents/payload.js'
import { logProblem } from '../store/log.js'
import { markMissed } from '../store/missed.js'
import { ownPlace } from '../workflows/agents/own-place.js'
import { type RecordInput, record } from '../workflows/agents/record.js'
import { readPayload } from './standard-input.js'

/**
 * `record`: stores what one payload on standard input reports, and returns what the real caller needs to hear. Nothing of
 * ours fails the agent: problems go to the log that `doctor` shows. Only a prompt guard that a project set up ends otherwise.
 */
export const recordFromStdin = async (input: Omit<RecordInput, 'payload'>): Promise<Answer> => {
  const payload = await readPayload()
  try {
    return record({ ...input, payload })
  } catch (cause) {
    logTo(input, cause)
    return answerTo(parsed(payload), input.env, input.agent)
  }
}

const parsed = (payload: Buffer) => {
  try {
    return object(JSON.parse(payload.toString('utf8')))
  } catch {
    return {}
  }
}

/** Has doctor tell that something could not be stored, and no commit claim that no agent was seen. */
export const logTo = (input: Pick<RecordInput, 'agent' | 'cwd' | 'now'>, cause: unknown): void => {
  const location = ownPlace(input.cwd) ?? ownPlace(dirname(input.cwd))
  if (location === null) return
  markMissed(location)
  const at = new Date(input.now).toISOString()
  logProblem(location, { at, where: `record ${input.agent}`.trim(), what: problemOf(cause) })
}

/** Why a payload was not stored. A parser's message can quote the payload, and so a prompt: of that only the kind is told. */
export const problemOf = (cause: unknown): string => {
  if (cause instanceof TypeError) return cause.message
  return cause instanceof SyntaxError ? 'the payload is no JSON object' : codeOf(cause)
}

const codeOf = (cause: unknown): string =>
  (cause as NodeJS.ErrnoException | null)?.code ?? (cause instanceof Error ? cause.message : String(cause))
