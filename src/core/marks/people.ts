import { type Alias, aliasOf, coinedWithin, isNickname, wordsOf } from './aliases.js'
import { findModel, namedModel, statedModel, wholeModel } from './find-model.js'
import type { Sign } from './sign.js'
import { botLogins } from './table/bot-logins.js'
import { exclusions } from './table/exclusion.js'
import { peopleMarks } from './table/people.js'
import { isToolAddress, vendorTool } from './vendor-address.js'

// A row that names the tool says more than one that only says AI.
const rows = [...peopleMarks.filter(({ tool }) => tool !== null), ...peopleMarks.filter(({ tool }) => tool === null)]
const excluded = exclusions.filter(({ kind }) => kind !== 'trailer').map(({ pattern }) => pattern)

type Person = { readonly name: string; readonly address: string }

/** `NAME <ADDRESS>` taken apart; a missing `>` is forgiven, and without `<` all of it is the name. */
export const splitPerson = (text: string): Person => {
  const open = text.lastIndexOf('<')
  if (open === -1) return { name: text.trim(), address: '' }
  const close = text.indexOf('>', open)
  return { name: text.slice(0, open).trim(), address: text.slice(open + 1, close === -1 ? undefined : close).trim() }
}

const withoutNote = (name: string): string => name.replace(/\s*\([^)]*\)?/g, '').trim()
const note = (name: string): string => /\(([^)]*)\)?/.exec(name)?.[1]?.trim() ?? ''

const mailProviders =
  /@(?:gmail|googlemail|outlook|hotmail|live|yahoo|icloud|me|proton|protonmail|fastmail|gmx|aol|web|qq|163|126|foxmail|naver)\.(?:[a-z]{2,3}(?:\.[a-z]{2})?|mail)$/i

/**
 * A word such as `amp` or `cursor` is the tool only where the address repeats it, which is how people's addresses are made as
 * well: not at a provider of free mail, and not where people are called so. A given name never is by itself.
 */
const convincing = (alias: Alias, { name, address }: Person): boolean => {
  if (alias.certainty === 'coined' || address === '') return true
  if (alias.certainty === 'given' || mailProviders.test(address)) return false
  if (isNickname(alias.tool) && !/\[bot\]@/i.test(address)) return isToolAddress(address, alias.tool)
  const word = wordsOf(name)[0] ?? ''
  return wordsOf(address).some((part) => part.includes(word))
}

const byName = (person: Person): Alias | null => {
  const alias = aliasOf(withoutNote(person.name))
  return alias !== null && convincing(alias, person) ? alias : null
}

/** `jane+claude-code@example.com`: some people give their agent a tag of their own address. */
const byTag = (address: string): string | null => {
  const tag = /^[^@+]+\+([^@]+)@/.exec(address)?.[1]
  if (tag === undefined || /@users\.noreply\.github\.com$/i.test(address)) return null
  const alias = aliasOf(tag) ?? aliasOf(tag.split('.')[0] ?? '')
  return alias?.tool ?? null
}

/** A GitHub app whose login is known, whatever number stands before it, or says what it is: `my-claude-bot[bot]`, `some-ai[bot]`. */
const byLogin = (name: string): Sign | null => {
  const login = /([\w-]+)\[bot\]/i.exec(name)?.[1]
  if (login === undefined) return null
  const known = login.toLowerCase()
  if (Object.hasOwn(botLogins, known)) return { tool: botLogins[known] ?? null, model: null }
  const alias = aliasOf(login)
  if (alias !== null && alias.certainty !== 'word') return { tool: alias.tool, model: null }
  const parts = wordsOf(login.replace(/_/g, '-'))
  const named = parts.map((part) => aliasOf(part)).find((found) => found !== null && found.certainty !== 'word')
  if (named !== undefined) return { tool: named?.tool ?? null, model: null }
  return parts.some((part) => part === 'ai' || part === 'agent' || part === 'llm') ? { tool: null, model: null } : null
}

