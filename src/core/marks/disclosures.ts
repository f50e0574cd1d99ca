import { aliasOf, coinedWithin } from './aliases.js'
import { findModel, namedModel } from './find-model.js'
import { type Line, wrappedOf } from './lines.js'
import type { Sign } from './sign.js'

const decoration = String.raw`[^\p{L}\p{N}]*`
const label =
  '(?:(?:Gen)?AI|LLM)(?:[- ]generated)?[- ](disclosures?|disclaimer|usage|use|assistance)(?: (?:disclosure|notice|disclaimer))?'
/** `**AI disclosure:** I used Amp ...`, as the rules of many projects ask for it (ghostty-org/ghostty CONTRIBUTING.md). */
const labelled = new RegExp(
  String.raw`^${decoration}${label}(?: \([^)]{1,30}\)| per [^:]{1,40})?[*_]*:[*_]*\s*(\S.*)$`,
  'iu',
)
const heading = new RegExp(`^(?:#{1,6} |[*_]{2}|<details><summary>)?${label}(?:[*_]{2}|</summary>)?$`, 'iu')
const firm = /^disc/i
/** Under a label that may be the name of a feature as well, somebody must have done something. */
const somebody =
  /\b(?:I|we|my|me)\b|\b(?:helped|assisted|used|written|wrote|implemented|generated|drafted|authored|created|did|done)\b/i
const denied =
  /^\W*(?:none|no|not?|nothing|nil|n\/a|never|zero|without)\b|\b(?:no AI|not use|didn't use|did not use|without (?:any )?AI|no (?:gen)?AI)\b/i
const anyAi = /\b(?:AI|LLMs?|GenAI|agents?|chatbots?|GPT|Fable|Opus|Sonnet|Haiku)\b/

/** Words that are a tool's name where AI is what the sentence is about. */
const wordTool = /\b(?:Amp|Cursor|Claude(?! Code)|Gemini(?! CLI)|Goose|Grok|Zed|Warp|Kiro|Droid|Pi|Devin|Jules)\b/

/** The tool that is named first. */
const toolIn = (text: string): string | null => {
  const word = wordTool.exec(text)
  if (word === null) return coinedWithin(text)?.tool ?? null
  const before = coinedWithin(text.slice(0, word.index))
  if (before !== null) return before.tool
  return word[0] === 'Claude' ? 'claude' : (aliasOf(word[0])?.tool ?? null)
}

const toldIn = (text: string): Sign | null => {
  if (denied.test(text)) return null
  const tool = toolIn(text)
  const model = namedModel(text) ?? findModel(text)
  return tool === null && model === null && !anyAi.test(text) ? null : { tool, model }
}

/**
 * What a line says under `AI disclosure:`, or below a heading of that name (`above`, the line before it): there every
 * name counts, for the sentence is about this change. Null where it says that no AI was used.
 */
export const readDisclosure = (line: Line, above: string): Sign | null => {
  if (line.subject) return null
  const [, kind = '', rest = ''] = labelled.exec(wrappedOf(line).slice(0, 300)) ?? []
  if (rest !== '') return firm.test(kind) || somebody.test(rest) ? toldIn(rest) : null
  if (!heading.test(above)) return null
  const text = wrappedOf(line).slice(0, 300)
  return somebody.test(text) ? toldIn(text) : null
}
