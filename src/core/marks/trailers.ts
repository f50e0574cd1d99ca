import { keys } from '../trailer/keys.js'
import { aliasOf, slug } from './aliases.js'
import { readAttribution } from './attribution.js'
import { denialIn } from './denial.js'
import { findModel, statedModel, wholeModel } from './find-model.js'
import { mayHoldSign } from './hint.js'
import type { MarkKind } from './mark.js'
import { readPerson } from './people.js'
import type { Sign } from './sign.js'
import { exclusions } from './table/exclusion.js'
import { trailerMarks } from './table/trailer.js'
import { trailerConventions } from './table/trailer-conventions.js'

export type TrailerSign = Sign & { readonly kind: MarkKind; readonly ai: boolean }

const personKeys: ReadonlySet<string> = new Set([
  'co-authored-by',
  'coauthored-by',
  'co-author',
  'co-authors',
  'co-developed-by',
  'signed-off-by',
])
/** Keys of helpers, which say AI only where an agent's own address stands. */
const helperKeys: ReadonlySet<string> = new Set(['guided-by'])
const attributionKeys: ReadonlySet<string> = new Set(
  'assisted-by assist-by assited-by asisted-by assised-by assissted-by generated-by commit-generated-by written-by created-by made-by coded-by implemented-by authored-by helped-by made-with built-with generated-with written-with created-with assisted-with'.split(
    ' ',
  ),
)
/** Keys that say AI by themselves, whatever their value names. */
const aiKey =
  /^(?:(?:ai|llm|genai)-(?:assist|generat|author|tool|model|agent|session|prompt|use|usage|contribut|co-?author|human-ratio|attribution|mode|level|involvement|disclosure|percent|ratio|provider|provenance|vendor|transcript|conversation)[a-z-]*|(?:assisted|generated|written|co-authored|co-developed)-by-(?:ai|llm)|coding-agent)$/
const tellingKey = /^(?:entire-agent|executed-by|agent-signature|claude-generated-by|human-edit-ratio)$/
const sessionKey = /session|thread|checkpoint|logs-url|conversation|transcript|trace-/

const rows = [...trailerMarks, ...trailerConventions]
const excluded = exclusions.filter(({ kind }) => kind === 'trailer').map(({ pattern }) => pattern)
/** The keys of the table, from its examples, and the beginnings that several of its keys share. */
const tableKeys: ReadonlySet<string> = new Set(
  rows.map(({ example }) => example.slice(0, example.indexOf(':')).toLowerCase()),
)
const tableFamilies = /^(?:claude|copilot|amp|entire|replit-commit|rearm|openqed|whence-trace|agent|turbocommit)-/

/** In lower case, and `Assisted by` as the key that was meant. */
const nameOf = (key: string): string => key.toLowerCase().replace(/ by$/, '-by')

/** True for a key whose value may be a sign: a cheap test before anything else. */
export const isSignKey = (key: string): boolean => {
  const name = nameOf(key)
  return (
    personKeys.has(name) ||
    helperKeys.has(name) ||
    attributionKeys.has(name) ||
    tableKeys.has(name) ||
    tableFamilies.test(name) ||
    aiKey.test(name)
  )
}

const ours: ReadonlySet<string> = new Set(
  [keys.promptHash, keys.humanEdited, keys.change].map((key) => key.toLowerCase()),
)

/**
 * True where the line belongs to a record of this program: its own keys, and `AI-Prompt-Hash` only in its own form
 * (others use that key too).
 */
export const isRecordTrailer = (key: string, value: string): boolean => {
  const name = key.toLowerCase()
  if (name !== keys.promptHash.toLowerCase()) return ours.has(name)
  return ownHash.test(value)
}

/** With `prompts=`, which may be left out of a hash of one prompt; that is then told by its form (trailer/read.ts). */
const ownHash = /^(?:hmac-)?sha256:[^;]*;\s*prompts=|^none\b|^(?:hmac-sha256:[0-9a-f]{8}|sha256):[\w-]{43}\s*(?:;|$)/i

const said = (sign: Sign, kind: MarkKind = 'trailer'): TrailerSign => ({ ...sign, kind, ai: true })
const silent: Sign = { tool: null, model: null }

const assent = /^(?:yes|y|true|1|on|partial(?:ly)?|full(?:y)?|\d{1,3} ?%)$/i

