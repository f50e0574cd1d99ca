import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { logTo, problemOf, recordFromStdin } from '../../hook/record-stdin.js'
import { readPayload } from '../../hook/standard-input.js'
import { visible } from '../../report/escape.js'
import { observe } from '../../workflows/agents/observe.js'
import { eventOf } from '../../workflows/agents/observed-event.js'
import { ownPlace } from '../../workflows/agents/own-place.js'
import { refreshSettings } from '../../workflows/commit/settings.js'
import { gateNames, serverProgram } from '../../workflows/install/install-server.js'
import { asJson, type Output } from '../output.js'
import { program } from '../program-files.js'

type Options = { readonly agent: string; readonly dryRun?: boolean; readonly json?: boolean }

/** `provenance record`: exit 0, whatever the payload, for no agent may fail because of us; a prompt guard may hold a prompt. */
export const record = async ({ agent, dryRun, json }: Options, output: Output): Promise<number> => {
  if (dryRun) return tellUnderstood(agent, json === true, output)
  const here = ownPlace(process.cwd())
  // A configuration that is broken is doctor's to tell; the settings kept then stand.
  if (here !== null) await refreshSettings(here).catch(() => undefined)
  const caller = { agent, env: process.env, cwd: process.cwd(), now: Date.now(), random: () => randomBytes(32) }
  const { stdout, stderr, status } = await recordFromStdin(caller)
  process.stdout.write(stdout)
  process.stderr.write(stderr)
  return status
}

/** `provenance record` with words that make no sense, as a hook registered by hand can have: doctor tells of it, and the agent goes on. */
export const misspelt = (what: string): 0 => {
  logTo({ agent: '', cwd: process.cwd(), now: Date.now() }, new TypeError(what))
  return 0
}

/** What one payload would be stored as: neither a prompt nor a command is in it, as in what is stored. */
const tellUnderstood = async (agent: string, json: boolean, output: Output): Promise<number> => {
  const payload = await readPayload()
  const { event, problem } = understood(agent, payload)
  if (json) output.answer(asJson({ applied: false, event, problem }))
  else if (event === null) output.answer(`not understood: ${visible(problem ?? '')}\n`)
  else {
    const files = event.files.map(({ path }) => ` ${path}`).join('')
    const by = `${event.tool} ${event.toolVersion ?? '(no version)'}, model ${event.model ?? '(none named)'}`
    output.answer(`${visible(`${event.kind} by ${by}${files === '' ? '' : `:${files}`}`)}\n`)
  }
  return 0
}

const understood = (agent: string, payload: Buffer) => {
  try {
    return { event: eventOf(observe(agent, payload, process.env), Date.now()), problem: null }
  } catch (cause) {
    return { event: null, problem: problemOf(cause) }
  }
}

/** `provenance hook NAME …`: what an installed git hook starts, for hook managers that call a command by name. */
export const hook = async (name: string, args: readonly string[]): Promise<number> => {
  if (gateNames.some((gate) => gate === name)) return judge([name, ...args])
  const { node, entry } = program()
  return spawnSync(node, [entry, name, ...args], { stdio: 'inherit' }).status ?? 0
}

/** The gate's program, for servers that call a command by name; all but its own yes refuses. */
const judge = (words: readonly string[]): number => {
  const { node, entry } = serverProgram(program())
  return spawnSync(node, [entry, ...words], { stdio: 'inherit' }).status === 92 ? 0 : 1
}
