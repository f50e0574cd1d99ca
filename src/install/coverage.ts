import type { HookEntry, HookFile } from '../agents/agent.js'
import { commandMark } from '../agents/command.js'
import { type JsonObject, list, object } from '../agents/payload.js'
import { hasHooks, isReadable, settingsIn } from './agent-settings.js'

/**
 * True where a file has an agent report what it does to files, by whatever version of ours it was written that the agent
 * hears: nothing that it does can be unheard then. What came later, of calls that failed and of tools of MCP servers, and events that tell only of sessions and prompts do not count.
 */
export const reportsWork = (text: string, hooks: HookFile): boolean => {
  if (!hasHooks(text) || (isJson(hooks) && !isReadable(text))) return false
  if (hooks.form === 'own') return withoutLayout(text).includes(withoutLayout(hooks.needs ?? ''))
  const there = new Set(entriesIn(text, hooks.under).flatMap(reportsOf))
  return hooks.entries
    .filter((entry) => ofWork.test(entry.event) && !cameLater(entry))
    .flatMap(reportsOf)
    .every((report) => there.has(report))
}

/** False for a script that tells only of sessions or prompts: its name is its event's. */
export const tellsOfWork = ({ form, path }: HookFile): boolean =>
  form === 'merged' || /\.[a-z]+$/.test(path) || ofWork.test(path.slice(path.lastIndexOf('/') + 1))

const cameLater = ({ event, value }: HookEntry): boolean =>
  /failure|mcp/i.test(event) || /^\^mcp/i.test(String(value['matcher']))

const ofWork = /tool|edit|write|shell|command/i

/** The events, or the file, for which this version has a hook that is not there; what a person set beside our commands is theirs. */
export const missingHooks = (text: string, hooks: HookFile): readonly string[] => {
  if (hooks.form === 'own')
    return hasHooks(text) && withoutLayout(text) === withoutLayout(hooks.text) ? [] : [hooks.path]
  const there = new Set(entriesIn(text, hooks.under).flatMap(wordsOf))
  const missing = hooks.entries.filter((entry) => !wordsOf(entry).every((words) => there.has(words)))
  return [...new Set(missing.map(({ event }) => event))]
}

const isJson = ({ path }: HookFile): boolean => path.endsWith('.json')

const entriesIn = (text: string, under: 'hooks' | null): readonly HookEntry[] => {
  const settings = isReadable(text) ? settingsIn(text) : {}
  const events = under === null ? settings : object(settings[under])
  return Object.entries(events).flatMap(([event, values]) =>
    list(values).map((value) => ({ event, value: object(value) })),
  )
}

/** What an entry has reported of its event: a file that is written, or a call for node to see to. */
const reportsOf = ({ event, value }: HookEntry): readonly string[] =>
  ourCommands(value).map((command) => `${event} ${/record\.sh" (\w+)/.exec(command)?.[1]}`)

const wordsOf = ({ event, value }: HookEntry): readonly string[] =>
  ourCommands(value).map((command) => JSON.stringify([event, value['matcher'] ?? null, command]))

const ourCommands = (value: JsonObject): readonly string[] =>
  [value, ...list(value['hooks']).map(object)]
    .flatMap((one) => Object.values(one))
    .filter((one): one is string => typeof one === 'string' && one.includes(commandMark))

/** A formatter of the project's may have laid the file out anew. */
const withoutLayout = (text: string): string => text.replace(/[\s'"`;,()]/g, '')