const readAiKey = (name: string, value: string): TrailerSign => {
  const kind = sessionKey.test(name) ? 'session' : 'trailer'
  if (/model/.test(name)) return said({ tool: null, model: statedModel(value.split(';')[0] ?? '') })
  if (kind === 'session' || /prompt|ratio|percent|used-for/.test(name)) return said(silent, kind)
  const sign = readAttribution(value)
  if (sign !== null) return said(sign)
  return said(
    /-(?:tools?|agent|assistant)$/.test(name) && !assent.test(value)
      ? { tool: slug(value) || null, model: null }
      : silent,
  )
}

/** `MODEL on behalf of NAME`: the model as the agent spells itself, whose first word may be the tool. */
export const readSignature = (value: string): Sign | null => {
  const [, agent = ''] = /^_?([\w./:@-]+) on behalf of /.exec(value) ?? []
  const model = agent.replace(/[-._]+$/, '')
  if (model === '' || findModel(model) === null) return null
  const prefix = wholeModel(model) === null ? aliasOf(model.split('-')[0] ?? '') : null
  return { tool: prefix?.tool ?? null, model }
}

const readTelling = (name: string, value: string): TrailerSign | null => {
  if (name === 'agent-signature') return said(readSignature(value) ?? { tool: null, model: findModel(value) })
  if (name === 'claude-generated-by') return said({ tool: 'claude-code', model: findModel(value) })
  if (name === 'entire-agent') return said(readAttribution(value) ?? silent)
  if (name === 'human-edit-ratio') return /^100$/.test(value) ? null : said(silent)
  return /^\S+\//.test(value) ? said(silent) : null
}

const readTable = (line: string, name: string): TrailerSign | null => {
  const row = rows.find(({ pattern }) => pattern.test(line))
  if (row === undefined) return null
  return said(
    { tool: row.tool, model: row.model ? findModel(line) : null },
    sessionKey.test(name) ? 'session' : 'trailer',
  )
}

/** What a prompt, a session or a purpose is called is free: only an answer by itself denies anything there. */
const freeText = /prompt|used-for/

/** What a value says that denies AI: a sign of what it names besides, or a denial; undefined where it is to be read as any other. */
const readDenial = (name: string, value: string): TrailerSign | null | undefined => {
  const denial = denialIn(value)
  if (denial === null) return undefined
  const besides = denial.besides.replace(/(?:^|;)\s*[\w-]+=[^\s;]*/g, '').trim()
  if (freeText.test(name) || sessionKey.test(name))
    return denial.outright && besides === '' ? { ...silent, kind: 'trailer', ai: false } : undefined
  const sign = readAttribution(besides)
  if (sign !== null) return said(sign)
  if (denial.outright) return { ...silent, kind: 'trailer', ai: false }
  return aiKey.test(name) ? readAiKey(name, besides) : null
}

/**
 * Reads one trailer (key and unfolded value, cut to some hundred characters) as a sign; `ai` false where it says that no
 * AI took part. Null where it is none. The caller leaves out what belongs to a record of this program.
 */
export const readTrailer = (key: string, value: string): TrailerSign | null => {
  const name = nameOf(key)
  const line = `${key}: ${value}`
  if (excluded.some((pattern) => pattern.test(line))) return null
  if (personKeys.has(name)) {
    const sign = mayHoldSign(value) ? readPerson(value) : null
    return sign === null ? null : said(sign, name === 'signed-off-by' ? 'trailer' : 'coauthor')
  }
  if (helperKeys.has(name)) {
    const sign = value.includes('@') && mayHoldSign(value) ? readPerson(value) : null
    return sign === null ? null : said(sign)
  }
  const isAi = aiKey.test(name)
  // The share of people, not of AI: 0 is no denial.
  if (name === 'ai-human-ratio' && /^\d/.test(value)) return /^1(?:\.0+)?$/.test(value) ? null : said(silent)
  const denial = isAi || attributionKeys.has(name) ? readDenial(name, value) : undefined
  if (denial !== undefined) return denial
  if (isAi) return readAiKey(name, value)
  if (tellingKey.test(name)) return readTelling(name, value)
  if (!attributionKeys.has(name)) return readTable(line, name)
  const sign = readAttribution(value)
  return sign === null ? null : said(sign)
}
