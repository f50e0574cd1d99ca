import {
  applyEdits,
  findNodeAtLocation,
  type JSONPath,
  modify,
  type Node,
  type ParseError,
  parse,
  parseTree,
  stripComments,
} from 'jsonc-parser'
import type { HookFile } from '../agents/agent.js'
import { commandMark } from '../agents/command.js'
import { type JsonObject, list, object } from '../agents/payload.js'
import { notAsExpected } from './not-as-expected.js'
import type { FileChange } from './plan.js'

/** A settings file of an agent, with its text when we first found it and the text we then wrote. */
export type SettingsFile = {
  readonly path: string
  readonly text: string | null
  readonly installed: { readonly before: string | null; readonly after: string } | null
}

const why = 'agent hooks'

/**
 * Puts an agent's hooks into the file that it shares with others: beside those that are there, comments and layout kept.
 * Adding twice changes nothing. Throws CONFIG_INVALID where it is no JSON object.
 */
export const planSettings = ({ path, text }: SettingsFile, hooks: Merged): readonly FileChange[] => {
  const after = markOf(text) + withHooks({ path, text: unmarked(text) }, hooks)
  return after === text ? [] : [{ path, before: text, after, mode: null, why }]
}

/** Takes exactly our hooks back: to the very bytes where nobody changed the file since, else entry by entry. */
export const unplanSettings = ({ path, text, installed }: SettingsFile, hooks: Merged): readonly FileChange[] => {
  if (text === null) return []
  const change = (after: string | null) => [{ path, before: text, after, mode: null, why }]
  if (installed !== null && text === installed.after) return change(installed.before)
  parsedSettings(path, unmarked(text), hooks.under)
  const left = withoutHooks(unmarked(text), hooks.under)
  if (installed?.before === null && isBare(left, hooks.head)) return change(null)
  const after = markOf(text) + left
  return after === text ? [] : change(after)
}

/** True where nobody's word but ours is in a file that we made, whatever its layout is by now. */
const isBare = (text: string, head: JsonObject): boolean =>
  stripComments(text) === text && ['{}', JSON.stringify(head)].includes(JSON.stringify(parse(text)))

/** Settings as an object, comments left out; empty where the text is none. */
export const settingsIn = (text: string): JsonObject => object(parse(unmarked(text)))

