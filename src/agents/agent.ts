import type { Observation } from '../core/event.js'
import type { Environment } from './caller.js'
import type { JsonObject } from './payload.js'

/** A hook as an agent's settings file lists it: the list it stands in, and its entry there. */
export type HookEntry = { readonly event: string; readonly value: JsonObject }

/**
 * A file in which an agent finds its hooks, its path from the top of the project. `merged` files are shared with a person
 * and other programs: our entries go beside theirs, under `hooks` or at the top; `head` is what a new file begins with.
 * `own` files are ours alone.
 */
export type HookFile =
  | {
      readonly form: 'merged'
      readonly path: string
      readonly under: 'hooks' | null
      readonly head: JsonObject
      readonly entries: readonly HookEntry[]
    }
  | { readonly form: 'own'; readonly path: string; readonly text: string; readonly mode: number }

/** A coding agent: how its payloads are read, and where it finds our hooks. */
export type Agent = {
  readonly read: (payload: JsonObject, env: Environment) => Observation
  readonly hooks: readonly HookFile[]
}