const modelOf = (name: string, tool: string | null): string | null => {
  const inside = note(name)
  // Aider writes the identifier it was started with, provider path and all.
  if (tool === 'aider' && inside !== '') return inside === 'aider' ? null : statedModel(inside)
  const explicit = namedModel(inside)
  if (explicit !== null) return explicit
  return wholeModel(name) ?? wholeModel(afterTool(inside)) ?? findModel(inside) ?? findModel(name)
}

/** `copilot/claude-sonnet-4`: what follows the name of a tool and a slash. */
const afterTool = (text: string): string => {
  const slash = text.indexOf('/')
  return slash > 0 && aliasOf(text.slice(0, slash)) !== null ? text.slice(slash + 1) : text
}

const byNote = (name: string): string | null => {
  const via = / via (.{2,40})$/i.exec(name)?.[1]
  const through = via === undefined ? null : aliasOf(via)
  if (through?.certainty === 'coined') return through.tool
  const inside = note(name)
  const slash = inside.indexOf('/')
  if (slash > 0 && wholeModel(inside.slice(slash + 1)) !== null) return aliasOf(inside.slice(0, slash))?.tool ?? null
  const alias = aliasOf(inside.replace(/^via /i, ''))
  if (alias?.certainty === 'coined') return alias.tool
  return inside.length > 20 ? (coinedWithin(inside)?.tool ?? null) : null
}

/** `Jane Doe + Claude`: a person, and the agent beside them. */
const besides = (name: string): string | null => {
  const other = /^\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}.'-]*)+ \+ ([\w ]{3,30})$/u.exec(name)?.[1]
  const alias = other === undefined ? null : aliasOf(other)
  return alias?.certainty === 'coined' || /^claude$/i.test(other ?? '') ? (alias?.tool ?? null) : null
}

/** An identifier in full, as an agent writes it behind a person's name: `Jane Doe (claude-sonnet-4-20250514)`. */
const noteModel = (name: string): string | null => {
  const inside = note(name)
  return /^[a-z]+(?:-[a-z0-9.]+){2,}$/.test(inside) ? wholeModel(inside) : null
}

const anyAi =
  /^(?:(?:an? )?(?:AI|LLM|GenAI)(?:[ -](?:assistant|agent|bot|model|pair programmer|assisted|generated|tool)s?)?|(?:coding|code) agent|AI \([^)]*\)|AI\+[\w-]+)$|\(via (?:an? )?(?:agent|AI|LLM)\)/i

/**
 * Reads one person field (`NAME <ADDRESS>`, at most some hundred characters) as the sign of an agent. Null for people,
 * for bots that are no AI, and wherever a given name or a vendor's domain is all there is.
 */
export const readPerson = (text: string): Sign | null => {
  const person = splitPerson(text)
  const { name, address } = person
  const whole = address === '' ? name : `${name} <${address}>`
  if (excluded.some((pattern) => pattern.test(whole))) return null
  const model = wholeModel(name) ?? wholeModel(withoutNote(name)) ?? noteModel(name)
  const own = model === null ? byName(person) : null
  if (own?.certainty === 'coined') return { tool: own.tool, model: modelOf(name, own.tool) }
  const row = rows.find(({ pattern }) => pattern.test(whole))
  if (row !== undefined && row.tool !== null) return { tool: row.tool, model: modelOf(name, row.tool) }
  const tool = vendorTool(address) ?? byNote(name) ?? besides(name) ?? own?.tool ?? null
  if (tool !== null) return { tool, model: modelOf(name, tool) }
  if (model !== null) return { tool: byTag(address), model }
  const login = byLogin(name) ?? byLogin(address)
  if (login !== null) return login
  if (row !== undefined || anyAi.test(name)) return { tool: null, model: modelOf(name, null) }
  const tagged = byTag(address)
  return tagged !== null && coinedWithin(tagged.replace(/-/g, ' ')) !== null && !looksHuman(name)
    ? { tool: tagged, model: null }
    : null
}

const looksHuman = (name: string): boolean => /^\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}.'-]*)+$/u.test(name)