/** True where an agent can read the text: one JSON object, comments aside. */
export const isReadable = (text: string): boolean => {
  const errors: ParseError[] = []
  const value: unknown = parse(unmarked(text), errors, { allowTrailingComma: true })
  return errors.length === 0 && typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** True where any of our hooks stands in the text. */
export const hasHooks = (text: string): boolean => text.includes(commandMark)

/** Editors on Windows begin a file with a byte order mark, which JSON does not know (RFC 8259, section 8.1). */
const byteOrderMark = '\ufeff'
const markOf = (text: string | null): string => (text?.startsWith(byteOrderMark) === true ? byteOrderMark : '')
const unmarked = <T extends string | null>(text: T): T => (text?.slice(markOf(text).length) ?? null) as T

type Merged = Extract<HookFile, { readonly form: 'merged' }>

const withHooks = ({ path, text }: Pick<SettingsFile, 'path' | 'text'>, hooks: Merged): string => {
  const given = text === null || text.trim() === '' ? `${JSON.stringify(hooks.head, null, 2)}\n` : text
  const settings = parsedSettings(path, given, hooks.under)
  if (isComplete(settings, hooks)) return given
  if (hooks.under !== null && !isMapOrNone(settings[hooks.under]))
    throw notAsExpected(path, `an object under ${hooks.under}`)
  const bare = withoutHooks(given, hooks.under)
  const after = hooks.entries.reduceRight((now, { event, value }) => {
    const withList = hooks.under === null ? now : withMember(now, [], { key: hooks.under, value: {} })
    const place = placeOf(hooks.under, event)
    const list = at(parse(withList), place)
    if (Array.isArray(list)) return inserted(withList, place, { key: null, value })
    if (list != null) throw notAsExpected(path, `a list under ${place.join('.')}`)
    return withMember(withList, placeOf(hooks.under), { key: event, value: [value] })
  }, bare)
  parsedSettings(path, after, hooks.under)
  return after
}

const isMapOrNone = (value: unknown): boolean => value == null || (typeof value === 'object' && !Array.isArray(value))

/** Every entry stands there already, and no older one of ours beside it. */
const isComplete = (settings: JsonObject, { under, entries }: Merged): boolean => {
  const events = object(at(settings, placeOf(under)))
  const ours = Object.entries(events).flatMap(([event, all]) =>
    list(all)
      .filter((one) => JSON.stringify(one).includes(commandMark))
      .map((value) => JSON.stringify({ event, value })),
  )
  const wanted = entries.map(({ event, value }) => JSON.stringify({ event, value }))
  return ours.length === wanted.length && wanted.every((entry) => ours.includes(entry))
}

/** The text without our entries; lists and objects that only held ours go with them. */
const withoutHooks = (text: string, under: Merged['under']): string => {
  const events = object(at(parse(text) as JsonObject, placeOf(under)))
  let now = text
  for (const [event, entries] of Object.entries(events)) {
    if (!JSON.stringify(entries).includes(commandMark)) continue
    const left = list(entries).flatMap(withoutOurs)
    now = left.length === 0 ? removed(now, placeOf(under, event)) : pruned(now, { under, event })
  }
  const emptied = under !== null && now !== text && Object.keys(object(at(parse(now), placeOf(under)))).length === 0
  return emptied ? removed(now, [under]) : now
}

type Where = { readonly under: Merged['under']; readonly event: string }

/** Takes ours out of one event's list, the last first, so that what stands before keeps its number. */
const pruned = (text: string, { under, event }: Where): string => {
  const place = placeOf(under, event)
  const entries = list(at(parse(text), place))
  return entries.reduceRight<string>((now, entry, index) => {
    const [left] = withoutOurs(entry)
    if (left === entry) return now
    return left === undefined ? removed(now, [...place, index]) : replaced(now, [...place, index], left)
  }, text)
}

/** A group without our handlers; nothing where it held no other. */
const withoutOurs = (entry: unknown): readonly unknown[] => {
  const isOurs = (one: unknown) => JSON.stringify(one).includes(commandMark)
  if (!isOurs(entry)) return [entry]
  const others = list(object(entry)['hooks']).filter((hook) => !isOurs(hook))
  return others.length === 0 ? [] : [{ ...object(entry), hooks: others }]
}

const placeOf = (under: Merged['under'], ...more: readonly string[]): JSONPath =>
  under === null ? [...more] : [under, ...more]

const at = (value: unknown, place: JSONPath): unknown =>
  place.reduce<unknown>((inside, key) => object(inside)[String(key)], value)

/** The text with one value replaced; all else stays as it is. */
const replaced = (text: string, place: JSONPath, value: unknown): string =>
  applyEdits(text, modify(text, place, value, {}))

/** The text with a member where there is none; one that is null gets the value, for a second of its name would be the one that counts. */
const withMember = (
  text: string,
  place: JSONPath,
  member: { readonly key: string; readonly value: unknown },
): string => {
  const there = at(parse(text), [...place, member.key])
  if (there === undefined) return inserted(text, place, member)
  return there === null ? replaced(text, [...place, member.key], member.value) : text
}

/** The text without one member of an object or list, up to the member behind it, so that comments beside others stay. */
const removed = (text: string, place: JSONPath): string => {
  const tree = parseTree(text, [], { allowTrailingComma: true })
  const found = tree === undefined ? undefined : findNodeAtLocation(tree, place)
  const member = found?.parent?.type === 'property' ? found.parent : found
  const siblings = member?.parent?.children ?? []
  if (member === undefined) return text
  const index = siblings.indexOf(member)
  const [before, behind] = [siblings[index - 1], siblings[index + 1]]
  const end = member.offset + member.length
  if (behind !== undefined) return text.slice(0, member.offset) + text.slice(behind.offset)
  return text.slice(0, before === undefined ? member.offset : before.offset + before.length) + text.slice(end)
}

type Insertion = { readonly key: string | null; readonly value: unknown }

/** The text with a member put in front of those of an object or list, so that no comment behind one of them moves. */
const inserted = (text: string, place: JSONPath, { key, value }: Insertion): string => {
  const tree = parseTree(text, [], { allowTrailingComma: true })
  const container = tree === undefined ? undefined : findNodeAtLocation(tree, place)
  if (container === undefined) return text
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const indent = /^\{\r?\n([ \t]+)\S/.exec(text)?.[1] ?? '  '
  const pad = eol + indent.repeat(place.length + 1)
  const member = `${key === null ? '' : `${JSON.stringify(key)}: `}${JSON.stringify(value, null, indent).replaceAll('\n', pad)}`
  const [first] = container.children ?? []
  const offset = first?.offset ?? container.offset + 1
  const content = first === undefined ? `${pad}${member}${eol}${indent.repeat(place.length)}` : `${member},${pad}`
  return text.slice(0, offset) + content + text.slice(offset)
}

const parsedSettings = (path: string, text: string, under: Merged['under']): JsonObject => {
  if (!isReadable(text)) throw notAsExpected(path, 'a JSON object')
  const twice = doubled(text, under)
  if (twice !== undefined) throw notAsExpected(path, `the key ${twice} once`)
  return object(parse(text, [], { allowTrailingComma: true }))
}

/** A key that stands twice where ours go: an agent takes one of the two, and which is its secret. */
const doubled = (text: string, under: Merged['under']): string | undefined => {
  const tree = parseTree(text, [], { allowTrailingComma: true })
  const events = tree === undefined || under === null ? undefined : findNodeAtLocation(tree, [under])
  const keysOf = (node: Node | undefined) =>
    (node?.type === 'object' ? (node.children ?? []) : []).map(({ children }) => String(children?.[0]?.value))
  return [keysOf(tree), keysOf(events)].flatMap((keys) => keys.filter((key, at) => keys.indexOf(key) !== at))[0]
}
