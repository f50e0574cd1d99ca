import type { HookEntry, HookSwitch } from './agent.js'
import { hookCommand, type Mode } from './command.js'
import type { JsonObject } from './payload.js'

/** Which of an agent's events a hook listens to: its name, the tools it is for, and what it does. */
export type Listening = {
  readonly event: string
  readonly mode: Mode
  readonly tools?: string
}

/**
 * Tools of MCP servers that may write files, told by words in their names (`mcp__filesystem__write_file`,
 * `mcp__serena__replace_symbol_body`, `mcp__jetbrains__execute_terminal_command`): one that reads starts no process of ours.
 */
const writingToolsOf = (server: string): string =>
  `^${server}.*(${[
    ...['[Ww]rit', '[Ee]dit', '[Cc]reat', '[Ii]nsert', '[Rr]eplac', '[Dd]elet', '[Rr]ename', '[Mm]ov', '[Pp]atch'],
    ...['[Aa]pply', '[Aa]ppend', '[Uu]pdate', '[Rr]efactor', '[Ee]xec', '[Cc]ommand', '[Ss]hell', '[Tt]erminal'],
  ].join('|')}).*`
export const writingTools = writingToolsOf('mcp__')
/** The same where the name of a server's tool begins in another way (`mcp_filesystem_write_file`, Crush). */
export const writingToolsOfCrush = writingToolsOf('mcp_')

/** What is heard of tools that may change any file: before, after, and after one that ended with an error. */
export const aroundShell = (tools: string): readonly Listening[] =>
  ['PreToolUse', 'PostToolUse', 'PostToolUseFailure'].map((event) => ({ event, mode: 'event', tools }))

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
