import { chmodSync, mkdirSync, realpathSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { ProvenanceError } from '../../core/errors.js'
import { seePlace } from '../../core/file-hints.js'
import { hookNames } from '../../install/manager.js'
import { writeAtomically } from '../../store/atomic.js'
import { servesGate } from '../../store/gate.js'
import type { Location } from '../../store/location.js'
import { handOver } from '../../store/owner.js'
import { hookScript } from './hook-script.js'

/** Where the program's own files are: the hook shims, and the bundle that hooks start. */
export type Program = { readonly hooks: string; readonly entry: string; readonly node: string }

/** Readies a clone's own folder: where the program is, the agents' shim, a shim for each hook, and whose hooks are live. */
export const readyClone = (location: Location, program: Program, agents: readonly string[]): void => {
  const shims = join(location.shared, 'hooks')
  mkdirSync(shims, { recursive: true, mode: 0o700 })
  // Pushers who are not this person must find a server's gate there; each file of ours is closed by itself.
  if (!servesGate(location.commonDir)) chmodSync(location.shared, 0o700)
  chmodSync(shims, 0o700)
  for (const [path, text] of clonesScripts(program.hooks)) {
    writeAtomically(join(location.shared, path), text, 0o700)
  }
  writeAtomically(join(location.shared, 'runtime'), runtimeOf(program))
  if (agents.length > 0) writeAtomically(join(location.shared, 'observing'), `${agents.join('\n')}\n`)
  handOver(location)
}

/** The scripts of a clone's own folder, by their places in it: the agents' shim, and a shim for each git hook. */
export const clonesScripts = (hooks: string): readonly (readonly [string, string])[] => [
  ['record.sh', hookScript(hooks, 'record.sh')],
  ...hookNames.map((hook) => [join('hooks', hook), hookScript(hooks, hook)] as const),
]

/** Puts off the claim that the agents' hooks are live, until hooks/global.sh makes it. */
export const observeLater = (location: Location): void => {
  const observing = join(location.shared, 'observing')
  renameSync(observing, `${observing}.next`)
}

/** What a shim starts: node and the bundle, a line each. Throws VALUE_REFUSED for a path of two lines: the shim would start another file. */
export const runtimeOf = ({ node, entry }: Program): string => {
  const paths = [node, realpathSync(entry)]
  const broken = paths.find((path) => path.includes('\n'))
  if (broken === undefined) return paths.map((path) => `${path}\n`).join('')
  throw new ProvenanceError(
    'VALUE_REFUSED',
    `${JSON.stringify(broken)}: expected a path on one line, which the git hooks can start, got one of several`,
    { hint: seePlace(broken) },
  )
}
