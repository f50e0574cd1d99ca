import { modelKey } from './models.js'

const context = String.raw`(?:\[\dm\])?(?: ?\(\d{1,4}[kKmM] context\))?`
const claudeLines = '(?:[Oo]pus|[Ss]onnet|[Hh]aiku|[Ff]able|[Mm]ythos|[Ii]nstant)'
const otherFamilies =
  '(?:gpt|gemini|gemma|glm|kimi|qwen|qwq|deepseek|grok|devstral|codestral|magistral|mistral|mixtral|llama|minimax|mimo|composer)'
const variants =
  '(?: (?:Sol|Pro|Flash|Flash-Lite|Lite|Mini|Nano|Max|Plus|Turbo|Codex|Coder|Code|Fast|Thinking|Ultra|Preview|High|Medium|Low))'

// Every repetition is bounded or over one class, so the time stays linear in the text.
const mention = new RegExp(
  [
    String.raw`[Cc]laude[ -]${claudeLines}[ -]?v?\d[\w.-]*${context}`,
    String.raw`[Cc]laude[ -]v?\d[\d.-]*(?: [A-Z][a-z]+|[a-z][\w.-]*)?${context}`,
    String.raw`${claudeLines}[ -]?v?\d[\w.-]*${context}`,
  ].join('|'),
)
const otherMention = new RegExp(
  String.raw`${otherFamilies}[ -]?(?:[a-z]{1,8}[ -]?)?(?:[a-z]{1,8}[ -]?)?\d[\w.-]*(?::free)?`,
  'i',
)
// Lower case only: `-O2` and `-O3` are options of compilers.
const oSeries = /(?<![\w.-])o[134](?:-(?:mini|pro|preview))?(?![\w.-])/
const otherVariant = new RegExp(`^${variants}{1,2}`)

const startsWord = (text: string, at: number): boolean => at === 0 || !/[A-Za-z0-9]/.test(text[at - 1] ?? '')

/**
 * The first model with a version that a short text names, as written there (`Opus 4.6 via Claude Code` -> `Opus 4.6`), or
 * null. A family without a number (`Claude`, `Gemini`) is no model. The text must be short: callers cap it.
 */
export const findModel = (text: string): string | null => {
  const claude = mention.exec(text)
  if (claude !== null && startsWord(text, claude.index)) return trimmed(claude[0])
  const other = otherMention.exec(text) ?? oSeries.exec(text)
  if (other === null || !startsWord(text, other.index)) return null
  const variant = otherVariant.exec(text.slice(other.index + other[0].length))?.[0] ?? ''
  return trimmed(other[0] + variant)
}

const trimmed = (text: string): string => text.replace(/[.\-_]+$/, '')

const nothing = /^(?:auto|automatic|unknown|default|none|n\/?a|various|multiple|-|\?)$/i

/** A text in the place of a model (after `model:`, after `AGENT:`): itself, or null where it says nothing. */
export const statedModel = (text: string): string | null => {
  const model = text.trim().replace(/^["'`]+|["'`.,;_*]+$/g, '')
  return model === '' || nothing.test(model) ? null : model
}

const statement = /\bmodel(?:=([^\s,)]{1,80})|(:?)[*_]{0,2}\s+(?:`([^`]{1,80})`|([^,)`\u2022\u00b7|]{1,80})))/i

/**
 * The model that a short text states as such (`model: X`, `model=X`): what stands between back-ticks, or up to what a footer
 * puts between it and the next thing it tells (`Model: X • Cost: Y`). Without the colon only a version makes it a name.
 */
export const namedModel = (text: string): string | null => {
  const [, equal, colon, quoted, bare] = statement.exec(text) ?? []
  const stated = equal ?? quoted ?? bare?.split(/\s[-\u2013\u2014]+\s/, 1)[0] ?? ''
  return colon === '' && !/\d/.test(stated) ? null : statedModel(stated)
}

const vendorWords =
  /^(?:aws|azure|openai|anthropic|google|amazon|bedrock|vertex|meta|alibaba|moonshot|moonshotai|xai|zai|z\.ai|the)[ -]+/i
const familyStart =
  /^(?:claude|opus|sonnet|haiku|fable|mythos|gpt|o[1-9]\b|gemini|gemma|glm|kimi|qwen|qwq|deepseek|grok|devstral|codestral|magistral|mistral|mixtral|llama|minimax|mimo|composer)/i

const variantWord =
  /^(?:pro|flash|lite|mini|nano|max|plus|turbo|codex|coder|code|fast|thinking|ultra|preview|high|medium|low)$/i

/** A word of a model's name: it has a digit, begins a family, is a variant or is written with a capital. */
const belongs = (word: string): boolean =>
  /\d/.test(word) ||
  /^[A-Z(]/.test(word) ||
  familyStart.test(word) ||
  variantWord.test(word) ||
  /^context\)?$/.test(word)

/** The text itself when the whole of it is the name of a model with a version (`AWS Claude Opus 4.6`), else null. */
export const wholeModel = (text: string): string | null => {
  const name = text.trim()
  if (name.length > 100 || !/\d/.test(name) || !/^[\w ./:@\-[\]+]+(?: ?\(\d+[km] context\))?$/i.test(name)) return null
  const bare = name.replace(/^.*\//, '').replace(vendorWords, '')
  if (!familyStart.test(bare) || /^claude(?:\d|[ _-]code)/i.test(bare) || modelKey(bare) === null) return null
  const words = bare.split(/\s+/)
  return words.length <= 5 && words.every(belongs) ? name : null
}
