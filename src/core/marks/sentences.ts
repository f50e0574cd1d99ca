import { aliasOf, firstAlias, isNickname } from './aliases.js'
import { readAttribution } from './attribution.js'
import { findModel, namedModel, wholeModel } from './find-model.js'
import { type Line, wrappedOf } from './lines.js'
import type { Sign } from './sign.js'

const did =
  '(?:generated|created|written|authored|co-authored|made|built|coded|implemented|developed|drafted|prepared|assisted|ultraworked|vibe[- ]?coded|pair[- ]programmed)'
const opening = new RegExp(
  String.raw`^[^\p{L}\p{N}\[]*(?:this (?:pr|pull request|commit|change|patch|message|code)[\w ]{0,20}? (?:was|is|has been) )?(?:mostly |partly |partially |automatically |entirely |fully )?(?:${did}(?: \w{1,12}){0,2}? (?:with|by|using|via)|done by) (.+)$`,
  'iu',
)
const within = new RegExp(
  String.raw`\b(?:${did}(?: \w{1,12}){0,2}? (?:with|by|using|via)(?: (?:the )?(?:help|assistance|aid) (?:of|from))?|done (?:with|by|using)|with (?:the |some |a lot of )?(?:help|assistance|aid) (?:of|from)|assisted by|\b(?:I|we) used) (.+)$`,
  'i',
)
const wasUsed = /^(.{0,60}?) (?:was|were) used (?:to|for|in)\b/i
const negation = /\b(?:not|never|no|without|isn't|wasn't|didn't|don't)\b/i
const handling =
  '(?:fix|handl|detect|ignor|stripp?|pars|support|skipp?|filter|allow|remov|avoid|prevent|dropp?|reject|recogni[sz]|match)(?:e?s|ed|es|ing|e)?'
