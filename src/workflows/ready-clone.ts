import { chmodSync, copyFileSync, mkdirSync, realpathSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { hookNames } from '../install/manager.js'
import { writeAtomically } from '../store/atomic.js'
import { servesGate } from '../store/gate.js'
import type { Location } from '../store/location.js'

/** Where the program's own files are: the hook shims, and the bundle that hooks start. */
export type Program = { readonly hooks: string; readonly entry: string; readonly node: string }

/** Readies a clone's own folder: where the program is, the agents' shim, a shim for each hook, and whose hooks are live. */
export const readyClone = (location: Location, program: Program, agents: readonly string[]): void => {
  const shims = join(location.shared, 'hooks')
  mkdirSync(shims, { recursive: true, mode: 0o700 })
  // Pushers who are not this person must find a server's gate there; each file of ours is closed by itself.
  if (!servesGate(location.commonDir)) chmodSync(location.shared, 0o700)
  chmodSync(shims, 0o700)
  const scripts = [['record.sh', 'record.sh'], ...hookNames.map((hook) => ['gate.sh', join('hooks', hook)])]
  for (const [from = '', to = ''] of scripts) {
    copyFileSync(join(program.hooks, from), join(location.shared, to))
    chmodSync(join(location.shared, to), 0o700)
  }
  writeAtomically(join(location.shared, 'runtime'), runtimeOf(program))
  if (agents.length > 0) writeAtomically(join(location.shared, 'observing'), `${agents.join('\n')}\n`)
}

/** Puts off the claim that the agents' hooks are live, until hooks/global.sh makes it. */
export const observeLater = (location: Location): void => {
  const observing = join(location.shared, 'observing')
  renameSync(observing, `${observing}.next`)
}

/** What a shim starts: node and the bundle, a line each. */
export const runtimeOf = ({ node, entry }: Program): string => `${node}\n${realpathSync(entry)}\n`
