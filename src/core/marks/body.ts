import { aliasOf, coinedWithin } from './aliases.js'
import { readAttribution } from './attribution.js'
import { findModel, namedModel } from './find-model.js'
import type { Line } from './lines.js'
import type { MarkKind } from './mark.js'
import { sessionLinks } from './session-links.js'
import type { Sign } from './sign.js'
import { bodyMarks } from './table/body.js'
import { seenBodyMarks } from './table/body-seen.js'
import { readSignature } from './trailers.js'

const rows = [...bodyMarks, ...seenBodyMarks]

export type BodySign = Sign & { readonly kind: MarkKind }

const did =
  '(?:generated|created|written|authored|co-authored|made|built|coded|implemented|developed|drafted|assisted|ultraworked|vibe[- ]?coded|pair[- ]programmed)'
const opening = new RegExp(
  String.raw`^[^\p{L}\p{N}\[]*(?:this (?:pr|pull request|commit|change|patch|message|code)[\w ]{0,20}? (?:was|is|has been) )?(?:mostly |partly |partially |automatically |entirely |fully )?${did}(?: \w{1,12}){0,2}? (?:with|by|using|via) (.+)$`,
  'iu',
)
const within = new RegExp(
  String.raw`\b(?:${did}(?: \w{1,12}){0,2}? (?:with|by|using|via)(?: (?:the )?(?:help|assistance|aid) (?:of|from))?|with (?:the |some |a lot of )?(?:help|assistance|aid) (?:of|from)|assisted by|\b(?:I|we) used) (.+)$`,
  'i',
)
const wasUsed = /^(.{0,60}?) (?:was|were) used (?:to|for|in)\b/i
const negation = /\b(?:not|never|no|without|isn't|wasn't|didn't|don't)\b/i
/** What a change does to things an AI made; such a line speaks of them, not of the change. */
const aboutOthers =
  /\b(?:fix|handl|detect|ignor|strip|pars|support|skip|filter|allow|remov|avoid|prevent|drop|reject|recogni[sz]|match)(?:e?s|ed|es|ing|e)?\b|\b(?:when|if|whether|for (?:code|files|commits))\b|\b(?:commits|trailers|messages|outputs|PRs|pull requests|issues|branches)\b/i
const robot = /^\s*\u{1F916}/u
const emoji = /^\s*\p{Extended_Pictographic}/u
const anAgent =
  /^(?:an? |the )?(?:automated |autonomous )?(?:AI|LLMs?|GenAI)\b|^an? (?:automated |autonomous |coding )?agent\b/
/** What else agents make: a line about these describes a product, not the change. */
const products =
  /\b(?:formats?|streams?|events?|hooks?|sessions?|transcripts?|json|files?|configs?|data|schemas?|payloads?|logs?|paths?|ids?|records?|outputs?|results?|responses?)\b/i
const thisChange = /\bthis (?:pr|pull request|commit|change|patch|message|code|work)\b/i

