import type { HookEntry, HookSwitch } from './agent.js'
import { hookCommand, type Mode } from './command.js'
import type { JsonObject } from './payload.js'

/** Which of an agent's events a hook listens to: its name, the tools it is for, and what it does. */
export type Listening = {
  readonly event: string
  readonly mode: Mode
  readonly tools?: string
}

/** What is heard of tools that may change any file, each told by an expression, at each of some events. */
export const around = (events: readonly string[], tools: readonly string[]): readonly Listening[] =>
  tools.flatMap((one) => events.map((event) => ({ event, mode: 'event', tools: one })))

/** The same before, after, and after one that ended with an error. */
export const aroundShell = (...tools: readonly string[]): readonly Listening[] =>
  around(['PreToolUse', 'PostToolUse', 'PostToolUseFailure'], tools)

type Caller = {
  readonly agent: string
  readonly folder?: string
  readonly otherwise?: string
}

const orderOf = (caller: Caller, mode: Mode) => hookCommand({ ...caller, mode })

/** Entries in the form of Claude Code's settings: groups of handlers, each with a matcher. `handler` is added to ours. */
export const grouped = (
  caller: Caller,
  listening: readonly Listening[],
  handler: JsonObject = { timeout: 10 },
): readonly HookEntry[] =>
  listening.map(({ event, mode, tools }) => ({
    event,
    value: {
      ...(tools === undefined ? {} : { matcher: tools }),
      hooks: [{ type: 'command', command: orderOf(caller, mode), ...handler }],
    },
  }))

/** Entries in a flat list for each event; `handler` is added to each. */
export const flat = (caller: Caller, listening: readonly Listening[], handler: JsonObject): readonly HookEntry[] =>
  listening.map(({ event, mode, tools }) => ({
    event,
    value: { ...(tools === undefined ? {} : { matcher: tools }), command: orderOf(caller, mode), ...handler },
  }))

/** A settings file in which `disableAllHooks` says that no hook runs. */
export const switchedOff = (path: string): HookSwitch => switchedBy(/"disableAllHooks"\s*:\s*true/)(path)

/** A settings file in which words that an expression finds say that no hook runs. */
export const switchedBy =
  (off: RegExp) =>
  (path: string): HookSwitch => ({ path, isOff: (text) => off.test(text) })

/** The text of a settings file that is ours alone. */
export const ownText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** Entries as the object of lists that a file of our own holds. */
export const asLists = (entries: readonly HookEntry[]): Readonly<Record<string, readonly JsonObject[]>> => {
  const lists: Record<string, JsonObject[]> = {}
  for (const { event, value } of entries) lists[event] = [...(lists[event] ?? []), value]
  return lists
}
