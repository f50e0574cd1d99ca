import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { recordFromStdin } from '../../hook/record-stdin.js'
import { locate } from '../../store/location.js'
import { gateNames, serverProgram } from '../../workflows/install-server.js'
import { refreshSettings } from '../../workflows/settings.js'
import { program } from '../program-files.js'

/** `provenance record`: exit 0, whatever the payload, for no agent may fail because of us; a prompt guard may hold a prompt. */
export const record = async ({ agent }: { readonly agent: string }): Promise<number> => {
  const here = locate(process.cwd())
  // A configuration that is broken is doctor's to tell; the settings kept then stand.
  if (here !== null) await refreshSettings(here).catch(() => undefined)
  const caller = { agent, env: process.env, cwd: process.cwd(), now: Date.now(), random: () => randomBytes(32) }
  const { stdout, stderr, status } = await recordFromStdin(caller)
  process.stdout.write(stdout)
  process.stderr.write(stderr)
  return status
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
