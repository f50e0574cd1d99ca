import { tellsNothing, withoutPath, withoutProviders } from './model-words.js'

/** Longest name that is looked at; what comes after belongs to no model identifier. */
const maxName = 160

/** Claude's names, with the line before the version or behind it: `opus-4.6`, `claude-3.5-sonnet`, `claude-2.1`; `rest` is what follows. */
const claudeName =
  /^(?=claude-|(?:opus|sonnet|haiku|fable|mythos)(?:-|$))(?:claude-)?(?:(?<line>opus|sonnet|haiku|fable|mythos|instant)(?:-v?(?<version>\d{1,2}(?:\.\d{1,2})?))?|v?(?<first>\d{1,2}(?:\.\d{1,2})?)(?:-(?<second>opus|sonnet|haiku|fable|mythos|instant))?)(?=-|$)(?<rest>.*)$/

/** The families: a name starts with one of them once providers and vendors are cut off. */
const family =
  /^(?:(?:claude|opus|sonnet|haiku|fable|mythos)(?=-|$)|(?:gpt|o[1-9]|codex|gemini|gemma|qwen|qwq|deepseek|kimi|glm|grok|mistral|devstral|codestral|magistral|ministral|mixtral|pixtral|llama|minimax|mimo|composer|granite|nemotron|phi|nova|command)(?=-|$|\d))/

/** Words that say how a model was asked or released, not which model it is. */
const qualifiers = /-(?:preview|exp|experimental|latest|free|beta|effort|reasoning-effort)$/
const efforts = /-(?:low|medium|high|xhigh|minimal)$/
const dates = /-(?:20\d{6}|20\d\d-\d\d-\d\d|[01]\d-[0-3]\d|\d{4})$/
const bedrockRevision = /-v\d+$/

/** A tool that is called like a family, before the model that it ran. */
const toolFirst = /^(?:codex-(?=gpt)|claude-(?:code|ai)-(?=claude|opus|sonnet|haiku|fable|mythos))/

/** Lower case, without notes in brackets and tags (`:free`, `@20250514`) that tell of no other model; every separator a dash. */
const plain = (name: string): string =>
  name
    .replace(/\s*[([].*$/s, withoutNote)
    .replace(/[:@].*$/s, withoutNote)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .replace(/chatgpt/g, 'gpt')
    .replace(/\b(claude|opus|sonnet|haiku|fable|mythos|gpt|gemini|gemma|glm|grok|llama|deepseek)v?(?=\d)/g, '$1-')
    .replace(/\bqwen-(?=\d)/g, 'qwen')

const withoutNote = (note: string): string => (tellsNothing(note) ? '' : note)

const withoutQualifiers = (name: string): string => {
  let rest = name
  for (let round = 0; round < 4; round += 1) {
    const shorter = rest.replace(qualifiers, '').replace(dates, '')
    const cut = /(?:mistral|magistral)/.test(shorter) ? shorter : shorter.replace(efforts, '')
    if (cut === rest) break
    rest = cut
  }
  return rest
}

/** `4-6` is version 4.6: a number of one or two digits after a part that ends in a digit. */
const dotted = (name: string): string =>
  name.split('-').reduce((left, part) => {
    const joins = /^\d{1,2}$/.test(part) && /(?:^|-|[a-z])\d{1,2}$/.test(left) && !/\d[a-z]+\d+$/.test(left)
    return left === '' ? part : `${left}${joins ? '.' : '-'}${part}`
  }, '')

const claudeKey = (name: string): string | null => {
  const { line, version, first, second, rest = '' } = claudeName.exec(name)?.groups ?? {}
  const parts = [line ?? second, version ?? first].filter((part) => part !== undefined)
  return parts.length === 0 || !tellsNothing(rest) ? null : ['claude', ...parts].join('-')
}

/**
 * The name under which two spellings of one model compare equal: lower case, provider and date cut off, dots for the
 * version (`anthropic/claude-opus-4-6-20260101`, `Claude Opus 4.6 (1M context)` -> `claude-opus-4.6`; `Claude 3.5
 * Sonnet` -> `claude-sonnet-3.5`). Sizes and variants stay (`gpt-5-mini`), efforts go (`-high`). Null when the family is
 * not known, or does not begin the name (`uncensored-gpt-5`), and for what somebody else made of it (`claude-opus-4.5-distill`,
 * `OWNER/gpt-5`): that is another model. A family without a version keeps its bare name (`claude-opus`).
 */
export const modelKey = (name: string): string | null => {
  const bare = withoutPath(name.slice(0, maxName).toLowerCase())
  if (bare === null) return null
  const begun = withoutProviders(withoutQualifiers(plain(bare)).replace(toolFirst, ''), (rest) => family.test(rest))
  if (begun === null) return null
  if (/^(?:claude|opus|sonnet|haiku|fable|mythos)(?=-|$)/.test(begun))
    return claudeKey(dotted(withoutQualifiers(begun.replace(bedrockRevision, ''))))
  return dotted(begun)
}

/** A family without a version (`claude-opus`) says less than a full name, and nothing against it. Both are names as `modelKey` gives them. */
export const isSameKey = (one: string, other: string): boolean => {
  const [less, more] = one.length < other.length ? [one, other] : [other, one]
  return less === more || (!/\d/.test(less) && more.startsWith(`${less}-`))
}

/** A model as a name tells it apart from others: `key` as `modelKey` gives it, and what dates the weights. */
export type ModelIdentity = { readonly key: string; readonly date: string | null; readonly revision: string | null }

const fullDate = /-(20\d\d)-?(\d\d)-?(\d\d)(?=-|$)/
const shortDate = /-(?:([01]\d)-([0-3]\d)|(\d{4}))(?=-[a-z]|$)/
/** As Bedrock and Vertex write it: `-v2:0`, `-v2@20241022`. */
const revision = /-(v\d+)(?:-0)?(?:-\d{8})?$/

/** The date in a name, as digits: all of it, or month and day, or year and month. */
const dateIn = (text: string): string | null => {
  const found = fullDate.exec(text) ?? shortDate.exec(text)
  return found === null ? null : found.slice(1).join('')
}

/** What a name says of which model it is; null where `modelKey` is. */
export const identifyModel = (name: string): ModelIdentity | null => {
  const key = modelKey(name)
  if (key === null) return null
  const text = name
    .slice(0, maxName)
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/[^a-z0-9]+/g, '-')
  return { key, date: dateIn(text), revision: revision.exec(text)?.[1] ?? null }
}

/** A short date is that of a full one with its month and day (`0709`) or its year and month (`2508`). */
const isSameDate = (one: string, other: string): boolean => {
  const [short, full] = one.length < other.length ? [one, other] : [other, one]
  return short === full || (full.length === 8 && (short === full.slice(4) || short === full.slice(2, 6)))
}

/**
 * True where nothing in two names says that they are two models. Vendors sell the same name under several dates, with other
 * weights each (Anthropic's and OpenAI's lists of models, 2026): two dates, or two revisions, are laid beside each other; a name
 * without one says nothing against a name with it.
 */
export const isSameModel = (one: ModelIdentity, other: ModelIdentity): boolean =>
  isSameKey(one.key, other.key) &&
  (one.date === null || other.date === null || isSameDate(one.date, other.date)) &&
  (one.revision === null || other.revision === null || one.revision === other.revision)

/** The one name under which spellings of a model are counted; a name that no family has stands for itself. */
export const canonicalModel = (name: string): string => modelKey(name) ?? name
