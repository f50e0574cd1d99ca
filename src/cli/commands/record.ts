import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { recordFromStdin } from '../../hook/record-stdin.js'
import { program } from '../program-files.js'

/** `provenance record`: always exit 0, whatever the payload; the agent must never fail because of us. */
export const record = async ({ agent }: { readonly agent: string }): Promise<number> => {
  await recordFromStdin({ agent, env: process.env, cwd: process.cwd(), now: Date.now(), random: () => randomBytes(32) })
  return 0
}

/** `provenance hook NAME …`: what an installed git hook starts, for hook managers that call a command by name. */
export const hook = async (name: string, args: readonly string[]): Promise<number> => {
  const { node, entry } = program()
  return spawnSync(node, [entry, name, ...args], { stdio: 'inherit' }).status ?? 0
}