/** What stands behind `generated with`: a link's text, or the words up to the end of the clause. */
const objectOf = (rest: string): { readonly name: string; readonly linked: boolean } => {
  const link = /^(?:the )?\[([^\]]{1,60})\](\([^)]*\))?/.exec(rest)
  if (link !== null) return { name: link[1] ?? '', linked: link[2] !== undefined }
  const words =
    rest.replace(/^(?:the |my |our )/i, '').split(/[.,;:!?](?:\s|$)|[()"_*\u2022\u00b7|]|\s[-\u2013\u2014]\s/, 1)[0] ??
    ''
  return { name: words, linked: /^\s*\(?https?:\/\//.test(rest.slice(words.length)) }
}

const modelIn = (text: string): string | null => namedModel(text) ?? findModel(text)

/**
 * In prose `Claude` may be the chat or the agent: it is only called what it says. Where a model is stated as such, what
 * ran it has another name: `Generated with X • Model: claude-opus-4-6`.
 */
const inProse = (sign: Sign, clause: string): Sign => {
  const alone = sign.tool === null && sign.model !== null && namedModel(clause) === null
  return alone && /claude/i.test(sign.model ?? '') ? { ...sign, tool: 'claude' } : sign
}

const readObject = (rest: string, trusted: boolean): Sign | null => {
  const { name, linked } = objectOf(rest)
  const alias = aliasOf(name)
  const model = modelIn(rest.slice(0, 120))
  if (alias !== null && (alias.certainty === 'coined' || linked || trusted)) return { tool: alias.tool, model }
  if (/^claude$/i.test(name.trim())) return { tool: 'claude', model }
  if (alias !== null && model === null) return null
  const clause = rest.split(/[.;!?]\s/, 1)[0] ?? ''
  const sign =
    model !== null || coinedWithin(name) !== null || anAgent.test(rest) ? readAttribution(clause.slice(0, 160)) : null
  return sign === null ? (anAgent.test(rest) ? { tool: null, model: null } : null) : inProse(sign, clause)
}

/** The footer of an agent, or a sentence that opens with what was done: `Generated with X`, `This PR was written by X`. */
const opened = (text: string, wrapped: string): Sign | null => {
  const found = opening.exec(wrapped)
  if (found === null) return null
  return readObject(found[1] ?? '', emoji.test(text)) ?? (robot.test(text) ? { tool: null, model: null } : null)
}

/** The same further on in a sentence, where it may speak of anything: stricter. */
const mentioned = (text: string, wrapped: string, subject: boolean): Sign | null => {
  const found = within.exec(subject ? text : wrapped)
  if (found === null || found.index >= text.length) return null
  const before = text.slice(0, found.index)
  const object = found[1] ?? ''
  if (negation.test(before) || products.test(before) || (subject && !endsWithName(object))) return null
  return anAgent.test(object) && !thisChange.test(text) ? null : readObject(object, false)
}

/** `X was used to ...`. */
const used = (text: string): Sign | null => {
  const name = wasUsed.exec(text)?.[1]
  if (name === undefined || negation.test(name)) return null
  const alias = aliasOf(name)
  if (alias?.certainty === 'coined') return { tool: alias.tool, model: null }
  if (/^claude$/i.test(name)) return { tool: 'claude', model: null }
  return anAgent.test(name) ? { tool: null, model: null } : null
}

/** A footer or a sentence that goes on in the next line, as one. */
const wrappedOf = ({ text, next, subject }: Line): string => (text.length < 100 && !subject ? `${text} ${next}` : text)

const claims = (line: Line): Sign | null => {
  const { text, subject } = line
  const wrapped = wrappedOf(line)
  const sign = opened(text, wrapped)
  if (sign !== null || aboutOthers.test(text)) return sign
  return mentioned(text, wrapped, subject) ?? used(text)
}

/** In a subject the name must be the last word: `tips, written by Claude Code`. */
const endsWithName = (object: string): boolean => aliasOf(object) !== null || /^claude$/i.test(object.trim())

const checkbox = /^[-*+] \[([ xX])\]\s*(.*)$/

const readCheckbox = (line: Line, box: RegExpExecArray): Sign | null => {
  if (box[1] === ' ') return null
  const text = box[2] ?? ''
  if (/\bAgent Mode\b/.test(text)) return { tool: coinedWithin(text)?.tool ?? null, model: null }
  return claims({ ...line, text })
}

const readLinks = (text: string): Sign | null => {
  if (!text.includes('://')) return null
  const link = sessionLinks.find(({ pattern }) => pattern.test(text))
  if (link === undefined) return null
  return { tool: link.tool, model: findModel(text.slice(0, text.indexOf('://'))) }
}

const subjectTag = /^\[AI(?::([\w-]{1,30}))?(?::[\w-]{1,20})?\]/

const readSubject = (text: string): BodySign | null => {
  if (text.startsWith('aider: ')) return { tool: 'aider', model: null, kind: 'subject' }
  const tag = subjectTag.exec(text)
  return tag === null ? null : { tool: aliasOf(tag[1] ?? '')?.tool ?? null, model: null, kind: 'subject' }
}

/**
 * Reads one line of a message outside its trailers: `Generated with [X](...)` and its like, a checked box, a sentence
 * that says who wrote the change, links to sessions, a subject prefix. `introduced` is true where the line before it
 * says that an example follows.
 */
export const readBodyLine = (line: Line, introduced: boolean): readonly BodySign[] => {
  const { text } = line
  const first = line.subject ? readSubject(text) : null
  if (first !== null) return [first]
  const found: BodySign[] = []
  const link = introduced ? null : readLinks(text)
  if (link !== null) found.push({ ...link, kind: 'session' })
  if (text.startsWith('>') && !/disclosure/i.test(text)) return found
  const box = checkbox.exec(text)
  const row = box === null && !line.subject ? rows.find(({ pattern }) => pattern.test(text)) : undefined
  const sign =
    row !== undefined
      ? { tool: row.tool, model: modelIn(/\bmodel:$/i.test(text) ? wrappedOf(line) : text) }
      : box !== null
        ? readCheckbox(line, box)
        : claims(line)
  const signed =
    sign ?? readSignature(text) ?? (/^# Aider chat conversation:$/.test(text) ? { tool: 'aider', model: null } : null)
  if (signed !== null) found.push({ ...signed, kind: line.subject ? 'subject' : 'body' })
  return found
}