const condition = 'when|if|whether|for (?:code|files|commits)'
const worksOfOthers = 'commits|trailers|messages|outputs|PRs|pull requests|issues|branches'
/** What a change does to things an AI made; such a line speaks of them, not of the change. */
const aboutOthers = new RegExp(String.raw`\b(?:${handling}|${condition}|${worksOfOthers})\b`, 'i')
/** The same where the sentence says outright who did it: only what it speaks of, or under which condition, is in question. */
const ofOthers = new RegExp(String.raw`\b(?:${condition}|${worksOfOthers}|where|once|unless)\b`, 'i')
/** `The fix was written by`, against `Fix text written by`. */
const predicate = /\b(?:was|were|been)(?: \w+){0,2} $/i
/** `Text that was written by`: which text is meant, and no more. */
const relative = /\b(?:that|which|who)(?: (?:was|were|has|have|had|been|\w+ly))+ $/i
/** Nothing but an adverb since the last stop or comma: `Fixed, mostly written by`. */
const setOff = /(?:^|[.!?;,:(]\s*|\s[-\u2013\u2014]\s)(?:(?:\w+ly|all|also|and) ){0,2}$/
const finished = /\b(?:I|we|you|they)(?:'m|'re| am| are| was| were)?(?: \w+)? $/i
const robot = /^\s*\u{1F916}/u
const emoji = /^\s*\p{Extended_Pictographic}/u
const anAgent =
  /^(?:an? |the )?(?:automated |autonomous )?(?:AI|LLMs?|GenAI)\b|^an? (?:automated |autonomous |coding )?agent\b/
/** What else agents make: a line about these describes a product, not the change. */
const products =
  /\b(?:formats?|streams?|events?|hooks?|sessions?|transcripts?|json|files?|configs?|data|schemas?|payloads?|logs?|paths?|ids?|records?|outputs?|results?|responses?|requests?|calls?|commands?|queries)\b/i
const thisChange = /\bthis (?:pr|pull request|commit|change|patch|message|code|work|contribution)\b/i

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

/** What may stand before the name of who did it. */
const lead = /^(?:[[(*_`"']|(?:the|my|our|an?|some|a lot|help|assistance|aid|love|local|both|of|from|by|with)\s)+/i

/** True where the object is a tool or a model from its first word on: `requests made by its providers, and Codex` is none. */
const beginsWithName = (rest: string): boolean => {
  const text = rest.slice(0, 80).replace(lead, '')
  const model = findModel(text)
  const certainty = firstAlias(text)?.certainty
  if (certainty !== undefined && (certainty === 'coined' || model !== null)) return true
  return model !== null && (text.slice(0, text.indexOf(model)).match(/[a-z0-9]+/gi) ?? []).length <= 2
}

/** `PostHog Code (Claude)`: a tool of another name, with what it runs on. */
const runsOn = (rest: string): boolean => {
  const inside = /^[A-Z][\w. ]{1,40} \(([^()]{1,40})\)/.exec(rest)?.[1] ?? ''
  return /^claude$/i.test(inside) || aliasOf(inside)?.certainty === 'coined'
}

const nobodyNamed: Sign = { tool: null, model: null }

const readObject = (rest: string, trusted: boolean): Sign | null => {
  const { name, linked } = objectOf(rest)
  const alias = aliasOf(name)
  const model = modelIn(rest.slice(0, 120))
  if (alias !== null && (alias.certainty === 'coined' || linked || trusted)) return { tool: alias.tool, model }
  if (/^claude$/i.test(name.trim())) return { tool: 'claude', model }
  if (alias !== null && model === null) return null
  const clause = rest.split(/[.;!?]\s/, 1)[0] ?? ''
  const agent = anAgent.test(rest)
  const named = namedModel(rest) !== null || beginsWithName(rest)
  const sign = agent || named ? readAttribution(clause.slice(0, 160)) : null
  return sign === null ? (agent ? nobodyNamed : null) : inProse(sign, clause)
}

/** The whole line is `Assisted by Cursor.`: said of nothing else, so a word is enough. */
const assistedBy = (text: string): Sign | null => {
  const name = /^(?:Code )?[Aa]ssisted by ([A-Z][\w ]{1,30})\.?$/.exec(text)?.[1]
  const alias = name === undefined ? null : aliasOf(name)
  return alias?.certainty === 'word' && !isNickname(alias.tool) ? { tool: alias.tool, model: null } : null
}

/** `By Claude 3.5 Sonnet: https://...`: nothing but the model, and a link. */
const byModel = (text: string): Sign | null => {
  const name = /^By ([\w][\w .-]{2,50}?)(?:: *https?:\/\/\S+|\.)?$/.exec(text)?.[1]
  const model = name === undefined ? null : wholeModel(name)
  return model === null ? null : inProse({ tool: null, model }, text)
}

/** The footer of an agent, or a sentence that opens with what was done: `Generated with X`, `This PR was written by X`. */
const opened = (text: string, wrapped: string): Sign | null => {
  const rest = opening.exec(wrapped)?.[1]
  if (rest === undefined) return byModel(text)
  const sign = readObject(rest, emoji.test(text)) ?? assistedBy(text)
  return sign ?? (robot.test(text) || runsOn(rest) ? nobodyNamed : null)
}

const lastSentence = (text: string): string => text.split(/[.!?]\s/).at(-1) ?? ''

/** True where a line with `verb` behind `before` speaks of what AI made elsewhere. */
const speaksOfOthers = (text: string, before: string, verb: string): boolean => {
  const sentence = lastSentence(before)
  if (products.test(sentence)) return true
  const outright = /^(?:I|we) used\b/i.test(verb) || predicate.test(before) || setOff.test(before)
  return outright && !relative.test(before) ? ofOthers.test(sentence) : aboutOthers.test(text)
}

/** The same further on in a sentence, where it may speak of anything: stricter. */
const mentioned = (text: string, wrapped: string, subject: boolean): Sign | null => {
  const found = within.exec(subject ? text : wrapped)
  if (found === null || found.index >= text.length) return null
  const before = text.slice(0, found.index)
  const object = found[1] ?? ''
  if (negation.test(before) || (subject && !endsWithName(object))) return null
  if (speaksOfOthers(text, before, found[0]) || (/^done /i.test(found[0]) && finished.test(before))) return null
  const vague = anAgent.test(object) && findModel(object.slice(0, 40)) === null
  return vague && !thisChange.test(text) ? null : readObject(object, false)
}

/** `X was used to ...`. */
const used = (text: string): Sign | null => {
  const name = wasUsed.exec(text)?.[1]
  if (name === undefined || negation.test(name)) return null
  const alias = aliasOf(name)
  if (alias?.certainty === 'coined') return { tool: alias.tool, model: null }
  if (/^claude$/i.test(name)) return { tool: 'claude', model: null }
  return anAgent.test(name) && !aboutOthers.test(text) ? nobodyNamed : null
}

/** In a subject the name must be the last word: `tips, written by Claude Code`. */
const endsWithName = (object: string): boolean =>
  aliasOf(object) !== null || /^claude$/i.test(object.trim()) || wholeModel(object) !== null

/** What a line says of who wrote the change, in a footer or in a sentence; null where it says nothing of it. */
export const readSentence = (line: Line): Sign | null => {
  const { text, subject } = line
  const wrapped = wrappedOf(line)
  return opened(text, wrapped) ?? mentioned(text, wrapped, subject) ?? used(text)
}
